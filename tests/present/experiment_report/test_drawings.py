"""Pictures of an experiment: things lie where their numbers say, and names of others stay words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from wargame.batch.comparisons import PairedEffect
from wargame.present.experiment_report.axes import LETTERS, Scale, named
from wargame.present.experiment_report.effect_drawing import effects_drawn
from wargame.present.experiment_report.value_drawing import MOST_DOTS, MOST_ROWS, values_drawn

EFFECT = PairedEffect(
    outcome="o", factor="f", level="l", pairs=20, left_out=0, unmoved=0.0, mean=2.0, low=1.0, high=3.0, corrected=0.01
)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-3.0, 97.0), (0.00012, 0.00013), (-5e6, -4e6)])
def test_ticks_are_round_and_lie_within(low: float, high: float) -> None:
    scale = Scale.over([low, high])
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 12
    assert all(scale.low <= tick <= scale.high for tick in ticks)
    steps = {f"{(b - a):.3e}"[0] for a, b in pairwise(ticks)}
    assert steps <= {"1", "2", "5"}


def test_one_value_alone_lies_in_the_middle_of_its_scale() -> None:
    scale = Scale.over([7.0, 7.0])
    assert scale.at(7.0) == pytest.approx((scale.at(scale.low) + scale.at(scale.high)) / 2)


def test_an_interval_lies_where_its_numbers_say_and_zero_is_on_the_scale() -> None:
    drawn = effects_drawn("o", {"f: l": EFFECT})
    scale = Scale.over([0.0, 1.0, 2.0, 3.0])
    line = re.search(r'M([\d.]+) [\d.]+H([\d.]+)" stroke="#111111" stroke-width="1.6"', drawn)
    assert line is not None
    assert [float(each) for each in line.groups()] == [pytest.approx(scale.at(end), abs=0.06) for end in (1.0, 3.0)]
    assert f"M{scale.at(0):.1f}".removesuffix(".0") in drawn


def test_a_dot_is_filled_only_where_the_corrected_p_is_small() -> None:
    assert 'r="3" fill="#111111"' in effects_drawn("o", {"f: l": EFFECT})
    assert 'r="3" fill="#ffffff"' in effects_drawn("o", {"f: l": replace(EFFECT, corrected=0.2)})
    assert 'r="3" fill="#ffffff"' in effects_drawn("o", {"f: l": replace(EFFECT, corrected=None)})


def test_what_has_no_interval_is_a_cross_and_no_dot() -> None:
    drawn = effects_drawn("o", {"f: l": replace(EFFECT, corrected=None, low=None, high=None)})
    assert "<circle" not in drawn
    x = Scale.over([0.0, 2.0]).at(2.0)
    assert f'd="M{x - 3:.1f}' in drawn
    assert "l6 6m0 -6l-6 6" in drawn


def test_the_smallest_effect_that_matters_is_drawn_on_both_sides_of_zero() -> None:
    drawn = effects_drawn("o", {"f: l": replace(EFFECT, smallest=5.0)})
    scale = Scale.over([0.0, 1.0, 2.0, 3.0, -5.0, 5.0])
    lines = re.findall(r'M([\d.]+) 0V[\d.]+" stroke="#555555" stroke-width="0.8" stroke-dasharray', drawn)
    assert [float(each) for each in lines] == [pytest.approx(scale.at(end), abs=0.06) for end in (-5.0, 5.0)]
    assert "stroke-dasharray" not in effects_drawn("o", {"f: l": EFFECT})


def test_effects_without_a_pair_are_not_drawn() -> None:
    assert effects_drawn("o", {"f: l": replace(EFFECT, pairs=0, mean=None, low=None, high=None)}) == ""


def test_a_game_is_a_dot_and_many_games_a_span() -> None:
    few, many = values_drawn("o", {"c": [1.0, 2.0, 4.0]}), values_drawn("o", {"c": [1.0] * (MOST_DOTS + 1)})
    assert few.count("<circle") == 3
    assert "<rect" not in few, "three games have no middle half"
    assert many.count("<circle") == 0
    assert many.count("<rect") == 1
    assert values_drawn("o", {"c": []}) == ""


def test_so_many_cells_are_drawn_as_have_room() -> None:
    drawn = values_drawn("o", {f"c{number}": [float(number)] for number in range(MOST_ROWS + 5)})
    assert drawn.count("<circle") == MOST_ROWS


def test_a_long_name_is_cut_and_told_whole_on_pointing_at_it() -> None:
    drawn = named("<b>" + "x" * 100, 5.0)
    assert f"&lt;b&gt;{'x' * (LETTERS - 4)}…" in drawn
    assert f"<title>&lt;b&gt;{'x' * 100}</title>" in drawn
