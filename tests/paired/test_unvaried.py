"""Numbers that arithmetic alone keeps apart are one number, and what divides by their spread says nothing of chance."""

from __future__ import annotations

from math import inf, nan

import pytest

from wargame.paired.intervals import few_interval, interval, t_beyond
from wargame.paired.unvaried import constant_of, moved

LEFT = [46.46416 - 48.42416, 45.48416 - 47.44416]
"""The same difference twice, and the computer says that they differ."""


def test_what_rounding_leaves_is_no_spread() -> None:
    assert LEFT[0] != LEFT[1]
    assert constant_of(LEFT) == -1.96
    assert t_beyond(LEFT, 0.0) is None
    found = few_interval(LEFT)
    assert (found.mean, found.low, found.high) == (-1.96, -1.96, -1.96)
    many = interval(LEFT * 10)
    assert (many.low, many.high) == (-1.96, -1.96)


def test_it_is_measured_by_the_numbers_out_of_which_it_was_worked_out() -> None:
    nothing = [0.0, 48.3 - 48.2 - 0.1, 0.0]
    assert nothing[1] != 0
    assert constant_of(nothing) is None, "what they come from is not known, and beside themselves they vary"
    assert constant_of(nothing, size=48.3) == 0.0
    assert t_beyond(nothing, 0.0, size=48.3) is None
    assert few_interval(nothing, size=48.3).high == 0.0


@pytest.mark.parametrize("values", [[1.0, 1.00001], [1e-9, 2e-9], [-1.0, 1.0], [1e12, 1e12 + 1e4]])
def test_small_numbers_that_vary_do_vary(values: list[float]) -> None:
    assert constant_of(values) is None


@pytest.mark.parametrize("values", [[], [inf, inf], [1.0, inf], [nan, 1.0]])
def test_of_none_and_of_what_is_no_number_there_is_no_constant(values: list[float]) -> None:
    assert constant_of(values) is None


def test_one_number_many_times_is_that_number() -> None:
    assert constant_of([0.0, 0.0]) == 0.0
    assert constant_of([-2.5] * 7) == -2.5
    assert constant_of([1 / 3, 1 / 3]) == pytest.approx(1 / 3, abs=1e-12)


def test_what_rounding_leaves_of_zero_has_not_moved() -> None:
    assert moved([0.0, 2.0, -1e-3, 5e-17], size=0.3) == 2
    assert moved([], size=0.3) == moved([0.0]) == 0
