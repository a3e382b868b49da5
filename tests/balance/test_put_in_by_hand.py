"""What a claim's lever puts in by hand is told measure by measure, and what increments at zero leave in."""

from __future__ import annotations

import pytest

from wargame.balance.claim_games import ClaimRows
from wargame.balance.claim_results import hash_of, holds_still
from wargame.balance.claim_stages import ClaimTrials
from wargame.balance.claims import Claim, EditLine, LeverLines, MeasureLine, claim_of
from wargame.balance.put_in_by_hand import named_alone, put_in_by_hand, put_in_words
from wargame.core.ids import ModelId, Variable
from wargame.core.orders import OpenWeights, TakeEquityStake, Threaten
from wargame.paired.readings import EventsOf, LinesOf, OrdersOf, Reading, SignedOf, ValueOf
from wargame.players.levers import Bar, Force

from .test_direct_increments import promise


def claim(reads: Reading, lever: LeverLines, *increments: str) -> Claim:
    """A claim with one measure in the tutorial."""
    return Claim(
        id="Mine",
        says="What a lever does is more than what it puts in.",
        because="Somebody says so.",
        scenario="first-download",
        lever=lever,
        measures=(MeasureLine(name="the measure", reads=reads, sign="-"),),
        increments=increments,
    )


def value(name: str) -> ValueOf:
    return ValueOf(of=(Variable(name),))


def forced(order: Threaten | OpenWeights | TakeEquityStake, seat: str = "washington") -> LeverLines:
    return LeverLines(forces=(Force(seat=seat, orders=(order,)),))


THREAT = forced(Threaten(lab="anthropic", instrument="supply_chain_risk"))
BARRED = LeverLines(bars=(Bar(seat="meta", clauses=("access",), partners=("rome",)),))
UNFOLLOWED = "not traced: no procedure of the lever itself writes it, and what follows later is not looked through"
UNCOUNTED = "not traced: what is counted has no formula"
COUNTED = "the lever itself brings or bars what is counted; nothing to set to zero"


@pytest.mark.parametrize(
    ("reads", "lever", "told"),
    [
        (value("rome.trust.washington"), THREAT, "set to zero: trust_threat (rome.trust.washington by threaten)"),
        (value("rome.C"), THREAT, UNFOLLOWED),
        (
            value("meta.reputation"),
            forced(OpenWeights(model=ModelId("muse")), "meta"),
            "left in: a number of the rules that is no parameter (meta.reputation by open_weights)",
        ),
        (
            value("rome.trust.washington"),
            LeverLines(start={Variable("rome.trust.washington"): 5}),
            "the lever sets what is read: -45 before the first turn; nothing to set to zero",
        ),
        (
            value("rome.C"),
            LeverLines(edits=(EditLine(at="dossiers.rome.access.llama", do="drop"),)),
            "the lever sets what is read: -12.4 before the first turn; nothing to set to zero",
        ),
        (
            value("world.us_share"),
            LeverLines(params={"leverage_price": 0}),
            "the lever sets how it is worked out; nothing to set to zero; "
            "the lever is a number of the rules: leverage_price; nothing to set to zero",
        ),
        (
            value("world.us_share"),
            LeverLines(start={Variable("rome.trust.washington"): 5}),
            "the lever sets what it is worked out from: rome.trust.washington; nothing to set to zero",
        ),
        (OrdersOf(of=("threaten",)), THREAT, COUNTED),
        (OrdersOf(of=("threaten",), by=("beijing",)), THREAT, UNCOUNTED),
        (EventsOf(of=("lab_threatened",)), THREAT, COUNTED),
        (EventsOf(of=("lab_threatened",), about="meta"), THREAT, UNCOUNTED),
        (EventsOf(of=("access_ended",)), THREAT, UNCOUNTED),
        (SignedOf(clause="access", giver=("meta",)), BARRED, COUNTED),
        (SignedOf(clause="access", giver=("anthropic",)), BARRED, UNCOUNTED),
        (SignedOf(clause="guarantee"), promise(), COUNTED),
        (LinesOf(owner=("meta",)), BARRED, COUNTED),
        (LinesOf(owner=("meta",), source=("open",)), BARRED, UNCOUNTED),
    ],
)
def test_each_way_in_which_a_lever_puts_an_effect_in_is_told(reads: Reading, lever: LeverLines, told: str) -> None:
    (found,) = put_in_by_hand(claim(reads, lever, "trust_threat"))
    assert "; ".join(found.told()) == told


def test_a_rule_that_goes_by_the_state_is_told_as_one_and_no_increment() -> None:
    (targeting, early) = put_in_by_hand(claim_of("S2-55"))
    told = "left in: a rule that goes by the state (paris.N.targeting by field_narrow)"
    assert list(targeting.told()) == [told]
    assert list(early.told()) == [UNFOLLOWED]


def test_what_a_claim_sets_to_zero_by_its_own_word_is_told_apart() -> None:
    made = claim(value("rome.trust.washington"), THREAT, "trust_threat", "scandal_legitimacy")
    assert named_alone(made, put_in_by_hand(made)) == ("scandal_legitimacy",)
    assert list(put_in_words(made)) == [
        "the measure: set to zero: trust_threat (rome.trust.washington by threaten)",
        "also at zero, by the claim's own word and not traced: scandal_legitimacy",
    ]


def test_a_claim_that_no_game_can_try_puts_nothing_in() -> None:
    made = claim(value("world.F"), THREAT).model_copy(update={"measures": (), "untestable": "Nobody could."})
    assert list(put_in_words(made)) == []


def test_a_result_with_other_parameters_at_zero_holds_no_longer() -> None:
    before = claim(value("rome.trust.washington"), THREAT, "trust_threat").model_copy(update={"turns": 1})
    with ClaimRows(None) as rows:
        (found,) = ClaimTrials((before,), (1,), rows).play()
    after = before.model_copy(update={"increments": ("trust_threat", "trust_signed")})
    assert holds_still(found, before)
    assert hash_of(before) != hash_of(after)
    assert not holds_still(found, after), "its games at zero are others"
