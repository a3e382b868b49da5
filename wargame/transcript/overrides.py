"""Acts of control as override entries of a record, read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """What an override entry says: an act of control, or of somebody refused, in the game or at the table."""

    turn: int
    phase: str
    what: str
    """The kind of act, such as `override`, `undo`, `swap` or `refused`."""
    id: str
    who: str
    """Handle of the person."""
    role: str
    at: str
    """Date and time in UTC, to the second."""
    target: str
    """What it was done to: a variable, an event, a seat, an argument, a text."""
    before: Any
    after: Any
    reason: str
    to_turn: int | None
    """The turn to whose start an undoing went back; null for any other act."""


TARGETS = ("variable", "event", "case", "inject", "text")
"""Fields of acts that say what an act is done to, the first that there is counts."""


def recorded_act(turn: int, phase: str, data: Mapping[str, Any]) -> RecordedAct:
    """The data of an override entry as a value; what an entry does not say is empty."""
    what = str(data.get("what", ""))
    move = data.get("move")
    move = move if isinstance(move, dict) else {}
    target = next((str(move[name]) for name in TARGETS if move.get(name)), str(data.get("target") or ""))
    who, role, at = (str(data.get(name, "")) for name in ("who", "role", "at"))
    return RecordedAct(
        turn=turn,
        phase=phase,
        what=what,
        id=str(data.get("id", "")),
        who=who,
        role=role,
        at=at,
        target=target,
        before=data.get("before"),
        after=data.get("after"),
        reason=str(data.get("reason", "")),
        to_turn=data.get("to_turn", turn) if what == "undo" else None,
    )


def turn_undone(entry: Entry) -> int:
    """The turn to whose start an override entry goes back; TranscriptError unless it is from 1 to the entry's own."""
    turn = entry.data.get("to_turn")
    if type(turn) is not int or not 1 <= turn <= entry.turn:
        raise TranscriptError(f"line {entry.n}: turn {turn!r} cannot be undone in turn {entry.turn}")
    return turn


def now() -> str:
    """The time in UTC to the second (ISO 8601), for clock and override entries; it bears on nothing."""
    return datetime.now(UTC).isoformat(timespec="seconds")
