"""Shares of a whole: what adds counts for itself, what works only together is halved, and nothing is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.paired.intervals import student_t
from wargame.paired.shapley import Orders, ShapleySplit, apportioned, exact


def additive(chosen: int) -> Fraction:
    return sum((Fraction(weight) for place, weight in enumerate((5, -2, 7)) if chosen >> place & 1), Fraction(1))


def together(chosen: int) -> Fraction:
    """Two that bring nine only together, and one that brings nothing."""
    return Fraction(9 if chosen & 0b11 == 0b11 else 0)


def shares(found: ShapleySplit) -> list[float]:
    return [float(each) for each in found.shares]


SINGLE = [0b001, 0b010, 0b100]


def test_what_adds_up_carries_its_own_weight_whatever_it_is_added_to() -> None:
    assert shares(exact(SINGLE, additive)) == [5, -2, 7]


def test_two_that_work_only_together_carry_half_each_and_a_bystander_nothing() -> None:
    assert shares(exact(SINGLE, together)) == [4.5, 4.5, 0]


def test_either_of_two_that_would_have_done_carries_half() -> None:
    assert shares(exact(SINGLE, lambda chosen: Fraction(bool(chosen & 0b11) * 9))) == [4.5, 4.5, 0]


def test_a_group_comes_and_goes_as_one() -> None:
    assert shares(exact([0b011, 0b100], together)) == [9, 0]


def test_each_set_is_asked_for_once_where_all_are_counted() -> None:
    asked: list[int] = []
    exact(SINGLE, lambda chosen: asked.append(chosen) or additive(chosen))  # type: ignore[func-returns-value]
    assert sorted(asked) == list(range(8))


@given(st.lists(st.integers(-1000, 1000), min_size=16, max_size=16))
def test_shares_add_up_to_the_whole_for_any_worth(worths: list[int]) -> None:
    groups = [1, 2, 4, 8]
    found = exact(groups, lambda chosen: Fraction(worths[chosen], 7))
    assert sum(found.shares) == Fraction(worths[15] - worths[0], 7)


@given(st.lists(st.integers(-1000, 1000), min_size=16, max_size=16), st.integers(2, 5))
def test_drawn_orders_add_up_to_the_whole_as_well_however_few(worths: list[int], pairs: int) -> None:
    found = drawn([1, 2, 4, 8], worths, pairs)
    assert sum(found.shares) == Fraction(worths[15] - worths[0], 7)
    assert not found.exact


def drawn(groups: list[int], worths: list[int], pairs: int) -> ShapleySplit:
    orders = Orders(groups, lambda chosen: Fraction(worths[chosen], 7))
    for _ in range(pairs):
        orders.draw()
    return orders.shared()


def test_drawn_orders_come_near_to_what_counting_all_gives_within_what_they_say() -> None:
    """Of 60 intervals of 95 %, at least 52 hold the true share: fewer has a chance below one in a thousand."""
    worths = [0, 3, -4, 8, 1, 9, 2, 2, 7, -3, 5, 11, 0, 4, 4, 20]
    groups = [1, 2, 4, 8]
    true = exact(groups, lambda chosen: Fraction(worths[chosen])).shares
    held = 0
    for seed in range(15):
        orders = Orders(groups, lambda chosen: Fraction(worths[chosen]), seed)
        for _ in range(20):
            orders.draw()
        found = orders.shared()
        held += sum(abs(float(a - b)) <= error for a, b, error in zip(true, found.shares, found.errors, strict=True))
    assert held >= 52


def test_one_pair_of_orders_says_nothing_of_an_error() -> None:
    orders = Orders(SINGLE, additive)
    orders.draw()
    with pytest.raises(ValueError, match="1 pairs of orders: at least 2"):
        orders.shared()


@pytest.mark.slow
@given(
    st.lists(st.fractions(-50, 50, max_denominator=997), min_size=1, max_size=12), st.integers(0, 3), st.integers(-1, 1)
)
def test_rounded_parts_add_up_to_the_rounded_whole_and_none_moves_by_a_unit(
    parts: list[Fraction], places: int, off: int
) -> None:
    unit = Fraction(1, 10**places)
    total = round(sum(parts, Fraction(0)) / unit) * unit
    shown = apportioned(parts, places)
    assert sum(shown) == total
    assert all(abs(a - b) < unit for a, b in zip(shown, parts, strict=True))
    assert sum(apportioned(parts, places, total + off * unit)) == total + off * unit


def test_intervals_of_few_are_as_wide_as_tables_say() -> None:
    assert [student_t(freedom) for freedom in (1, 2, 3, 4, 5, 19, 25, 99, 500)] == [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.093, 2.093, 1.984, 1.984,
    ]  # fmt: skip
    with pytest.raises(ValueError, match="0 degrees"):
        student_t(0)
