"""Writing a transcript: one write per line, chained. In confirming mode it first checks what is there already."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal, Protocol

from wargame.core.events import Event
from wargame.core.ids import Audience
from wargame.core.moves import Decision
from wargame.errors import TranscriptError
from wargame.transcript.chain import Record, seal
from wargame.transcript.entry import FIRST, Kind, decision_data, digest, event_data, line_of

Sync = Literal["phase", "turn", "end"]
UNCOMPARED: tuple[Kind, ...] = ("call", "blob")
"""Kinds that are not re-executed: confirming passes over them."""


class Log(Protocol):
    """Where a game in progress is recorded."""

    def decision(self, decision: Decision) -> None:
        """Record a decision; control and its seat may read it."""
        ...

    def event(self, event: Event) -> None:
        """Record an event."""
        ...

    def note(self, kind: Kind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Record anything else, for control."""
        ...

    def settle(self, moment: Sync) -> None:
        """A phase, a turn or the game is over: make it safe if that is the policy."""
        ...


class Writer:
    """Appends to a file. It can start on what is already there, which it then confirms line by line.

    A line that the game gives otherwise than the record has it raises TranscriptError with its number.
    """

    def __init__(
        self, path: Path | None, *, sync: Sync = "phase", recorded: Record | None = None, write: bool = True
    ) -> None:
        """A new file (which must not exist), one to go on with (`recorded`), or none (`write=False`: only confirm)."""
        self._sync = sync
        self._recorded = recorded
        self._at = 0
        self._n = 0
        self._prev = FIRST
        self._file: int | None = None
        if path is not None and write:
            self._file = _open(path, recorded)

    # what the table calls

    def decision(self, decision: Decision) -> None:
        """Record a decision."""
        self._put(
            "decision",
            decision.turn,
            decision.phase,
            (decision.seat,),
            (),
            decision_data(decision),
            f"decision {decision.id}",
        )

    def event(self, event: Event) -> None:
        """Record an event."""
        self._put(
            "event", event.turn, event.phase, event.audience, event.causes, event_data(event), f"event {event.id}"
        )

    def note(self, kind: Kind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Record an entry for control; the last one is sealed."""
        body = _json(data)
        self._put(kind, turn, phase, (), causes, body, kind)

    def settle(self, moment: Sync) -> None:
        """Make the file safe at the chosen moments."""
        order: tuple[Sync, ...] = ("phase", "turn", "end")
        if self._file is not None and order.index(moment) >= order.index(self._sync):
            os.fdatasync(self._file)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @property
    def confirming(self) -> bool:
        """Whether recorded lines are still being confirmed."""
        return self._recorded is not None and self._at < len(self._recorded.lines)

    # lines

    def _put(
        self, kind: Kind, turn: int, phase: str, audience: Audience, causes: tuple[str, ...], data: bytes, what: str
    ) -> None:
        if self._recorded is not None:
            self._skip_uncompared(kind, what)
            if self._at < len(self._recorded.lines):
                self._confirm(kind, turn, phase, audience, causes, data, what)
                return
        if self._file is None and self._recorded is not None:
            number = len(self._recorded.lines)
            raise TranscriptError(
                f"line {number}: the record stops here, but the game goes on with {what}: the tail is cut"
            )
        line = line_of(self._n + 1, kind, turn, phase, audience, causes, self._prev, data)
        if kind == "end":
            line = line[:-2] + b',"seal":"' + seal(line[:-2]).encode() + b'"}}'
        if self._file is not None:
            os.write(self._file, line + b"\n")
        self._advance(line)

    def _advance(self, line: bytes) -> None:
        self._n += 1
        self._prev = digest(line)

    def _skip_uncompared(self, kind: Kind, what: str) -> None:
        """Pass over lines that are not compared. One of their kind is new, so it comes after all that is there."""
        record = self._recorded
        assert record is not None
        while self._at < len(record.lines) and record.entries[self._at].kind in UNCOMPARED:
            self._advance(record.lines[self._at])
            self._at += 1
        if kind in UNCOMPARED and self._at < len(record.lines):
            entry = record.entries[self._at]
            raise TranscriptError(
                f"line {self._at + 1}: the record has {_describe(entry.kind, entry.data)}; "
                f"playing it again gives a new {what} before it"
            )

    def _confirm(
        self, kind: Kind, turn: int, phase: str, audience: Audience, causes: tuple[str, ...], data: bytes, what: str
    ) -> None:
        record = self._recorded
        assert record is not None
        line, entry = record.lines[self._at], record.entries[self._at]
        number = self._at + 1
        if kind in ("header", "clock", "override", "end"):
            given = json.loads(data)
            same = entry.kind == kind and _comparable(given) == _comparable(entry.data)
        else:
            same = line == line_of(self._n + 1, kind, turn, phase, audience, causes, self._prev, data)
        if not same:
            raise TranscriptError(
                f"line {number}: the record has {_describe(entry.kind, entry.data)}; played again, its contents differ"
                if entry.kind == kind
                else f"line {number}: the record has {_describe(entry.kind, entry.data)}; playing it again gives {what}"
            )
        self._advance(line)
        self._at += 1


TIMES = ("at", "created", "seal", "wall", "versions", "code")
"""Keys of header, clock, override and end entries that may differ between runs of the same game."""


def _json(data: dict[str, Any]) -> bytes:
    """Data of an entry; halves of characters, which models can send and UTF-8 cannot hold, become escapes."""
    try:
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode()


def _comparable(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in TIMES}


def _describe(kind: str, data: dict[str, Any]) -> str:
    return f"{kind} {data['id']}" if "id" in data else kind


def _open(path: Path, recorded: Record | None) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if recorded is None:
        try:
            return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            raise TranscriptError(
                f"{path}: the file exists; name another with --out, or go on with --resume {path}"
            ) from None
    size = sum(len(line) + 1 for line in recorded.lines)
    file = os.open(path, os.O_WRONLY | os.O_APPEND)
    os.ftruncate(file, size)
    return file


class NullLog:
    """A log that keeps nothing, for games that are only played."""

    def decision(self, decision: Decision) -> None:
        """Forget it."""

    def event(self, event: Event) -> None:
        """Forget it."""

    def note(self, kind: Kind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Forget it."""

    def settle(self, moment: Sync) -> None:
        """Nothing to make safe."""
