"""Pledges: typed unilateral promises with a deadline, which the rules can check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from wargame.core.ids import Audience, Cause, SeatId

PromiseKind = Literal[
    "no_suspension",
    "no_chinese_base",
    "no_distillation",
    "no_coercion",
    "no_severe_use",
    "will_release_open",
    "will_expedite_arms",
    "will_respect_data",
]
PROMISE_KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)

PROMISE_MEANING: dict[PromiseKind, str] = {
    "no_suspension": "not to suspend, revoke or bar the other's access",
    "no_chinese_base": "not to take up a Chinese base model",
    "no_distillation": "not to distil the other's models or use them outside their terms",
    "no_coercion": "not to threaten, compel, designate or pressure the other",
    "no_severe_use": "no use above severity 5 (a human decides)",
    "will_release_open": "to release open weights or a new open version",
    "will_expedite_arms": "to expedite arms to the other",
    "will_respect_data": "to respect data-location rules",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A promise made, open until it is kept or broken."""

    id: str
    by: SeatId
    to: SeatId
    promise: PromiseKind
    until: int
    """The turn by whose end it must be kept, or through which it must hold."""
    made: int
    status: Literal["open", "kept", "broken"]
    event: Cause
    """What last changed it: the move that made it, or the event that closed it."""
    audience: Audience
