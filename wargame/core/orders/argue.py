"""Argue: the one bridge from free text to the state, typed at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from wargame.core.ids import FactId, SeatId
from wargame.core.orders.base import Order, order

EffectKind = Literal[
    "raise_trust",
    "lower_trust",
    "raise_domestic_support",
    "lower_domestic_support",
    "raise_legitimacy",
    "calm_dissent",
    "raise_dissent",
    "raise_adoption",
    "raise_reputation",
    "lower_reputation",
]
EFFECT_KINDS: tuple[EffectKind, ...] = get_args(EffectKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for or against; the rules count it if it cites a public event or a settled fact."""

    text: str
    cites: str | None
    """Id of a fact, a public event or an agreement that it rests on; null if on nothing recorded."""


@order("argue", "any seat", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Order):
    """Argue a case in matrix-game form: an action, its effect from a bounded menu, up to three reasons."""

    kind: Literal["argument"] = "argument"
    reasons: tuple[Reason, ...]
    """At most three."""
    action: str
    """What is done, in a sentence."""
    effect: EffectKind
    target: SeatId
    """Whose variable the effect moves (trust: the target's trust in the author)."""
    ends: FactId | None = None
    """A fact that success puts an end to, or takes a protection or a step from; null for none."""
    backs: FactId | None = None
    """A project that success brings a step on, or a settled fact that it protects; null for none."""
