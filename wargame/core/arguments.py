"""Arguments under way, and the facts that successful ones settle."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.core.ids import EventId, SeatId
from wargame.core.orders import Argument, Reason


@dataclass(frozen=True, slots=True)
class CaseUnderArgument:
    """An argument put this turn, with what others have said for and against it."""

    id: str
    by: SeatId
    argument: Argument
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    event: EventId


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a successful argument settled: it persists, may be cited, and can be ended."""

    id: str
    text: str
    by: SeatId
    turn: int
    ended: int | None
    """Turn in which it was ended; null while it holds."""
    event: EventId
