"""Reading a record: its lines as bytes and as entries, its texts, and what to do with a torn tail."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wargame.core.prose import Text
from wargame.errors import BrokenChain, TranscriptError
from wargame.transcript.chain import check
from wargame.transcript.entry import SCHEMA, Entry, parse


@dataclass(frozen=True, slots=True)
class Record:
    """A transcript as read: its lines as bytes and as entries."""

    path: Path
    lines: tuple[bytes, ...]
    entries: tuple[Entry, ...]
    texts: Mapping[str, Text]
    """Every text that it stores, by digest; what was removed included."""
    torn: str
    """What was cut off at the end when it was opened to go on, or an empty string."""

    @property
    def header(self) -> Entry:
        """The first entry."""
        return self.entries[0]

    @property
    def removed(self) -> int:
        """How many texts were taken out of it."""
        return sum(text.is_removed for text in self.texts.values())

    @property
    def finished(self) -> bool:
        """Whether the game was played to its end."""
        return self.entries[-1].kind == "end"


def read(path: Path, *, mend: bool = False) -> Record:
    """Read a transcript and check the chain of its lines; its game is not played again, see `verify`.

    With `mend`, a torn or unchained tail is left out and said in `Record.torn`; else it is an error. TranscriptError
    names the file and the line; BrokenChain tells which of two lines was touched. Some 40 ms a megabyte.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise TranscriptError(f"{path}: there is no such file; give the path of a transcript (.jsonl)") from None
    except OSError as fault:
        raise TranscriptError(f"{path}: cannot be read ({fault.strerror})") from None
    if not raw:
        raise TranscriptError(f"{path}: the file is empty; a transcript starts with a header line")
    whole = raw.endswith(b"\n")
    lines = raw.split(b"\n")
    tail = lines.pop()
    torn = ""
    if not whole:
        if not mend:
            raise BrokenChain(len(lines) + 1, "the line is torn: it does not end; `run --resume` cuts it and goes on")
        torn = f"line {len(lines) + 1}: a torn line of {len(tail)} bytes was cut"
    _check_schema(path, lines)
    good, broken = check(lines)
    if broken is not None:
        if not mend or good == 0:
            raise broken
        torn = f"{broken}; from there {len(lines) - good} lines were cut"
        lines = lines[:good]
    texts: dict[str, Text] = {}
    entries = tuple(parse(line, number, texts) for number, line in enumerate(lines, 1))
    return Record(path, tuple(lines), entries, texts, torn)


def _check_schema(path: Path, lines: Sequence[bytes]) -> None:
    """Other formats are refused by name before anything is made of them; what is no header is left to the chain."""
    try:
        header = parse(lines[0], 1, {})
        schema = header.data.get("schema")
    except (IndexError, AttributeError, TranscriptError):
        return
    if header.kind != "header":
        raise TranscriptError(f"{path}: line 1: a transcript starts with a header entry")
    if schema != SCHEMA:
        version = (header.data.get("versions") or {}).get("wargame", "of another version")
        raise TranscriptError(
            f"{path}: line 1: this transcript has schema {json.dumps(schema)} and was written by wargame {version}; "
            f"this program reads schema {SCHEMA}: read it with that version"
        )
