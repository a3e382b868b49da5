"""Secrets leak."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.bargains.deals import PAY
from tests.rules.desk import Desk, access_clause, sealed, terms_of, view_of
from wargame.core import names
from wargame.core.ids import ModelId
from wargame.core.orders import Distil, IllicitUse
from wargame.rules.bargains.leaks import draw_leaks
from wargame.rules.turn.adjudication import Adjudicator


def test_a_secret_agreement_leaks_about_one_turn_in_ten() -> None:
    desk = Desk()
    desk.sign(terms_of(PAY, secret=True))
    leaked = 0
    for seed in range(400):
        desk.book = replace(desk.book, seed=seed)
        ruling = desk.ruling()
        draw_leaks(ruling, [])
        leaked += any(event.kind == "secret_leaked" for event in ruling.events)
    assert leaked == pytest.approx(40, abs=18)


def certain(**numbers: float) -> Desk:
    """A desk at which what may come out does."""
    desk = Desk()
    desk.book = replace(desk.book, parameters=desk.book.parameters.with_overrides(numbers))
    desk.adjudicator = Adjudicator(desk.book, desk.start)
    return desk


def test_a_paper_that_leaks_is_known_to_all_from_then_on_and_costs_its_parties() -> None:
    desk = certain(leak=1.0)
    paper = desk.sign(terms_of(access_clause("openai", "paris", ModelId("gpt"), "api"), secret=True))
    (line,) = [each for each in desk.state.access.values() if each.agreement == paper.id]
    before = desk.state.values
    assert "public" not in (paper.audience, line.audience)
    assert paper.id not in view_of(desk.book, desk.state, "beijing").agreements
    ruling = desk.ruling()
    draw_leaks(ruling, [])
    assert ruling.state.access[line.id].audience == "public"
    assert paper.id in view_of(desk.book, ruling.state, "beijing").agreements
    for found_out in (names.legitimacy("paris"), names.reputation("openai")):
        assert ruling.value(found_out) == before[found_out] - desk.book.parameters.leak_cost


def test_a_secret_deed_that_leaks_is_told_in_public_and_costs_who_did_it() -> None:
    desk = certain(leak=1.0).set({"delhi.budget": 20.0})
    before = desk.state.values[names.legitimacy("delhi")]
    desk.orders(sealed("delhi", 1, Distil(model=ModelId("gpt"))))
    (leaked,) = [event for event in desk.of("secret_leaked") if event.about[0] == "delhi"]
    assert leaked.audience == "public"
    (change,) = [change for change in leaked.changes if change.variable == names.legitimacy("delhi")]
    assert change.after == before - desk.book.parameters.leak_cost


def test_a_use_outside_its_terms_that_is_exposed_is_public_and_costs_legitimacy() -> None:
    desk = certain(illicit_exposed=1.0)
    desk.orders(sealed("delhi", 1, IllicitUse(model=ModelId("llama"))))
    (exposed,) = desk.of("illicit_use_exposed")
    assert [c.before - c.after for c in exposed.changes] == [desk.book.parameters.illicit_legitimacy]
    (line,) = [each for each in desk.state.access.values() if each.source == "illicit"]
    assert line.audience == "public"
