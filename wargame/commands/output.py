"""Where output goes: answers to standard output, everything else to standard error; tables fit whoever reads them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def say(text: str = "") -> None:
    """Part of the answer."""
    print(text)


def tell(text: str) -> None:
    """Anything that is not the answer: progress, warnings, faults."""
    print(text, file=sys.stderr)


def answer(data: Any) -> None:
    """The one JSON object of a `--json` command."""
    print(json.dumps(data, ensure_ascii=False, separators=(", ", ": ")))


def columns(rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as lines with aligned columns; the last column is left as long as it is."""
    table = [tuple(row) for row in rows]
    if not table:
        return []
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]) - 1)]
    return [
        gap.join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in table
    ]


def show(rows: Iterable[Sequence[str]], head: Sequence[str] = ()) -> None:
    """A table as part of the answer: cells wrap within a terminal; a pipe gets one aligned line a row."""
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
        table.add_row(*map(Text, row))
    Console().print(table)
