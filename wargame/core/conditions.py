"""Conditions: passing states of affairs that a rule reads while they last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import Audience, EventId, SeatId

# fmt: off
ConditionKind = Literal[
    "support", "consulted", "threatened", "supply_pressure", "punished", "proven", "licence", "export_package",
    "subsidised_offer", "intelligence", "gap", "shared", "merged",
]
# fmt: on
CONDITIONS: Mapping[ConditionKind, str] = {
    "support": "Engineers of the other help the seat to use what it has; the amount is their level.",
    "consulted": "The lab has asked its staff, who protest less.",
    "threatened": "The lab has been threatened at home, and prepares.",
    "supply_pressure": "A piece is held back from the seat, which the variable names.",
    "punished": "The seat is under sanctions of the other over alleged theft.",
    "proven": "The other has evidence against the seat, and may answer it.",
    "licence": "The seat may use a model, which the variable names, for military ends; the amount is how far.",
    "export_package": "The other finances what the seat buys from its firms.",
    "subsidised_offer": "The other sells to the seat below cost.",
    "intelligence": "The seat knows more of the other; the amount is the share of its error that is left.",
    "gap": "The other has left the seat, and a rival may step in.",
    "shared": "The other has shared warnings with the seat within a year.",
    "merged": "The champion has joined forces with another one, and will not a second time.",
}
"""Every kind of condition, with `the seat` for whom it touches and `the other` for who brought it about."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A passing state of affairs: while it lasts, a rule reads it; when it ends, it is dropped."""

    id: str
    kind: ConditionKind
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
