"""What a party may give in on when its own terms found no signature: less asked for, or more given, one step each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wargame.core.agreements import Terms
from wargame.core.clauses import (
    DEAREST,
    AccessClause,
    Clause,
    ForbearanceClause,
    GuaranteeClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import SeatId


def concessions(me: SeatId, terms: Terms) -> Iterator[Terms]:
    """Terms that ask a step less of the others or give them a step more, each differing from these in one clause."""
    for clause in terms.clauses:
        for other in _steps(me, clause):
            yield replace(terms, clauses=tuple([other if each is clause else each for each in terms.clauses]))
        if isinstance(clause, ForbearanceClause) and clause.giver != me and len(terms.clauses) > 1:
            yield replace(terms, clauses=tuple([each for each in terms.clauses if each is not clause]))
    access = terms.access
    if access is not None and access.giver == me and not any(isinstance(c, GuaranteeClause) for c in terms.clauses):
        sure = GuaranteeClause(giver=me, taker=access.taker)
        yield replace(terms, clauses=(*terms.clauses, sure))


def _steps(me: SeatId, clause: Clause) -> Iterator[Clause]:
    if isinstance(clause, AccessClause):
        price = clause.price + (1 if clause.taker == me else -1)
        if 0 <= price <= DEAREST:
            yield replace(clause, price=price)
    elif isinstance(clause, PaymentClause):
        amount = clause.amount + (1 if clause.giver == me else -1)
        if 1 <= amount <= DEAREST:
            yield replace(clause, amount=amount)
    elif isinstance(clause, ProductionClause):
        for volume in (clause.volume - 1, clause.volume + 1):
            if 1 <= volume <= 3:
                yield replace(clause, volume=volume)  # type: ignore[arg-type]
    elif isinstance(clause, SupportClause) and clause.giver == me and clause.level < 3:
        yield replace(clause, level=clause.level + 1)  # type: ignore[arg-type]
