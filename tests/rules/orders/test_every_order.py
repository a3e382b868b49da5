"""Every order type does what it says, in the direction it says, and is refused to a seat that may not give it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from tests.rules.desk import Desk, Given, terms_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import InducementClause
from wargame.core.conditions import Condition
from wargame.core.ids import ModelId
from wargame.rules.base.ruling import START
from wargame.rules.legality import cost, refusal
from wargame.rules.model.frontier import catch_up_lag
from wargame.rules.orders.build import frontier_run_cost

Setup = Callable[[Desk], object]
Claim = Callable[[Given], None]

DEEPSEEK = ModelId("deepseek")
GPT = ModelId("gpt")
LLAMA = ModelId("llama")
MUSE = ModelId("muse")
MYTHOS = ModelId("mythos")


def nothing(desk: Desk) -> None:
    """The opening as it stands."""


@dataclass(frozen=True)
class Case:
    """An order by the right seat, what must be so for it, and what it does; and who may not give it."""

    by: str
    order: o.AnyOrder
    moves: Mapping[str, float]
    """Variables and the direction (or the exact delta where the rule names one) of their move."""
    wrong: str
    accepted: str
    """A word of the refusal's sentence that says what would be accepted."""
    setup: Setup = nothing
    also: Claim = lambda given: None
    exact: bool = True


def line_is(name: str, status: str) -> Claim:
    def claim(given: Given) -> None:
        assert given.after.access[name].status == status

    return claim


def condition_is(name: str, kind: str) -> Claim:
    def claim(given: Given) -> None:
        assert name not in given.before.conditions
        assert given.after.conditions[name].kind == kind

    return claim


def new_line(holder: str, model: str, **wanted: object) -> Claim:
    def claim(given: Given) -> None:
        fresh = [a for key, a in given.after.access.items() if given.before.access.get(key) != a]
        lines = [a for a in fresh if a.holder == holder and a.model == model and a.status == "live"]
        assert len(lines) == 1, fresh
        for name, value in wanted.items():
            assert getattr(lines[0], name) == value, (name, lines[0])

    return claim


def model_is(model: str, **wanted: object) -> Claim:
    def claim(given: Given) -> None:
        for name, value in wanted.items():
            assert getattr(given.after.models[ModelId(model)], name) == value

    return claim


def serve_paris(desk: Desk) -> None:
    desk.line("paris", "openai", "gpt", "api")


def suspended(desk: Desk) -> None:
    serve_paris(desk)
    desk.give("openai", o.Suspend(customer="paris"))
    desk.set({"openai.points": 5})


def proof(desk: Desk) -> None:
    desk.put(Condition("proven-beijing-openai", "proven", "beijing", "openai", "", 1.0, 5, START, "public"))


def gap(desk: Desk) -> None:
    desk.put(Condition("gap-washington-anthropic", "gap", "washington", "anthropic", "", 1.0, 4, START, "public"))


def bound(desk: Desk) -> None:
    desk.sign(terms_of(clearances_for("palantir", "kyiv")))


def clearances_for(giver: str, taker: str) -> InducementClause:
    return InducementClause(giver=taker, taker=giver, what="clearances")


def tariffed(given: Given) -> None:
    assert given.moved("kyiv.trust.washington") == pytest.approx(-6)
    peers = given.moved("paris.trust.washington")
    assert peers == pytest.approx(-2.4)


def revoked(given: Given) -> None:
    assert given.after.access["paris-gpt"].status == "ended"
    assert given.moved("paris.trust.openai") == pytest.approx(-15)
    assert given.moved("berlin.trust.openai") == pytest.approx(-6)


def sovereign_built(given: Given) -> None:
    share = 8.0 / frontier_run_cost(Desk().book.parameters, 3.0)
    expected = given.after.values[names.FRONTIER] - catch_up_lag(Desk().book.parameters, share)
    assert given.after.values[names.vintage(ModelId("sov-tokyo"))] == pytest.approx(expected, abs=1e-4)
    new_line("tokyo", "sov-tokyo", channel="weights", licence="full", supplier="tokyo")(given)


def copied(given: Given) -> None:
    model = given.after.models[ModelId("copy-delhi")]
    assert model.owner == "delhi"
    teacher = given.after.values[names.vintage(GPT)]
    assert given.after.values[names.vintage(ModelId("copy-delhi"))] <= teacher - 3
    new_line("delhi", "copy-delhi", source="distilled", penalty=0.85, audience=("delhi",))(given)


def theft_recorded(given: Given) -> None:
    event = next(e for e in given.events if e.kind == "theft_tried")
    assert event.audience == ("beijing",)
    assert event.draws[0].against <= 0.10
    taken = event.draws[0].value < event.draws[0].against
    assert taken == bool(event.changes)


def compelled(given: Given) -> None:
    assert given.after.values[names.compelled("anthropic")] == 1
    new_line("washington", "mythos", licence="full", supplier="anthropic")(given)
    assert given.moved("world.kappa_us") == pytest.approx(0.3)
    assert given.moved("anthropic.trust.washington") == pytest.approx(-25)
    assert given.moved("paris.trust.washington") == pytest.approx(-5)


def labelled(given: Given) -> None:
    assert given.after.values[names.risk_label("anthropic")] == 1
    own = [a for a in given.before.access.values() if a.holder == "washington" and a.supplier == "anthropic"]
    assert own
    assert all(given.after.access[a.id].status == "suspended" for a in own)


def barred(given: Given) -> None:
    assert given.after.access["paris-gpt"].status == "suspended"
    assert given.after.values[names.TOP_MODEL_CUT] == 1
    assert given.moved("paris.trust.washington") == pytest.approx(-6)


def estimate_narrowed(given: Given) -> None:
    condition = given.after.conditions["intelligence-paris-washington-budget"]
    assert condition.audience == ("paris",)
    assert condition.amount == 0.25


def chinese_adopted(given: Given) -> None:
    new_line("paris", "deepseek", channel="weights", frozen_K=given.before.values[names.vintage(DEEPSEEK)])(given)
    assert given.moved("washington.trust.paris") == pytest.approx(-4)


def policy_hardened(given: Given) -> None:
    assert given.after.values[names.policy("anthropic")] == given.before.values[names.policy("anthropic")] - 1


def case_open(given: Given) -> None:
    (case,) = given.after.cases.values()
    assert (case.plaintiff, case.act, case.stage, case.closed) == ("anthropic", "invoke_dpa", 1, False)


def withdrawn(given: Given) -> None:
    assert given.after.access["paris-gpt"].status == "ended"
    assert given.after.conditions["gap-paris-openai"].kind == "gap"


def argued(given: Given) -> None:
    (case,) = given.after.arguments.values()
    assert case.by == "paris"
    assert case.argument.effect == "raise_domestic_support"


def on_premises(given: Given) -> None:
    line = given.after.access["paris-gpt"]
    assert (line.channel, line.data) == ("on_premises", "sovereign")


def switched(given: Given) -> None:
    assert given.after.access["paris-gpt"].status == "ended"
    assert given.moved("openai.trust.paris") == pytest.approx(-3)
    assert given.after.values[names.integration("paris", "gpt")] == 0


def pooled(given: Given) -> None:
    for member in ("paris", "berlin"):
        assert given.moved(f"{member}.A") == pytest.approx(1)
        assert given.moved(f"{member}.trust.eu") == pytest.approx(2)
    assert given.moved("london.A") == 0


CASES: list[Case] = [
    Case("openai", o.Suspend(customer="paris"), {"openai.points": -1, "paris.trust.openai": -8}, "kyiv",
         "those who have: nobody", serve_paris, line_is("paris-gpt", "suspended")),
    Case("openai", o.Resume(customer="paris"), {"openai.points": 0}, "kyiv", "those who have: nobody", suspended,
         line_is("paris-gpt", "live")),
    Case("openai", o.Revoke(customer="paris"), {"openai.points": -2}, "kyiv", "those who have: nobody", serve_paris,
         revoked),
    Case("anthropic", o.ReleaseModel(model=MYTHOS), {}, "openai", "yours are gpt", nothing,
         model_is("mythos", released=True)),
    Case("openai", o.WithholdModel(model=GPT), {}, "anthropic", "yours are mythos, claude", serve_paris,
         model_is("gpt", released=False)),
    Case("meta", o.OpenWeights(model=MUSE), {"meta.points": -1, "meta.reputation": 2}, "openai", "yours are gpt",
         nothing, model_is("muse", weights="open", licence="civil")),
    Case("meta", o.CloseWeights(model=LLAMA), {"meta.points": -1, "meta.reputation": -2}, "openai", "yours are gpt",
         nothing, model_is("llama", weights="closed")),
    Case("openai", o.DeployOnPremises(customer="paris"), {"openai.budget": -2}, "palantir", "lab or champion",
         serve_paris, on_premises),
    Case("anthropic", o.GrantTrustedAccess(model=MYTHOS, customer="washington"), {"washington.trust.anthropic": 3},
         "openai", "yours are gpt", nothing,
         new_line("washington", "mythos", channel="enclave", areas=("cyber", "intelligence"), source="granted")),
    Case("meta", o.LicenseMilitary(model=LLAMA, customer="kyiv"), {"meta.points": -1, "kyiv.trust.meta": 3},
         "openai", "yours are gpt", nothing, condition_is("licence-llama-kyiv", "licence")),
    Case("paris", o.AdoptOpen(model=DEEPSEEK), {"paris.budget": -1}, "openai", "only a government", nothing,
         chinese_adopted),
    Case("tokyo", o.BuildSovereign(effort=2), {"tokyo.budget": -8, "tokyo.sovereign": 8}, "eu", "only a government",
         lambda desk: desk.set({"tokyo.budget": 9}), sovereign_built),
    Case("openai", o.BuyCompute(), {"openai.budget": -3, "openai.compute": 0.05}, "palantir",
         "government or lab or champion"),
    Case("kyiv", o.FieldNarrow(area="cyber"), {"kyiv.budget": -2, "kyiv.N.cyber": 1}, "palantir", "only a government",
         exact=False),
    Case("kyiv", o.FineTuneEdge(area="autonomy"), {"kyiv.budget": -1, "kyiv.tuned.autonomy-gemini": 1}, "palantir",
         "only a government"),
    Case("berlin", o.Integrate(focus="adoption"), {"berlin.budget": -2, "berlin.A": 4 * 0.55}, "meta",
         "only a government", lambda desk: desk.set({"berlin.A": 45})),
    Case("kyiv", o.TrainOperators(), {"kyiv.budget": -1, "kyiv.operators": 180 * 0.12 * 0.9, "kyiv.A": 0.1},
         "helsing", "only a government"),
    Case("palantir", o.BundleIntegration(customer="kyiv"), {"palantir.budget": -3, "kyiv.bundle.palantir": 0.2,
         "kyiv.home.integration": -0.1, "kyiv.I.gemini": 0.2}, "kyiv", "only a contractor", bound),
    Case("kyiv", o.DeployAutomation(degree=3, oversight=0), {"kyiv.automation": 1, "kyiv.oversight": -1}, "palantir",
         "only a government", exact=False),
    Case("kyiv", o.SetOversight(oversight=2), {"kyiv.points": -1, "kyiv.oversight": 0.5, "kyiv.Leg": 2}, "palantir",
         "only a government", lambda desk: desk.set({"kyiv.oversight": 0.5})),
    Case("washington", o.Threaten(lab="openai", instrument="defense_production_act"),
         {"washington.points": -1, "world.kappa_us": 0.1, "openai.dissent": 3.5, "openai.trust.washington": -8},
         "paris", "only Washington can"),
    Case("washington", o.InvokeDpa(lab="anthropic"), {"washington.points": -3, "anthropic.dissent": 36}, "beijing",
         "only Washington can", nothing, compelled),
    Case("washington", o.DesignateSupplyChainRisk(lab="anthropic"), {"washington.points": -2,
         "anthropic.income": -0.3 * 12, "world.kappa_us": 0.25}, "london", "only Washington can", nothing, labelled),
    Case("washington", o.TakeEquityStake(lab="openai"), {"washington.points": -3, "washington.budget": -5,
         "openai.stake": 0.1, "openai.integrity": -10, "openai.budget": 5, "world.kappa_us": 0.2}, "eu",
         "only Washington can"),
    Case("washington", o.ExportDirective(action="impose"), {"washington.points": -2, "world.kappa_us": 0.1}, "kyiv",
         "only Washington can", serve_paris, barred),
    Case("washington", o.ChipControl(action="tighten"), {"washington.points": -2, "world.chip_control_cn": 0.25},
         "tokyo", "only Washington can"),
    Case("washington", o.ArmsOrTariffPressure(target="kyiv", means="arms"), {"washington.points": -1,
         "kyiv.arms": -10, "world.kappa_us": 0.1}, "beijing", "only Washington can", nothing, tariffed),
    Case("beijing", o.SupplyPressure(target="kyiv", piece="drones"), {"beijing.points": -2, "kyiv.interceptors": -200,
         "world.kappa_cn": 0.1, "kyiv.trust.beijing": -6}, "washington", "only Beijing can", nothing,
         condition_is("squeeze-kyiv", "supply_pressure")),
    Case("washington", o.PunishDistillation(target="beijing"), {"washington.points": -1, "beijing.sanctions": 1,
         "beijing.income": -0.05 * 18}, "palantir", "only a government or lab", proof,
         condition_is("punished-beijing-washington", "punished")),
    Case("washington", o.RespectDataSovereignty(), {"washington.points": -1, "world.data_pressure": -2,
         "paris.trust.washington": 2}, "paris", "only Washington can"),
    Case("washington", o.OpposeDataRules(), {"washington.points": -1, "world.data_pressure": 1,
         "paris.trust.washington": -2}, "paris", "only Washington can",
         lambda desk: desk.set({"world.data_pressure": 0})),
    Case("washington", o.ExpediteArms(target="kyiv"), {"washington.budget": -3, "kyiv.arms": 15,
         "kyiv.interceptors": 150, "kyiv.trust.washington": 4}, "london", "only Washington can"),
    Case("washington", o.ExportPackage(target="delhi"), {"washington.budget": -4, "delhi.budget": 3,
         "delhi.trust.washington": 3}, "beijing", "only Washington can", nothing,
         condition_is("package-delhi", "export_package")),
    Case("beijing", o.SubsidisedOffer(target="delhi"), {"beijing.budget": -3, "delhi.trust.beijing": 3}, "washington",
         "only Beijing can", nothing, condition_is("offer-delhi", "subsidised_offer")),
    Case("eu", o.EndorseNorms(), {"eu.points": -1, "eu.norms": 0.25}, "meta", "government or institution",
         lambda desk: desk.set({"eu.norms": 0.5})),
    Case("eu", o.PooledProcurement(), {"eu.budget": -5}, "paris", "only an institution", nothing, pooled),
    Case("paris", o.Reshore(), {"paris.budget": -5, "paris.home.chips": 0.1, "paris.home.cloud": 0.05}, "eu",
         "only a government"),
    Case("london", o.ShareThreatData(target="kyiv"), {"kyiv.threat_data": 0.5, "kyiv.trust.london": 2}, "meta",
         "only a government"),
    Case("anthropic", o.SetPolicy(stance="harden"), {"anthropic.points": -1, "anthropic.integrity": 4,
         "anthropic.reputation": 1}, "paris", "only a lab or champion", nothing, policy_hardened),
    Case("anthropic", o.HandleProtest(how="consult"), {"anthropic.dissent": -6}, "paris", "only a lab or champion",
         lambda desk: desk.set({"anthropic.dissent": 40}), condition_is("consulted-anthropic", "consulted")),
    Case("openai", o.Monitor(), {"openai.budget": -1, "openai.monitor": 0.2}, "palantir", "only a lab or champion"),
    Case("anthropic", o.Litigate(), {"anthropic.budget": -1}, "paris", "only a lab or champion",
         lambda desk: desk.set({"anthropic.compelled": 1}), case_open),
    Case("openai", o.WithdrawFromContract(customer="paris"), {"openai.dissent": -20, "openai.integrity": 3,
         "openai.reputation": 2}, "palantir", "only a lab or champion",
         lambda desk: desk.line("paris", "openai", "gpt", "api").set({"openai.dissent": 40}), withdrawn),
    Case("openai", o.FillGap(customer="washington"), {"openai.budget": 3, "washington.trust.openai": 4}, "helsing",
         "only a lab or champion", gap),
    Case("delhi", o.IllicitUse(model=LLAMA), {"delhi.budget": 0}, "openai", "only a government", nothing,
         new_line("delhi", "llama", source="illicit", audience=("delhi",))),
    Case("delhi", o.Distil(model=GPT), {"delhi.budget": -3}, "palantir", "government or lab or champion", nothing,
         copied),
    Case("beijing", o.StealWeights(model=MYTHOS), {"beijing.points": -1, "beijing.budget": -2}, "paris",
         "only Beijing can", nothing, theft_recorded),
    Case("paris", o.RegionalPitch(customer="berlin"), {"paris.budget": -1, "berlin.trust.paris": 2 + 3 * 0.3,
         "berlin.trust.mistral": 2 + 3 * 0.3}, "tokyo", "a champion or the government that anchors one"),
    Case("paris", o.SwitchFamily(supplier="openai"), {"paris.points": -1}, "meta", "only a government", serve_paris,
         switched),
    Case("paris", o.RequestIntelligence(target="washington", about="budget"), {"paris.points": -1}, "washington",
         "cannot aim this at itself", nothing, estimate_narrowed),
    Case("paris", o.Argument(reasons=(), action="We open the files.", effect="raise_domestic_support", target="paris"),
         {"paris.points": -1}, "nobody", "", nothing, argued),
]  # fmt: skip


def _name(case: Case) -> str:
    return case.order.kind


def test_the_cases_cover_all_order_types() -> None:
    assert sorted(case.order.kind for case in CASES) == sorted(o.ORDER_TYPES)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_an_order_by_the_right_seat_does_what_it_says(case: Case) -> None:
    desk = Desk()
    case.setup(desk)
    assert refusal(desk.book, desk.state, case.by, case.order) is None
    given = desk.give(case.by, case.order)
    for variable, delta in case.moves.items():
        if case.exact:
            assert given.moved(variable) == pytest.approx(delta, abs=1e-5), variable
        elif delta > 0:
            assert given.moved(variable) > 0 or variable.endswith((".points", ".budget")), variable
        else:
            assert given.moved(variable) < 0, variable
    case.also(given)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_an_order_costs_what_its_price_says(case: Case) -> None:
    desk = Desk()
    case.setup(desk)
    points, budget = cost(desk.book, desk.state, case.by, case.order)
    before = desk.state
    opened = desk.give(case.by, case.order).opened
    paid = {change.variable: change.before - change.after for change in opened.changes}
    expected = {f"{case.by}.points": float(points), f"{case.by}.budget": float(budget)}
    assert paid == {name: amount for name, amount in expected.items() if amount}
    assert before.values[names.points(case.by)] >= points


@pytest.mark.parametrize("case", [case for case in CASES if case.order.kind != "argument"], ids=_name)
def test_an_order_by_the_wrong_seat_is_refused_and_told_what_is_accepted(case: Case) -> None:
    desk = Desk()
    case.setup(desk)
    found = refusal(desk.book, desk.state, case.wrong, case.order)
    assert found is not None
    assert case.accepted in found.sentence, found.sentence
    assert found.kind in ("not_yours", "wrong_target")


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_an_order_reaches_exactly_the_audience_of_its_kind(case: Case) -> None:
    desk = Desk()
    case.setup(desk)
    opened = desk.give(case.by, case.order).opened
    seen = case.order.SPEC.visibility
    if seen == "public":
        assert opened.audience == "public"
    elif seen == "secret":
        assert opened.audience == (case.by,)
    else:
        named = getattr(case.order, "customer", getattr(case.order, "target", None))
        assert opened.audience == tuple(sorted({case.by, str(named)}))


@pytest.mark.parametrize("case", [case for case in CASES if case.order.SPEC.points + case.order.SPEC.budget], ids=_name)
def test_an_order_that_cannot_be_paid_is_refused_with_what_one_has(case: Case) -> None:
    desk = Desk()
    case.setup(desk)
    desk.set({f"{case.by}.points": 0, f"{case.by}.budget": 0})
    if case.by == "delhi" and case.order.kind == "adopt_open":
        return
    found = refusal(desk.book, desk.state, case.by, case.order)
    assert found is not None
    assert found.kind == "cannot_afford"
    assert "you have 0" in found.sentence


def test_an_argument_with_a_fourth_reason_is_refused() -> None:
    desk = Desk()
    reason = o.Reason(text="So.", cites=None)
    order = o.Argument(reasons=(reason,) * 4, action="We argue.", effect="raise_trust", target="kyiv")
    found = refusal(desk.book, desk.state, "paris", order)
    assert found is not None
    assert "at most three" in found.sentence


@pytest.mark.parametrize("effect", ["raise_trust", "lower_trust", "lower_domestic_support", "lower_reputation"])
def test_an_argument_on_oneself_moves_only_what_one_may_move_of_oneself(effect: o.EffectKind) -> None:
    desk = Desk()
    order = o.Argument(reasons=(), action="We argue.", effect=effect, target="paris")
    found = refusal(desk.book, desk.state, "paris", order)
    assert found is not None
    assert "raise domestic support" in found.sentence
