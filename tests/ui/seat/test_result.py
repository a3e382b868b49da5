"""The result page comes by itself when a turn has ended, goes on Enter, and comes back on r."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES, SMALL, Pictured, at_table, press, shown
from tests.ui.fits import clipped
from tests.ui.rooms import a_room, hand_in, until
from tests.ui.seats import Game
from tests.ui.views import played
from wargame.present.local_table import of_room
from wargame.present.marks import Marks
from wargame.table.chair import Draft
from wargame.ui.app import WargameApp
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.seat.result import ResultScreen
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio
A_TURN = "f9 f9 f9 f9 f9 f9 f9 f9 f9"
"""Two rounds of talk and the orders, each passed without a reason."""


def seen_so_far(game: Game, seat: str) -> Game:
    """The game, with everything shown to the seat but the result of the last turn."""
    over = game.asking.turn - 1 if not game.over else game.asking.turn
    game.drafts[seat] = Marks({}, len(game.ask(seat).view.events), over - 1).into(Draft())
    return game


@pytest.mark.slow
async def test_whoever_plays_alone_sees_what_came_of_a_turn_as_soon_as_it_is_over() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"enter {A_TURN}")
        assert isinstance(app.screen, ResultScreen)
        assert "TURN 1 IS OVER" in shown(app)
        assert "WHAT MATTERED MOST" in shown(app)
        await press(pilot, "enter f9 f9 f9")
        assert isinstance(app.screen, DeskScreen), "a result is shown once"
        await press(pilot, "r")
        assert isinstance(app.screen, ResultScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_result_looks_as_it_did(size: tuple[int, int], pictured: Pictured) -> None:
    app = at_table(seen_so_far(played("kyiv", answered=9), "kyiv"))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "down down")
        pictured(app, f"result-{size[0]}x{size[1]}")
        assert not clipped(app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_page_looks_as_it_did(size: tuple[int, int], pictured: Pictured) -> None:
    app = at_table(seen_so_far(played("rome", "first-download", answered=99), "rome"))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "home")
        assert "THE GAME IS OVER" in shown(app)
        pictured(app, f"last-page-{size[0]}x{size[1]}")
        await press(pilot, "2")
        assert "FINAL SCORES" in shown(app)


async def test_the_last_page_is_headed_by_the_score_that_was_counted_and_not_by_an_estimate() -> None:
    game = seen_so_far(played("rome", "first-download", answered=99), "rome")
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "home")
        (row,) = [row for row in app.screen.query_one("#score-lines", Lines).rows if row.key == "final rome"]
        counted = row.body.split("(you) ")[1].split(":")[0].split(",")[0]
        assert f"final score {counted}" in shown(app)


@pytest.mark.slow
async def test_brackets_go_through_the_turns() -> None:
    game = played("kyiv", answered=9)
    last = game.asking.turn - 1
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        assert f"TURN {last} IS OVER" in shown(app)
        await press(pilot, "[")
        assert f"TURN {last - 1} IS OVER" in shown(app)
        await press(pilot, "] ]")
        assert f"TURN {last} IS OVER" in shown(app)
        assert "no result of a later turn" in shown(app)


async def test_enter_leaves_a_page_on_which_nothing_stands() -> None:
    game = Game()
    seen = len(game.ask("rome").view.events)
    game.drafts["rome"] = Marks({}, seen).into(Draft())
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        assert "Nothing that you may know of has happened" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, DeskScreen)


async def test_whoever_sits_there_is_told_at_once_that_control_took_a_turn_back() -> None:
    room = a_room(("rome",))
    app = WargameApp(of_room(room))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: room.clock().phase == "talk")
        await press(pilot, "enter")
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        room.control.undo("the timer broke")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        assert "CONTROL TOOK TURN 1 BACK" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, DeskScreen)
        await press(pilot, "f4 f2")
        assert isinstance(app.screen, DeskScreen), "it is told once"


async def test_whoever_takes_a_seat_late_reads_its_brief_and_the_story_so_far_once() -> None:
    game = played("kyiv", answered=9)
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "home")
        said = app.screen.query_one("#told-lines", Lines).as_text()
        assert game.seat("kyiv").brief.strip()[:40] in said
        assert "THE STORY SO FAR" in said
        assert said.index("THE STORY SO FAR") < said.index("WHAT MATTERED MOST")
        await press(pilot, "enter")
    again = at_table(game)
    async with again.run_test(size=SMALL):
        assert "THE STORY SO FAR" not in again.screen.query_one("#told-lines", Lines).as_text()


async def test_whoever_takes_a_seat_after_the_first_turn_reads_its_brief_before_that_turn_s_result() -> None:
    game = played("kyiv", answered=3)
    assert game.asking.turn == 2
    app = at_table(game)
    async with app.run_test(size=SMALL):
        said = app.screen.query_one("#told-lines", Lines).as_text()
        assert said.index(game.seat("kyiv").brief.strip()[:40]) < said.index("WHAT MATTERED MOST")
    game.drafts["kyiv"] = Marks({}, 5).into(Draft())
    again = at_table(game)
    async with again.run_test(size=SMALL):
        said = again.screen.query_one("#told-lines", Lines).as_text()
        assert game.seat("kyiv").brief.strip()[:40] not in said, "whoever answered in the first turn knows its brief"


async def test_the_last_page_is_a_page_of_its_own_after_the_result_of_the_last_turn() -> None:
    game = seen_so_far(played("rome", "first-download", answered=99), "rome")
    last = game.asking.turn
    game.drafts["rome"] = Marks.of(game.drafts["rome"]).shown_result(last).into(Draft())
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, DeskScreen)
        assert Marks.of(game.drafts["rome"]).result == last + 1
        game.drafts["rome"] = Marks({}, 0, last).into(Draft())
        game.watchers.tell()
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        assert "THE GAME IS OVER" in shown(app)
