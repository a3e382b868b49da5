"""Notes are written and found at their steps; a room guesses before sealed orders are shown."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import SMALL, WIDE, Pictured, press, shown, still
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.transcript.notes import notes_beside, read_notes
from wargame.transcript.reading import read
from wargame.ui.app import WargameApp
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.replay.windows import RowsPage
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.window import Question

pytestmark = pytest.mark.anyio


async def to_orders(app: WargameApp, pilot: Pilot[Any], move: str) -> None:
    """On by a move until the room is asked for orders; what else it is asked is not guessed."""
    for _ in range(40):
        if isinstance(app.screen, Question):
            if "order now" in shown(app):
                return
            await press(pilot, "escape")
        await press(pilot, move)
    raise AssertionError("the room was not asked for orders")


def told(screen: ReplayScreen) -> str:
    return screen.query_one("#step", Lines).as_text()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))


@pytest.mark.slow
async def test_a_note_is_kept_beside_the_record_and_shown_at_its_step_alone(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        assert screen.walk is not None
        await press(pilot, "o w 'first_promise_of_the_game enter")
        step = screen.walk.step
        assert "ada: first promise of the game" in told(screen)
        assert screen.noted() == [step]
        await press(pilot, "right")
        assert "first promise of the game" not in told(screen)
        await press(pilot, "home full_stop")
        assert screen.walk.step == step
        await press(pilot, "full_stop")
        assert "no note after" in shown(app)
    (kept,) = read_notes(notes_beside(path)).every
    assert (kept.who, kept.text, kept.eyes) == ("ada", "first promise of the game", "control")
    assert read(path).lines == read(SCRIPTED).lines


@pytest.mark.slow
async def test_a_note_made_with_the_truth_in_sight_is_before_no_other_eyes(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        await press(pilot, "i w 'the_lighthouse enter 1")
        assert "VIEW" in shown(app)
        assert "the lighthouse" not in told(screen)
        assert not screen.noted()
        await press(pilot, "w 'seen_by_this_seat enter")
        assert "seen by this seat" in told(screen)
        await press(pilot, "0")
        assert "the lighthouse" in told(screen)
        assert "seen by this seat" in told(screen)


async def test_one_key_marks_a_place_without_words_and_takes_the_mark_away(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        await press(pilot, "right t")
        assert app.screen is screen
        assert screen.noted() == [1]
        await press(pilot, "t")
        assert list(screen.noted()) == []


@pytest.mark.slow
async def test_a_list_of_bookmarks_and_notes_leads_to_their_places(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "L")
        assert "no bookmark or note so far" in shown(app)
        await press(pilot, "right t o w 'the_first_offer enter end t home L")
        page = app.screen
        assert isinstance(page, RowsPage)
        rows = page.query_one("#words", Lines).rows
        assert [row.key for row in rows] == sorted((row.key for row in rows), key=int)
        assert [row.head[0][0].split() for row in rows] == [["T1", "mark"], ["T1", "note"], ["T3", "mark"]]
        assert "the first offer - " in rows[1].body
        await press(pilot, "end enter")
        assert app.screen is screen
        assert walk.step == len(walk.timeline) - 1


@pytest.mark.slow
async def test_the_list_holds_nothing_that_eyes_do_not_meet_or_not_yet(path: Path) -> None:
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "end w 'seen_by_the_truth enter 1 t home L")
        assert "no bookmark or note so far" in shown(app)
        await press(pilot, "end L")
        rows = app.screen.query_one("#words", Lines).rows
        assert [row.head[0][0].split()[1] for row in rows] == ["mark"]


async def test_a_note_whose_line_reads_otherwise_says_so(path: Path) -> None:
    async with replaying(path, WIDE) as (_, _, pilot):
        await press(pilot, "i w 'mark_this enter")
    notes = notes_beside(path)
    kept = read_notes(notes).every[0]
    notes.write_bytes(notes.read_bytes().replace(kept.hash.encode(), b"0" * 64))
    async with replaying(path, WIDE) as (screen, _, pilot):
        await press(pilot, "full_stop")
        assert "the line reads otherwise" in told(screen)


@pytest.mark.slow
async def test_before_sealed_orders_are_shown_the_room_is_asked(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "g")
        assert max(walk.so_far()) == walk.step
        await to_orders(app, pilot, "right_parenthesis")
        asked = shown(app)
        assert "GUESS FIRST" in asked
        ahead = [walk.timeline.entry(s).data for s in range(walk.step + 1, len(walk.timeline))]
        sealed = next(data for data in ahead if "body" in data and data["body"]["kind"] == "sealed")
        assert f"what does {sealed['seat'].title()} order now" in asked
        held = walk.step
        await press(pilot, "'2 enter")
        assert walk.step > held
        assert walk.timeline.kind(walk.step) == "decision"
        assert "guessed: it does other than it said" in told(screen)
        step = walk.step
        await press(pilot, "left right")
        assert walk.step == step
        assert isinstance(app.screen, ReplayScreen)
        await press(pilot, "g")
        assert walk.sees_ahead


@pytest.mark.slow
@pytest.mark.parametrize("move", ["right_curly_bracket", "right_square_bracket", "end", "r", "h", "colon 'T3 enter"])
async def test_no_move_passes_over_sealed_orders_before_the_room_was_asked(path: Path, move: str) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        line = walk.timeline
        first = next(
            step
            for step in range(len(line))
            if line.kind(step) == "decision" and line.entry(step).data.get("body", {}).get("orders")
        )
        await press(pilot, "g")
        await to_orders(app, pilot, move)
        assert walk.step < first
        await press(pilot, "'1 enter")
        assert walk.step == first


@pytest.mark.slow
async def test_through_a_seats_eyes_the_room_is_asked_once_before_the_orders_of_a_turn_are_opened(path: Path) -> None:
    async with replaying(path, WIDE, "rome") as (_, app, pilot):
        screen = app.screen
        assert isinstance(screen, ReplayScreen)
        walk = screen.walk
        assert walk is not None
        line = walk.timeline
        kinds = [(line.kind(step), line.look(step)[1]) for step in walk.met()]
        deeds = [step for step, kind in zip(walk.met(), kinds, strict=True) if kind == ("event", "order_opened")]
        first = next(step for step in deeds if line.turn(step) == 1)
        await press(pilot, "g")
        asked = []
        for _ in range(12):
            if isinstance(app.screen, Question):
                asked.append(next(row for row in shown(app).splitlines() if "GUESS FIRST" in row))
                assert walk.step < first or len(asked) > 1
                await press(pilot, "'1 enter")
            if line.turn(walk.step) > 1:
                break
            await press(pilot, "right_curly_bracket")
        of_others = [said for said in asked if "the others" in said and "turn 1" in said]
        assert len(of_others) == 1


@pytest.mark.slow
async def test_without_a_guess_the_act_is_shown_all_the_same(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "g")
        while not isinstance(app.screen, Question):
            await press(pilot, "d")
        while isinstance(app.screen, Question):
            await press(pilot, "escape")
        assert walk.timeline.kind(walk.step) == "decision"
    assert not notes_beside(path).exists()


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_a_guess_looks_as_it_did(size: tuple[int, int], pictured: Pictured, path: Path) -> None:
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "g")
        await to_orders(app, pilot, "right_parenthesis")
        await still(app, pilot)
        pictured(app, f"replay-guess-{size[0]}x{size[1]}")


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_bookmarks_and_notes_look_as_they_did(
    size: tuple[int, int], pictured: Pictured, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.ui.replay.noting.now", lambda: "2026-11-29T08:00:00+00:00")
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "right t o w 'the_first_offer enter home L")
        await still(app, pilot)
        pictured(app, f"replay-notes-{size[0]}x{size[1]}")
