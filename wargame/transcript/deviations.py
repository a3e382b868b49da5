"""The deviation log: every override of a record, also of undone turns, with who, when, what, before, after and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any


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
    """Date and time."""
    target: str
    """What it was done to: a variable, an event, a seat, an argument, a text."""
    before: Any
    after: Any
    reason: str
    undone: bool
    """Whether the turn in which it stood was undone later."""


TARGETS = ("variable", "event", "case", "inject", "text")
"""Fields of acts that say what an act is done to, the first that there is counts."""


def deviations(overrides: Iterable[tuple[int, str, dict[str, Any]]]) -> tuple[Deviation, ...]:
    """The log of (turn, phase, data) of override entries in their order."""
    found: list[Deviation] = []
    for turn, phase, data in overrides:
        if data.get("what") == "undo":
            first = int(data.get("to_turn", turn))
            found = [replace(each, undone=True) if each.turn >= first and _bears(each) else each for each in found]
        move = data.get("move") or {}
        target = next((str(move[name]) for name in TARGETS if move.get(name)), str(data.get("target") or ""))
        found.append(
            Deviation(
                str(data.get("id", "")),
                str(data.get("who", "")),
                str(data.get("role", "")),
                str(data.get("what", "")),
                turn,
                phase,
                str(data.get("at", "")),
                target,
                data.get("before"),
                data.get("after"),
                str(data.get("reason", "")),
                False,
            )
        )
    return tuple(found)


def _bears(each: Deviation) -> bool:
    """Whether undoing a turn undoes it: players stay swapped, and an undoing stays done."""
    return each.what not in ("undo", "swap", "refused", "adopt")
