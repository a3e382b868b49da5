"""Settings of scripts are read once, whole or not at all, and what is wrong is told with what would do."""

from __future__ import annotations

import pytest

from wargame.core.habits import HABITS, PLAIN, TEMPERS, TRAITS, Habits, read
from wargame.errors import SpecError


def test_nothing_written_sets_nothing() -> None:
    assert read("") == PLAIN == Habits()


def test_traits_habits_and_orders_are_told_apart() -> None:
    found = read("hawk=0.9, coerce=off,without=buy_compute+train_operators")
    assert found.traits == {"hawk": 0.9}
    assert found.off == {"coerce"}
    assert found.without == {"buy_compute", "train_operators"}


def test_a_temper_sets_several_traits_and_a_later_part_goes_before_it() -> None:
    assert read("temper=hawk").traits == TEMPERS["hawk"]
    assert read("temper=hawk,hawk=0.2").traits["hawk"] == 0.2
    assert read("coerce=off,coerce=on").off == frozenset()


def test_every_temper_is_made_of_traits_in_their_range() -> None:
    for temper in TEMPERS.values():
        assert set(temper) <= set(TRAITS)
        assert all(0 <= value <= 1 for value in temper.values())
    assert not set(TRAITS) & set(HABITS) - {"closing"}


def test_what_a_spec_says_is_laid_over_what_a_scenario_says() -> None:
    scenario = read("temper=dove,coerce=off,argue=off,without=distil")
    spec = read("hawk=0.8,coerce=on,without=litigate")
    both = spec.over(scenario)
    assert both.traits == {**TEMPERS["dove"], "hawk": 0.8}
    assert both.off == {"argue"}
    assert both.without == {"distil", "litigate"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hawkish", "no setting of the form NAME=VALUE; accepted are temper=hawk|dove"),
        ("hawk=", "no setting of the form NAME=VALUE"),
        ("hawk=2", "hawk=2: a trait is a number from 0 to 1"),
        ("hawk=nan", "a trait is a number from 0 to 1"),
        ("hawk=very", "a trait is a number from 0 to 1"),
        ("coerce=0.5", "coerce=0.5: a habit is on or off"),
        ("temper=angry", "'angry' is no temper; accepted are hawk, dove"),
        ("without=conquer", "'conquer' is no order; orders are"),
        ("mood=good", "'mood' is no setting of a script; accepted are temper="),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_would_do(text: str, says: str) -> None:
    with pytest.raises(SpecError) as fault:
        read(text)
    assert says in str(fault.value)
