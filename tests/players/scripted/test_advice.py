"""Advice names partner, terms, worth and why, and never an id."""

from __future__ import annotations

import re

import pytest

from tests.players.test_players import ask_of
from tests.rules.desk import Desk, access_clause, sealed, terms_of
from wargame.core.clauses import GuaranteeClause, ProductionClause
from wargame.core.ids import ModelId
from wargame.core.moves import Propose
from wargame.core.orders import ArmsOrTariffPressure, ExportDirective
from wargame.players.scripted.advice import doctrine_advice

PACT = terms_of(
    ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=2),
    GuaranteeClause(giver="washington", taker="kyiv"),
)


def test_an_offer_is_named_with_partner_terms_worth_to_both_and_why() -> None:
    desk = Desk("core")
    desk.talk(("washington", Propose(terms=PACT, text="")))
    told = doctrine_advice(ask_of(desk, "kyiv", "talk", 2))
    (line,) = [line for line in told.splitlines() if "the offer of Washington" in line]
    assert re.match(r"- (Accept|Turn down|Counter) the offer of Washington: drones from Kyiv, volume 2", line)
    assert re.search(r"worth [+-]\d+\.\d to you \(orders from a partner [+-]\d", line)
    assert re.search(r"~[+-]\d+\.\d to Washington", line)


def test_own_offers_are_named_with_their_terms() -> None:
    for seat in ("washington", "paris", "openai"):
        told = doctrine_advice(ask_of(Desk("core"), seat, "talk", 1))
        assert re.search(r"- offer .+: .+, for \d+ turns?; worth", told), (seat, told)


@pytest.mark.parametrize("round_", [1, 2])
def test_no_id_of_an_offer_or_a_model_stands_in_it(round_: int) -> None:
    desk = Desk("core")
    clause = access_clause("openai", "paris", ModelId("gpt-oss"), "weights", data="sovereign", price=1)
    desk.talk(("openai", Propose(terms=terms_of(clause), text="")), ("washington", Propose(terms=PACT, text="")))
    for seat in ("paris", "kyiv", "washington", "openai"):
        told = doctrine_advice(ask_of(desk, seat, "talk", round_))
        assert not [offer for offer in desk.state.proposals if re.search(rf"\b{offer}\b", told)]
        assert "propose" not in told
        assert "mistral-large" not in told


def test_it_says_what_wrong_it_goes_by() -> None:
    desk = Desk("core")
    desk.orders(sealed("washington", 1, ArmsOrTariffPressure(target="paris", means="tariffs")))
    told = doctrine_advice(ask_of(desk, "paris", "talk", 1))
    assert "It goes by this: you were pressed by Washington." in told
    assert "you were pressed" not in doctrine_advice(ask_of(Desk("core"), "paris", "talk", 1))


def test_orders_are_named_with_what_they_cost_and_do() -> None:
    told = doctrine_advice(ask_of(Desk("core"), "kyiv"))
    assert "- train operators: costs" in told
    assert "What you could order at all: " in told


def test_a_service_that_a_power_barred_is_not_put_down_to_its_maker() -> None:
    desk = Desk("core").line("kyiv", "openai", "gpt", "api", licence="full")
    desk.orders(sealed("washington", 1, ExportDirective(action="impose")))
    assert any(event.about == ("openai", "kyiv") for event in desk.of("access_suspended"))
    told = doctrine_advice(ask_of(desk, "kyiv", "talk", 1))
    assert "a service of OpenAI that you ran was switched off" in told
    assert "by OpenAI" not in told
