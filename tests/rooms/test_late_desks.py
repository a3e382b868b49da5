"""Desks that are not there: for how long is told, and at the end of a game the room waits for them a while."""

from __future__ import annotations

import asyncio

from tests.rooms.rig import hosted, play_out, run, until
from wargame.rooms.host_time import lasting


def test_whoever_hosts_is_told_since_when_a_desk_is_away() -> None:
    async def test() -> None:
        async with hosted() as here:
            assert "Rome (rome): not here yet; code" in here.hosted.who()[0]
            desk = await here.join("rome")
            await desk.up()
            assert "Rome (rome): at the desk; code" in here.hosted.who()[0]
            await desk.kill()
            await until(lambda: "Rome (rome): away for a moment; code" in here.hosted.who()[0])

    run(test())


def test_how_long_a_desk_is_away_is_told_in_the_largest_unit_of_which_there_are_two() -> None:
    told = [lasting(seconds) for seconds in (0, 59, 60, 119, 120, 7199, 7200, 172_799, 172_800)]
    assert told == [
        "for a moment",
        "for a moment",
        "for a minute",
        "for a minute",
        "for 2 minutes",
        "for 119 minutes",
        "for 2 hours",
        "for 47 hours",
        "for 2 days",
    ]


def test_a_desk_whose_line_was_down_at_the_end_is_waited_for_and_told_it_when_it_comes() -> None:
    async def test() -> None:
        async with hosted() as here:
            desks = [await here.join("rome"), await here.join("meta")]
            await desks[0].up()
            key = desks[0].line.key
            await desks[0].kill()
            others = asyncio.create_task(play_out(desks[1]))
            while not here.game.done():
                if here.room.owes("rome") and not here.room.owes("meta"):
                    here.room.control.skip()
                await asyncio.sleep(0.002)
            await others
            waiting = asyncio.create_task(here.hosted.all_told(30))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            late = await here.join("rome", key=key)
            await asyncio.wait([waiting], timeout=120)
            assert waiting.done()
            assert late.line.over

    run(test())


def test_a_desk_that_never_comes_back_is_waited_for_no_longer_than_was_said() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            await desk.up()
            await desk.kill()
            await here.hosted.all_told(0.05)

    run(test())
