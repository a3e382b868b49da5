"""Arguments under way, and the facts that successful ones settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from wargame.core.ids import Cause, EventId, SeatId
from wargame.core.orders import Argument, Reason

Mode: TypeAlias = Literal["rules", "dice", "probability", "vote", "umpire", "proposed"]
"""How an argument is adjudicated."""
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds that control has set on an argument; chance has not spoken yet."""

    mode: Mode
    chance: float
    """Of success, 0-1."""
    net: int | None
    """Accepted pros minus cons, where two dice decide; null where one draw does."""
    event: EventId


@dataclass(frozen=True, slots=True)
class CaseUnderArgument:
    """An argument put this turn, with what others have said for and against it."""

    id: str
    by: SeatId
    argument: Argument
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    event: EventId
    odds: Odds | None = None
    """Set by control before chance decides; null where the rules will."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a successful argument settled: it persists, may be cited, and can be ended."""

    id: str
    text: str
    by: SeatId
    turn: int
    ended: int | None
    """Turn in which it was ended; null while it holds."""
    event: Cause
    """What settled it: an event, or an act of control."""
    about: tuple[SeatId, ...] = ()
    """Whom it concerns; nobody in particular where control settled it, and then it bears on everybody's case."""
