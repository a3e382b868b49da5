"""A seat's purse to the end of the turn: what its orders take, what falls due by agreement, and who goes without.

The rules pay orders first, when sheets are opened, then agreements in the order of signature, clause by clause. What
a breach costs is rehearsed by the rules themselves; nothing of it is reckoned here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from wargame.core import names
from wargame.core.agreements import Agreement, Terms
from wargame.core.clauses import AccessClause, Clause
from wargame.core.event_values import AgreementClosed, Unpaid
from wargame.core.ids import AgreementId, SeatId
from wargame.core.words import clause_in_brief, listed
from wargame.players.base import Ask
from wargame.rules.bargains import agreements as bargains
from wargame.rules.bargains import breaches
from wargame.rules.bargains.dues import due_under, owed_under
from wargame.rules.base.calendar import scaled
from wargame.rules.foresight.rehearsal import Rehearsal, imagined

SMALLEST = 0.05
"""Points of trust below which a move is not told."""
MOST = 4
"""Seats whose fall of trust is told; the rest is counted."""


class DueLine(NamedTuple):
    """What one clause takes from the seat's purse this turn, or brings into it."""

    agreement: AgreementId
    clause: Clause
    other: SeatId | None
    """Whoever is paid, or pays; None where money is spent on people, as on engineers who are sent."""
    amount: float
    """Budget points this turn, 0 or more."""
    paid: bool = True
    """Whether the purse reaches for it, counting nothing that others may pay before."""
    hoped: bool = True
    """Whether it reaches if everybody pays the seat what falls due before."""


@dataclass(frozen=True)
class PurseAhead:
    """The purse of a seat from now to the end of the turn, in budget points."""

    have: float
    orders: float
    """What the orders of the sheet cost that are ready."""
    lines: tuple[DueLine, ...]
    """What falls due, in the order in which the rules pay it."""
    income: tuple[DueLine, ...]
    """What others owe the seat, in the same order; whether they can pay is for them to know."""

    @property
    def due(self) -> float:
        """All that falls due."""
        return sum(line.amount for line in self.lines)

    @property
    def left(self) -> float:
        """What remains when orders and dues are paid, without what others may pay; below 0 it does not reach."""
        return self.have - self.orders - self.due

    @property
    def unpaid(self) -> tuple[DueLine, ...]:
        """What the purse does not reach for."""
        return tuple(line for line in self.lines if not line.paid)


def purse_ahead(ask: Ask, spent: float = 0.0) -> PurseAhead:
    """The purse of the seat to the end of the turn, when orders have taken `spent` budget points."""
    have = ask.view.values[names.budget(ask.seat)]
    paid, hoped = _walk(ask, have - spent, income=False), _walk(ask, have - spent, income=True)
    lines = tuple(line._replace(hoped=other.paid) for line, other in zip(paid, hoped, strict=True))
    return PurseAhead(have, spent, lines, tuple(line for deal in _live(ask) for line in _brought(ask, deal)))


def _live(ask: Ask) -> Iterator[Agreement]:
    """The seat's agreements in force, in the order of signature."""
    for deal in ask.view.agreements.values():
        if deal.status == "in_force" and ask.seat in deal.parties:
            yield deal


def _runs(ask: Ask, deal: Agreement, clause: Clause) -> bool:
    """Whether there is something to pay for: access that was cut is not paid."""
    return not isinstance(clause, AccessClause) or any(
        (line.agreement, line.model, line.holder, line.status) == (deal.id, clause.model, clause.taker, "live")
        for line in ask.view.access.values()
    )


def _owed(ask: Ask, deal: Agreement) -> Iterator[DueLine]:
    for clause in deal.terms.clauses:
        due = due_under(clause, ask.book.parameters)
        if due is not None and due.payer == ask.seat and _runs(ask, deal, clause):
            yield DueLine(deal.id, clause, due.payee, scaled(ask.book.setting, due.amount))


def _brought(ask: Ask, deal: Agreement) -> Iterator[DueLine]:
    for clause in deal.terms.clauses:
        due = due_under(clause, ask.book.parameters)
        if due is not None and due.payee == ask.seat and due.arrives and _runs(ask, deal, clause):
            yield DueLine(deal.id, clause, due.payer, scaled(ask.book.setting, due.arrives))


def _walk(ask: Ask, purse: float, *, income: bool) -> list[DueLine]:
    """What falls due, each with whether it is paid, as the rules go through it.

    What an agreement brings is there for the next one. People who are sent are never a missed payment: they take what
    there is.
    """
    found = []
    for deal in _live(ask):
        left, people = purse, 0.0
        for line in _owed(ask, deal):
            if line.other is None:
                people += line.amount
            elif left < line.amount:
                line = line._replace(paid=False)
            else:
                left -= line.amount
            found.append(line)
        brought = sum(line.amount for line in _brought(ask, deal)) if income else 0.0
        purse = max(0.0, left - people + brought)
    return found


class BreachCost(NamedTuple):
    """What comes of not paying, by the rules."""

    trust: Mapping[SeatId, float]
    """By how many points of 100 each seat trusts the debtor less; below 0."""
    broken: tuple[AgreementId, ...]
    """Agreements that end with it."""


def missed(ask: Ask, purse: PurseAhead) -> BreachCost:
    """Rehearse the payments of the turn with what the orders leave, when nobody pays the seat; some ten milliseconds.

    Nothing is drawn and nothing recorded.
    """
    sight, seat = imagined(ask.view), ask.seat
    empty = {names.budget(other): 0.0 for other in ask.book.setting.ids if names.budget(other) in sight.values}
    values = {**sight.values, **empty, names.budget(seat): purse.have - purse.orders}
    ruling = Rehearsal(ask.book, replace(sight, values=values), ask.view.turn)
    bargains.perform(ruling)
    own = [event for event in ruling.events if isinstance(event.value, Unpaid) and event.about[0] == seat]
    breaches.review(ruling, own)
    others = {names.trust(other, seat): other for other in ask.book.setting.ids if other != seat}
    fell = dict.fromkeys(others.values(), 0.0)
    for event in ruling.happened("trust_fell"):
        for change in event.changes:
            if change.variable in others:
                fell[others[change.variable]] += change.after - change.before
    broken = tuple(
        event.value.agreement
        for event in ruling.events
        if isinstance(event.value, AgreementClosed) and event.value.status == "broken"
    )
    return BreachCost({other: points for other, points in fell.items() if points <= -SMALLEST}, broken)


# in words


def due_in_words(ask: Ask, line: DueLine) -> str:
    """One line: `Meta 2 (Llama by weights for 2 a quarter)`, `0.5 for engineers sent to Kyiv`."""
    if line.other is None:
        return f"{_points(line.amount)} for engineers sent to {ask.called(line.clause.taker)}"
    clause = clause_in_brief(line.clause, ask.called, ask.called)
    return f"{ask.called(line.other)} {_points(line.amount)} ({clause})"


def purse_lines(ask: Ask, spent: float) -> Iterator[str]:
    """The purse in lines: what there is, what orders take, what falls due and in which order, what remains."""
    purse = purse_ahead(ask, spent)
    yield purse_in_short(purse)
    if purse.lines:
        yield "paid in this order, which is that of signature, after your orders:"
        yield from (f"  {number}. {_settled(ask, line)}" for number, line in enumerate(purse.lines, 1))
    if purse.income:
        brought = _points(sum(line.amount for line in purse.income))
        yield f"due to you, if it can be paid: {brought} from {_whom(ask, purse.income)}"


def _settled(ask: Ask, line: DueLine) -> str:
    said = due_in_words(ask, line)
    return said if line.paid else f"{said}: {'PAID ONLY IF OTHERS PAY YOU FIRST' if line.hoped else 'NOT PAID'}"


def purse_in_short(purse: PurseAhead) -> str:
    """`budget 10, orders 3, due by agreement 5: 2 left`."""
    parts = [f"budget {_points(purse.have)}", *([f"orders {_points(purse.orders)}"] if purse.orders else [])]
    parts.append(f"due by agreement {_points(purse.due)}" if purse.lines else "nothing due by agreement")
    short = f"{_points(-purse.left)} SHORT" if purse.unpaid else "nothing left"
    return f"{', '.join(parts)}: {f'{_points(purse.left)} left' if purse.left > 0 else short}"


def purse_warnings(ask: Ask, spent: float) -> Iterator[str]:
    """What is wrong with a purse that does not reach: who goes without, and what that costs; nothing if it does."""
    purse = purse_ahead(ask, spent)
    if not purse.unpaid:
        return
    owed = _points(sum(line.amount for line in purse.unpaid))
    unless = " unless others pay you first" if all(line.hoped for line in purse.unpaid) else ""
    yield f"your purse does not reach: {_whom(ask, purse.unpaid)} will not be paid {owed}{unless}"
    cost = missed(ask, purse)
    if fell := sorted(cost.trust.items(), key=lambda item: item[1]):
        told = [f"{ask.called(seat)} {points:+.1f}" for seat, points in fell[:MOST]]
        more = [f"{len(fell) - MOST} more"] if len(fell) > MOST else []
        yield f"a payment missed breaks your word, and trust in you falls: {listed([*told, *more])}"
    for name in cost.broken:
        others = [party for party in ask.view.agreements[name].parties if party != ask.seat]
        yield f"your agreement with {listed(map(ask.called, others))} ends with it"
    if spent and len(purse_ahead(ask).unpaid) < len(purse.unpaid):
        yield f"orders are paid first and take {_points(spent)}; cheaper ones would leave more"


def burden(ask: Ask, terms: Terms) -> str:
    """What terms would add to what falls due each turn, beside the purse; empty where they cost the seat no money.

    What falls due of agreements in force is counted, of other offers nothing.
    """
    added, purse = scaled(ask.book.setting, owed_under(terms, ask.seat, ask.book.parameters)), purse_ahead(ask)
    if not added:
        return ""
    before = f"; {_points(purse.due)} fall due already" if purse.lines else ""
    mark = ", and that is more than there is" if added + purse.due > purse.have else ""
    return f"you would pay {_points(added)} a turn{before}, your purse holds {_points(purse.have)}{mark}"


def _whom(ask: Ask, lines: Iterable[DueLine]) -> str:
    return listed(dict.fromkeys(ask.called(line.other) for line in lines if line.other))


def _points(amount: float) -> str:
    return f"{round(amount, 2):g}"


def in_hand(budget: float) -> str:
    """Budget points as they are told: to a tenth, and never more than there are."""
    return f"{math.floor(budget * 10 + 1e-9) / 10:g}"
