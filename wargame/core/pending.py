"""What is under way between turns: court cases, and effects that pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import Audience, EventId, SeatId, Variable


@dataclass(frozen=True, slots=True)
class CourtCase:
    """A coercive act before the courts (E17)."""

    id: str
    plaintiff: SeatId
    act: Literal["invoke_dpa", "designate_supply_chain_risk", "take_equity_stake"]
    stage: int
    """1 or 2; a ruling comes a turn after each stage opens."""
    opened: int
    enjoined: bool
    closed: bool
    event: EventId


@dataclass(frozen=True, slots=True)
class Tilt:
    """A passing state of affairs: while it lasts, a rule reads it; when it ends, it is dropped."""

    id: str
    kind: str
    """Such as `say_in_deployment`, `support`, `supply_pressure`, `intelligence`, `secret_act`."""
    seat: SeatId
    """Whom it touches."""
    by: SeatId
    """Who brought it about (`control` for the world)."""
    variable: Variable
    """A variable that it concerns, or an empty string."""
    amount: float
    until: int
    """Last turn in which it holds."""
    event: EventId
    audience: Audience
