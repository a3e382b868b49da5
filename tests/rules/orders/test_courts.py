"""Courts rule on coercion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk
from wargame.core import chance, names
from wargame.core import orders as o
from wargame.rules.base.parameters import Parameters
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import crossed
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


def _won(act: o.InvokeDpa | o.DesignateSupplyChainRisk, **numbers: float) -> Desk:
    """A desk at which a lab has taken this act to court and won at the first stage."""
    seed = next(s for s in range(50) if chance.uniform(s, 2, "court.anthropic.1") < 0.5)
    desk = Desk("core", seed=seed)
    desk.book = replace(desk.book, parameters=desk.book.parameters.with_overrides(numbers))
    desk.adjudicator = Adjudicator(desk.book, desk.start)
    desk.set({"washington.points": 10})
    desk.give("washington", act)
    desk.give("anthropic", o.Litigate())
    desk.state.turn = 2
    ruling = desk.ruling()
    rule_on_cases(ruling)
    desk.state = ruling.state
    assert next(iter(desk.state.cases.values())).enjoined
    return desk


def test_a_lab_that_wins_in_court_has_its_model_back_and_crosses_no_red_line() -> None:
    desk = _won(o.InvokeDpa(lab="anthropic"))
    seized = [line for line in desk.state.access.values() if line.source == "compelled"]
    assert [line.status for line in seized] == ["ended"]
    look = picture(desk.book, desk.state)
    assert "severity_above_5_uncontested" not in crossed(look, desk.book.seat("anthropic"))


def test_what_agencies_had_agreed_before_a_compulsion_goes_on_after_it() -> None:
    before = [line.id for line in Desk("core").state.access.values() if line.supplier == "anthropic"]
    after = _won(o.InvokeDpa(lab="anthropic")).state.access
    assert before
    assert all(after[line].status == "live" for line in before)


def test_access_that_agencies_were_told_to_stop_runs_again_when_the_label_is_enjoined() -> None:
    lines = _won(o.DesignateSupplyChainRisk(lab="anthropic")).state.access.values()
    assert {line.status for line in lines if line.supplier == "anthropic" and line.holder == "washington"} == {"live"}


@pytest.mark.parametrize("share", [0.1, 0.3, Parameters.__dataclass_fields__["label_revenue"].metadata["high"]])
def test_what_a_label_took_of_a_labs_income_comes_back_with_the_ruling_however_much_it_was(share: float) -> None:
    desk = _won(o.DesignateSupplyChainRisk(lab="anthropic"), label_revenue=share)
    income = names.income("anthropic")
    assert desk.state.values[income] == pytest.approx(Desk("core").state.values[income])
