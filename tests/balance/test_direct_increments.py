"""Direct increments are found in the rules: what an order adds as it stands, and what a claim leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from wargame.balance.claims import Claim, EditLine, LeverLines, MeasureLine
from wargame.balance.direct_increments import check_increments, increments_of, missing_increments
from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, GuaranteeClause, ProductionClause
from wargame.core.ids import AREAS, ModelId, Variable
from wargame.core.orders import TakeEquityStake, Threaten
from wargame.errors import SpecError
from wargame.paired.readings import ValueOf, WorthOf
from wargame.players.levers import Bar, Force, Offer

WORTH = WorthOf(
    seat="rome",
    terms=Terms(
        parties=("anthropic", "rome"),
        clauses=(
            AccessClause(
                giver="anthropic",
                taker="rome",
                model=ModelId("claude"),
                channel="api",
                licence="full",
                areas=AREAS,
                data="resident",
                audit="none",
                support=0,
                price=1,
                notice=1,
            ),
        ),
        secret=False,
        turns=3,
    ),
)

Found = set[tuple[str, tuple[str | None, ...], tuple[tuple[str, ...], ...]]]


def found(kind: str, by: str | None = "washington", **order: Any) -> Found:
    """Families with whose number it is, and the products that are added."""
    return {
        (each.family, each.place, tuple(sorted(tuple(sorted(product)) for product in each.amount)))
        for each in increments_of(kind, by, order)
    }


def claim(measured: str, lever: LeverLines, *increments: str) -> Claim:
    """A claim that measures one variable."""
    return Claim(
        id="Mine",
        says="What a lever does is more than what it puts in.",
        because="Somebody says so.",
        scenario="first-download",
        lever=lever,
        measures=(MeasureLine(name="the measure", reads=ValueOf(of=(Variable(measured),)), sign="-"),),
        increments=increments,
    )


def threat() -> LeverLines:
    order = Threaten(lab="anthropic", instrument="supply_chain_risk")
    return LeverLines(forces=(Force(seat="washington", orders=(order,)),))


def missing(made: Claim) -> list[str]:
    return [str(each) for each in missing_increments(made)]


def test_what_an_order_adds_by_itself_is_found_through_the_procedures_that_it_calls() -> None:
    assert found("threaten", lab="anthropic") == {
        ("dissent", ("anthropic",), (("dissent_threat",),)),
        ("coercion", (None,), (("kappa_threaten",),)),
        ("trust", ("anthropic", "washington"), (("trust_threat",),)),
        ("trust", (None, "washington"), (("trust_labs", "trust_threat"),)),
    }


def test_what_goes_by_the_state_of_the_game_is_no_increment() -> None:
    families = {family for family, _, _ in found("invoke_dpa", lab="anthropic")}
    assert families == {"coercion", "trust"}, "staff react to the step beyond the line of their lab"
    assert found("open_weights", model="muse") == set()


def test_a_claim_that_leaves_one_out_is_refused_with_its_name() -> None:
    made = claim("rome.trust.washington", threat())
    assert missing(made) == ["threaten moves rome.trust.washington by trust_threat"]
    with pytest.raises(SpecError, match=r"increments: threaten moves rome\.trust\.washington by trust_threat"):
        check_increments(made)


@pytest.mark.parametrize("listed", ["trust_threat", "trust_labs"])
def test_one_factor_at_zero_takes_a_product_away(listed: str) -> None:
    made = claim("rome.trust.washington", threat(), listed)
    assert missing(made) == []
    check_increments(made)


@pytest.mark.parametrize(
    ("measured", "wanted"),
    [
        ("anthropic.dissent", ["threaten moves anthropic.dissent by dissent_threat"]),
        ("meta.dissent", []),
        ("anthropic.trust.washington", ["threaten moves anthropic.trust.washington by trust_threat"]),
        ("rome.trust.beijing", []),
        ("{ally}.trust.washington", ["threaten moves rome.trust.washington by trust_threat"]),
        ("world.cohesion", ["threaten moves rome.trust.washington by trust_threat"]),
        ("world.kappa_us", ["threaten moves world.kappa_us by kappa_threaten"]),
        ("world.us_share", ["threaten moves rome.trust.washington by trust_threat"]),
        ("world.joint_C", []),
        ("anthropic.score", ["threaten moves anthropic.dissent by dissent_threat"]),
        ("rome.leverage.max", []),
    ],
)
def test_only_what_is_measured_counts(measured: str, wanted: list[str]) -> None:
    assert missing(claim(measured, threat())) == wanted


def test_orders_that_a_lever_bars_count_as_those_that_it_forces() -> None:
    lever = LeverLines(bars=(Bar(seat="all", orders=("take_equity_stake",)),))
    assert missing(claim("rome.trust.washington", lever)) == [
        "take_equity_stake moves rome.trust.washington by trust_stake"
    ]
    stake = LeverLines(forces=(Force(seat="beijing", orders=(TakeEquityStake(lab="qwen"),)),))
    assert missing(claim("rome.trust.washington", stake)) == [], "another seat's trust is moved"


def promise(*, accept: bool = True) -> LeverLines:
    """Washington promises Rome not to cut it off, for drones."""
    clauses = (
        GuaranteeClause(giver="washington", taker="rome"),
        ProductionClause(giver="rome", taker="washington", piece="drones", volume=1),
    )
    terms = Terms(parties=("washington", "rome"), clauses=clauses, secret=False, turns=3)
    return LeverLines(offers=(Offer(seat="washington", terms=terms, accept=accept, turns=(1,)),))


BETWEEN = "an agreement of washington and rome moves"


@pytest.mark.parametrize("accept", [True, False])
def test_agreements_that_a_lever_offers_count_with_what_keeping_and_breaking_them_adds(accept: bool) -> None:
    assert set(missing(claim("rome.trust.washington", promise(accept=accept)))) == {
        f"{BETWEEN} rome.trust.washington by {name}"
        for name in ("trust_signed", "trust_kept", "trust_guarantee", "trust_breach")
    }
    pieces = missing(claim("washington.N.autonomy", promise(accept=accept)))
    assert pieces == [f"{BETWEEN} washington.N.autonomy by partner_gain"], "the room that is left is its own"
    assert missing(claim("meta.trust.washington", promise(accept=accept))) == [], "it is no party"


@pytest.mark.parametrize(
    ("measured", "wanted"),
    [
        ("rome.trust.meta", ["trust_breach", "trust_kept", "trust_signed"]),
        ("meta.trust.rome", ["trust_breach", "trust_kept", "trust_signed"]),
        ("rome.trust.washington", []),
        ("rome.DS", []),
    ],
)
def test_of_agreements_that_a_lever_bars_the_trust_of_their_parties_counts(measured: str, wanted: list[str]) -> None:
    lever = LeverLines(bars=(Bar(seat="meta", clauses=("access",), partners=("rome",)),))
    part = "a barred agreement of meta and rome on access"
    assert sorted(missing(claim(measured, lever))) == [f"{part} moves {measured} by {name}" for name in wanted]


def test_injects_that_a_lever_adds_count_as_orders_do() -> None:
    letter = {"id": "letter", "kind": "staff_letter", "turn": 1, "target": "meta", "text": "A letter goes round."}
    lever = LeverLines(edits=(EditLine(at="pack.injects", do="add", to=letter),))
    assert missing(claim("meta.dissent", lever)) == ["inject staff_letter moves meta.dissent by dissent_letter"]
    assert missing(claim("meta.trust.washington", lever)) == []


def test_what_an_offer_is_worth_is_followed_to_the_trust_that_it_goes_by() -> None:
    reads = claim("world.F", threat()).measures[0].model_copy(update={"reads": WORTH})
    made = claim("world.F", threat()).model_copy(update={"measures": (reads,)})
    assert missing(made) == ["threaten moves rome.trust.washington by trust_threat"]
