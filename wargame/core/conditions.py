"""Conditions: passing states of affairs that a rule reads while they last."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.core.ids import Audience, EventId, SeatId


@dataclass(frozen=True, slots=True)
class Condition:
    """A passing state of affairs: while it lasts, a rule reads it; when it ends, it is dropped."""

    id: str
    kind: str
    """Such as `say_in_deployment`, `support`, `supply_pressure`, `intelligence`, `secret_act`."""
    seat: SeatId
    """Whom it touches."""
    by: SeatId
    """Who brought it about (`control` for the world)."""
    variable: str
    """What it concerns: a side of the seat (`intelligence`), a piece (`supply_pressure`); or an empty string."""
    amount: float
    until: int
    """Last turn in which it holds."""
    event: EventId
    audience: Audience
