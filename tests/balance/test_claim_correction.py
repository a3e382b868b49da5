"""Verdicts of claims beside how many measures were looked at: what chance alone gives does not stand."""

from __future__ import annotations

import random
from statistics import NormalDist

import pytest

from wargame.balance.claim_correction import corrected
from wargame.balance.claim_results import ClaimFound, EffectFound
from wargame.balance.claim_trial import Verdict
from wargame.balance.claim_verdicts import judged
from wargame.paired.intervals import interval, t_beyond

stats = pytest.importorskip("scipy.stats", reason="SciPy is not installed; nothing but statistics needs it")
pytest.importorskip("statsmodels", reason="statsmodels is not installed; nothing but statistics needs it")
PAIRS = 50


def measure(p: float | None, verdict: Verdict = "holds", *, name: str = "trust", pairs: int = PAIRS) -> EffectFound:
    t = None if p is None else float(stats.t.isf(p / 2, pairs - 1)) * (-1 if verdict == "fails" else 1)
    return EffectFound(
        measure=name, at="end", sign="+", than=0, under="", mean=1, low=0.1, high=2, verdict=verdict, pairs=pairs, t=t
    )


def claim(name: str, *effects: EffectFound) -> ClaimFound:
    return ClaimFound(
        claim=name, says="", key="", data="", seeds=9, first=1, parted=1, verdict="open", failed=(), effects=effects
    )


def test_t_is_the_mean_less_what_is_claimed_in_standard_errors() -> None:
    values = [1.0, 2.0, 4.0, 7.0]
    assert t_beyond(values, 1.5) == pytest.approx(float(stats.ttest_1samp(values, 1.5).statistic))
    assert t_beyond([2.0], 0) is None
    assert t_beyond([2.0, 2.0, 2.0], 0) is None


@pytest.mark.slow
def test_p_is_corrected_after_holm_over_the_measures_of_all_claims() -> None:
    held = corrected([claim("A", measure(0.01), measure(0.04, name="share")), claim("B", measure(0.02))])
    assert [one.p for one in held["A"].measures] == pytest.approx([0.01, 0.04])
    assert [one.corrected for one in held["A"].measures] == pytest.approx([0.03, 0.04])
    assert [one.corrected for one in held["B"].measures] == pytest.approx([0.04])


@pytest.mark.slow
@pytest.mark.parametrize("verdict", ["holds", "fails"])
def test_a_verdict_that_is_clear_by_little_is_open_beside_many_others(verdict: Verdict) -> None:
    little = claim("A", measure(0.03, verdict))
    assert corrected([little])["A"].verdict == verdict
    many = [claim(f"B{number}", measure(0.5, "open")) for number in range(20)]
    assert judged(little).verdict == verdict
    held = corrected([little, *many])["A"]
    assert (held.verdict, held.measures[0].verdict) == ("open", "open")


def test_a_correction_makes_no_open_measure_clear() -> None:
    assert corrected([claim("A", measure(0.0001, "open"))])["A"].verdict == "open"


def test_what_was_the_same_in_all_pairs_stays_and_is_not_counted() -> None:
    still = claim("A", measure(None))
    held = corrected([still, claim("B", measure(0.04))])
    assert held["A"].verdict == "holds"
    assert held["A"].measures[0].corrected is None
    assert held["B"].measures[0].corrected == pytest.approx(0.04)


def test_what_was_tried_besides_is_no_part_of_the_family() -> None:
    besides = [measure(0.5).model_copy(update={"under": f"everyone {number}"}) for number in range(9)]
    assert corrected([claim("A", measure(0.02), *besides)])["A"].measures[0].corrected == pytest.approx(0.02)


def test_results_of_before_are_read_and_left_out_of_the_correction() -> None:
    older = claim("A", measure(0.01)).model_dump(mode="json")
    for name in ("pairs", "t"):
        del older["effects"][0][name]
    read = ClaimFound.model_validate(older)
    assert judged(read).verdict == "holds"
    assert list(corrected([read, claim("B", measure(0.04))])) == ["B"]


@pytest.mark.slow
def test_of_seventy_measures_without_any_effect_none_stands() -> None:
    chance = random.Random(17)
    draw = NormalDist().inv_cdf
    found = []
    for number in range(70):
        values = [draw(chance.random()) for _ in range(PAIRS)]
        each = interval(values)
        verdict: Verdict = "holds" if each.low > 0 else "fails" if each.high <= 0 else "open"
        effect = measure(None, verdict).model_copy(update={"t": t_beyond(values, 0)})
        found.append(claim(f"X-{number}", effect))
    assert any(judged(each).verdict != "open" for each in found), "intervals alone are clear of zero now and then"
    assert {held.verdict for held in corrected(found).values()} == {"open"}
