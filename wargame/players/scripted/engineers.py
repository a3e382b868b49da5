"""Engineers for money, for data or for both: of the terms that suit a contractor and its customer, the fairest."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import Clause, DataClause, PaymentClause, SupportClause
from wargame.core.ids import SeatId
from wargame.players import drafts
from wargame.players.scripted.mind import Mind

SIGNABLE = 0.3
"""What terms must be worth to the other side for it to sign them, as far as one can see from here."""
AFFORDABLE = 0.34
"""Share of a customer's income that it is asked for."""


def for_engineers(mind: Mind, firm: SeatId, customer: SeatId, quarters: float) -> Terms | None:
    """Terms between a firm and a customer, one of whom asks: worth its bar to it and something to the other.

    Of several that suit both, those under which the one who gets less gets most; None where none suits both.
    """
    other = customer if mind.me == firm else firm
    best: tuple[float, Terms] | None = None
    for clauses in _bargains(firm, customer, int(mind.value(names.income(customer)) * AFFORDABLE)):
        terms = drafts.terms(*clauses, turns=mind.lasting(quarters))
        own = mind.worth(terms) - mind.bar
        if own <= 0 or (best is not None and own <= best[0]):
            continue
        fair = min(own, mind.worth_to(other, terms) - SIGNABLE)
        if fair > 0 and (best is None or fair > best[0]):
            best = fair, terms
    return best[1] if best else None


def _bargains(firm: SeatId, customer: SeatId, most: int) -> Iterator[tuple[Clause, ...]]:
    """Engineers of each level for what a customer may give for them: money up to so much, data, or both."""
    data = DataClause(giver=customer, taker=firm, control="kept")
    for level in (1, 2, 3):
        sent = SupportClause(giver=firm, taker=customer, level=level)
        yield sent, data
        for amount in range(1, min(most, 4) + 1):
            money = PaymentClause(giver=customer, taker=firm, amount=amount)
            yield sent, money
            yield sent, money, data
