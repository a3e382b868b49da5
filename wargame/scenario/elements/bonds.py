"""Agreements in force at the start: parties, clauses and models that do not fit the table."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.agreements import Terms
from wargame.core.clauses import DEAREST, AccessClause, Clause, ForbearanceClause, FrameworkClause, PaymentClause
from wargame.rules.base.calendar import longest_term
from wargame.scenario import accepted
from wargame.scenario.elements.known import KnownModel, known_models, unread
from wargame.scenario.faults import Fault, Key, one_of, unknown
from wargame.scenario.pack import Pack
from wargame.scenario.pack_files import PackReading

MOST_CLAUSES = 8


def agreements(reading: PackReading) -> Iterator[Fault]:
    """Faults of `agreements`."""
    models = known_models(reading)
    for at, terms in enumerate(reading.pack.agreements if reading.pack else ()):
        key: Key = ("agreements", at)
        yield from _parties(reading, terms, key)
        for number, clause in enumerate(terms.clauses):
            yield from _clause(reading, terms, clause, (*key, "clauses", number), models)


def _parties(reading: PackReading, terms: Terms, key: Key) -> Iterator[Fault]:
    source = reading.source
    for number, party in enumerate(terms.parties):
        if party not in reading.table:
            yield source.fault((*key, "parties", number), unknown(party, "actor of this scenario", reading.table))
    if len(set(terms.parties)) < max(2, len(terms.parties)):
        yield source.fault((*key, "parties"), "an agreement needs two or more different parties")
    if not 1 <= len(terms.clauses) <= MOST_CLAUSES:
        sentence = f"the agreement has {len(terms.clauses)} clauses; it must have from 1 to {MOST_CLAUSES}"
        yield source.fault((*key, "clauses"), sentence)
    longest = longest_term(reading.pack.months if reading.pack else 3)
    if not 1 <= terms.turns <= longest:
        yield source.fault((*key, "turns"), f"turns is {terms.turns}; it must be from 1 to {longest}")


def _clause(
    reading: PackReading, terms: Terms, clause: Clause, key: Key, models: dict[str, KnownModel]
) -> Iterator[Fault]:
    source = reading.source
    if source.at((*key, "kind")) is None:
        kinds = accepted.accepts(accepted.nodes(accepted.schema_of(Pack), (*key, "kind"), source.data))
        yield source.fault((*key, "kind"), f"kind is missing; it must be {kinds}")
    for part, name in (("giver", clause.giver), ("taker", clause.taker)):
        if name not in terms.parties:
            yield source.fault((*key, part), unknown(name, "party of this agreement", terms.parties))
    if clause.giver == clause.taker:
        yield source.fault((*key, "taker"), f"{clause.taker} is giver and taker; they must be two different parties")
    if isinstance(clause, AccessClause):
        yield from _access(reading, clause, key, models)
    elif isinstance(clause, PaymentClause) and not 1 <= clause.amount <= DEAREST:
        yield source.fault((*key, "amount"), f"amount is {clause.amount}; it must be from 1 to {DEAREST}")
    elif isinstance(clause, FrameworkClause):
        for number, name in enumerate(clause.recipients):
            if name not in reading.table:
                sentence = unknown(name, "actor of this scenario", reading.table)
                yield source.fault((*key, "recipients", number), sentence)
    elif isinstance(clause, ForbearanceClause):
        if (clause.what == "not_sell_to") != (clause.toward is not None):
            sentence = "toward must name the buyer where what is not_sell_to, and be null otherwise"
            yield source.fault((*key, "toward"), sentence)
        elif clause.toward is not None and clause.toward not in reading.table:
            sentence = unknown(clause.toward, "actor of this scenario", reading.table)
            yield source.fault((*key, "toward"), sentence)


def _access(reading: PackReading, clause: AccessClause, key: Key, models: dict[str, KnownModel]) -> Iterator[Fault]:
    source, model = reading.source, models.get(clause.model)
    if model is None and not unread(reading):
        yield source.fault((*key, "model"), unknown(clause.model, "model of an actor here", models))
    elif model is not None and model.owner != clause.giver:
        own = [name for name, other in models.items() if other.owner == clause.giver]
        sentence = f"{clause.model} belongs to {model.owner}, not to the giver {clause.giver}"
        yield source.fault((*key, "model"), f"{sentence}; it must be one of {one_of(own)}")
    if not 0 <= clause.price <= DEAREST:
        yield source.fault((*key, "price"), f"price is {clause.price}; it must be from 0 to {DEAREST}")
    if not clause.areas:
        yield source.fault((*key, "areas"), "areas is an empty list; it must name at least one mission area")
