"""Copying by answers (E14): each act is found out by a chance of its own, better by who watches or is warned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk, terms_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import InducementClause
from wargame.core.ids import ModelId
from wargame.rules.base.parameters import Parameters

COPY = o.Distil(model=ModelId("claude"))
SEEDS = range(1, 25)


def found_out(watch: float, warned: bool, **numbers: float) -> int:
    """How often, of as many seeds, Anthropic finds out that DeepSeek has copied Claude."""
    found = 0
    for seed in SEEDS:
        desk = Desk(seed=seed).set({names.monitor("anthropic"): watch})
        desk.book = replace(desk.book, parameters=Parameters(**numbers))
        if warned:
            told = InducementClause(giver="washington", taker="anthropic", what="threat_intelligence")
            desk.sign(terms_of(told))
        found += any(event.kind == "defection_detected" for event in desk.give("deepseek", COPY).events)
    return found


@pytest.mark.slow
def test_who_watches_finds_every_copy_where_watching_is_all_that_counts() -> None:
    assert found_out(1.0, False, detect_base=0.0, detect_monitor=1.0) == len(SEEDS)
    assert found_out(0.0, False, detect_base=0.0, detect_monitor=1.0) == 0


def test_a_lab_that_a_government_warns_sees_more_of_who_copies_it() -> None:
    """Warnings count for three tenths of full watching."""
    assert found_out(0.0, True, detect_base=0.7, detect_monitor=1.0) == len(SEEDS)
    assert found_out(0.0, False, detect_base=0.7, detect_monitor=1.0) < len(SEEDS)


def test_a_lab_that_a_government_warns_is_harder_to_steal_from() -> None:
    chances = []
    for warned in (False, True):
        desk = Desk().set({names.security("anthropic"): 1.0, "beijing.budget": 9.0})
        if warned:
            desk.sign(terms_of(InducementClause(giver="washington", taker="anthropic", what="threat_intelligence")))
        (tried,) = [e for e in desk.give("beijing", o.StealWeights(model=ModelId("claude"))).events if e.draws][:1]
        chances.append(tried.draws[0].against)
    numbers = desk.book.parameters
    assert chances[0] == numbers.theft_high
    assert chances[1] == numbers.theft_high - (numbers.theft_high - numbers.theft_low) / 4, "a level of security more"
