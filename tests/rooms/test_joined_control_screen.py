"""Control's screens at another machine, and what becomes of an act when the host is started again meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.rooms.facilitated import facilitated
from tests.rooms.rig import hosted, run, until
from tests.table.rig import QUIET, opened
from tests.table.test_rulings import QUIET_SEED
from tests.ui.conftest import shown
from tests.ui.facilitator.hands import go
from wargame.core.ids import CONTROL
from wargame.present.joined import joined_table
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.desk_line import DeskLine, _Act
from wargame.rooms.messages import HasRead
from wargame.table.clock import LoopTime
from wargame.ui.app import WargameApp
from wargame.ui.curtain import Curtain
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.facilitator.speaking_windows import MessageWindow
from wargame.ui.facilitator.state_windows import UndoWindow
from wargame.ui.widgets.lists import Lines


async def _answered_by_another_host(place: str) -> BaseException | None:
    """What becomes of an act that was out when its host was started again."""
    line = DeskLine(RoomAddress("127.0.0.1", 1, False), None, "life", "key", place)
    line._begun({"act": 0, "reply": {}, "host": "one"})
    done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    line._out, line._flight = _Act(lambda number: HasRead("read", number, 1, "brief"), done), 1
    line._begun({"act": 0, "reply": {}, "host": "two"})
    return done.exception() if done.done() else None


def test_an_act_of_control_is_not_done_again_by_a_host_that_may_have_done_it_before_it_was_started_again() -> None:
    async def test() -> None:
        assert "look in the record whether this is done" in str(await _answered_by_another_host(CONTROL))
        assert await _answered_by_another_host("rome") is None

    run(test())


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_screen_of_a_joined_desk_of_control_is_the_one_at_the_table_and_says_who_has_come(
    size: tuple[int, int],
) -> None:
    async def test() -> None:
        async with facilitated() as here:
            await here.join("rome")
            desk = await here.join(CONTROL)
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=size) as pilot:
                await desk.up()
                await until(lambda: isinstance(app.screen, ControlScreen))
                await pilot.press("p")
                await until(lambda: here.room.clock().paused)
                await pilot.pause()
                assert "CLOCK PAUSED" in shown(app)
                assert "CONTROLLER, truth" in shown(app)
                rows = [row.text for row in app.screen.query_one("#seats", Lines).rows]
                assert any(row.startswith("R Rome: ") and "human, at the desk" in row for row in rows)
                assert any("Meta: " in row and "human, not here yet" in row for row in rows)
                assert any("the room's screen: at no terminal yet" in row for row in rows)
                await pilot.press("m")
                await pilot.pause()
                window = app.screen
                assert isinstance(window, MessageWindow)
                window.kept.update(readers="public", text="Welcome to the table")
                window.rewrite()
                await go(pilot, "do")
                await pilot.press(
                    "enter", "u"
                )  # a key that comes while the act is on its way is meant for what follows
                await until(lambda: isinstance(app.screen, UndoWindow))
                assert "Welcome to the table" in [event.body for event in here.room.record]
                await pilot.press("f8")
                await until(lambda: isinstance(app.screen, Curtain))

    run(test())


def test_who_acts_is_not_offered_at_a_desk_with_a_code_of_its_own() -> None:
    async def test() -> None:
        room = opened(None, time=LoopTime(), facilitated=True, seats=QUIET, seed=QUIET_SEED)
        cell = room.control.come_in("Ada", "white_cell").handle
        async with hosted(room=room, others=(CONTROL, cell)) as here:
            desk = await here.join(cell)
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=(120, 36)) as pilot:
                await desk.up()
                await until(lambda: isinstance(app.screen, ControlScreen))
                await pilot.pause()
                assert "m message" in shown(app)
                assert "w who" not in shown(app)
                assert isinstance(app.screen, ControlScreen)
                assert "w  who" not in app.screen.help_text()
                await pilot.press("w")
                await pilot.pause()
                assert isinstance(app.screen, ControlScreen)
                assert "told by its code; ask the controller" in shown(app)

    run(test())
