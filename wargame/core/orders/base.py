"""What every order is: a sealed unilateral action with a price, an author and an audience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar

from wargame.core.ids import PUBLIC, Audience, SeatId, readers

OrderFamily = Literal["supply", "build", "defect", "coerce", "reassure", "conduct", "know", "argue"]
Visibility = Literal["public", "parties", "secret"]

MAJOR_POINTS, MAJOR_BUDGET = 2, 3
"""An order is major when it costs at least this many political or budget points (design)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Base of all orders; `kind` names the verb."""

    kind: str
    SPEC: ClassVar[Spec]


@dataclass(frozen=True, slots=True)
class Spec:
    """What an order type costs, who may give it, and who learns of it."""

    family: OrderFamily
    who: str
    """In words, for menus: who may give it."""
    points: int
    """Political points."""
    budget: int
    """Budget points (one is about $50m)."""
    visibility: Visibility
    """public: all; parties: author and those named; secret: the author, until it leaks or is exposed."""
    meaning: str
    """One line: what it does."""


ORDER_TYPES: dict[str, type[Order]] = {}
"""Every order type by its kind, in the order in which menus show them."""

AIMS = ("customer", "target", "lab", "supplier")
"""Fields of orders that name the seat at which they are aimed."""

OrderT = TypeVar("OrderT", bound=type[Order])


def order(
    family: OrderFamily,
    who: str,
    *,
    points: int = 0,
    budget: int = 0,
    visibility: Visibility = "public",
) -> Callable[[OrderT], OrderT]:
    """Enter an order type in the list of verbs; its docstring's first line is its meaning."""

    def enter(cls: OrderT) -> OrderT:
        meaning = (cls.__doc__ or "").strip().splitlines()[0]
        cls.SPEC = Spec(family, who, points, budget, visibility, meaning)
        kind = cls.__dataclass_fields__["kind"].default
        ORDER_TYPES[str(kind)] = cls
        return cls

    return enter


def aimed_at(order: Order) -> tuple[SeatId, ...]:
    """The seats that an order names."""
    kind: Any = type(order)
    return tuple([getattr(order, name) for name in _aims(kind)])


@cache
def _aims(kind: type) -> tuple[str, ...]:
    """The fields in which orders of a type name seats."""
    return tuple([name for name in AIMS if hasattr(kind, name)])


def audience_of(order: Order, by: SeatId) -> Audience:
    """Who reads an order of this author when orders are opened: all, author and those named, or the author alone."""
    if order.SPEC.visibility == "public":
        return PUBLIC
    return readers(by, *aimed_at(order)) if order.SPEC.visibility == "parties" else readers(by)


def has_aim(kind: str) -> bool:
    """Whether orders of this kind name a seat at all."""
    order: Any = ORDER_TYPES[kind]
    return bool(_aims(order))
