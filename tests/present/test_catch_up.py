"""Whoever takes a seat late reads its brief, its plan, and the story of every turn, from its knowledge alone."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from tests.ui.seats import Game
from wargame.players.base import Answer
from wargame.players.scripted import Scripted
from wargame.present.catch_up import catch_up_rows
from wargame.review.story import Story

SEATS = ("kyiv", "paris", "openai")


def canary(seat: str) -> str:
    return f"CANARY-{seat}"


@lru_cache(maxsize=1)
def played_to_turn_six() -> Game:
    """Scripts play three seats, whose briefs, plans, reasons and private words hold a mark of their own."""
    briefs = {seat: f" {canary(seat)} brief." for seat in SEATS}
    game = Game(SEATS, "between-the-giants", "core", brief=briefs)
    minds = {seat: Scripted(game.seat(seat).doctrine, 1) for seat in SEATS}
    while game.asking.turn < 6:
        for seat in SEATS:
            answer: Answer = minds[seat].answer(game.ask(seat))
            game.hand_in(seat, replace(answer, rationale=canary(seat), plan=f"{canary(seat)} plan"))
    return game


def told(seat: str, turns: range, *, new: bool) -> str:
    game = played_to_turn_six()
    story = Story(game.chair(seat).telling(), game.book)
    return "\n".join(row.text for row in catch_up_rows(game.ask(seat), story, turns, new=new))


@pytest.mark.slow
@pytest.mark.parametrize("seat", SEATS)
def test_the_story_of_every_turn_the_brief_and_the_plan_are_told(seat: str) -> None:
    said = told(seat, range(1, 6), new=True)
    assert all(f"--- turn {turn}, " in said for turn in range(1, 6))
    assert f"{canary(seat)} brief." in said
    assert f"{canary(seat)} plan" in said
    story = Story(played_to_turn_six().chair(seat).telling(), played_to_turn_six().book)
    for turn in range(1, 6):
        assert story.turn(turn).moments[0].headline in said


@pytest.mark.slow
@pytest.mark.parametrize("seat", SEATS)
def test_nothing_that_is_another_seats_alone_is_told(seat: str) -> None:
    said = told(seat, range(1, 6), new=True)
    assert not any(canary(other) in said for other in SEATS if other != seat)


@pytest.mark.slow
def test_whoever_comes_back_is_told_the_turns_that_it_missed_and_no_brief() -> None:
    said = told("kyiv", range(4, 6), new=False)
    assert "--- turn 3, " not in said
    assert "--- turn 4, " in said
    assert "brief." not in said


def test_nothing_is_told_of_no_turns() -> None:
    game = Game(("rome",))
    story = Story(game.chair("rome").telling(), game.book)
    assert list(catch_up_rows(game.ask("rome"), story, range(1, 1), new=True)) == []
