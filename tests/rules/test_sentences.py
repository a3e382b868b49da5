"""Sentences of events are words for people: no id, no kind of an order, no name of a variable stands in one."""

from __future__ import annotations

import re

import pytest

from tests.rules.desk import Desk, played
from wargame.core import names
from wargame.core.codebook import family_of
from wargame.core.deeds import DEEDS
from wargame.core.events import Event
from wargame.core.ids import Variable
from wargame.core.orders import OpposeDataRules, RequestIntelligence

GAMES = (("first-download", None, 1), ("between-the-giants", "core", 3), ("between-the-giants", None, 3))
DOTTED = re.compile(r"\b[a-z_]+\.\w+(?:\.\w+)?\b")


def raw(event: Event) -> list[str]:
    """What no reader should meet: snake case, names of variables, ids of events and bargains, raw kinds of orders."""
    text = event.text
    found = re.findall(r"\b\w+_\w+\b", text)
    found += [name for name in DOTTED.findall(text) if family_of(Variable(name))]
    found += [each for each in (*event.causes, event.id) if each in text.split()]
    return found + [f" {kind.replace('_', ' ')} (" for kind in DEEDS if f": {kind.replace('_', ' ')} (" in text]


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant", "seed"), GAMES)
def test_no_sentence_of_a_game_speaks_in_ids_or_kinds(scenario: str, variant: str | None, seed: int) -> None:
    record = played(scenario, variant=variant, seed=seed, everyone="scripted").sequence.record
    assert [(event.kind, event.text) for event in record if raw(event)] == []
    opened = [event.text for event in record if event.kind == "order_opened"]
    assert opened
    assert all(" decided to " in text for text in opened)


def test_three_parties_are_listed_and_not_chained_by_and() -> None:
    record = played("between-the-giants", variant="core", seed=3, everyone="scripted").sequence.record
    several = [event.text for event in record if event.kind == "agreement_signed" and len(event.about) > 2]
    assert several
    assert all(text.partition(" signed")[0].count(" and ") == 1 for text in several)


def test_a_better_estimate_says_of_what() -> None:
    given = Desk().give("paris", RequestIntelligence(target="beijing", about="narrow"))
    (told,) = [event for event in given.events if event.kind == "estimate_narrowed"]
    assert told.text == "Paris has a better estimate of Beijing's narrow AI."


def test_trust_that_fell_says_who_did_what_in_a_whole_clause() -> None:
    given = Desk().set({names.DATA_PRESSURE: -1.0}).give("washington", OpposeDataRules())
    assert {event.text for event in given.events if event.kind == "trust_fell"} == {
        "Trust in Washington fell: it opposes rules on where data may lie."
    }
