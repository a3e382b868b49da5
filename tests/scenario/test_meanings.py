"""Every measure and red line that a dossier can name has words, and no words are left over."""

from __future__ import annotations

from wargame.rules.model.objectives import MEASURES
from wargame.rules.model.scoring import RED_LINES
from wargame.scenario.meanings import MEASURE_MEANING, RED_LINE_MEANING


def test_every_measure_and_red_line_has_words() -> None:
    assert set(MEASURE_MEANING) == set(MEASURES)
    assert set(RED_LINE_MEANING) == set(RED_LINES)


def test_words_are_short_enough_for_a_card() -> None:
    assert all(10 < len(text) <= 100 for text in (*MEASURE_MEANING.values(), *RED_LINE_MEANING.values()))
