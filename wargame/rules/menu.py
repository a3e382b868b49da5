"""The menu: what one seat may do now, for players, forms, schemas and prompts alike.

It offers exactly the orders that `legality` does not refuse.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wargame.core.clauses import Clause
from wargame.core.domains import Domain, fields_of
from wargame.core.ids import SeatId
from wargame.core.moves import Signal, TalkMove, Weighing
from wargame.core.orders import ORDER_TYPES, AnyOrder, Argument
from wargame.core.pictured import pictured
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.core.views import View
from wargame.rules.bargains.talk import may_talk, offers_left
from wargame.rules.bargains.terms import clause_grounds, may_stand
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.legality import cost, is_major, list_price, may_signal, price_of_kind, refusal, sheet_refusals
from wargame.rules.orders import arguments
from wargame.rules.orders.verbs import known_models


def choices(book: Rulebook, state: State, by: SeatId, domain: Domain) -> Sequence[Any]:
    """Every value that a field could take, known to this seat; empty where words are free."""
    return domain.among(book.setting.ids, known_models(state, by) if domain.kind == "model" else ())


class Menu:
    """What one seat may do now, made from what it sees: whoever holds the view can make the menu.

    What a seat cannot know never stands in its menu's way. Where it stands in the way of the order itself, the
    adjudicator refuses, and says no more of it than the seat may know.
    """

    def __init__(self, book: Rulebook, view: View) -> None:
        """The menu of the seat whose view this is; `book` may be the rulebook as that seat gets it."""
        self._book, self._state, self._seat = book, pictured(view), view.seat

    def kinds(self) -> tuple[str, ...]:
        """Order kinds with at least one legal order; the argument, being free in its words, is always among them.

        Tries the orders of each other kind up to the first legal one.
        """
        return tuple(kind for kind in ORDER_TYPES if kind == "argument" or next(self.options(kind), None) is not None)

    def domains(self, kind: str) -> Mapping[str, Sequence[Any]]:
        """Every value that each field of an order kind could take, legal or not; empty where words are free.

        KeyError for what is no kind of order.
        """
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
        """Why an order alone may not be given, or None: the first reason that the rules find, its price among them."""
        return refusal(self._book, self._state, self._seat, order)

    def allows(self, order: AnyOrder) -> bool:
        """Whether an order may be given."""
        return refusal(self._book, self._state, self._seat, order) is None

    def cost(self, order: AnyOrder) -> tuple[int, float]:
        """Political and budget points that it would cost. Whether it may be given is not asked."""
        return cost(self._book, self._state, self._seat, order)

    def price_of_kind(self, kind: str) -> tuple[int, float, bool]:
        """Political points, budget points and whether it is major, of an order of a kind, whatever its other fields.

        KeyError for what is no kind of order.
        """
        spec = ORDER_TYPES[kind].SPEC
        return *price_of_kind(self._book.setting.quarter, kind), is_major(spec.points, spec.budget)

    def major(self, order: AnyOrder) -> bool:
        """Whether it would be a major order: by its price a quarter, whatever the length of a turn."""
        return is_major(*list_price(self._book, self._state, self._seat, order))

    def sheet(self, orders: tuple[AnyOrder, ...]) -> tuple[Refusal | None, ...]:
        """Refusals of a whole sheet, order by order.

        Each is judged given those before it that are not refused; None stands for one that may be given.
        """
        return sheet_refusals(self._book, self._state, self._seat, orders)

    def talk_refusal(self, move: TalkMove) -> Refusal | None:
        """Why a move of talk may not be made, or None."""
        return may_talk(self._book, self._state, self._seat, move)

    def may_offer(self) -> bool:
        """Whether the seat may put another offer on the table, whatever it says."""
        return offers_left(self._state, self._seat) > 0

    def clause_grounds(self) -> tuple[object, ...]:
        """What the answers of `clause_refusal` rest on; the same grounds, the same answers."""
        return clause_grounds(self._book, self._state, self._seat)

    def clause_refusal(self, clause: Clause) -> Refusal | None:
        """Why a clause could stand in no offer between its two sides, or None; frameworks are not for this."""
        return may_stand(self._book, self._state, self._seat, clause)

    def weigh_refusal(self, weighing: Weighing) -> Refusal | None:
        """Why a pro or a con may not be added, or None."""
        return arguments.may_weigh(self._state, self._seat, weighing.argument, weighing.side)

    def signal_refusal(self, signal: Signal) -> Refusal | None:
        """Why a signal may not be made, or None."""
        return may_signal(self._book, signal)
