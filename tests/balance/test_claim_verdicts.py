"""One word of six for a claim: from its worst measure, with what was tried besides."""

from __future__ import annotations

import pytest

from wargame.balance.claim_arms import ZERO
from wargame.balance.claim_results import ClaimFound, EffectFound
from wargame.balance.claim_trial import Verdict
from wargame.balance.claim_verdicts import ClaimVerdict, judged, signs, signs_in_words


def effect(
    verdict: Verdict, under: str = "", *, measure: str = "trust", mean: float = 1.0, varied: bool = True
) -> EffectFound:
    """One that should be above 0."""
    low, high = {"holds": (0.5, 2.0), "open": (-1.0, 2.0), "fails": (-2.0, -0.5)}[verdict]
    return EffectFound(
        measure=measure, at="end", sign="+", than=0, under=under, mean=mean, low=low, high=high, verdict=verdict,
        varied=varied,
    )  # fmt: skip


def found(*effects: EffectFound) -> ClaimFound:
    return ClaimFound(
        claim="X-1", says="", key="", data="", seeds=9, first=1, parted=1, verdict="open", failed=(), effects=effects
    )


@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        ([effect("holds")], "holds"),
        ([effect("holds"), effect("holds", ZERO)], "holds"),
        ([effect("holds"), effect("open", ZERO)], "by increments only"),
        ([effect("holds"), effect("fails", "everyone random")], "holds under a condition"),
        ([effect("holds"), effect("open", "everyone passing")], "holds"),
        ([effect("holds"), effect("fails", "trust_threat 4")], "holds under a condition"),
        ([effect("fails"), effect("holds", "everyone best")], "fails"),
        ([effect("fails"), effect("holds", "trust_threat 4")], "fails"),
        ([effect("fails"), effect("holds", "where it is cold")], "holds under a condition"),
        ([effect("open"), effect("holds", "where it is cold")], "holds under a condition"),
        ([effect("open"), effect("holds", "everyone best")], "open"),
        ([effect("fails"), effect("open", "everyone best")], "fails"),
        ([effect("holds"), effect("open", measure="share")], "open"),
        ([effect("open"), effect("fails", measure="share")], "fails"),
        ([effect("holds"), effect("fails", measure="share", varied=False)], "not testable here"),
        ([effect("open"), effect("fails", measure="share", varied=False)], "open"),
        ([effect("fails"), effect("fails", measure="share", varied=False)], "fails"),
        ([effect("fails", varied=False)], "not testable here"),
        (
            [effect("holds"), effect("holds", measure="share"), effect("open", ZERO, measure="share")],
            "by increments only",
        ),
    ],
)
def test_a_claim_is_worth_what_its_worst_measure_is(effects: list[EffectFound], verdict: ClaimVerdict) -> None:
    assert judged(found(*effects)).verdict == verdict


def test_an_effect_of_nothing_at_all_turns_nothing() -> None:
    nothing = effect("fails", "everyone passing").model_copy(update={"mean": 0.0, "low": 0.0, "high": 0.0})
    assert judged(found(effect("holds"), nothing)).verdict == "holds"


def test_why_names_the_measures_that_decide_and_what_nothing_could_try() -> None:
    idle = effect("fails", measure="stand-offs", varied=False)
    said = judged(found(effect("fails"), effect("holds", measure="share"), idle)).why
    assert said == (
        "trust: it moves the other way, clear of zero",
        "stand-offs: the same in every game, lever or not",
    )


@pytest.mark.parametrize(
    ("sign", "than", "low", "high", "said"),
    [
        ("+", 0, -1.4, -0.5, "it moves the other way, clear of zero"),
        ("-", 0, 0.5, 1.4, "it moves the other way, clear of zero"),
        ("+", 5, -1.4, -0.5, "it moves the other way, clear of zero"),
        ("+", 5, 1.0, 2.0, "it moves the claimed way, but less far than 5"),
        ("-", -5, -2.0, -1.0, "it moves the claimed way, but less far than -5"),
        ("+", 5, -1.0, 2.0, "it goes less far than 5, and is not told from zero"),
        ("-", -5, -2.0, 1.0, "it goes less far than -5, and is not told from zero"),
        ("+", -5, -9.0, -7.0, "it moves the other way, further than -5"),
    ],
)
def test_a_failing_effect_is_said_to_go_the_other_way_or_not_far_enough(
    sign: str, than: float, low: float, high: float, said: str
) -> None:
    sides = {"sign": sign, "than": than, "low": low, "high": high, "mean": (low + high) / 2}
    assert judged(found(effect("fails").model_copy(update=sides))).why == (f"trust: {said}",)


def test_signs_are_counted_by_what_was_tried_on_the_side_of_what_is_claimed() -> None:
    plain = effect("holds")
    others = [effect("open", f"everyone {name}", mean=mean) for name, mean in (("a", 2.0), ("b", -1.0), ("c", 0.0))]
    halves = [effect("holds", "trust_threat 4", mean=0.1)]
    assert signs(plain, [plain, *others, *halves]) == {"players": (1, 3), "parameters": (1, 1)}
    assert signs(plain, [plain]) == {}


def test_an_effect_of_exactly_what_is_claimed_has_no_sign_to_keep() -> None:
    players = [effect("open", f"everyone {name}") for name in ("a", "b")]
    nothing = effect("open", mean=0.0)
    assert signs_in_words(nothing, [nothing, *players]) == "no effect to keep"
    assert signs_in_words(nothing, [nothing]) == "", "nothing was tried"
    some = effect("open", mean=0.1)
    assert signs_in_words(some, [some, *players]) == "2 of 2 players"


def test_why_says_that_an_effect_is_too_small_to_matter_or_not_yet_told_from_one_that_is() -> None:
    small = effect("fails").model_copy(update={"smallest": 1.0, "mean": 0.3, "low": 0.1, "high": 0.5})
    assert judged(found(small)).why == ("trust: no effect that matters, which is one of 1 at least",)
    unsure = effect("open").model_copy(update={"smallest": 1.0, "mean": 1.3, "low": 0.5, "high": 2.0})
    assert judged(found(unsure)).why == ("trust: too few games to tell it from less than 1, which does not matter",)
    wide = effect("open").model_copy(update={"smallest": 1.0})
    assert judged(found(wide)).why == ("trust: too few games to tell",)
