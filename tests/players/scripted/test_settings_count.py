"""No setting of a script is dead wood: every trait and every habit makes some game another."""

from __future__ import annotations

from functools import cache

import pytest

from tests.rules.desk import played
from wargame.core.habits import HABITS, TRAITS

SEEDS = (1, 2, 3, 4, 5, 6)
CORE = ("between-the-giants", "core")
ELSEWHERE = {
    "fill": ("any-lawful-use", None),
    "leave": ("any-lawful-use", None),
    "listens": ("any-lawful-use", None),
    "notice": ("between-the-giants", None),
}
"""Where a setting is met that few games of the core table come to; all others are tried there."""
SILENT = "speak"
"""Words move no number, so that a game without them comes to the same state."""


@cache
def ends(table: tuple[str, str | None], seed: int, settings: str = "") -> str:
    """The hash of the state in which a game ends, with these settings for the script of every seat."""
    everyone = f"scripted:{settings}" if settings else "scripted"
    return played(table[0], variant=table[1], seed=seed, everyone=everyone).sequence.state.hash()


@pytest.mark.slow
@pytest.mark.parametrize("habit", sorted(set(HABITS) - {SILENT}))
def test_a_habit_that_is_off_makes_another_game(habit: str) -> None:
    table = ELSEWHERE.get(habit, CORE)
    assert any(ends(table, seed) != ends(table, seed, f"{habit}=off") for seed in SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("trait", sorted(TRAITS))
def test_a_trait_at_its_two_ends_makes_two_games(trait: str) -> None:
    table = ELSEWHERE.get(trait, CORE)
    assert any(ends(table, seed, f"{trait}=0") != ends(table, seed, f"{trait}=1") for seed in SEEDS)


def _messages(everyone: str) -> int:
    """Messages of those who are seated; whoever is not goes on as its dossier says."""
    course = played("between-the-giants", variant="core", seed=1, everyone=everyone).sequence
    seated = {seat.id for seat in course.book.setting.seats if seat.seated}
    return sum(event.kind == "message_sent" and event.about[0] in seated for event in course.record)


def test_a_silent_script_is_left_without_words() -> None:
    assert _messages("scripted") > 10
    assert _messages(f"scripted:{SILENT}=off") == 0
