"""Pledges are kept and broken by deeds."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.bargains.deals import GPT
from tests.rules.desk import Desk, sealed, terms_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.ids import ModelId


def test_a_pledge_not_to_act_is_kept_when_its_turn_is_over() -> None:
    desk = Desk()
    name = desk.pledge("paris", "washington", "no_chinese_base", 1)
    before = desk.state.values[names.trust("washington", "paris")]
    desk.orders()
    assert desk.state.pledges[name].status == "kept"
    assert desk.state.values[names.trust("washington", "paris")] > before


def test_a_pledge_not_to_act_is_broken_by_the_act() -> None:
    desk = Desk()
    name = desk.pledge("paris", "washington", "no_chinese_base", 3)
    desk.orders(sealed("paris", 1, o.AdoptOpen(model=ModelId("deepseek"))))
    assert desk.state.pledges[name].status == "broken"


def test_a_pledge_to_act_is_kept_by_the_act_and_broken_by_its_deadline() -> None:
    kept, broken = Desk(), Desk()
    for desk in (kept, broken):
        desk.pledge("washington", "kyiv", "will_expedite_arms", 1)
    kept.orders(sealed("washington", 1, o.ExpediteArms(target="kyiv")))
    broken.orders()
    assert [p.status for p in kept.state.pledges.values()] == ["kept"]
    assert [p.status for p in broken.state.pledges.values()] == ["broken"]
    assert kept.state.values[names.trust("kyiv", "washington")] > broken.state.values[names.trust("kyiv", "washington")]


def test_a_pledge_to_one_seat_is_not_broken_by_an_act_against_another() -> None:
    desk = Desk()
    name = desk.pledge("washington", "kyiv", "no_coercion", 3)
    desk.orders(sealed("washington", 1, o.ArmsOrTariffPressure(target="paris", means="tariffs")))
    assert desk.state.pledges[name].status == "open"


def test_an_agreement_that_simply_runs_out_breaks_no_pledge_not_to_suspend() -> None:
    desk = Desk()
    desk.sign(terms_of(replace(GPT, price=0), turns=1))
    name = desk.pledge("openai", "paris", "no_suspension", 3)
    desk.orders()
    desk.next_turn()
    desk.orders()
    assert desk.state.pledges[name].status == "open"


def test_a_customer_that_switches_away_does_not_break_its_suppliers_pledge() -> None:
    desk = Desk().line("paris", "openai", "gpt", "api")
    name = desk.pledge("openai", "paris", "no_suspension", 3)
    desk.orders(sealed("paris", 1, o.SwitchFamily(supplier="openai")))
    assert desk.state.pledges[name].status == "open"


def test_washingtons_pledge_not_to_bar_access_is_broken_by_its_directive() -> None:
    desk = Desk().line("paris", "openai", "gpt", "api")
    name = desk.pledge("washington", "paris", "no_suspension", 3)
    desk.orders(sealed("washington", 1, o.ExportDirective(action="impose")))
    assert desk.state.pledges[name].status == "broken"
