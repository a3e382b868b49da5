"""The three shapes of a reply: what a model writes for a round of talk, for its orders, and for weighing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import ConfigDict, Field

from wargame.core.ids import Phase
from wargame.core.moves import Signal, TalkMove, Weighing
from wargame.core.orders import AnyOrder

STRICT = ConfigDict(extra="forbid", strict=True)
"""A field that nobody asked for is a fault, and so is a number in quotes."""

RATIONALE, PLAN, NOTEBOOK = 300, 200, 500
"""Longest private texts that are asked for, in characters."""
NOTES = 1200
"""The same of the notebook, where a model is asked for one with fields."""
MOVES, ORDERS, WEIGHINGS = 4, 3, 3
"""Most moves of a round, orders of a turn and weighings of a turn that are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkReply:
    """A round of talk."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rationale: str
    """The seat's own reason, in a sentence or two; nobody else reads it."""
    moves: tuple[Annotated[TalkMove, Field(discriminator="kind")], ...]
    """What it says, offers, answers and promises; empty for silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersReply:
    """A turn's signal and sealed orders."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rationale: str
    """The seat's own reason."""
    plan: str = ""
    """Where it wants to be at the end of the game; empty to leave it as it stands."""
    notebook: str = ""
    """What it wants to remember; empty to leave it as it stands."""
    signal: Signal | None = None
    """Its public statement; null for none."""
    orders: tuple[Annotated[AnyOrder, Field(discriminator="kind")], ...]
    """Its orders; empty to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighReply:
    """Pros and cons on arguments of others."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    rationale: str
    """The seat's own reason."""
    weighings: tuple[Weighing, ...]
    """Its pros and cons; empty to stand aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReply:
    """Advice to a person, with orders that it means."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    advice: str
    """What it would do, what that costs, and what could go wrong."""
    orders: tuple[Annotated[AnyOrder, Field(discriminator="kind")], ...] = ()
    """Orders that it means; those that the rules refuse are shown as refused."""


AnyReply: TypeAlias = TalkReply | OrdersReply | WeighReply


def reply_type(phase: Phase) -> type[AnyReply]:
    """The shape that a phase asks for."""
    if phase == "talk":
        return TalkReply
    return WeighReply if phase == "weigh" else OrdersReply
