"""A record without what the rules make again: its events. What is left gives the whole record back, byte for byte.

Kept are the header, every decision, call, text, clock and act, and the end, each with its number, without what it
follows from. The scenario of the header stands elsewhere, since many games share one. Whoever wants the record back
plays the game again from its decisions, puts the events where they stood, chains the lines anew, and holds the whole
against its hash.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wargame.core.prose import Text
from wargame.errors import TranscriptError
from wargame.gc_tuning import seldom_collecting
from wargame.rules.turn.sequence import Asked, SequenceOfPlay
from wargame.transcript.chain import seal
from wargame.transcript.ending import ending
from wargame.transcript.entry import FIRST, Entry, in_json, linked, parse
from wargame.transcript.reading import Transcript
from wargame.transcript.recorded_play import RecordedPlay
from wargame.transcript.setup import game_of
from wargame.transcript.unchained import KeepingLog, UnchainedLine
from wargame.transcript.verify import FAULTS, refuse_other_rules
from wargame.transcript.watcher import Watcher
from wargame.transcript.writing import Log, Sync

_PREV = re.compile(rb'"prev":"[0-9a-f]{64}"')
_NO_PREV = b'"prev":""'
_SEAL = re.compile(rb',"seal":"[0-9a-f]{64}"\}\}$')
_NUMBER = re.compile(rb'\{"n":(\d+),"kind":"([a-z]+)"')
LEVEL = 6
"""How hard it is compressed: beyond this, time is lost and little room is won."""


class LinesInMemory:
    """Takes the lines of a record in place of a file."""

    size = 0

    def __init__(self, after: Transcript | None = None) -> None:
        """Without a line; what comes follows a record, if there is one."""
        self.after = after
        self.lines: list[bytes] = []
        """All lines that came, without their line feeds."""

    @property
    def is_open(self) -> bool:
        """There is always room."""
        return True

    def ready(self) -> None:
        """Nothing is to be done."""

    def add(self, line: bytes) -> None:
        """A line, without its line feed."""
        self.lines.append(line)

    def write(self) -> None:
        """Nothing waits."""

    def save(self) -> None:
        """Nothing outlives the process."""

    def finish(self) -> None:
        """Nothing is held."""

    def discard(self) -> None:
        """Leave nothing."""
        self.lines.clear()


@dataclass(frozen=True, slots=True)
class LeanRecord:
    """A game as it is kept among many."""

    frame: bytes
    """What is kept, as one member of a gzip file: several one after the other are one file, which every reader takes
    for the lines of all of them."""
    record: str
    """SHA-256 of the whole record, as 64 hex digits."""


def made_lean(lines: Sequence[bytes], bundle: str) -> LeanRecord:
    """The lean form of a finished record from its lines, without their line feeds.

    `bundle` is the hash under which the scenario of its header is kept, see `bundle_hash`. The same lines give the same
    bytes. ValueError if the record has no end. About a thirtieth of a scripted game's record.
    """
    if not lines or b'"kind":"end"' not in lines[-1][:40]:
        raise ValueError("only a finished record is made lean")
    whole = hashlib.sha256(b"\n".join(lines) + b"\n")
    kept = [
        _SEAL.sub(b"}}", _PREV.sub(_NO_PREV, line, count=1))
        for line in lines
        if line.find(b'"kind":"event"', 0, 40) < 0
    ]
    kept[0] = _with_bundle(kept[0], bundle)
    content = b"\n".join(kept) + b"\n"
    return LeanRecord(gzip.compress(content, LEVEL, mtime=0), whole.hexdigest())


def bundle_hash(bundle: Mapping[str, Any]) -> str:
    """SHA-256 of a scenario as it stands in a header, as 64 hex digits."""
    return hashlib.sha256(in_json(bundle)).hexdigest()


def _with_bundle(header: bytes, bundle: Any) -> bytes:
    """A header line with something else in the place of its scenario."""
    at = header.index(b'"data":') + len(b'"data":')
    data = json.loads(header[at:-1])
    return header[:at] + in_json({**data, "bundle": bundle}) + b"}"


def expanded(lean: LeanRecord, bundle: Mapping[str, Any], name: str = "the lean record") -> tuple[bytes, ...]:
    """The lines of the whole record, without their line feeds, as they were when it was made lean.

    `bundle` is the scenario of its header; `name` is what faults call the game. The game is played again by the rules
    from its decisions: the cost is that of `verify`. TranscriptError if the record cannot have been so, was ruled
    otherwise, or does not come out byte for byte.
    """
    record = lean_entries(lean, bundle, name)
    with seldom_collecting():
        try:
            refuse_other_rules(record)
            events = _events(record)
            lines = tuple(_woven(record, events))
        except TranscriptError as fault:
            raise TranscriptError(f"{name}: {fault}") from None
        except FAULTS as fault:
            raise TranscriptError(f"{name}: it cannot be played again ({type(fault).__name__}: {fault})") from fault
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line)
        whole.update(b"\n")
    if whole.hexdigest() != lean.record:
        raise TranscriptError(f"{name}: played again, it is not the record whose hash was kept")
    return lines


def lean_entries(lean: LeanRecord, bundle: Mapping[str, Any], name: str = "the lean record") -> Transcript:
    """The kept lines as a record that is not chained and has no events; its entries have the numbers that they had.

    TranscriptError if they cannot be read. Nothing is played.
    """
    try:
        lines = gzip.decompress(lean.frame).split(b"\n")[:-1]
        lines[0] = _with_bundle(lines[0], bundle)
    except (OSError, EOFError, zlib.error, ValueError, IndexError) as fault:
        raise TranscriptError(f"{name}: the lean record cannot be read ({fault})") from None
    texts: dict[str, Text] = {}
    entries = tuple(_parsed(line, texts, name) for line in lines)
    return Transcript(Path(name), tuple(lines), entries, texts, "", len(lean.frame))


def _parsed(line: bytes, texts: dict[str, Text], name: str) -> Entry:
    found = _NUMBER.match(line)
    if found is None:
        raise TranscriptError(f"{name}: the lean record holds a line that is no entry")
    return parse(line.replace(_NO_PREV, f'"prev":"{FIRST}"'.encode(), 1), int(found[1]), texts)


class _Events(KeepingLog):
    """Keeps the events that the rules make, and holds the state at the end of each turn against what was kept."""

    def __init__(self, record: Transcript) -> None:
        self.made: list[UnchainedLine] = []
        ends = (entry for entry in record.entries if entry.kind == "clock" and entry.data.get("what") == "turn_end")
        self._hashes = {entry.turn: entry.data.get("state_hash") for entry in ends}

    def put(self, unchained: UnchainedLine) -> None:
        if unchained.kind == "event":
            self.made.append(unchained)
        elif unchained.kind == "clock":
            data = json.loads(unchained.data)
            if data.get("what") == "turn_end" and data["state_hash"] != self._hashes.get(unchained.turn):
                raise TranscriptError(f"played again, the state at the end of turn {unchained.turn} is another")

    def settle(self, moment: Sync) -> None: ...

    def close(self) -> None: ...


def sequence_of(record: Transcript) -> SequenceOfPlay:
    """The sequence of play of a record's game, at its beginning; TranscriptError if the header cannot be read."""
    book, start = game_of(record).opening()
    return SequenceOfPlay(book, start, holds=True)


def played_through(
    record: Transcript, sequence: SequenceOfPlay, log: Log, watcher: Watcher | None = None
) -> RecordedPlay:
    """A finished game played again from its decisions by the rules alone, whether its record is whole or lean.

    `sequence` comes from `sequence_of`. TranscriptError if it cannot have been so; nothing is compared but by the log.
    """
    past = RecordedPlay(sequence, log, record.entries, watcher=watcher)
    past.begin()
    past.follow()
    while isinstance(past.step, Asked) and past.complete:
        past.advance()
    if past.step is not None:
        raise TranscriptError(f"its decisions end in turn {past.step.turn}, {past.step.phase}")
    return past


def _events(record: Transcript) -> Sequence[UnchainedLine]:
    """The events of the game, made by the rules from its decisions."""
    log = _Events(record)
    found, kept = ending(played_through(record, sequence_of(record), log)), record.entries[-1].data
    if wrong := [key for key, value in found.items() if kept.get(key) != value]:
        raise TranscriptError(f"played again, its end has other {' and '.join(wrong)}")
    return log.made


def _woven(record: Transcript, events: Sequence[UnchainedLine]) -> Iterator[bytes]:
    """All lines in their order, chained: what was kept at its number, and the events between."""
    kept = {entry.n: line for entry, line in zip(record.entries, record.lines, strict=True)}
    waiting = iter(events)
    prev = FIRST
    for n in range(1, record.entries[-1].n + 1):
        line = kept.get(n)
        if line is None:
            event = next(waiting, None)
            if event is None:
                raise TranscriptError(f"line {n}: the game gives no event for it")
            line = event.line(n, prev)
        else:
            line = line.replace(_NO_PREV, f'"prev":"{prev}"'.encode(), 1)
            if n == record.entries[-1].n:
                line = line[:-2] + b',"seal":"' + seal(line[:-2]).encode() + b'"}}'
        yield line
        prev = linked(line)
