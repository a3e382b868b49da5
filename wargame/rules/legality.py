"""Legality: why an order, a sheet or a signal may not be given, in one place for menu, schema and adjudication."""

from __future__ import annotations

from wargame.core import names
from wargame.core.ids import SeatId
from wargame.core.moves import Signal
from wargame.core.orders import MAJOR_BUDGET, MAJOR_POINTS, ORDER_TYPES, AnyOrder, Argument, Order
from wargame.core.prose import TEXT_LIMIT, length_of
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.calendar import scaled
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.orders import (  # noqa: F401 (each enters its verbs)
    arguments,
    build,
    coercion,
    courts,
    defection,
    fielding,
    intelligence,
    lab_conduct,
    pressure,
    reassurance,
    release,
    supply,
)
from wargame.rules.orders.verbs import VERBS, refuse

MOST_MAJOR, MOST_MINOR = 1, 2


def cost(book: Rulebook, state: State, by: SeatId, order: Order) -> tuple[int, float]:
    """(political points, budget points) that this order would cost this seat now, from 0.

    Work that goes on is priced a quarter and costs by the length of the turn; the price of an act is the same always.
    KeyError for what is no order. Whether it may be given is not asked.
    """
    points, budget = list_price(book, state, by, order)
    return points, round(scaled(book.setting, budget), 2) if is_work(order) and book.setting.quarter != 1 else budget


def list_price(book: Rulebook, state: State, by: SeatId, order: Order) -> tuple[int, int]:
    """The same as if a turn were a quarter: whole numbers, by which an order is major or minor."""
    own = VERBS[type(order)].cost
    return own(book, state, by, order) if own else (order.SPEC.points, order.SPEC.budget)


def price_of_kind(quarter: float, kind: str) -> tuple[int, float]:
    """(political points, budget points) of an order of this kind, as far as its other fields do not change it.

    `quarter` is the length of a turn in quarters: work that goes on costs by it. KeyError for what is no order.
    """
    order = ORDER_TYPES[kind]
    spec = order.SPEC
    return spec.points, round(spec.budget * quarter, 2) if VERBS[order].steady else spec.budget


def is_work(order: Order) -> bool:
    """Whether an order is work that goes on, given by time, and no act that is done once. KeyError for no order."""
    return VERBS[type(order)].steady


def is_major(points: int, budget: float) -> bool:
    """Whether an order of this price, as `list_price` gives it, is a major one: dear in either kind of points."""
    return points >= MAJOR_POINTS or budget >= MAJOR_BUDGET


def refusal(book: Rulebook, state: State, by: SeatId, order: AnyOrder) -> Refusal | None:
    """Why this order alone may not be given now, or None if it may: the first reason that the rules find.

    The price is held against what the seat has; what else stands on its sheet is not looked at, see `sheet_refusals`.
    """
    verb = VERBS.get(type(order))
    if verb is None:
        return refuse("unknown_name", f"{order.kind!r} is no order; orders are {', '.join(ORDER_TYPES)}")
    found = verb.may(book, state, by, order)
    if found:
        return found
    return _unaffordable(state, by, cost(book, state, by, order))


def _unaffordable(state: State, by: SeatId, price: tuple[int, float]) -> Refusal | None:
    points, budget = price
    have_points, have_budget = state.values[names.points(by)], state.values[names.budget(by)]
    if points > have_points:
        return refuse("cannot_afford", f"this costs {points} political points; you have {have_points:g}")
    if budget > have_budget:
        return refuse("cannot_afford", f"this costs {budget:g} budget points; you have {have_budget:g}")
    return None


def sheet_refusals(
    book: Rulebook, state: State, by: SeatId, orders: tuple[AnyOrder, ...]
) -> tuple[Refusal | None, ...]:
    """Why each order of a sheet is refused given those before it, or None; one answer for each order, in their order.

    A sheet holds one major order and two minor ones, all paid for together, none of them twice.
    """
    result: list[Refusal | None] = []
    points = major = minor = 0
    budget = 0.0
    taken: set[AnyOrder] = set()
    for order in orders:
        found = refusal(book, state, by, order)
        if found is None and (
            order in taken or (isinstance(order, Argument) and any(isinstance(o, Argument) for o in taken))
        ):
            found = refuse("already_so", f"{order.kind} stands on this sheet already")
        if found is None:
            price = cost(book, state, by, order)
            heavy = is_major(*list_price(book, state, by, order))
            if heavy and major >= MOST_MAJOR:
                found = refuse(
                    "too_many_orders", "one major order a turn (2 or more political points, or 3 or more budget points)"
                )
            elif not heavy and minor >= MOST_MINOR:
                found = refuse("too_many_orders", "two minor orders a turn are all; leave this one out")
            else:
                found = _unaffordable(state, by, (points + price[0], budget + price[1]))
            if found is None:
                points, budget = points + price[0], budget + price[1]
                major, minor = major + heavy, minor + (not heavy)
                taken.add(order)
        result.append(found)
    return tuple(result)


def may_signal(book: Rulebook, signal: Signal) -> Refusal | None:
    """Why a signal may not be made, or None: it names known verbs and seats, and is not endless."""
    if length_of(signal.text) > TEXT_LIMIT:
        return refuse(
            "malformed", f"the statement has {length_of(signal.text)} characters; at most {TEXT_LIMIT} are carried"
        )
    if len(signal.intents) > 6:
        return refuse("malformed", f"a statement declares at most 6 intents; this has {len(signal.intents)}")
    for intent in signal.intents:
        if intent.verb not in ORDER_TYPES:
            return refuse("unknown_name", f"{intent.verb!r} is no order; orders are {', '.join(ORDER_TYPES)}")
        if intent.target is not None and intent.target not in book.setting.by_id:
            return refuse("unknown_name", f"{intent.target!r} is no seat in this game")
    return None
