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

pytestmark = pytest.mark.anyio
A_TURN = "f9 f9 f9 f9 f9 f9 f9 f9 f9"
"""Two rounds of talk and the orders, each passed without a reason."""


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
    app = at_table(played("kyiv", answered=9))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "down down")
        pictured(app, f"result-{size[0]}x{size[1]}")
        assert not clipped(app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_page_looks_as_it_did(size: tuple[int, int], pictured: Pictured) -> None:
    app = at_table(played("rome", "first-download", answered=99))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "home")
        assert "THE GAME IS OVER" in shown(app)
        pictured(app, f"last-page-{size[0]}x{size[1]}")
        await press(pilot, "2")
        assert "FINAL SCORES" in shown(app)


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
