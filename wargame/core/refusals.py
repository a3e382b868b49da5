"""Refusals: the answer to a wish that the rules do not grant, as a value with a kind and a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RefusalKind = Literal[
    "unknown_name",
    "not_yours",
    "not_now",
    "cannot_afford",
    "too_many_orders",
    "wrong_target",
    "no_consent",
    "already_so",
    "malformed",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move or an order was not accepted."""

    kind: RefusalKind
    """Machine-readable reason."""
    sentence: str
    """What is wrong, the value, and what would be accepted, in the words shown to people and models alike."""
    rests_on: str = field(default="", compare=False)
    """What alone led to it: `author`, or one field of the order; empty where it takes more. Menus try no further."""

    def __str__(self) -> str:
        return self.sentence
