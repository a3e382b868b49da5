"""Refusals: the answer to a wish that the rules do not grant, as a value with a kind and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
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

    def __str__(self) -> str:
        return self.sentence
