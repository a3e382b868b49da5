"""The deviation log: every override of a record, also of undone turns, with who, when, what, before, after and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from wargame.transcript.overrides import RecordedAct


@dataclass(frozen=True, slots=True)
class Deviation:
    """One act by which control departed from the course of the game, or was refused to."""

    id: str
    who: str
    """Handle of the person."""
    role: str
    what: str
    """The kind of act, such as `override`, `undo`, `swap` or `refused`."""
    turn: int
    phase: str
    at: str
    """Date and time in UTC, to the second."""
    target: str
    """What it was done to: a variable, an event, a seat, an argument, a text."""
    before: Any
    after: Any
    reason: str
    undone: bool
    """Whether the turn in which it stood was undone later."""


def deviations(acts: Iterable[RecordedAct]) -> tuple[Deviation, ...]:
    """The log of a record's acts, which come in their order; those in turns that a later act undid are marked."""
    found: list[Deviation] = []
    for act in acts:
        if act.to_turn is not None:
            first = act.to_turn
            found = [replace(each, undone=True) if each.turn >= first and _bears(each) else each for each in found]
        found.append(
            Deviation(
                act.id,
                act.who,
                act.role,
                act.what,
                act.turn,
                act.phase,
                act.at,
                act.target,
                act.before,
                act.after,
                act.reason,
                False,
            )
        )
    return tuple(found)


def _bears(each: Deviation) -> bool:
    """Whether undoing a turn undoes it: players stay swapped, and an undoing stays done."""
    return each.what not in ("undo", "swap", "refused", "adopt")
