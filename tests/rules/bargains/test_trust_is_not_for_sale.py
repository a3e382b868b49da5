"""Kept words earn trust between two, by time; paper, warnings told twice and promises nobody asked for earn none."""

from __future__ import annotations

import pytest

from tests.rules.bargains.deals import GPT, PAY
from tests.rules.desk import Desk, access_clause, sealed, terms_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import (
    Clause,
    DataClause,
    ForbearanceClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
)
from wargame.core.ids import ModelId
from wargame.rules.model.deal_value import appraise
from wargame.rules.orders.build import data_at_hand

IN_US = names.trust("paris", "washington")


def _gain(desk: Desk) -> float:
    before = desk.state.values[IN_US]
    desk.orders()
    return desk.state.values[IN_US] - before


def _promise(giver: str = "paris", taker: str = "washington") -> ForbearanceClause:
    return ForbearanceClause(giver=giver, taker=taker, what="not_adopt_chinese", toward=None)


def test_empty_paper_earns_nothing_at_signature_or_by_being_kept() -> None:
    desk = Desk()
    before = desk.state.values[IN_US]
    for _ in range(3):
        desk.sign(terms_of(_promise()))
    assert desk.state.values[IN_US] == before
    assert _gain(desk) == pytest.approx(_gain(Desk()), abs=0.01)


def _pays(giver: str, taker: str) -> Clause:
    return PaymentClause(giver=giver, taker=taker, amount=1)


def test_many_papers_between_two_earn_no_more_than_one() -> None:
    one, many = Desk(), Desk()
    one.sign(terms_of(_pays("washington", "paris")))
    many.sign(terms_of(_pays("washington", "paris")))
    many.sign(terms_of(_pays("paris", "washington")))
    assert many.state.values[IN_US] == one.state.values[IN_US]
    assert _gain(many) == pytest.approx(_gain(one))
    assert _gain(one) > _gain(Desk())


def test_a_guarantee_earns_trust_only_from_whom_it_could_hurt() -> None:
    nothing_at_stake, at_stake = Desk(), Desk().line("paris", "openai", "gpt")
    for desk in (nothing_at_stake, at_stake):
        desk.drop_lines(lambda line: line.holder == "paris" and line.id != "paris-gpt")
        desk.sign(terms_of(GuaranteeClause(giver="washington", taker="paris")))
    assert nothing_at_stake.state.values[IN_US] < at_stake.state.values[IN_US]


def test_warnings_told_again_please_nobody() -> None:
    desk = Desk()
    first = desk.give("washington", o.ShareThreatData(target="paris")).moved("paris.trust.washington")
    again = desk.give("washington", o.ShareThreatData(target="paris")).moved("paris.trust.washington")
    assert (first, again) == (2, 0)


def test_the_home_of_what_is_shared_fades() -> None:
    desk = Desk()
    desk.give("washington", o.ShareThreatData(target="paris"))
    desk.orders()
    assert desk.state.values[names.threat_data("paris")] == pytest.approx(0.25)


def test_data_shared_count_while_an_agreement_runs_and_once() -> None:
    desk = Desk()
    before = data_at_hand(desk.state, "paris")
    for control in ("kept", "ceded", "ceded"):
        desk.sign(terms_of(DataClause(giver="kyiv", taker="paris", control=control), turns=1))
    assert data_at_hand(desk.state, "paris") == pytest.approx(before + 0.5)
    desk.orders()
    assert data_at_hand(desk.state, "paris") == before


def test_clearances_bring_a_labs_engineers_into_the_building() -> None:
    desk = Desk()
    desk.sign(terms_of(InducementClause(giver="washington", taker="openai", what="clearances"), turns=2))
    sent = [c for c in desk.state.conditions.values() if c.kind == "support"]
    assert any((c.seat, c.by) == ("washington", "openai") for c in sent)


def test_who_promises_to_use_no_other_countrys_models_breaks_it_by_any_other() -> None:
    only = ForbearanceClause(giver="paris", taker="washington", what="only_yours", toward=None)
    german, american, own = Desk(), Desk(), Desk()
    for desk in (german, american, own):
        desk.sign(terms_of(only))
    german.sign(terms_of(access_clause("cohere", "paris", ModelId("command"), "api", price=0)))
    american.sign(terms_of(GPT))
    own.sign(terms_of(access_clause("mistral", "paris", ModelId("mistral-large"), "api", price=0)))
    for desk, broken in ((german, 1), (american, 0), (own, 0)):
        agreement = next(a for a in desk.state.agreements.values() if only in a.terms.clauses)
        desk.orders()
        assert desk.state.agreements[agreement.id].breaches == broken


def test_an_ally_pays_at_home_and_with_its_patron_for_a_chinese_model() -> None:
    desk = Desk()
    given = desk.give("paris", o.AdoptOpen(model=ModelId("deepseek")))
    assert given.moved("washington.trust.paris") == -4
    assert given.moved("paris.DS") == -2


def test_a_paper_that_was_broken_earns_nothing_between_its_parties() -> None:
    desk = Desk()
    desk.sign(terms_of(PAY))
    desk.sign(terms_of(ForbearanceClause(giver="paris", taker="berlin", what="not_adopt_chinese", toward=None)))
    desk.orders(sealed("paris", 1, o.AdoptOpen(model="deepseek")))  # type: ignore[arg-type]
    assert not [e for e in desk.of("clauses_kept") if set(e.about) == {"paris", "berlin"}]


def test_who_promises_to_use_no_other_countrys_models_shuts_them_down_and_keeps_what_it_contracted() -> None:
    desk = Desk().line("paris", "paris", "qwen", "weights").line("paris", "openai", "gpt")
    desk.sign(terms_of(access_clause("deepseek", "paris", ModelId("deepseek"), "weights", price=0)))
    desk.sign(terms_of(ForbearanceClause(giver="paris", taker="washington", what="only_yours", toward=None)))
    left = {line.model for line in desk.state.access.values() if line.holder == "paris" and line.status == "live"}
    assert "qwen" not in left
    assert {"gpt", "deepseek", "mistral-large"} <= left


def test_a_promise_to_use_no_others_costs_what_the_others_bring() -> None:
    only = terms_of(ForbearanceClause(giver="paris", taker="washington", what="only_yours", toward=None))
    with_it = Desk().line("paris", "paris", "qwen", "weights", licence="full")
    without = Desk().drop_lines(lambda line: line.holder == "paris").line("paris", "openai", "gpt")
    lost = [
        dict(appraise(desk.book, desk.state, "paris", only).lines)["what others offer"] for desk in (with_it, without)
    ]
    assert lost[0] < 0
    assert lost[0] < lost[1] <= 0
