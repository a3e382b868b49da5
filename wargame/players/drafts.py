"""Drafting: complete terms from a few choices, so that a mind need not fill in every field."""

from __future__ import annotations

from typing import Literal

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, Clause, GrantedLicence
from wargame.core.ids import AREAS, Area, Audit, Channel, DataTerms, ModelId, SeatId

HUMAN_DECIDES: tuple[Area, ...] = ("cyber", "intelligence", "command", "logistics", "targeting")
"""Areas that a careful supplier serves under a restricted licence."""


def access(
    giver: SeatId,
    taker: SeatId,
    model: ModelId,
    channel: Channel,
    *,
    licence: GrantedLicence = "restricted",
    areas: tuple[Area, ...] = AREAS,
    data: DataTerms = "resident",
    audit: Audit = "none",
    support: Literal[0, 1, 2, 3] = 0,
    price: int = 1,
    notice: Literal[0, 1, 2] = 1,
) -> AccessClause:
    """An access clause with the usual terms; nothing is checked.

    `price` is in budget points a quarter, `notice` in turns, `support` a level from 0, none, to 3.
    """
    return AccessClause(
        giver=giver,
        taker=taker,
        model=model,
        channel=channel,
        licence=licence,
        areas=areas,
        data=data,
        audit=audit,
        support=support,
        price=price,
        notice=notice,
    )


def terms(*clauses: Clause, turns: int = 4, secret: bool = False) -> Terms:
    """Terms whose parties are whoever gives or takes, in order of first mention; nothing is checked.

    `turns` is how long they run, 1 to 12 under the rules, counted from the turn of signature.
    """
    parties = tuple(dict.fromkeys(seat for clause in clauses for seat in (clause.giver, clause.taker)))
    return Terms(parties=parties, clauses=clauses, secret=secret, turns=turns)
