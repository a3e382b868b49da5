"""Beliefs about cut-offs are learnt by one rule, from what was done and what could have been done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk, access_clause, sealed, terms_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import GuaranteeClause, ProductionClause
from wargame.core.ids import EventId, ModelId
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model import cut_off
from wargame.rules.turn.adjudication import Adjudicator

IN_US = names.cut_off("paris", "washington")


def _desk(**parameters: float) -> Desk:
    """A core table at which Paris runs on GPT over an API and nothing happens by chance."""
    desk = Desk("core").line("paris", "openai", "gpt")
    setting = replace(desk.book.setting, injects=(), random_injects=False)
    book = Rulebook(setting, desk.book.parameters.with_overrides(parameters), desk.book.seed)
    desk.adjudicator, desk.book = Adjudicator(book, desk.start), book
    desk.set({"washington.points": 20.0})
    return desk


def _after(desk: Desk, *orders: o.AnyOrder, by: str = "washington") -> float:
    desk.orders(sealed(by, desk.state.turn, *orders))
    return desk.state.values[IN_US]


def test_a_power_that_could_cut_off_and_does_not_is_feared_less_each_quarter() -> None:
    assert _after(_desk()) == pytest.approx(0.3 * 0.9)


def test_one_who_was_cut_off_learns_most_a_peer_less_and_from_a_lab_at_home_least() -> None:
    directive = o.ExportDirective(action="impose")
    weights = {"belief_peer": 0.4, "belief_lab": 0.2}
    own = _after(_desk(**weights), directive)
    aside = _desk(**weights).drop_lines(lambda line: line.holder == "paris")
    peer = _after(aside.line("kyiv", "openai", "gpt"), directive)
    lab = _after(_desk(**weights), o.InvokeDpa(lab="anthropic"))
    assert own == pytest.approx(1 - 0.7 * 0.9**4)
    assert own > peer > lab > 0.3


def test_a_threat_teaches_nothing_until_it_is_carried_out_and_calms_when_it_is_not() -> None:
    threat = o.Threaten(lab="openai", instrument="supply_chain_risk")
    threatened, quiet = _desk(), _desk()
    assert _after(threatened, threat) == pytest.approx(_after(quiet))
    for _ in range(2):
        threatened.next_turn()
        quiet.next_turn()
        after, calm = _after(threatened), _after(quiet)
    assert after < calm


def test_the_same_rule_holds_for_a_supplier_without_a_power_behind_it() -> None:
    desk = _desk()
    belief = names.cut_off("paris", "mistral")
    before = desk.state.values[belief]
    desk.orders(sealed("mistral", 1, o.Suspend(customer="paris")))
    assert desk.state.values[belief] == pytest.approx(1 - (1 - before) * 0.9**4)


def test_a_secret_cut_off_teaches_only_those_who_saw_it() -> None:
    desk = _desk().line("kyiv", "openai", "gpt")
    desk.orders(sealed("openai", 1, o.Suspend(customer="kyiv")))
    assert desk.state.values[names.cut_off("kyiv", "openai")] > 0.05
    assert desk.state.values[names.cut_off("paris", "openai")] < 0.05


def test_a_belief_is_shown_with_the_deed_it_rests_on() -> None:
    desk = _desk()
    told = desk.orders(sealed("washington", 1, o.ExportDirective(action="impose")))
    (feared,) = [event for event in told if event.kind == "cut_off_feared" and event.about == ("washington",)]
    by_id = {event.id: event for event in told}
    assert {by_id[EventId(cause)].kind for cause in feared.causes} == {"access_suspended", "export_barred"}


def test_forcing_a_lab_lowers_what_its_peers_models_are_worth_abroad_without_any_increment_on_trust() -> None:
    silent = dict.fromkeys(("trust_coerced_lab", "trust_labs", "kappa_dpa", "trust_peer"), 0.0)
    offer = terms_of(access_clause("openai", "paris", ModelId("gpt"), "api", price=0))
    risks = []
    for orders in ((), (o.InvokeDpa(lab="anthropic"),)):
        desk = _desk(**silent)
        desk.orders(sealed("washington", 1, *orders))
        risks.append(cut_off.risk(desk.book, desk.state, "paris", "openai", offer))
    assert risks[1] > risks[0] + 0.005


def test_a_guarantee_counts_against_whoever_gave_it_also_in_another_paper() -> None:
    desk = _desk()
    plain = cut_off.risk(desk.book, desk.state, "paris", "openai")
    labs = cut_off.risk(
        desk.book, desk.state, "paris", "openai", terms_of(GuaranteeClause(giver="openai", taker="paris"))
    )
    desk.sign(terms_of(GuaranteeClause(giver="washington", taker="paris")))
    powers = cut_off.risk(desk.book, desk.state, "paris", "openai")
    assert plain > labs > plain - 0.02
    assert powers < plain / 2


def test_a_lab_in_which_the_state_holds_a_share_is_feared_like_the_state() -> None:
    desk = _desk()
    free = cut_off.risk(desk.book, desk.state, "paris", "openai")
    assert cut_off.risk(desk.book, desk.set({"openai.stake": 0.5}).state, "paris", "openai") > free


def test_a_power_that_would_lose_pieces_itself_is_feared_less_by_whoever_delivers_them() -> None:
    desk = _desk().line("kyiv", "openai", "gpt")
    before = {holder: cut_off.risk(desk.book, desk.state, holder, "openai") for holder in ("paris", "kyiv")}
    pieces = ProductionClause(giver="paris", taker="washington", piece="precision_parts", volume=2)
    offered = cut_off.risk(desk.book, desk.state, "paris", "openai", terms_of(pieces))
    trusting = desk.state.values[names.trust("paris", "washington")]
    desk.sign(terms_of(pieces))
    desk.set({"paris.trust.washington": trusting})
    after = {holder: cut_off.risk(desk.book, desk.state, holder, "openai") for holder in ("paris", "kyiv")}
    assert offered < before["paris"] - 0.1
    assert after["paris"] == pytest.approx(offered)
    assert after["kyiv"] == before["kyiv"]


def test_what_a_breaker_loses_is_counted_clause_by_clause() -> None:
    desk = _desk()
    pieces = ProductionClause(giver="paris", taker="washington", piece="precision_parts", volume=2)
    sold = access_clause("openai", "paris", ModelId("gpt"), "api", price=3)
    income = desk.state.values[names.income("openai")]
    assert cut_off.at_stake(desk.state, terms_of(pieces), "washington") == pytest.approx(0.3)
    assert cut_off.at_stake(desk.state, terms_of(sold), "openai") == pytest.approx(min(1, 3 / income))
    assert cut_off.at_stake(desk.state, terms_of(sold), "paris") == pytest.approx(0.4)
