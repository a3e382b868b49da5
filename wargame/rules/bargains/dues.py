"""Dues: what agreements make a seat pay each turn, and what of it arrives. Rules, scripts and prompts all ask here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wargame.core.agreements import Agreement, Terms
from wargame.core.clauses import AccessClause, Clause, PaymentClause, ProductionClause, SupportClause
from wargame.core.ids import SeatId
from wargame.rules.base.parameters import Parameters


class Due(NamedTuple):
    """What one clause makes a seat pay each turn."""

    payer: SeatId
    payee: SeatId | None
    """Whoever is paid; null where the money is spent on people, as on engineers who are sent."""
    amount: float
    """Budget points a quarter."""
    arrives: float
    """Budget points a quarter that the payee has of it after its own costs."""


def due_under(clause: Clause, numbers: Parameters) -> Due | None:
    """What a clause makes one side pay each turn, or None where it costs nothing in money."""
    if isinstance(clause, AccessClause) and clause.price:
        return Due(clause.taker, clause.giver, clause.price, clause.price * (1 - numbers.serving_cost))
    if isinstance(clause, PaymentClause):
        return Due(clause.giver, clause.taker, clause.amount, clause.amount)
    if isinstance(clause, ProductionClause):
        return Due(clause.taker, clause.giver, clause.volume, clause.volume * 0.5)
    if isinstance(clause, SupportClause):
        return Due(clause.giver, None, numbers.support_cost * clause.level, 0.0)
    return None


def owed_under(terms: Terms, seat: SeatId, numbers: Parameters) -> float:
    """Budget points a quarter that terms would cost a seat."""
    owed = 0.0
    for clause in terms.clauses:
        due = due_under(clause, numbers)
        if due is not None and due.payer == seat:
            owed += due.amount
    return owed


def dues(agreements: Iterable[Agreement], seat: SeatId, numbers: Parameters) -> float:
    """Budget points a quarter that those of these agreements cost a seat which are in force."""
    owed = 0.0
    for each in agreements:
        if each.status == "in_force" and seat in each.terms.parties:
            owed += owed_under(each.terms, seat, numbers)
    return owed
