"""Agreements as a script sees them: what is bound already, what has run out, what no longer pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from wargame.core.agreements import Agreement, Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
)
from wargame.core.event_values import AgreementClosed
from wargame.core.ids import AgreementId, SeatId
from wargame.players.scripted.market import Market

Matter: TypeAlias = tuple[str, SeatId, SeatId, str]
"""What a clause is about: its kind, its two sides, and the model, the piece or the act."""


def matter(clause: Clause) -> Matter:
    """What a clause is about: two clauses about the same say the same thing twice, whatever their numbers."""
    detail = ""
    if isinstance(clause, AccessClause):
        detail = clause.model
    elif isinstance(clause, ProductionClause):
        detail = clause.piece
    elif isinstance(clause, InducementClause | ForbearanceClause):
        detail = clause.what
    return clause.kind, clause.giver, clause.taker, detail


def matters(terms: Terms) -> frozenset[Matter]:
    """What terms are about; a payment or a guarantee counts only where there is nothing else."""
    main = [matter(c) for c in terms.clauses if not isinstance(c, PaymentClause | GuaranteeClause)]
    return frozenset(main or map(matter, terms.clauses))


def settled(here: Market) -> frozenset[Matter]:
    """What is bound already between this seat and others."""
    bound = (a for a in here.view.agreements.values() if a.status == "in_force" and here.me in a.parties)
    return frozenset([matter(clause) for agreement in bound for clause in agreement.terms.clauses])


def bound_by_framework(here: Market, lab: SeatId) -> bool:
    """Whether a standing framework between the patron and this lab is in force."""
    return any(
        isinstance(clause, FrameworkClause) and clause.taker == lab
        for agreement in here.view.agreements.values()
        if agreement.status == "in_force" and lab in agreement.parties
        for clause in agreement.terms.clauses
    )


def run_out(here: Market) -> Iterator[Agreement]:
    """Agreements that this seat brought about, and that ran out or lapsed a turn ago."""
    for seen in here.recent("agreement_expired", "agreement_lapsed"):
        if seen.turn == here.turn - 1 and isinstance(seen.value, AgreementClosed):
            agreement = here.view.agreements.get(AgreementId(seen.value.agreement))
            if agreement is not None and proposer(agreement) == here.me:
                yield agreement


def proposer(agreement: Agreement) -> SeatId:
    """Who brought it about; the first party where an agreement was there from the start."""
    return agreement.by if agreement.by in agreement.parties else agreement.parties[0]


def burdens(here: Market, grieved: frozenset[SeatId]) -> Iterator[Agreement]:
    """Agreements in force that give something to whoever has wronged this seat, and nothing back that it runs on."""
    for agreement in here.view.agreements.values():
        if agreement.status != "in_force" or here.me not in agreement.parties or agreement.notice_given is not None:
            continue
        others = set(agreement.parties) - {here.me}
        clauses = agreement.terms.clauses
        lent = any(isinstance(c, AccessClause) and c.taker == here.me for c in clauses)
        if others & grieved and not lent and any(c.giver == here.me for c in clauses):
            yield agreement
