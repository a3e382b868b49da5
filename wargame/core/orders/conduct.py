"""Lab conduct: the published line, the protest, the watch, the court, the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import SeatId
from wargame.core.orders.base import Order, order


@order("conduct", "a lab", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class SetPolicy(Order):
    """Publish a new line on military use."""

    kind: Literal["set_policy"] = "set_policy"
    stance: Literal["publish", "harden", "soften", "withdraw"]
    """publish reaffirms; harden lowers and soften raises the severity allowed by one; withdraw drops the line."""


@order("conduct", "a lab with dissent above 30")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandleProtest(Order):
    """Answer a staff protest."""

    kind: Literal["handle_protest"] = "handle_protest"
    how: Literal["consult", "concede", "ignore", "dismiss"]


@order("conduct", "a lab", budget=1, visibility="secret")
@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor(Order):
    """Watch accounts for distillation more closely."""

    kind: Literal["monitor"] = "monitor"


@order("conduct", "a lab under coercion", budget=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class Litigate(Order):
    """Take a coercive act to court."""

    kind: Literal["litigate"] = "litigate"


@order("conduct", "a lab")
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFromContract(Order):
    """Leave a defence contract over its use."""

    kind: Literal["withdraw_from_contract"] = "withdraw_from_contract"
    customer: SeatId


@order("conduct", "a lab")
@dataclass(frozen=True, slots=True, kw_only=True)
class FillGap(Order):
    """Step in with a government that another lab has left, on that government's terms."""

    kind: Literal["fill_gap"] = "fill_gap"
    customer: SeatId
