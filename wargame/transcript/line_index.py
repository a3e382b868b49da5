"""Where each line of a record begins and what it is, so that a record of any length is looked at without being held.

One pass over the file finds the beginnings; lines and texts are read from the file when they are asked for. The chain
is not checked and no game is played: both are for whoever wants proof.
"""

from __future__ import annotations

import json
import os
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern
from typing import overload

from wargame.core.prose import Text
from wargame.errors import TranscriptError
from wargame.transcript.entry import KINDS, Entry, EntryKind, parse
from wargame.transcript.foreign import opened, refuse_line_ends
from wargame.transcript.reading import Transcript, check_schema

_HEAD = re.compile(rb'\{"n":(\d{1,12}),"kind":"(\w{1,9})","turn":(\d{1,9}),"phase":"(\w{0,20})"')
_SILENT = re.compile(rb'"round":(\d{1,4}),.{0,400}?"body":\{"kind":"talk","moves":\[\]\}')
_NO_BREACH = b'"kind":"clauses_kept"'
_STORED = re.compile(rb',"data":\{"hash":"([0-9a-f]{64})"')
_CODES = {kind.encode(): code for code, kind in enumerate(KINDS)}
BUFFER = 1 << 20


@dataclass(slots=True)
class LineIndex:
    """The lines of one record by number, from 1. It holds the file open until `close`."""

    path: Path
    size: int
    """Bytes of the file when it was indexed."""
    whole: bool
    """Whether its last line ends; a torn last line is left out."""
    _file: int
    torn: str = ""
    """Where and how the record is torn or damaged, as a sentence; the lines from there on are left out."""
    _starts: array[int] = field(default_factory=lambda: array("Q"))
    _kinds: array[int] = field(default_factory=lambda: array("B"))
    _turns: array[int] = field(default_factory=lambda: array("I"))
    _phases: list[str] = field(default_factory=list)
    _silent: dict[int, int] = field(default_factory=dict)
    """The round of each line by which a seat said nothing in it."""
    _kept: set[int] = field(default_factory=set)
    """The lines that say that no breach between two seats came to light."""
    _stored: dict[bytes, int] = field(default_factory=dict)
    """Number of the line that stores a text, by the first sixteen bytes of its digest."""

    def __len__(self) -> int:
        """How many whole lines there are."""
        return len(self._kinds)

    def kind(self, number: int) -> EntryKind:
        """What kind of entry a line is, without reading it."""
        return KINDS[self._kinds[number - 1]]

    def turn(self, number: int) -> int:
        """The turn of a line, 0 for the opening, without reading it."""
        return self._turns[number - 1]

    def phase(self, number: int) -> str:
        """The phase of a line, without reading it."""
        return self._phases[number - 1]

    def silent(self, number: int) -> int:
        """The round in which a seat said nothing by this line, without reading it; 0 if the line is anything else."""
        return self._silent.get(number, 0)

    def kept(self, number: int) -> bool:
        """Whether a line says no more than that two seats kept their agreements for a turn, without reading it."""
        return number in self._kept

    def numbers(self, *kinds: EntryKind) -> Iterator[int]:
        """Numbers of the lines of these kinds, in order."""
        wanted = {KINDS.index(kind) for kind in kinds}
        return (number for number, code in enumerate(self._kinds, 1) if code in wanted)

    def within(self, size: int) -> int:
        """How many lines stand whole in the first `size` bytes of the file."""
        return max(0, bisect_right(self._starts, size) - 1)

    def line(self, number: int) -> bytes:
        """A line without its line feed, read from the file; IndexError if there is none of that number."""
        if not 1 <= number <= len(self):
            raise IndexError(number)
        start, end = self._starts[number - 1], self._starts[number]
        return os.pread(self._file, end - start - 1, start)

    def entry(self, number: int) -> Entry:
        """A line parsed, with what its references refer to; TranscriptError names it if it is no entry."""
        is_text = self._kinds[number - 1] == _CODES[b"blob"]
        return parse(self.line(number), number, {} if is_text else _Stored(self))

    def text(self, name: str) -> Text | None:
        """A stored text by its digest, read from the file; None if the record stores none of that digest."""
        number = self._stored.get(bytes.fromhex(name)[:16]) if len(name) == 64 else None
        if number is None:
            return None
        data = self.entry(number).data
        words = data.get("text")
        return words if isinstance(words, Text) else Text.removed(name, int(data["length"]))

    def unreadable(self) -> int | None:
        """The first line other than of a stored text that is no JSON object; None if there is none.

        Reads those lines: some 10 ms a megabyte.
        """
        for number in self.numbers(*(kind for kind in KINDS if kind != "blob")):
            try:
                read = json.loads(self.line(number))
            except ValueError:
                return number
            if not isinstance(read, dict):
                return number
        return None

    def cut(self, number: int, why: str) -> None:
        """Leave out the lines from this one on, from 2; `why` is told of it. The file is not touched."""
        left = len(self) - number + 1
        self.torn = _torn(number, why, left)
        del self._starts[number:], self._kinds[number - 1 :], self._turns[number - 1 :], self._phases[number - 1 :]
        for name in [name for name, stored in self._stored.items() if stored >= number]:
            del self._stored[name]

    @property
    def finished(self) -> bool:
        """Whether the game was played to its end."""
        return bool(len(self)) and self.kind(len(self)) == "end"

    def transcript(self, lines: int | None = None) -> Transcript:
        """The record for playing its game again: entries are parsed one by one when asked for, and not kept.

        With `lines` only so many of them, from the first. Those of texts and of model calls come without their data.
        Its lines as bytes are absent, so it can be looked at, not proved.
        """
        return Transcript(self.path, (), _Entries(self, len(self) if lines is None else lines), {}, "", self.size)

    def close(self) -> None:
        """Let go of the file; nothing can be read afterwards."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def index_of(path: Path, *, damaged: bool = False) -> LineIndex:
    """Find the lines of a record. One pass over the file; some ms a megabyte, and some 30 bytes a line are kept.

    TranscriptError names a file that is none, one of another format, and the first line that is no entry. With
    `damaged` the index of a record that begins as one ends before that line, and says so in `torn`.
    """
    with opened(path) as file:
        index = LineIndex(path, os.fstat(file.fileno()).st_size, True, os.dup(file.fileno()))
        try:
            _find(index, path, damaged)
        except BaseException:
            index.close()
            raise
    return index


def _find(index: LineIndex, path: Path, damaged: bool) -> None:
    starts, kinds, turns, phases, stored = index._starts, index._kinds, index._turns, index._phases, index._stored
    number = at = 0
    with path.open("rb", buffering=BUFFER) as file:
        for line in file:
            if not line.endswith(b"\n"):
                index.whole, index.torn = False, _torn(number + 1, "it does not end", 1)
                break
            number += 1
            if number == 1:
                refuse_line_ends(path, line)
                check_schema(path, [line[:-1]])
            head = _HEAD.match(line)
            code = None if head is None else _CODES.get(head[2])
            if head is None or code is None or int(head[1]) != number:
                why = "this is no entry of a record"
                if head is not None and code is not None:
                    why = f"this is no entry of this place, it is entry {int(head[1])}"
                if not damaged or number == 1:
                    raise TranscriptError(f"{path}: line {number}: {why}")
                index.torn = _torn(number, why, 1 + sum(1 for _ in file))
                break
            starts.append(at)
            kinds.append(code)
            turns.append(int(head[3]))
            phases.append(intern(head[4].decode()))
            if (
                head[2] == b"decision"
                and b'"moves":[]' in line
                and (round_ := _SILENT.search(line, head.end())) is not None
            ):
                index._silent[number] = int(round_[1])
            if head[2] == b"event" and line.find(_NO_BREACH, head.end(), head.end() + 400) > 0:
                index._kept.add(number)
            if head[2] == b"blob" and (name := _STORED.search(line, head.end(), 400)) is not None:
                stored[bytes.fromhex(name[1].decode())[:16]] = number
            at += len(line)
    starts.append(at)
    if number == 0:
        raise TranscriptError(f"{path}: line 1: no whole line is in it: nothing was recorded, or not yet")


def _torn(number: int, why: str, left: int) -> str:
    more = "" if left == 1 else f", with the {left - 1} after it"
    return f"torn at line {number}: {why}; it is left out{more}"


class _Stored(dict[str, Text]):
    """The texts of a record by digest, read when asked for."""

    def __init__(self, index: LineIndex) -> None:
        super().__init__()
        self._index = index

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and len(name) == 64 and bytes.fromhex(name)[:16] in self._index._stored

    def __getitem__(self, name: str) -> Text:
        found = self._index.text(name)
        if found is None:
            raise KeyError(name)
        return found


class _Entries(Sequence[Entry]):
    """The entries of a record, parsed when asked for."""

    def __init__(self, index: LineIndex, lines: int) -> None:
        self._index, self._lines = index, lines

    def __len__(self) -> int:
        return self._lines

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Entry]: ...

    def __getitem__(self, at: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        number = at + 1 if at >= 0 else len(self) + at + 1
        if not 1 <= number <= len(self):
            raise IndexError(at)
        if self._index.kind(number) in ("blob", "call"):
            return _bare(self._index, number)
        return self._index.entry(number)


def _bare(index: LineIndex, number: int) -> Entry:
    """A line of which only is said what it is."""
    return replace(_NOTHING, n=number, kind=index.kind(number))


_NOTHING = Entry(0, "blob", 0, "", (), (), "", {})
