"""Named chance: the same name gives the same draw, whoever asks and in whatever order."""

from collections import Counter

import pytest

from wargame.core.chance import label, pick, standing_noise, two_dice, uniform


def test_a_draw_depends_on_seed_turn_and_purpose_alone() -> None:
    first = uniform(7, 2, "court.anthropic.1")
    uniform(7, 2, "leak.order")
    assert uniform(7, 2, "court.anthropic.1") == first
    others = {uniform(8, 2, "court.anthropic.1"), uniform(7, 3, "court.anthropic.1"), uniform(7, 2, "court.meta.1")}
    assert first not in others
    assert len(others) == 3


def test_draws_are_uniform_in_the_unit_interval() -> None:
    draws = [uniform(1, turn, "x") for turn in range(4000)]
    assert all(0 <= draw < 1 for draw in draws)
    assert sum(draws) / len(draws) == pytest.approx(0.5, abs=0.02)


def test_every_option_is_picked_about_as_often() -> None:
    picked = Counter(pick(1, turn, "x", ("a", "b", "c")) for turn in range(3000))
    assert set(picked) == {"a", "b", "c"}
    assert min(picked.values()) > 900


def test_two_dice_fall_as_dice_do() -> None:
    sums = Counter(sum(two_dice(1, turn, "x")) for turn in range(7200))
    assert set(sums) == set(range(2, 13))
    assert sums[7] == pytest.approx(1200, rel=0.15)
    assert sums[2] == pytest.approx(200, rel=0.35)


def test_standing_noise_has_no_mean_a_deviation_of_one_and_no_absurd_values() -> None:
    errors = [standing_noise(seed, "paris", "kyiv.budget") for seed in range(4000)]
    assert sum(errors) / len(errors) == pytest.approx(0, abs=0.06)
    assert sum(error**2 for error in errors) / len(errors) == pytest.approx(1, abs=0.08)
    assert max(map(abs, errors)) < 3.5


def test_a_label_tells_nothing_and_is_always_the_same() -> None:
    assert label(3, "offer|2.1") == label(3, "offer|2.1") != label(3, "offer|2.2")
    assert len(label(3, "offer|2.1")) == 5


def test_one_candidate_more_changes_a_pick_only_where_it_is_picked_itself() -> None:
    for turn in range(500):
        few, more = pick(1, turn, "x", ("a", "b", "c")), pick(1, turn, "x", ("a", "b", "c", "d"))
        assert more in (few, "d")
