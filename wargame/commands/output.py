"""Where output goes: answers to standard output, everything else to standard error; tables fit whoever reads them.

Nothing gets there but through here, so that no text of a person, a model or a pack steers a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size, which
from typing import Any, TextIO

from wargame.core.plain_text import plain, plain_line
from wargame.shell_words import shell_word

LOST: list[str] = []
"""Why standard output took no more, if so: the command goes on, as a game may be paid for, and says so at the end."""


def program() -> str:
    """How the program is called from here: by its name if that is on the path, else as it was called."""
    called = sys.argv[0]
    return shell_word(Path(called)) if Path(called).name == "wargame" and which("wargame") is None else "wargame"


def say(text: str = "") -> None:
    """Part of the answer: on a terminal its lines are broken at blanks."""
    _write(_broken(text, sys.stdout), sys.stdout)


def tell(text: str) -> None:
    """Anything that is not the answer: progress, warnings, faults."""
    _write(text, sys.stderr)


def say_line(text: str) -> None:
    """A line of the answer that stays one, also where a file in it has a name of several lines."""
    say(plain_line(text))


def tell_line(text: str) -> None:
    """The same for anything that is not the answer."""
    tell(plain_line(text))


def answer(data: Any) -> None:
    """The one JSON object of a `--json` command."""
    _write(json.dumps(data, ensure_ascii=_narrow(sys.stdout), separators=(", ", ": ")), sys.stdout)


def _broken(text: str, stream: TextIO) -> str:
    if not stream.isatty():
        return text
    from wargame.present.wrapping import terminal_width, wrapped

    width = terminal_width(stream)
    return text if width is None else wrapped(plain(text), width)


def _write(text: str, stream: TextIO) -> None:
    with borne(stream):
        print(plain(text), file=stream)


@contextmanager
def borne(stream: TextIO) -> Iterator[None]:
    """A stream that takes no more ends nothing: what is still written goes nowhere, and the end of the command says so.

    A reader who has gone has taken all that was wanted.
    """
    try:
        yield
    except BrokenPipeError:
        let_go(stream)
    except OSError as fault:
        let_go(stream)
        if stream is sys.stdout:
            LOST[:] = [fault.strerror or str(fault)]


def _narrow(stream: TextIO) -> bool:
    """Whether a stream cannot write every character."""
    return "utf" not in (stream.encoding or "utf-8").lower()


def let_go(stream: TextIO) -> None:
    """Whoever read this stream has gone: what is still written to it goes nowhere, and the command goes on."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def columns(rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as lines with aligned columns; the last column is left as long as it is."""
    table = [tuple(map(plain_line, row)) for row in rows]
    if not table:
        return []
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]) - 1)]
    return [
        gap.join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in table
    ]


NARROW = 14
"""Cells of a column below which words are cut to pieces."""


def _too_narrow(rows: Sequence[Sequence[str]], head: Sequence[str]) -> bool:
    """Whether columns that do not fit beside each other would get less than `NARROW` cells each."""
    width = get_terminal_size().columns
    needed = [max(map(len, column)) + 2 for column in zip(head, *rows, strict=False)]
    return sum(needed) > width and width // len(head) < NARROW + 2


def show(rows: Iterable[Sequence[str]], head: Sequence[str] = ()) -> None:
    """A table as part of the answer: cells wrap within a terminal; a pipe gets one aligned line a row.

    Where a terminal is too narrow for that many columns, each row with a head stands as a block of lines.
    """
    rows = list(rows)
    if sys.stdout.isatty() and head and _too_narrow(rows, head):
        for row in rows:
            say_line(row[0])
            for name, cell in zip(head[1:], row[1:], strict=False):
                say_line(f"  {name}: {cell}")
        return
    if not sys.stdout.isatty():
        for line in columns([head, *rows] if head else rows):
            say(line)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=bool(head), pad_edge=False, padding=(0, 2, 0, 0))
    for name in head:
        table.add_column(Text(name))
    for row in rows:
        table.add_row(*(Text(plain_line(cell)) for cell in row))
    Console().print(table)
