"""What whoever hosts is told of lines that end, and whom an open room still waits for when its game is over."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from tests.rooms.facilitated import facilitated
from tests.rooms.rig import Hosted, hosted, run, until
from tests.ui.conftest import shown
from wargame.core.ids import CONTROL
from wargame.errors import NotAllowed
from wargame.present.joined import joined_table
from wargame.rooms import after_game, lines_away
from wargame.ui.app import WargameApp
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.leave import Leave


@pytest.fixture(autouse=True)
def sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses of tenths of a second instead of seconds."""
    monkeypatch.setattr(lines_away, "MISSED", 1.0)
    monkeypatch.setattr(lines_away, "BEGINNING", 3.0)
    monkeypatch.setattr(after_game, "SETTLED", 0.2)


async def ended_by_control(here: Hosted) -> None:
    """Control ends the game, and closes what is held after it."""
    here.room.control.end_game("the evening is over")
    while not here.game.done():
        await asyncio.sleep(0.1)
        with suppress(NotAllowed):
            here.room.control.skip()


@pytest.mark.slow
def test_a_line_that_only_opened_the_place_does_not_end_before_its_desk_has_had_time_to_start() -> None:
    async def test() -> None:
        async with hosted() as here:
            rome = await here.join("rome")  # a line with the code, then that of the desk
            await rome.kill()
            await asyncio.sleep(1.5)
            assert not [line for line in here.told if "has ended" in line], "its desk may be starting"
            await until(lambda: here.told[-1] == "Rome: the line from 127.0.0.1 has ended")
            assert len([line for line in here.told if "has ended" in line]) == 1

    run(test())


@pytest.mark.slow
def test_the_end_of_a_line_that_stood_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    beginning = 60.0
    monkeypatch.setattr(lines_away, "BEGINNING", beginning)

    async def test() -> None:
        async with hosted() as here:
            rome = await here.join("rome")
            await rome.up()
            await asyncio.sleep(1.3)
            assert not [line for line in here.told if "has ended" in line]
            await rome.kill()
            gone_at = here.room.parts.time.now()
            await until(lambda: here.told[-1] == "Rome: the line from 127.0.0.1 has ended")
            assert here.room.parts.time.now() - gone_at < beginning, "it stood, and no desk is starting"
            await asyncio.sleep(2.5)
            assert len([line for line in here.told if "has ended" in line]) == 1

    run(test())


def test_whoever_hosts_is_told_for_whom_a_room_stays_open_after_its_game() -> None:
    async def test() -> None:
        async with facilitated() as here:
            rome = await here.join("rome")
            await rome.up()
            await rome.kill()
            await ended_by_control(here)
            await here.hosted.all_told(0.8)
            waits = [line for line in here.told if line.startswith("the room still waits")]
            assert waits == ["the room still waits for Rome"]

    run(test())


def test_a_joined_desk_of_control_is_told_at_the_end_what_leaves_it_and_that_key_does() -> None:
    async def test() -> None:
        async with facilitated() as here:
            desk = await here.join(CONTROL)
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=(120, 36)) as pilot:
                await desk.up()
                await until(lambda: isinstance(app.screen, ControlScreen))
                await ended_by_control(here)
                await until(lambda: "the game is over; q leaves this desk" in shown(app))
                await pilot.press("q")
                await until(lambda: isinstance(app.screen, Leave))
                await pilot.press("q")
                await until(lambda: app._exit)

    run(test())
