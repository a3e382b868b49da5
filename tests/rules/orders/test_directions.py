"""Orders with a choice do what the choice says, and price, consent and consequence follow from it."""

from __future__ import annotations

import pytest

from tests.rules.desk import Desk, access_clause, sealed, terms_of
from tests.rules.orders.test_every_order import (
    DEEPSEEK,
    GPT,
    LLAMA,
    MYTHOS,
    gap,
    new_line,
    serve_paris,
)
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import InducementClause
from wargame.core.ids import ModelId
from wargame.rules.injects.firing import happen
from wargame.rules.legality import cost, refusal


@pytest.mark.parametrize(
    ("stance", "policy", "integrity"), [("publish", 0, 2), ("harden", -1, 4), ("soften", 1, -6), ("withdraw", 2, -12)]
)
def test_a_policy_stance_trades_the_line_against_integrity(stance: str, policy: float, integrity: float) -> None:
    given = Desk().give("anthropic", o.SetPolicy(stance=stance))  # type: ignore[arg-type]
    assert given.moved("anthropic.policy") == pytest.approx(policy)
    assert given.moved("anthropic.integrity") == pytest.approx(integrity)


@pytest.mark.parametrize(("how", "dissent"), [("consult", -6.0), ("concede", -20.0), ("ignore", 0.0), ("dismiss", 6.0)])
def test_each_answer_to_a_protest_moves_dissent_its_own_way(how: str, dissent: float) -> None:
    desk = Desk().set({"anthropic.dissent": 40})
    given = desk.give("anthropic", o.HandleProtest(how=how))  # type: ignore[arg-type]
    assert given.moved("anthropic.dissent") == pytest.approx(dissent)


def test_conceding_drops_the_gravest_contract_and_leaves_a_gap() -> None:
    desk = Desk().set({"openai.dissent": 40})
    given = desk.give("openai", o.HandleProtest(how="concede"))
    assert given.after.conditions["gap-washington-openai"].seat == "washington"
    assert not any(
        a.supplier == "openai" and a.holder == "washington" and a.status == "live" for a in given.after.access.values()
    )


def test_there_is_no_protest_to_handle_at_dissent_30() -> None:
    desk = Desk().set({"anthropic.dissent": 30})
    found = refusal(desk.book, desk.state, "anthropic", o.HandleProtest(how="ignore"))
    assert found is not None
    assert "above 30" in found.sentence


def test_lifting_a_directive_gives_back_what_it_suspended() -> None:
    desk = Desk()
    serve_paris(desk)
    desk.give("washington", o.ExportDirective(action="impose"))
    given = desk.give("washington", o.ExportDirective(action="lift"))
    assert given.after.access["paris-gpt"].status == "live"
    assert given.after.values[names.TOP_MODEL_CUT] == 0


def test_a_directive_leaves_on_premises_and_weights_alone() -> None:
    desk = Desk().line("paris", "openai", "gpt", "on_premises").line("tokyo", "tokyo", "gpt-oss", "weights")
    given = desk.give("washington", o.ExportDirective(action="impose"))
    assert given.after.access["paris-gpt"].status == "live"
    assert given.after.access["tokyo-gpt-oss"].status == "live"


def test_lifting_a_directive_does_not_resume_what_a_lab_suspended_itself() -> None:
    desk = Desk()
    serve_paris(desk)
    desk.give("openai", o.Suspend(customer="paris"))
    desk.give("washington", o.ExportDirective(action="impose"))
    given = desk.give("washington", o.ExportDirective(action="lift"))
    assert given.after.access["paris-gpt"].status == "suspended"


def test_a_lab_cannot_resume_what_a_directive_suspended_while_it_lasts() -> None:
    desk = Desk()
    serve_paris(desk)
    desk.give("washington", o.ExportDirective(action="impose"))
    found = refusal(desk.book, desk.state, "openai", o.Resume(customer="paris"))
    assert found is not None


def test_revoking_leaves_downloaded_weights_where_they_are() -> None:
    desk = Desk()
    serve_paris(desk)
    desk.line("paris", "paris", "llama", "weights")
    given = desk.give("openai", o.Revoke(customer="paris"))
    assert given.after.access["paris-llama"].status == "live"


def test_withholding_freezes_customers_at_todays_version() -> None:
    desk = Desk()
    serve_paris(desk)
    given = desk.give("openai", o.WithholdModel(model=GPT))
    assert given.after.access["paris-gpt"].frozen_K == given.before.values[names.vintage(GPT)]


def test_filling_a_gap_brings_full_use_and_anger_at_home() -> None:
    desk = Desk().set({"openai.staff_line": 6})
    gap(desk)
    desk.drop_lines(lambda line: line.holder == "washington" and line.supplier == "openai")
    given = desk.give("openai", o.FillGap(customer="washington"))
    new_line("washington", "gpt", licence="full", supplier="openai")(given)
    assert given.moved("openai.dissent") == pytest.approx(15 * 0.7 * 1 * 1 * 0.75)


def test_a_lab_that_left_cannot_fill_its_own_gap() -> None:
    desk = Desk()
    gap(desk)
    found = refusal(desk.book, desk.state, "anthropic", o.FillGap(customer="washington"))
    assert found is not None
    assert "no other lab" in found.sentence


def test_a_stake_is_cheaper_in_politics_when_the_lab_consents() -> None:
    desk = Desk()
    order = o.TakeEquityStake(lab="openai")
    assert cost(desk.book, desk.state, "washington", order) == (3, 5)
    desk.sign(terms_of(InducementClause(giver="washington", taker="openai", what="clearances")))
    assert cost(desk.book, desk.state, "washington", order) == (0, 5)


def test_chinese_weights_are_free_under_a_subsidised_offer() -> None:
    desk = Desk()
    desk.give("beijing", o.SubsidisedOffer(target="delhi"))
    assert cost(desk.book, desk.state, "delhi", o.AdoptOpen(model=DEEPSEEK)) == (0, 0)
    assert cost(desk.book, desk.state, "delhi", o.AdoptOpen(model=ModelId("gpt-oss"))) == (0, 1)


def test_a_military_licence_makes_an_illicit_copy_lawful() -> None:
    desk = Desk()
    desk.give("delhi", o.IllicitUse(model=LLAMA))
    given = desk.give("meta", o.LicenseMilitary(model=LLAMA, customer="delhi"))
    (line,) = [a for a in given.after.access.values() if a.holder == "delhi" and a.model == "llama"]
    assert line.licence == "restricted"
    assert line.source == "open"


def test_a_subsidised_offer_cannot_be_made_to_washington() -> None:
    desk = Desk()
    found = refusal(desk.book, desk.state, "beijing", o.SubsidisedOffer(target="washington"))
    assert found is not None
    assert "rival" in found.sentence


def test_trusted_access_abroad_needs_washingtons_consent() -> None:
    desk = Desk()
    found = refusal(desk.book, desk.state, "anthropic", o.GrantTrustedAccess(model=MYTHOS, customer="london"))
    assert found is not None
    assert found.kind == "no_consent"
    desk.set({"world.consent_rule": 0})
    assert refusal(desk.book, desk.state, "anthropic", o.GrantTrustedAccess(model=MYTHOS, customer="london")) is None


def test_an_export_package_gives_consent_in_advance() -> None:
    desk = Desk()
    desk.give("washington", o.ExportPackage(target="london"))
    assert refusal(desk.book, desk.state, "anthropic", o.GrantTrustedAccess(model=MYTHOS, customer="london")) is None


def test_a_bundle_needs_an_agreement_with_the_customer() -> None:
    desk = Desk()
    found = refusal(desk.book, desk.state, "palantir", o.BundleIntegration(customer="tokyo"))
    assert found is not None
    assert found.kind == "no_consent"


@pytest.mark.parametrize("kind", list(o.ORDER_TYPES))
def test_every_order_type_says_in_a_line_what_it_does(kind: str) -> None:
    spec = o.ORDER_TYPES[kind].SPEC
    assert spec.meaning.endswith(".")
    assert spec.who
    assert "\n" not in spec.meaning


def test_a_served_customer_is_named_when_the_wrong_one_is_asked_for() -> None:
    desk = Desk()
    serve_paris(desk)
    found = refusal(desk.book, desk.state, "openai", o.Suspend(customer="tokyo"))
    assert found is not None
    assert "paris" in found.sentence


def test_price_clauses_are_legal_terms_for_the_taker() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(access_clause("deepmind", "washington", ModelId("gemini"), "api", price=2)))
    assert agreement.status == "in_force"


@pytest.mark.parametrize("kind", ["release_model", "withhold_model", "open_weights", "close_weights"])
def test_a_government_is_no_lab_and_does_not_publish_its_secret_copy(kind: str) -> None:
    desk = Desk()
    desk.give("delhi", o.Distil(model=GPT))
    order = o.ORDER_TYPES[kind](model="copy-delhi")  # type: ignore[call-arg]
    found = refusal(desk.book, desk.state, "delhi", order)  # type: ignore[arg-type]
    assert found is not None
    assert found.kind == "not_yours"


def test_a_copy_whose_vintage_is_zero_is_still_a_variable() -> None:
    desk = Desk().set({"model.gpt.K": 3.0, "world.F": 40.0, "delhi.budget": 5})
    desk.give("delhi", o.Distil(model=GPT))
    assert "model.copy-delhi.K" in desk.state.values


def test_integrating_depth_after_losing_every_model_in_the_same_turn_is_no_crash() -> None:
    desk = Desk()
    desk.drop_lines(lambda line: line.holder == "kyiv").line("kyiv", "openai", "gpt", "api")
    events = desk.orders(sealed("openai", 1, o.Revoke(customer="kyiv")), sealed("kyiv", 1, o.Integrate(focus="depth")))
    assert desk.state.access["kyiv-gpt"].status == "ended"
    assert any(event.kind == "capability_fielded" for event in events)


def test_a_directive_costs_trust_where_it_cuts_somebody_off_and_nowhere_else() -> None:
    served, idle = Desk("core"), Desk("core")
    serve_paris(served)
    for desk in (served, idle):
        desk.drop_lines(lambda line: line.holder == "kyiv")
    idle.drop_lines(lambda line: line.holder == "paris")
    costly = served.give("washington", o.ExportDirective(action="impose"))
    free = idle.give("washington", o.ExportDirective(action="impose"))
    assert costly.moved("paris.trust.washington") < costly.moved("kyiv.trust.washington") < 0
    assert free.moved("paris.trust.washington") == free.moved("kyiv.trust.washington") == 0


def test_a_directive_says_whose_it_is() -> None:
    ordered = Desk("core").give("washington", o.ExportDirective(action="impose"))
    (event,) = [each for each in ordered.events if each.kind == "export_barred"]
    assert event.text.startswith("Washington barred")
    desk = Desk("core")
    ruling = desk.ruling()
    happen(ruling, "export_directive", "washington", ("0.1",), "")
    (event,) = ruling.happened("export_barred")
    assert event.text.startswith("Departments of Washington barred")


def test_a_label_is_ruled_where_an_institution_runs_the_labs_model() -> None:
    """An institution takes no bundle, so nothing of it is there to be swapped: it goes on running the model."""
    desk = Desk().set({"washington.points": 10}).line("eu", "openai", "gpt")
    assert names.bundled("eu", "palantir") not in desk.state.values
    desk.give("washington", o.DesignateSupplyChainRisk(lab="openai"))
    assert desk.state.access["eu-gpt"].status == "live"
