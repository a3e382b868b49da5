"""Reading a transcript file: lines, the chain that holds them, and what to do with a torn tail."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from wargame.errors import BrokenChain, TranscriptError
from wargame.transcript.entry import FIRST, SCHEMA, Entry, digest, parse

_PREV = re.compile(rb'"prev":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Record:
    """A transcript as read: its lines as bytes and as entries."""

    path: Path
    lines: tuple[bytes, ...]
    entries: tuple[Entry, ...]
    torn: str
    """What was cut off at the end when it was opened to go on, or an empty string."""

    @property
    def header(self) -> Entry:
        """The first entry."""
        return self.entries[0]

    @property
    def finished(self) -> bool:
        """Whether the game was played to its end."""
        return self.entries[-1].kind == "end"


def read(path: Path, *, mend: bool = False) -> Record:
    """Read and check a transcript. With `mend`, a torn or unchained tail is left out and said; else it is an error."""
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
    good, broken = _check(lines)
    if broken is not None:
        if not mend or good == 0:
            raise broken
        torn = f"{broken}; from there {len(lines) - good} lines were cut"
        lines = lines[:good]
    entries = tuple(parse(line, number) for number, line in enumerate(lines, 1))
    _check_header(path, entries)
    return Record(path, tuple(lines), entries, torn)


def _check(lines: list[bytes]) -> tuple[int, BrokenChain | None]:
    """How many lines hold together, and what is wrong with the next one."""
    hashes = [digest(line) for line in lines]
    expected = FIRST
    for index, line in enumerate(lines):
        found = _PREV.search(line)
        if found is None or found.group(1).decode() != expected:
            return _blame(lines, hashes, index)
        expected = hashes[index]
        if b'"kind":"end"' in line[:40]:
            if index != len(lines) - 1:
                return index + 1, BrokenChain(index + 2, "there are lines after the end of the game")
            if (sentence := _bad_seal(line)) is not None:
                return index, BrokenChain(index + 1, sentence)
    return len(lines), None


def _blame(lines: list[bytes], hashes: list[str], index: int) -> tuple[int, BrokenChain]:
    """A link between two lines does not hold: tell which of the two was touched.

    If the line after this one still vouches for this one, it is the line before that changed.
    """
    if index == 0:
        return 0, BrokenChain(1, "the first line is not the header of a transcript")
    following = _PREV.search(lines[index + 1]) if index + 1 < len(lines) else None
    if following is not None:
        intact = following.group(1).decode() == hashes[index]
    else:
        intact = b'"kind":"end"' in lines[index][:40] and _bad_seal(lines[index]) is None
    if intact and len(_PREV.findall(lines[index - 1])) > 1:
        return index - 1, BrokenChain(index, "the line runs on into the next one: its line feed is gone")
    if intact and (number := _number(lines[index])) is not None and number > index + 1:
        return index, BrokenChain(index + 1, f"line {index + 1} is missing: entry {number} stands in its place")
    if intact:
        return index - 1, BrokenChain(index, "the line is not what the next line recorded of it")
    return index, BrokenChain(index + 1, "the line does not follow from the line before it")


def _number(line: bytes) -> int | None:
    found = re.match(rb'\{"n":(\d+),', line)
    return int(found.group(1)) if found else None


def seal(data: bytes) -> str:
    """The seal of the last line: SHA-256 of its own text with the seal left out."""
    return digest(data)


def _bad_seal(line: bytes) -> str | None:
    found = re.search(rb',"seal":"([0-9a-f]{64})"\}\}$', line)
    if found is None:
        return "the last line carries no seal"
    if seal(line[: found.start()]) != found.group(1).decode():
        return "the line does not match its own seal"
    return None


def _check_header(path: Path, entries: tuple[Entry, ...]) -> None:
    if not entries or entries[0].kind != "header":
        raise TranscriptError(f"{path}: line 1: a transcript starts with a header entry")
    schema = entries[0].data.get("schema")
    if schema != SCHEMA:
        raise TranscriptError(
            f"{path}: line 1: this transcript has schema {json.dumps(schema)}; this program reads schema {SCHEMA}. "
            "Use the version of wargame named in the header, or export it there and import here"
        )
