"""Words and deeds on a page, the three columns of a decision, and the moments that mattered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.ui.conftest import SMALL, WIDE, Pictured, press, settled, shown, still
from tests.ui.replay.opened import MODELS, SCRIPTED, replaying
from wargame.core.ids import DecisionId
from wargame.core.moves import Talk
from wargame.transcript.branch import Answered, branch
from wargame.transcript.reading import read
from wargame.ui.replay.pages import KEPT, worth_a_look
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.replay.windows import RowsPage
from wargame.ui.widgets.frame import Status

pytestmark = pytest.mark.anyio


async def test_words_and_deeds_are_counted_up_to_the_place_and_lead_to_their_steps() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "k")
        page = app.screen
        assert isinstance(page, RowsPage)
        assert "none so far" in page.as_text()
        await press(pilot, "escape end k end enter")
        assert app.screen is screen
        assert walk.timeline.landmark(walk.step) == "broken"


async def test_plans_and_breaches_are_before_no_seats_eyes() -> None:
    async with replaying(SCRIPTED, WIDE, "rome", 2) as (screen, app, pilot):
        await press(pilot, "k")
        assert app.screen is screen
        assert "to the truth alone" in shown(app)


@pytest.mark.slow
async def test_the_place_is_kept_in_a_branch_as_far_as_it_is_shared(tmp_path: Path) -> None:
    path = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    change = Answered(DecisionId("2.talk1.rome"), Talk(moves=()))
    branch(read(path), change, tmp_path / "quiet.jsonl")
    async with replaying(path, WIDE) as (screen, app, pilot):
        assert screen.walk is not None
        await press(pilot, "right_square_bracket left")
        place = screen.walk.timeline.lines[screen.walk.step]
        await press(pilot, "l")
        assert "quiet" in shown(app)
        await press(pilot, "enter")
        other = app.screen
        assert isinstance(other, ReplayScreen)
        assert other is not screen
        await settled(app, "reading")
        await pilot.pause()
        assert other.walk is not None
        assert other.walk.timeline.lines[other.walk.step] == place
        await settled(app, "playing")
        await pilot.pause()
        await press(pilot, "end l enter")
        await settled(app, "reading")
        await pilot.pause()
        assert "REPLAY game" in shown(app)
        await settled(app, "playing")


async def test_a_game_without_branches_says_so(tmp_path: Path) -> None:
    path = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "l")
        assert "no record beside this one" in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize("eyes", ["control", "public", "rome"])
async def test_moments_that_mattered_are_jumped_to_and_back_with_their_headlines(eyes: str) -> None:
    async with replaying(SCRIPTED, SMALL, eyes) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "home")
        there = []
        for _ in range(40):
            await press(pilot, "h")
            if "no moment that mattered after" in shown(app):
                break
            there.append(walk.step)
        assert there == sorted(set(there))
        assert {walk.timeline.turn(step) for step in there} == {1, 2, 3}
        assert all(step in walk.met() for step in there)
        await press(pilot, "H")
        assert walk.step == there[-2]


@pytest.mark.slow
async def test_a_word_that_was_kept_is_jumped_to_only_where_a_turn_had_nothing_else() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, _, pilot):
        walk, story = screen.walk, screen._story()
        assert walk is not None
        assert any(moment.kind in KEPT for turn in story.turns for moment in story.turn(turn).moments)
        await press(pilot, "home " + "h " * 12)
        kinds = {moment.lead: moment.kind for turn in story.turns for moment in story.turn(turn).moments}
        for turn in story.turns:
            others = [moment for moment in story.turn(turn).moments if moment.kind not in KEPT]
            met = worth_a_look(story.turn(turn).moments)
            assert list(met) == others[: len(met)] if others else all(kinds[each.lead] in KEPT for each in met)


async def test_the_headline_of_a_later_moment_is_gone_once_one_steps_back_from_it() -> None:
    async with replaying(SCRIPTED, WIDE, "rome") as (_, app, pilot):
        await press(pilot, "home h h")
        said = str(app.screen.query_one(Status).content)
        assert said
        await press(pilot, "left_square_bracket")
        assert said not in " ".join(shown(app).split())
        assert not str(app.screen.query_one(Status).content)


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_words_and_deeds_look_as_they_did(size: tuple[int, int], pictured: Pictured) -> None:
    async with replaying(MODELS, size) as (_, app, pilot):
        await press(pilot, "end k")
        await still(app, pilot)
        pictured(app, f"replay-words-{size[0]}x{size[1]}")
