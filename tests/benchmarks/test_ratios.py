"""Ratios of pairs: their interval holds what it promises, and a noisy machine is told."""

from __future__ import annotations

import random
import statistics

import pytest

from benchmarks.ratios import loud, outside, ratio


def test_ten_pairs_leave_out_one_at_each_end() -> None:
    assert outside(6) == 0
    assert outside(10) == 1
    assert outside(20) == 5


def test_the_interval_holds_the_true_ratio_nineteen_times_in_twenty() -> None:
    chance = random.Random(3)
    held = 0
    for _ in range(2000):
        old = [chance.lognormvariate(0, 0.2) for _ in range(11)]
        new = [0.5 * chance.lognormvariate(0, 0.2) for _ in range(11)]
        found = ratio(old, new)
        held += found.low <= 0.5 <= found.high
    assert held / 2000 > 0.94


def test_what_slows_both_halves_of_a_pair_leaves_the_ratio_alone() -> None:
    weather = [1.0, 3.0, 1.2, 2.0, 5.0, 1.0, 1.1]
    found = ratio([10 * w for w in weather], [4 * w for w in weather])
    assert found.low == pytest.approx(0.4) == found.high


def test_five_pairs_are_too_few_to_tell() -> None:
    with pytest.raises(ValueError, match="at least 6 pairs"):
        ratio([1.0] * 5, [1.0] * 5)


def test_runs_far_apart_are_called_noisy_and_one_stray_run_is_not() -> None:
    quiet = [1.0, 1.01, 0.99, 1.0, 1.02, 0.98, 1.0, 2.5]
    assert not loud(quiet)
    assert loud([1.0, 1.4, 0.8, 1.3, 0.9, 1.1])
    assert statistics.median(quiet) == 1.0
