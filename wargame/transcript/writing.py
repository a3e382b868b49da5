"""Writing a record, one role to a class: append lines, confirm those that are there, or the one and then the other.

Lines of a ruling go out in one block; what somebody waits for or has paid goes out at once.
"""

from __future__ import annotations

import json
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Protocol

from wargame.core.events import Event
from wargame.core.moves import Decision
from wargame.errors import TranscriptError
from wargame.transcript.entry import FIRST, Entry, EntryKind, digest, linked
from wargame.transcript.entry_values import note_data
from wargame.transcript.reading import Transcript
from wargame.transcript.record_file import fresh, reopened
from wargame.transcript.unchained import KeepingLog, UnchainedLine, stored

Sync = Literal["phase", "turn", "end"]
SYNCS: tuple[Sync, ...] = ("phase", "turn", "end")
UNCOMPARED: tuple[EntryKind, ...] = ("call", "blob")
"""Kinds that are not re-executed: confirming passes over them."""
AT_ONCE: tuple[EntryKind, ...] = ("header", "call")
"""Kinds that are never held back: without the first nothing can be resumed, and the second was paid for."""
AT_ONCE_WHERE_SOMEBODY_WAITS: tuple[EntryKind, ...] = (*AT_ONCE, "decision", "clock", "override", "end")
BLOCK = 1 << 16
"""Bytes that are held back at most where the record is made safe at the end alone."""


class Log(Protocol):
    """Where a game in progress is recorded."""

    def decision(self, decision: Decision) -> None:
        """Record a decision; control and its seat may read it."""
        ...

    def event(self, event: Event) -> None:
        """Record an event."""
        ...

    def note(self, kind: EntryKind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Record anything else, for control; `causes` are ids of events, decisions or acts."""
        ...

    def text(self, words: str, turn: int, phase: str) -> None:
        """Store a text that a later entry refers to by its digest; each is stored once."""
        ...

    def settle(self, moment: Sync) -> None:
        """A phase, a turn or the game (`end`) is over: make it safe if that is the policy."""
        ...

    def close(self) -> None:
        """Nothing more will be recorded."""
        ...


class LineTarget(Protocol):
    """Where an appender puts its lines: the file of a record, or memory."""

    after: Transcript | None
    """What stands there already; None for a new record."""
    size: int
    """Bytes that wait to be written."""

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        ...

    def ready(self) -> None:
        """Make its end ready for a new line."""
        ...

    def add(self, line: bytes) -> None:
        """A line that may wait, without its line feed."""
        ...

    def write(self) -> None:
        """Give away all that waits; TranscriptError if it is not taken."""
        ...

    def save(self) -> None:
        """Make what was written safe; TranscriptError if that cannot be."""
        ...

    def finish(self) -> None:
        """Let go of it; done twice it does nothing more."""
        ...

    def discard(self) -> None:
        """Leave nothing."""
        ...


class Appender(KeepingLog):
    """Appends to a file, or to memory; nothing that is there changes.

    A decision, a call, an act of control is with the operating system when the method returns; a ruling's events
    when it is settled. With `sync="end"` all but calls may wait until the end, for games that only scripts play.
    """

    def __init__(self, target: Path | LineTarget, *, sync: Sync = "phase") -> None:
        """A new file, which must not exist, or one that is held to go on with; TranscriptError if it cannot be had."""
        self._file: LineTarget = fresh(target) if isinstance(target, Path) else target
        after = self._file.after
        self._n = 0 if after is None else len(after.lines)
        self._prev = FIRST if after is None else linked(after.lines[-1])
        self._kept = set() if after is None else set(after.texts)
        self._sync = sync
        self._finish = weakref.finalize(self, self._file.finish)
        self._file.ready()

    def put(self, unchained: UnchainedLine) -> None:
        """Append a line, and before it the texts that it refers to and that are not stored yet.

        TranscriptError if the system does not take it, as on a full disk; if that was the header, no file is left.
        """
        if unchained.texts:
            new = [name for name in unchained.texts if name not in self._kept]
            self._kept.update(new)
            if unchained.kind != "blob":
                for name in new:
                    self._add(stored(unchained.texts[name], unchained.turn, unchained.phase))
            elif not new:
                return
        self._add(unchained)
        at_once = AT_ONCE if self._sync == "end" else AT_ONCE_WHERE_SOMEBODY_WAITS
        if unchained.kind in at_once or self._file.size > BLOCK:
            self._write()

    def _add(self, unchained: UnchainedLine) -> None:
        self._n += 1
        line = unchained.line(self._n, self._prev)
        self._prev = linked(line) if unchained.kind == "blob" else digest(line)
        self._file.add(line)

    def _write(self) -> None:
        """A game whose header cannot be written leaves nothing: there would be nothing to go on with."""
        try:
            self._file.write()
        except TranscriptError:
            if self._file.after is None and self._n == 1:
                self._file.discard()
            raise

    def settle(self, moment: Sync) -> None:
        """Write what is held back, and make the file safe at the chosen moments, which waits for the disk.

        TranscriptError if the system cannot.
        """
        wanted = SYNCS.index(moment) >= SYNCS.index(self._sync)
        if wanted or self._sync != "end":
            self._write()
        if wanted:
            self._file.save()

    def close(self) -> None:
        """Write what is held back, close the file and let go of it; done twice it does nothing more.

        TranscriptError if what is held back cannot be written; the file is closed all the same.
        """
        try:
            if self._file.is_open:
                self._write()
        finally:
            self._finish()


class Confirmer(KeepingLog):
    """Holds what a game gives against a record, line by line.

    A line that differs raises TranscriptError with its number; so does a line beyond those that there are.
    """

    def __init__(self, record: Transcript, after: int = 0) -> None:
        """From the line of the record on that follows so many."""
        self._record = record
        self._at = after

    @property
    def confirming(self) -> bool:
        """Whether there are lines that were not reached yet."""
        return self._at < len(self._record.lines)

    def put(self, unchained: UnchainedLine) -> None:
        """Compare the next line; TranscriptError names it if it is another one, or the last if there is no more."""
        if not self.reaches(unchained):
            raise TranscriptError(
                f"{self._record.path}: line {len(self._record.lines)}: the record stops here, but the game goes on "
                f"with {unchained.name}: the tail is cut"
            )
        line, entry = self._record.lines[self._at], self._record.entries[self._at]
        timed = entry.kind == unchained.kind and unchained.kind in TIMED
        expected = _at_its_time(unchained, entry) if timed else unchained
        if line != expected.line(self._at + 1, entry.prev):
            has = f"{self._record.path}: line {self._at + 1}: the record has {_described(entry.kind, entry.data)}"
            raise TranscriptError(
                f"{has}; played again, its contents differ"
                if entry.kind == unchained.kind
                else f"{has}; playing it again gives {unchained.name}"
            )
        self._at += 1

    def reaches(self, unchained: UnchainedLine) -> bool:
        """Whether the record has a line to compare with; passes over those that are not compared.

        A line of a kind that is not compared is new, so it comes after all that is there: TranscriptError if it comes
        before.
        """
        entries = self._record.entries
        while self._at < len(entries) and entries[self._at].kind in UNCOMPARED:
            self._at += 1
        if unchained.kind in UNCOMPARED and self.confirming:
            entry = entries[self._at]
            raise TranscriptError(
                f"{self._record.path}: line {self._at + 1}: the record has {_described(entry.kind, entry.data)}; "
                f"playing it again gives a new {unchained.name} before it"
            )
        return self.confirming

    def settle(self, moment: Sync) -> None:
        """Nothing is written."""

    def close(self) -> None:
        """Nothing is open."""


class Resumed(KeepingLog):
    """A record that is gone on with: confirmed as far as it reaches, appended to after that.

    The file is held from the start, so that nobody else goes on with it. It is first changed when the first new line
    comes; what was left out in reading is cut then.
    """

    def __init__(self, target: Path | LineTarget, record: Transcript, *, sync: Sync = "phase", after: int = 0) -> None:
        """For a record as `read` from a file, of which so many lines are not confirmed; new ones may go elsewhere.

        TranscriptError tells who else plays it, or that it was written since.
        """
        self._file: LineTarget = reopened(target, record) if isinstance(target, Path) else target
        self._sync = sync
        self._finish = weakref.finalize(self, self._file.finish)
        self._confirmer = Confirmer(record, after)
        self._appender: Appender | None = None

    @property
    def confirming(self) -> bool:
        """Whether recorded lines are still being confirmed."""
        return self._confirmer.confirming

    def put(self, unchained: UnchainedLine) -> None:
        """Confirm the next line, or append it; TranscriptError as for `Confirmer` and `Appender`."""
        if self._appender is None:
            if self._confirmer.reaches(unchained):
                self._confirmer.put(unchained)
                return
            self._appender = Appender(self._file, sync=self._sync)
        self._appender.put(unchained)

    def settle(self, moment: Sync) -> None:
        """As the appender does, once there is something new."""
        if self._appender is not None:
            self._appender.settle(moment)

    def close(self) -> None:
        """Close the file and let go of it."""
        if self._appender is not None:
            self._appender.close()
        self._finish()


class NullLog:
    """A log that keeps nothing, for games that are only played."""

    def decision(self, decision: Decision) -> None:
        """Forget it."""

    def event(self, event: Event) -> None:
        """Forget it."""

    def note(self, kind: EntryKind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Forget it."""

    def text(self, words: str, turn: int, phase: str) -> None:
        """Forget it."""

    def settle(self, moment: Sync) -> None:
        """Nothing to make safe."""

    def close(self) -> None:
        """Nothing to close."""


TIMED: tuple[EntryKind, ...] = ("header", "clock", "override", "end")
"""Kinds that say when something was, or by which program."""
TIMES = ("at", "created", "game", "schema", "versions", "code")
"""Keys of such entries that may differ between runs of the same game."""


def _at_its_time(unchained: UnchainedLine, entry: Entry) -> UnchainedLine:
    """The line with the times of the entry that it is compared with."""
    data = json.loads(unchained.data)
    times = {name: entry.data[name] for name in TIMES if name in data and name in entry.data}
    return replace(unchained, data=note_data(data | times, {}))


def _described(kind: str, data: dict[str, Any]) -> str:
    return f"{kind} {data['id']}" if "id" in data else kind
