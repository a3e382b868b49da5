"""What control's joined desk is told of the door: wrong codes and takeovers, by address and number, and no code."""

from __future__ import annotations

import asyncio

import pytest

from tests.rooms.facilitated import end, facilitated
from tests.rooms.rig import Hosted, hosted, run, until
from tests.rooms.test_desks_by_lines import at_control
from tests.rooms.test_joined_lines import Keyboard
from tests.table.rig import QUIET, opened
from tests.table.test_rulings import QUIET_SEED
from tests.ui.conftest import shown
from wargame.core.ids import CONTROL
from wargame.present.joined import joined_table
from wargame.rooms.desk_line import first_look, fresh_life
from wargame.rooms.door_watch import DoorWatch
from wargame.rooms.keys import WrongTries
from wargame.rooms.put_off import PutOff
from wargame.table.clock import LoopTime
from wargame.ui.app import WargameApp
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.widgets.lists import Lines

WRONG = "2222-2222-2222"
FROM_HERE = "at the door, from 127.0.0.1"


class _Forgetful(LoopTime):
    """A time in which every pause is over at once."""

    seconds = 0.0

    def now(self) -> float:
        self.seconds += 1000.0
        return self.seconds


async def guesses(here: Hosted, many: int) -> None:
    """So many wrong codes come one after the other."""
    here.hosted._wrong = WrongTries(_Forgetful())
    for _ in range(many):
        with pytest.raises(PutOff, match="this code opens nothing"):
            await first_look(here.address, None, fresh_life(), code=WRONG)


def test_control_is_told_of_wrong_codes_and_takeovers_and_nobody_else_is() -> None:
    async def test() -> None:
        room = opened(None, ("rome", "meta"), seats=QUIET, seed=QUIET_SEED, facilitated=True, time=LoopTime())
        cell = room.control.come_in("Ada", "white_cell").handle
        async with hosted(room=room, others=(CONTROL, cell)) as here:
            control, ada, rome = await here.join(CONTROL), await here.join(cell), await here.join("rome")
            await rome.up()
            used = here.code("rome")
            await guesses(here, 2)
            await until(lambda: end(control).desk().presence().get(FROM_HERE) == "2 wrong codes")
            with pytest.raises(PutOff, match="this key opens nothing"):
                await here.join("rome", key="no such key")
            await until(lambda: end(control).desk().presence()[FROM_HERE] == "2 wrong codes, 1 wrong key")
            await here.join("rome")
            taken = "Rome, taken over while another line stood"
            await until(lambda: end(control).desk().presence().get(taken) == "once, last from 127.0.0.1")
            told = str(end(control).moment)
            assert WRONG not in told
            assert used not in told
            await until(lambda: end(ada).desk().presence()["rome"] == "at the desk")
            assert "at the door" not in str(end(ada).moment)
            assert "127.0.0.1" not in str(end(ada).moment)

    run(test())


def test_line_by_line_it_is_news_each_time_there_is_more_of_it() -> None:
    async def test(here: Hosted, keyboard: Keyboard, _: asyncio.Task[bool]) -> None:
        await until(lambda: "Turn 1 of 2" in keyboard.text)
        await guesses(here, 1)
        await until(lambda: f"{FROM_HERE}: 1 wrong code." in keyboard.told)
        await guesses(here, 1)
        await until(lambda: f"{FROM_HERE}: 2 wrong codes." in keyboard.told)
        assert WRONG not in keyboard.text

    at_control(test)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_on_the_screen_it_stands_in_the_list_of_seats(size: tuple[int, int]) -> None:
    async def test() -> None:
        async with facilitated() as here:
            desk = await here.join(CONTROL)
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=size) as pilot:
                await desk.up()
                await until(lambda: isinstance(app.screen, ControlScreen))
                await guesses(here, 2)

                def told() -> bool:
                    rows = [row.text.strip() for row in app.screen.query_one("#seats", Lines).rows]
                    return f"{FROM_HERE}: 2 wrong codes" in rows

                await until(told)
                await pilot.pause()
                assert WRONG not in shown(app)

    run(test())


def test_what_came_from_many_addresses_is_told_in_few_words() -> None:
    watch = DoorWatch(str)
    assert not watch.told()
    for address in range(3000):
        watch.wrong("code", f"10.0.{address // 250}.{address % 250}")
    told = watch.told()
    assert len(told) == 5
    assert told["at the door, from 10.0.11.249"] == "1 wrong code"
    assert told["at the door, from other addresses"] == "2996 wrong codes"
    assert len(watch._wrong) <= 1000
