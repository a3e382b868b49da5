"""Clauses being put together: the fields of each type, a legal one to begin with, and what each field may be."""

from __future__ import annotations

import itertools
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from wargame.core.agreements import Terms
from wargame.core.clauses import CLAUSE_TYPES, AccessClause, Clause, PaymentClause, SupportClause
from wargame.core.domains import fields_of, tag_of
from wargame.core.ids import AREAS, SeatId
from wargame.core.moves import Propose
from wargame.players import drafts
from wargame.players.base import Ask
from wargame.present.fields import Field, Option, value_in_words
from wargame.rules.model.deal_value import appraise

TYPES: Mapping[str, type[Clause]] = {tag_of(kind): kind for kind in CLAUSE_TYPES}
"""Clause types by their tag."""
RANGES: Mapping[str, tuple[int, int]] = {"price": (0, 20), "amount": (1, 20)}
UNITS: Mapping[str, str] = {"price": "budget points a quarter", "amount": "budget points a quarter"}
SENDERS = ("lab", "champion", "contractor")
"""Kinds of seats that usually send engineers."""
USUAL: Mapping[str, Any] = {
    "channel": "api",
    "licence": "restricted",
    "areas": AREAS,
    "data": "resident",
    "audit": "none",
    "support": 0,
    "price": 1,
    "notice": 1,
    "severity": 5,
    "recipients": (),
    "toward": None,
}
"""What a fresh clause says where there is a choice."""


USUAL_TURNS = 4
"""Turns that an offer says to begin with, if so many are left."""


def usual_turns(ask: Ask) -> int:
    """How long an offer lasts to begin with: no longer than the game, counted from this turn, 1 at least."""
    return max(1, min(USUAL_TURNS, ask.book.setting.turns - ask.turn + 1))


def meaning(kind: str) -> str:
    """What a clause type does, in a line; KeyError for what is no type of clause."""
    return (TYPES[kind].__doc__ or "").strip().splitlines()[0]


def domain(ask: Ask, clause: Clause, name: str) -> tuple[Any, ...]:
    """Every value that a field, or an entry of it, could take; of models, the giver's.

    KeyError for a field that the clause does not have; empty where any number or words will do.
    """
    found = fields_of(type(clause))[name]
    own = [model.id for model in ask.view.models.values() if model.owner == clause.giver]
    values = found.among(ask.book.setting.ids, own or tuple(ask.view.models))
    return (None, *values) if found.nullable else tuple(values)


def fresh(ask: Ask, terms: Terms, kind: str, to: Sequence[SeatId]) -> Clause:
    """A clause of this type to begin with: the first between oneself and the others that may be offered.

    Where none may be, the first of all, which is then refused. Asks the menu clause by clause until one may.
    """
    first: Clause | None = None
    for clause in _payers_first(ask, terms, usual_clauses(ask, kind, to)):
        first = first or clause
        if refused(ask, terms, (clause,)) == "":
            return clause
    assert first is not None
    return first


def _payers_first(ask: Ask, terms: Terms, clauses: Iterable[Clause]) -> Iterable[Clause]:
    """Payments by those who get something in these terms first, by oneself where nobody does; others as they are."""
    takers = {clause.taker for clause in terms.clauses} or {ask.seat}
    found = list(clauses)
    pays = found and found[0].kind == "payment"
    return sorted(found, key=lambda clause: clause.giver not in takers) if pays else found


def usual_clauses(ask: Ask, kind: str, to: Sequence[SeatId]) -> Iterator[Clause]:
    """Clauses of this type as they are often made, between oneself and others, those of `to` first.

    Whether they may be offered is not asked.
    """
    others = [*to, *(seat for seat in ask.book.setting.ids if seat not in to and seat != ask.seat)]
    sides = [pair for other in others for pair in ((other, ask.seat), (ask.seat, other))]
    if kind == "framework":
        sides = [(giver, taker) for giver in ask.book.setting.ids for taker in ask.book.setting.labs if giver != taker]
        sides.sort(key=lambda pair: (pair[0] != ask.book.patron, ask.seat not in pair, pair[1] not in to))
    for giver, taker in sides:
        yield from _between(ask, kind, giver, taker)


def _between(ask: Ask, kind: str, giver: SeatId, taker: SeatId) -> Iterator[Clause]:
    make: Any = TYPES[kind]
    values: dict[str, Any] = {}
    models: list[Any] = [None]
    for name, domain in fields_of(make).items():
        if name in ("giver", "taker"):
            continue
        if name == "model":
            models = [model.id for model in ask.view.models.values() if model.owner == giver]
        elif name in USUAL:
            values[name] = USUAL[name]
        else:
            values[name] = domain.values[0] if domain.values else RANGES.get(name, (1, 1))[0]
    for model in models:
        given = {**values, "model": model} if "model" in fields_of(make) else values
        yield make(giver=giver, taker=taker, **given)


def parties_of(clauses: Sequence[Clause], more: Sequence[SeatId]) -> tuple[SeatId, ...]:
    """Whoever stands in a clause, and others, each once; `more` come first."""
    return tuple(dict.fromkeys((*more, *(seat for clause in clauses for seat in (clause.giver, clause.taker)))))


def refused(ask: Ask, terms: Terms, clauses: Sequence[Clause]) -> str:
    """Why an agreement of these clauses may not be offered; empty if it may.

    That it was offered already, or that no more offers may be made now, does not count.
    """
    trial = replace(terms, clauses=tuple(clauses), parties=parties_of(clauses, (ask.seat,)))
    refusal = ask.menu.talk_refusal(Propose(terms=trial, text=""))
    return refusal.sentence if refusal and refusal.kind not in ("already_so", "too_many_orders") else ""


def changed(ask: Ask, clause: Clause, name: str, value: Any) -> Clause:
    """The clause with one field changed; a model that the new giver does not have gives way to one of its own.

    A side that would face itself changes places with the other. TypeError for a field that it does not have.
    """
    made: Any = replace(clause, **{name: value})
    if name in ("giver", "taker") and made.giver == made.taker:
        made = replace(made, **{"taker" if name == "giver" else "giver": getattr(clause, name)})
    if isinstance(made, AccessClause):
        own = domain(ask, made, "model")
        made = replace(made, model=made.model if made.model in own else own[0])
    result: Clause = made
    return result


def clause_fields(ask: Ask, terms: Terms, at: int) -> Iterator[Field]:
    """The fields of one clause, named `AT.FIELD`, each choice with why it may not be.

    `at` counts from 0; IndexError beyond the last clause. The menu is asked once for each choice of a field that holds
    one.
    """
    clause = terms.clauses[at]
    models = [(model.id, model.name) for model in ask.view.models.values()]
    others = [each for number, each in enumerate(terms.clauses) if number != at]
    setting = ask.book.setting
    for item in fields(clause):
        name = item.name
        if name == "kind":
            continue
        label, value = f" {name.replace('_', ' ')}", getattr(clause, name)
        if name in RANGES:
            low, high = RANGES[name]
            yield Field(f"{at}.{name}", label, "number", value, low=low, high=high, note=UNITS.get(name, ""))
            continue
        values = domain(ask, clause, name)
        if isinstance(value, tuple):
            choices = tuple(Option(each, value_in_words(setting, name, each)) for each in values)
            yield Field(f"{at}.{name}", label, "many", value, choices, needed=name == "areas")
            continue
        told = {each: refused(ask, terms, (changed(ask, clause, name, each), *others)) for each in values}
        culprit = "" in told.values()
        choices = tuple(
            Option(
                each,
                value_in_words(setting, name, each, models),
                sentence if culprit or sentence != told.get(value) else "",
            )
            for each, sentence in told.items()
        )
        yield Field(f"{at}.{name}", label, "one", value, choices, needed=name != "toward")


def usual_drafts(ask: Ask, to: Sequence[SeatId]) -> list[tuple[str, Terms]]:
    """Offers that are often made between this seat and these, or all others: access in its usual shapes, engineers.

    Those by which this seat does not lose, as far as it can reckon it, come first, among them those of models that are
    released, and then those that are worth most to it. Each has that worth before its words. Only what may be offered;
    the menu is asked of each model by each channel, to and fro.
    """
    others = [seat for seat in (to or ask.book.setting.ids) if seat != ask.seat]
    found: list[tuple[str, Terms, bool]] = []
    name, lasts = ask.book.name, usual_turns(ask)
    for giver, taker in itertools.chain.from_iterable(((other, ask.seat), (ask.seat, other)) for other in others):
        own = [model for model in ask.view.models.values() if model.owner == giver]
        for model in sorted(own, key=lambda each: not each.released):
            for channel in ("api", "enclave", "on_premises", "weights"):
                clause = drafts.access(giver, taker, model.id, typing.cast(Any, channel))
                terms = drafts.terms(clause, turns=lasts)
                if refused(ask, terms, terms.clauses) == "":
                    how = value_in_words(ask.book.setting, "channel", channel)
                    held = "" if model.released else " (held back)"
                    said = f"{model.name}{held} from {name(giver)} to {name(taker)}, {how}"
                    found.append((said, terms, model.released))
    for other in others:
        for giver, taker in ((other, ask.seat), (ask.seat, other)):
            if ask.book.seat(giver).kind in SENDERS:
                terms = drafts.terms(
                    SupportClause(giver=giver, taker=taker, level=1),
                    PaymentClause(giver=taker, taker=giver, amount=1),
                    turns=lasts,
                )
                if refused(ask, terms, terms.clauses) == "":
                    found.append((f"engineers from {name(giver)} to {name(taker)}, for 1 a quarter", terms, True))
    ranked = []
    for words, terms, released in found:
        worth = appraise(ask.book, ask.view, ask.seat, terms).total
        ranked.append((worth < 0, not released, -worth, f"{worth:+.1f}  {words}", terms))
    return [(words, terms) for *_, words, terms in sorted(ranked, key=lambda each: each[:3])]
