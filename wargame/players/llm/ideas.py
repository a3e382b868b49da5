"""Offers that a seat might make: legal, and worth something to it by the rule of thumb for deals."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.agreements import Terms
from wargame.core.moves import Propose, Talk
from wargame.players.base import Ask
from wargame.players.best import worthwhile_offers
from wargame.players.llm.deal_sheet import worths
from wargame.players.llm.position_lines import clauses, length
from wargame.players.scripted import script_of
from wargame.rules.model.deal_value import appraise

IDEAS = 4
"""Most offers that are shown."""


def own_ideas(ask: Ask) -> Iterator[str]:
    """What scripts would offer in this seat's place, worth most to it first: its doctrine, and plain interest.

    One to a counterpart, none that is worth nothing to the seat. Three milliseconds at a table of eleven.
    """
    found: dict[frozenset[str], tuple[float, Terms]] = {}
    for terms in (*_of_doctrine(ask), *worthwhile_offers(ask, IDEAS)):
        own = appraise(ask.book, ask.view, ask.seat, terms).total
        if own > found.get(frozenset(terms.parties), (0.0,))[0]:
            found[frozenset(terms.parties)] = own, terms
    for _, terms in sorted(found.values(), key=lambda each: (-each[0], each[1].parties))[:IDEAS]:
        yield f"{clauses(terms)}; {length(terms)}. {worths(ask, terms)}"


def _of_doctrine(ask: Ask) -> Iterator[Terms]:
    body = script_of(ask.book.seat(ask.seat), 0).answer(ask).body
    assert isinstance(body, Talk)
    return (move.terms for move in body.moves if isinstance(move, Propose) and move.terms is not None)
