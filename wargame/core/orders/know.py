"""Know: buy a better estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import SeatId
from wargame.core.orders.base import Order, order


@order("know", "any seat", points=1, visibility="secret")
@dataclass(frozen=True, slots=True, kw_only=True)
class RequestIntelligence(Order):
    """Get a better estimate of one hidden side of another seat."""

    kind: Literal["request_intelligence"] = "request_intelligence"
    target: SeatId
    about: Literal["adoption", "capability", "trust", "budget", "dissent", "vintage", "narrow"]
