"""Legality: the one source for the menu, the model's schema and the validator.

`refusal` says why an order may not be given; the menu offers exactly the orders that it does not refuse.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wargame.core import names
from wargame.core.clauses import Clause
from wargame.core.domains import Domain, fields_of
from wargame.core.ids import SeatId
from wargame.core.moves import TEXT_LIMIT, Signal, TalkMove, Weighing
from wargame.core.orders import MAJOR_BUDGET, MAJOR_POINTS, ORDER_TYPES, AnyOrder, Argument, Order
from wargame.core.prose import length_of
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.bargains.talk import may_talk, offers_left
from wargame.rules.bargains.terms import clause_grounds, may_stand
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
from wargame.rules.orders.verbs import VERBS, known_models, refuse

MOST_MAJOR, MOST_MINOR = 1, 2


def cost(book: Rulebook, state: State, by: SeatId, order: Order) -> tuple[int, int]:
    """(political points, budget points) that this order would cost this seat now; whole numbers from 0."""
    own = VERBS[type(order)].cost
    return own(book, state, by, order) if own else (order.SPEC.points, order.SPEC.budget)


def is_major(points: int, budget: int) -> bool:
    """Whether an order of this price is a major one."""
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


def _unaffordable(state: State, by: SeatId, price: tuple[int, int]) -> Refusal | None:
    points, budget = price
    have_points, have_budget = state.values.get(names.points(by), 0.0), state.values.get(names.budget(by), 0.0)
    if points > have_points:
        return refuse("cannot_afford", f"this costs {points} political points; you have {have_points:g}")
    if budget > have_budget:
        return refuse("cannot_afford", f"this costs {budget} budget points; you have {have_budget:g}")
    return None


def sheet_refusals(
    book: Rulebook, state: State, by: SeatId, orders: tuple[AnyOrder, ...]
) -> tuple[Refusal | None, ...]:
    """Why each order of a sheet is refused given those before it, or None; one answer for each order, in their order.

    A sheet holds one major order and two minor ones, all paid for together, none of them twice.
    """
    result: list[Refusal | None] = []
    points = budget = major = minor = 0
    taken: set[AnyOrder] = set()
    for order in orders:
        found = refusal(book, state, by, order)
        if found is None and (
            order in taken or (isinstance(order, Argument) and any(isinstance(o, Argument) for o in taken))
        ):
            found = refuse("already_so", f"{order.kind} stands on this sheet already")
        if found is None:
            price = cost(book, state, by, order)
            heavy = is_major(*price)
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


def choices(book: Rulebook, state: State, by: SeatId, domain: Domain) -> Sequence[Any]:
    """Every value that a field could take, known to this seat; empty where words are free."""
    return domain.among(book.setting.ids, known_models(state, by) if domain.kind == "model" else ())


class Menu:
    """What one seat may do now. It answers questions; it shows nothing of the state behind them."""

    def __init__(self, book: Rulebook, state: State, seat: SeatId) -> None:
        """A menu over this state, for this seat."""
        self._book, self._state, self._seat = book, state, seat

    def kinds(self) -> tuple[str, ...]:
        """Order kinds with at least one legal order (arguments, being free in their words, if they can be paid)."""
        return tuple(kind for kind in ORDER_TYPES if kind == "argument" or next(self.options(kind), None) is not None)

    def domains(self, kind: str) -> Mapping[str, Sequence[Any]]:
        """Every value that each field of an order kind could take, legal or not; empty where words are free."""
        fields = fields_of(ORDER_TYPES[kind])
        return {name: choices(self._book, self._state, self._seat, domain) for name, domain in fields.items()}

    def options(self, kind: str) -> Iterator[AnyOrder]:
        """All legal orders of a kind, one by one; arguments are open-ended and not listed.

        KeyError for what is no kind of order. Every combination of the fields' values is tried.
        """
        order = ORDER_TYPES[kind]
        if order is Argument:
            return
        domains = self.domains(kind)
        for values in itertools.product(*domains.values()):
            candidate: Any = order(**dict(zip(domains, values, strict=True)))
            if refusal(self._book, self._state, self._seat, candidate) is None:
                yield candidate

    def all_orders(self) -> tuple[AnyOrder, ...]:
        """Every legal order but arguments: one or two hundred at an opening, which take some milliseconds."""
        return tuple(order for kind in ORDER_TYPES for order in self.options(kind))

    def refusal(self, order: AnyOrder) -> Refusal | None:
        """Why an order may not be given, or None."""
        return refusal(self._book, self._state, self._seat, order)

    def allows(self, order: AnyOrder) -> bool:
        """Whether an order may be given."""
        return refusal(self._book, self._state, self._seat, order) is None

    def cost(self, order: AnyOrder) -> tuple[int, int]:
        """Political and budget points that it would cost."""
        return cost(self._book, self._state, self._seat, order)

    def sheet(self, orders: tuple[AnyOrder, ...]) -> tuple[Refusal | None, ...]:
        """Refusals of a whole sheet, order by order."""
        return sheet_refusals(self._book, self._state, self._seat, orders)

    def talk_refusal(self, move: TalkMove) -> Refusal | None:
        """Why a move of talk may not be made, or None."""
        return may_talk(self._book, self._state, self._seat, move)

    def may_offer(self) -> bool:
        """Whether the seat may put another offer on the table, whatever it says."""
        return offers_left(self._state, self._seat) > 0

    def clause_grounds(self) -> tuple[object, ...]:
        """What the answers of `clause_refusal` rest on; the same grounds, the same answers."""
        return clause_grounds(self._book, self._state)

    def clause_refusal(self, clause: Clause) -> Refusal | None:
        """Why a clause could stand in no offer between its two sides, or None; frameworks are not for this."""
        return may_stand(self._book, self._state, clause)

    def weigh_refusal(self, weighing: Weighing) -> Refusal | None:
        """Why a pro or a con may not be added, or None."""
        return arguments.may_weigh(self._state, self._seat, weighing.argument, weighing.side)

    def signal_refusal(self, signal: Signal) -> Refusal | None:
        """Why a signal may not be made, or None."""
        return may_signal(self._book, signal)


def may_signal(book: Rulebook, signal: Signal) -> Refusal | None:
    """A signal names known verbs and seats, and is not endless."""
    if length_of(signal.text) > TEXT_LIMIT:
        return refuse(
            "malformed", f"the statement has {length_of(signal.text)} characters; at most {TEXT_LIMIT} are carried"
        )
    if len(signal.intents) > 6:
        return refuse("malformed", f"a signal declares at most 6 intents; this has {len(signal.intents)}")
    for intent in signal.intents:
        if intent.verb not in ORDER_TYPES:
            return refuse("unknown_name", f"{intent.verb!r} is no order; orders are {', '.join(ORDER_TYPES)}")
        if intent.target is not None and intent.target not in book.setting.by_id:
            return refuse("unknown_name", f"{intent.target!r} is no seat in this game")
    return None
