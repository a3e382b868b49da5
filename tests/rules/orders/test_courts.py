"""Courts rule on coercion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.core import orders as o
from wargame.rules.orders.courts import rule_on_cases
from wargame.rules.turn.adjudication import Adjudicator


def test_courts_rule_in_two_stages_a_turn_apart_with_even_chances() -> None:
    first = second = 0
    seeds = range(300)
    for seed in seeds:
        desk = Desk("core")
        desk.set({"anthropic.compelled": 1})
        desk.adjudicator = Adjudicator(replace(desk.book, seed=seed), desk.start)
        desk.book = desk.adjudicator.book
        desk.give("anthropic", o.Litigate())
        (name,) = desk.state.cases
        ruling = desk.ruling()
        rule_on_cases(ruling)
        assert not ruling.events, "no ruling in the turn of the filing"
        for stage in (2, 3):
            desk.state.turn = stage
            ruling = desk.ruling()
            rule_on_cases(ruling)
            desk.state = ruling.state
            if desk.state.cases[name].closed:
                break
        case = desk.state.cases[name]
        assert case.closed
        assert (desk.state.values[names.compelled("anthropic")] == 0) == case.enjoined
        first += case.enjoined and stage == 2
        second += case.enjoined and stage == 3
    assert first == pytest.approx(150, abs=30)
    assert second == pytest.approx(75, abs=25)
