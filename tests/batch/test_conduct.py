"""How seats behaved, counted: yes among answers, words against orders, pledges, secrets, refusals, named weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from tests.batch.studies import SMALL, planned, with_read
from wargame.batch.conduct import (
    COUNTS,
    LADDERS,
    RATES,
    EscalationOf,
    RateName,
    RateOf,
    conduct_of,
    conduct_read,
    rate_in,
)
from wargame.batch.conduct_rates import ConductRate, conduct_rates
from wargame.batch.experiment_file import OutcomeLine
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.batch.runner import run_experiment
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import EventValue, OrderOpened
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, AgreementId, Audience, EventId, Origin, ProposalId, SeatId
from wargame.core.moves import Body, Decision, Intent, Respond, Sealed, Signal, Talk
from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.core.orders.build import BuyCompute
from wargame.core.orders.coerce import Threaten
from wargame.errors import FaultyPack

ROME, PARIS, LAB = SeatId("rome"), SeatId("paris"), SeatId("anthropic")
SEATS = (ROME, PARIS)
COMPUTE = BuyCompute()


def _made(
    seat: SeatId, body: Body, *, player: str = "scripted", origin: Origin = "scripted", turn: int = 1
) -> Decision:
    name = f"{turn}.{body.kind}.{seat}.{origin}"
    return Decision(
        id=name,
        seat=seat,
        turn=turn,
        phase="orders",
        round=0,
        origin=origin,
        player=player,
        body=body,
        rationale="",
    )


def _answers(*answers: Literal["accept", "reject", "counter"]) -> Talk:
    return Talk(
        moves=tuple(
            Respond(proposal=ProposalId(AgreementId("p1")), answer=each, terms=None, text="") for each in answers
        )
    )


def _event(
    kind: EventKind, *about: SeatId, audience: Audience = PUBLIC, value: EventValue | None = None, turn: int = 1
) -> Event:
    name = EventId(f"{turn}.{kind}")
    return Event(name, turn, "orders", kind, kind, (), audience, "", about=about, value=value)


def _opened(seat: SeatId, order: AnyOrder, *, audience: Audience = PUBLIC, turn: int = 1) -> Event:
    return _event("order_opened", seat, audience=audience, value=OrderOpened.of(order), turn=turn)


def _rate(name: RateName, decisions: Sequence[Decision], events: Sequence[Event] = (), *by: SeatId) -> float | None:
    return conduct_read(RateOf(of=name, by=by), conduct_of(SEATS, decisions, events), events, 1)


def test_who_always_agrees_has_the_whole_of_harmony_and_who_never_answers_none_to_tell() -> None:
    made = [_made(ROME, _answers("accept", "accept")), _made(PARIS, _answers("reject", "counter", "accept"))]
    assert _rate("harmony", made, (), ROME) == 1.0
    assert _rate("harmony", made, (), PARIS) == pytest.approx(1 / 3)
    assert _rate("harmony", made) == pytest.approx(3 / 5)
    assert _rate("harmony", [_made(ROME, _answers())]) is None


def test_a_statement_that_the_orders_belie_is_a_gap_whichever_way() -> None:
    threat = Threaten(lab=LAB, instrument="defense_production_act")
    intents = (
        Intent(will=True, verb="threaten", target=LAB),
        Intent(will=False, verb="threaten", target=LAB),
        Intent(will=True, verb="designate_supply_chain_risk", target=LAB),
    )
    made = [_made(ROME, Sealed(signal=Signal(text="", intents=intents), orders=(threat, COMPUTE)))]
    assert _rate("say_do_gap", made) == pytest.approx(2 / 3)
    assert _rate("silent_orders", made) == pytest.approx(1 / 2), "nothing was said of the compute"
    assert _rate("say_do_gap", made, (), PARIS) is None


def test_pledges_count_when_they_are_settled() -> None:
    events = [
        _event("pledge_made", ROME, PARIS),
        _event("pledge_broken", ROME, PARIS),
        _event("pledge_kept", ROME, PARIS),
        _event("pledge_broken_covertly", ROME, PARIS),
        _event("pledge_made", PARIS, ROME),
    ]
    assert _rate("pledges_broken", [], events) == pytest.approx(2 / 3)
    assert _rate("pledges_broken", [], events, PARIS) is None


def test_secrets_that_come_out_are_counted_with_whoever_kept_them() -> None:
    events = [
        _opened(ROME, COMPUTE, audience=(ROME,)),
        _opened(PARIS, COMPUTE, audience=(PARIS,)),
        _opened(PARIS, COMPUTE),
        _event("agreement_signed", ROME, PARIS, audience=SEATS),
        _event("agreement_signed", ROME, PARIS),
        _event("secret_leaked", ROME, value=OrderOpened.of(COMPUTE)),
    ]
    assert _rate("leaks", [], events, ROME) == pytest.approx(1 / 2)
    assert _rate("leaks", [], events, PARIS) == 0.0


def test_refusals_and_fallbacks_are_of_what_models_were_asked_alone() -> None:
    origins: tuple[Origin, ...] = ("chosen", "repaired", "refusal", "fallback")
    made = [_made(ROME, _answers(), player="llm:stub", origin=each) for each in origins]
    made += [_made(PARIS, _answers()), replace(_made(PARIS, _answers(), player="llm:stub"), via="transcribed")]
    assert _rate("refusals", made) == pytest.approx(1 / 4)
    assert _rate("fallbacks", made) == pytest.approx(1 / 2)
    assert _rate("refusals", made, (), PARIS) is None


def test_escalation_is_the_weight_of_this_turns_orders_a_mean_over_seats() -> None:
    threat = Threaten(lab=LAB, instrument="defense_production_act")
    events = [_opened(ROME, threat), _opened(ROME, threat, turn=2), _opened(PARIS, COMPUTE, turn=2)]
    conduct = conduct_of(SEATS, [], events)
    known = EscalationOf(table="rivera-classes")
    assert conduct_read(known, conduct, events, 2) == pytest.approx(4 / 2)
    assert conduct_read(replace(known, by=(ROME,)), conduct, events, 1) == 4.0
    own = EscalationOf(table="mine", weights={"buy_compute": 3.0})
    assert conduct_read(own, conduct, events, 2) == pytest.approx(3 / 2)
    with pytest.raises(KeyError):
        conduct_read(EscalationOf(table="none such"), conduct, events, 1)


def test_every_weight_is_of_an_order_that_there_is_and_every_share_of_counts_that_there_are() -> None:
    assert all(set(weights) <= set(ORDER_TYPES) for weights in LADDERS.values())
    assert all(set(above) | set(below) <= set(COUNTS) for above, below, _ in RATES.values())


OUTCOMES = """
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
  - {name: harmony, reads: {kind: rate, of: harmony}}
  - {name: escalation, reads: {kind: escalation, table: rivera-classes}, at: mean}
"""


def _text(outcomes: str = OUTCOMES) -> str:
    return SMALL[: SMALL.index("outcomes:")] + outcomes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("of: harmony", "of: harmny", "did you mean 'harmony'"),
        ("kind: rate, of: harmony", "kind: rat, of: harmony", "kind is 'rat'; did you mean 'rate'"),
        ("table: rivera-classes", "table: rivera", "table is 'rivera'; it must be rivera-classes, or stand beside"),
        ("table: rivera-classes", "table: mine, weights: {dpa: 1}", "weights has 'dpa'; each must be a kind of order"),
        ("table: rivera-classes", "table: rivera-classes, weights: {distil: 1}", "has weights already"),
        ("of: harmony", "of: harmony, by: [roma]", "by names 'roma'; it must be a seat of the table: rome"),
    ],
)
def test_a_reading_of_conduct_that_cannot_be_is_refused_before_a_game(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(FaultyPack, match=said.replace("(", r"\(")):
        planned(tmp_path, _text().replace(old, new))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, LedgerContents]:
    folder = tmp_path_factory.mktemp("conduct")
    plan = planned(folder, _text())
    run_experiment(plan, folder / "games")
    return plan, contents(folder / "games")


def test_a_reading_of_conduct_is_what_the_counts_of_the_game_say(study: tuple[ExperimentPlan, LedgerContents]) -> None:
    for sealed in study[1].sealed.values():
        part, among = rate_in(sealed.read.conduct, "harmony")
        assert sealed.read.series["harmony"][-1] == (part / among if among else None)
        assert len(sealed.read.draws) % 8 == 0


def test_shares_are_told_of_each_player_with_few_seeds_marked(study: tuple[ExperimentPlan, LedgerContents]) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    made = conduct_rates(*study)
    assert {each.player for each in made} == {"scripted", "random"}
    assert {each.remark for each in made} == {"few seeds: fewer than 10"}
    harmony = next(each for each in made if each.player == "scripted" and each.name == "harmony")
    counted = [
        rate_in({seat: sealed.read.conduct.get(seat, {})}, "harmony")
        for run in study[0].runs
        for sealed in [study[1].sealed[run.id]]
        for seat, spec in study[0].cells[run.cell].setup.seats.items()
        if spec == "scripted"
    ]
    assert (harmony.part, harmony.among) == (sum(part for part, _ in counted), sum(among for _, among in counted))


def test_a_share_over_many_seeds_has_an_interval_and_one_that_never_varied_says_so(
    study: tuple[ExperimentPlan, LedgerContents], tmp_path: Path
) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    plan = planned(tmp_path, _text().replace("count: 3", "count: 20"))
    one = next(iter(study[1].sealed.values()))
    found = LedgerContents()
    for run in plan.runs:
        counts = {"answers": 4, "agreed": run.seed % 3, "pledges_kept": 1}
        counted = with_read(one, conduct=dict.fromkeys(plan.cells[run.cell].setup.seats, counts))
        found.sealed[run.id] = replace(counted, run=run.id, seed=run.seed)
    by_name: dict[str, ConductRate] = {each.name: each for each in conduct_rates(plan, found)}
    harmony, kept = by_name["harmony"], by_name["pledges_broken"]
    assert harmony.low is not None
    assert harmony.high is not None
    assert harmony.low < harmony.share < harmony.high
    assert harmony.seeds == 20
    assert (kept.low, kept.share, kept.remark) == (None, 0.0, "the same in all seeds")


def test_what_is_read_at_the_end_is_the_default() -> None:
    line = OutcomeLine.model_validate({"name": "h", "reads": {"kind": "rate", "of": "harmony"}})
    assert line.reads == RateOf(of="harmony")
    assert line.of((None, 0.5)) == 0.5
