"""Agreements are performed, kept and broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.bargains.deals import GPT, PAY
from tests.rules.desk import Desk, access_clause, sealed, terms_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import (
    ForbearanceClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
)
from wargame.core.ids import ModelId


def test_a_price_is_paid_each_turn_and_the_lab_earns_less_than_the_price() -> None:
    desk = Desk()
    desk.set({"paris.budget": 6})
    agreement = desk.sign(terms_of(replace(GPT, price=2)))
    events = desk.orders()
    done = next(e for e in events if e.kind == "agreement_performed" and set(e.about) == set(agreement.parties))
    moved = {c.variable: c.after - c.before for c in done.changes}
    assert moved[names.budget("paris")] == pytest.approx(-2)
    assert moved[names.budget("openai")] == pytest.approx(2 * 0.7)


def test_a_payment_missed_is_a_breach() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(PaymentClause(giver="paris", taker="berlin", amount=4)))
    desk.set({"paris.budget": 1})
    desk.orders()
    assert any(event.about[0] == "paris" for event in desk.of("payment_missed"))
    assert desk.state.agreements[agreement.id].breaches == 1
    assert desk.state.values[names.budget("paris")] >= 0


def test_a_second_breach_ends_the_agreement() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(PaymentClause(giver="paris", taker="berlin", amount=20), turns=6))
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "in_force"
    desk.next_turn()
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "broken"


def test_a_breach_of_a_guarantee_costs_25_points_of_trust_and_the_agreement() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(GPT, GuaranteeClause(giver="openai", taker="paris")))
    desk.orders(sealed("openai", 1, o.Suspend(customer="paris")))
    points = [
        c.before - c.after
        for event in desk.of("trust_fell")
        if "broke its word" in event.text
        for c in event.changes
        if c.variable == "paris.trust.openai"
    ]
    assert max(points) == pytest.approx(25)
    assert desk.state.agreements[agreement.id].status == "broken"


def test_washingtons_own_guarantee_is_broken_by_its_directive() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(GPT, GuaranteeClause(giver="washington", taker="paris")))
    desk.orders(sealed("washington", 1, o.ExportDirective(action="impose")))
    assert desk.state.agreements[agreement.id].status == "broken"
    assert desk.of("clause_breached")[0].about == ("washington", "paris")


def test_a_labs_guarantee_is_not_broken_by_washingtons_directive() -> None:
    desk = Desk()
    desk.sign(terms_of(GPT, GuaranteeClause(giver="openai", taker="paris")))
    desk.orders(sealed("washington", 1, o.ExportDirective(action="impose")))
    assert not [event for event in desk.of("clause_breached") if event.about[0] == "openai"]


@pytest.mark.parametrize(("audit", "known"), [("intrusive", True), ("none", False)])
def test_a_covert_breach_is_told_to_whoever_audits_and_to_nobody_else(audit: str, known: bool) -> None:
    desk = Desk().set({"delhi.budget": 8})
    clause = access_clause("openai", "delhi", "gpt", "api", audit=audit, price=0)  # type: ignore[arg-type]
    desk.sign(terms_of(clause))
    desk.orders(sealed("delhi", 1, o.Distil(model=ModelId("gpt"))))
    seen = [event for event in desk.of("clause_breached") if "delhi" in event.about]
    covert = [event for event in desk.of("clause_breached_covertly") if "delhi" in event.about]
    assert bool(seen) == known
    assert bool(covert) != known
    for event in (*seen, *covert):
        assert event.audience == (("delhi", "openai") if known else ("delhi",))


def test_kept_clauses_raise_trust_a_little_each_turn() -> None:
    desk = Desk()
    desk.sign(terms_of(PAY))
    before = desk.state.values[names.trust("paris", "berlin")]
    desk.orders()
    assert desk.state.values[names.trust("paris", "berlin")] > before


def test_forbearance_is_broken_by_the_act_forborne() -> None:
    desk = Desk()
    clause = ForbearanceClause(giver="paris", taker="washington", what="not_adopt_chinese", toward=None)
    agreement = desk.sign(terms_of(clause))
    desk.orders(sealed("paris", 1, o.AdoptOpen(model=ModelId("deepseek"))))
    assert desk.state.agreements[agreement.id].breaches == 1


def test_forbearance_is_kept_by_another_model() -> None:
    desk = Desk()
    clause = ForbearanceClause(giver="paris", taker="washington", what="not_adopt_chinese", toward=None)
    agreement = desk.sign(terms_of(clause))
    desk.orders(sealed("paris", 1, o.AdoptOpen(model=ModelId("gpt-oss"))))
    assert desk.state.agreements[agreement.id].breaches == 0


def test_clearances_bind_washington_not_to_coerce_the_lab() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(InducementClause(giver="washington", taker="anthropic", what="clearances")))
    desk.orders(sealed("washington", 1, o.Threaten(lab="anthropic", instrument="supply_chain_risk")))
    assert desk.state.agreements[agreement.id].breaches == 1


def test_what_partners_produce_for_one_another_brings_less_the_more_there_is() -> None:
    def gain(start: float) -> float:
        desk = Desk("core").set({names.narrow("washington", "autonomy"): start})
        desk.sign(terms_of(ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=2)))
        desk.orders()
        return desk.state.values[names.narrow("washington", "autonomy")] - start

    assert 0 < gain(0.8) < 0.5 * gain(0.2)
