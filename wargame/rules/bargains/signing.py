"""Signing: the agreement that terms become, and what it opens, at the table as at the start of a game."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from wargame.core import names
from wargame.core.agreements import Agreement, Terms
from wargame.core.clauses import AccessClause, InducementClause, SupportClause
from wargame.core.conditions import Condition
from wargame.core.events import Entity
from wargame.core.ids import PUBLIC, AgreementId, EventId, SeatId, Variable
from wargame.core.models import Access

NameLine = Callable[[AgreementId, int, AccessClause], str]
"""The id of the line of access that a clause of this number opens."""


def bound(
    id: AgreementId, terms: Terms, by: SeatId, consenters: tuple[SeatId, ...], signed: int, event: EventId
) -> Agreement:
    """The agreement in force from the turn of signature on, that turn counted in; 0 is before the first turn."""
    return Agreement(
        id=id,
        terms=terms,
        by=by,
        consenters=consenters,
        signed=signed,
        expires=max(1, signed) + terms.turns - 1,
        notice_given=None,
        status="in_force",
        breaches=0,
        event=event,
        audience=consenters if terms.secret else PUBLIC,
    )


def opened(agreement: Agreement, values: Mapping[Variable, float], name_line: NameLine) -> Iterator[Entity]:
    """The lines of access and the support that an agreement opens when it is signed."""
    for number, clause in enumerate(agreement.terms.clauses):
        if isinstance(clause, AccessClause):
            vintage = values[names.vintage(clause.model)]
            yield _line(agreement, clause, vintage, name_line(agreement.id, number, clause))
        elif isinstance(clause, InducementClause) and clause.what == "clearances":
            yield Condition(
                id=f"support-{agreement.id}-{clause.giver}",
                kind="support",
                seat=clause.giver,
                by=clause.taker,
                variable="",
                amount=1.0,
                until=agreement.expires,
                event=agreement.event,
                audience=agreement.consenters,
            )
        elif isinstance(clause, SupportClause):
            yield Condition(
                id=f"support-{agreement.id}-{clause.taker}",
                kind="support",
                seat=clause.taker,
                by=clause.giver,
                variable="",
                amount=float(clause.level),
                until=agreement.expires,
                event=agreement.event,
                audience=agreement.consenters,
            )


def _line(agreement: Agreement, clause: AccessClause, vintage: float, name: str) -> Access:
    return Access(
        id=name,
        holder=clause.taker,
        supplier=clause.giver,
        model=clause.model,
        channel=clause.channel,
        licence=clause.licence,
        areas=clause.areas,
        data=clause.data,
        audit=clause.audit,
        support=clause.support,
        source="agreement",
        agreement=agreement.id,
        frozen_K=vintage if clause.channel == "weights" else None,
        penalty=1.0,
        status="live",
        since=agreement.signed,
        cause=agreement.event,
        audience=agreement.audience,
    )
