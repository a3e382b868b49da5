"""A record narrowed to a kind or a text: what is told is the step under the cursor, wherever one goes, and how far."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.review import walks
from tests.ui.conftest import SMALL, WIDE, press, shown
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.core.ids import CONTROL
from wargame.ui.replay.noting import WIDE_AGAIN
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane
from wargame.ui.widgets.window import Confirm

pytestmark = pytest.mark.anyio
FIND = "slash s i g n e d enter"
MOVES = [
    *("right", "left", "right_parenthesis", "left_parenthesis", "right_curly_bracket", "left_curly_bracket"),
    *("right_square_bracket", "left_square_bracket", "home", "end", "d", "o", "b", "i", "r", "D", "O", "h", "H"),
    *("down", "up", "pagedown", "pageup", "colon 'T2 enter", "colon '2.3 enter", "f", "F", "g g", "1", "p"),
]


def held_together(screen: ReplayScreen) -> None:
    """The row under the cursor, the step in full and the count in the title are of one and the same step."""
    walk, lines = screen.walk, screen.steps
    assert walk is not None
    here, title = walk.here(), screen.query_one("#record", Pane).heading
    rows = [int(row.key) for row in lines.rows]
    assert rows == list(walk.so_far())
    if here is None:
        assert not rows
        return
    assert lines.chosen is not None
    assert int(lines.chosen.key) == here
    steps = [len(walk.together(row)) for row in rows]
    at = sum(steps[: rows.index(here) + 1])
    counted = rf"^RECORD {at}/{sum(steps)} of \d+: " if walk.text else rf" step {at}/{sum(steps)}$"
    assert re.search(counted, title), title
    step, line = screen.query_one("#step", Lines).as_text(), walk.timeline
    assert f"Turn {line.turn(here)}, " in step
    assert (f"{walk.text!r} in " in title) == bool(walk.text)
    assert all(walk.text in row.text.casefold() for row in lines.rows)


@pytest.mark.slow
@pytest.mark.parametrize("eyes", [CONTROL, "rome"])
@pytest.mark.parametrize("narrow", [FIND, "f f f", f"f {FIND}"], ids=["text", "kind", "both"])
async def test_wherever_one_goes_cursor_title_and_step_are_of_one_place(eyes: str, narrow: str) -> None:
    async with replaying(SCRIPTED, WIDE, eyes, 2) as (screen, app, pilot):
        await press(pilot, narrow)
        held_together(screen)
        for move in MOVES:
            await press(pilot, move)
            assert app.screen is screen, move
            held_together(screen)


@pytest.mark.slow
async def test_strides_keep_to_the_rows_that_hold_the_text() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, _, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, f"{FIND} home")
        there = [walk.step]
        while walk.move("event", 1):
            there.append(walk.step)
        assert there == [int(row.key) for row in screen.steps.rows]


@pytest.mark.slow
async def test_a_step_gone_to_that_does_not_hold_the_text_shows_everything_again_and_says_so() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, f"{FIND} colon '2.3 enter")
        assert not walk.narrowed
        assert WIDE_AGAIN in " ".join(shown(app).split())
        assert walk.timeline.look(walk.step)[0] == "2.3"


@pytest.mark.slow
@pytest.mark.parametrize("eyes", [CONTROL, "rome"])
async def test_escape_takes_the_text_back_and_keeps_the_place(eyes: str) -> None:
    async with replaying(SCRIPTED, SMALL, eyes, 2) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, f"m f {FIND}")
        place = walk.step
        await press(pilot, "escape")
        assert (walk.text, walk.sort, walk.step) == ("", "told", place)
        held_together(screen)
        await press(pilot, "escape")
        assert walk.sort == "all"
        await press(pilot, "escape")
        assert "the mark is gone" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, Confirm)


@pytest.mark.slow
async def test_escape_takes_back_what_another_list_was_narrowed_to() -> None:
    async with replaying(SCRIPTED, WIDE, CONTROL, 2) as (screen, app, pilot):
        known = screen.query_one("#known", Lines)
        every = len(known.rows)
        known.focus()
        await press(pilot, "slash t r u s t enter")
        assert len(known.rows) < every
        await press(pilot, "escape")
        assert len(known.rows) == every
        assert app.screen is screen


@pytest.mark.slow
async def test_a_text_of_which_nothing_holds_leaves_an_empty_list_that_says_how_to_get_back() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, pilot):
        await press(pilot, "slash x y z z y enter right end home enter")
        assert "escape shows all" in shown(app)
        assert screen.walk is not None
        await press(pilot, "escape")
        assert len(screen.steps.rows) > 100


async def test_before_the_first_step_of_a_kind_one_stands_at_it() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, _, pilot):
        await press(pilot, "f f f")
        held_together(screen)
        assert screen.steps.cursor == 0


@pytest.fixture(scope="module")
def whispered() -> Path:
    return walks.retracted()


@pytest.mark.slow
async def test_words_that_were_taken_back_are_not_found_where_they_are_gone(whispered: Path) -> None:
    async with replaying(whispered, WIDE, "anthropic") as (screen, _, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "home slash l i g h t h o u s e enter")
        for _ in range(12):
            held_together(screen)
            await press(pilot, "right")
        await press(pilot, "end")
        assert walks.PLANTED not in "\n".join(row.text for row in screen.steps.rows)
