"""Whose desk runs at the host: one for a key, from the moment at which the key is brought."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.rooms.rig import run, until
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.doors.visitors import Visitors

HERE = "127.0.0.1"


class SlowDesk:
    """In place of a desk's process: it takes a moment to begin."""

    def __init__(self) -> None:
        self.replaced, self.has_ended = False, False

    @classmethod
    async def begun(cls, *_: Any) -> SlowDesk:
        await asyncio.sleep(0.05)
        return cls()

    async def end(self) -> None:
        await asyncio.sleep(0.01)
        self.has_ended = True


@pytest.fixture
def visitors(monkeypatch: pytest.MonkeyPatch) -> Visitors:
    monkeypatch.setattr("wargame.rooms.doors.visitors.DeskProcess", SlowDesk)
    return Visitors(RoomAddress(HERE, 1, sealed=False), {})


@pytest.mark.parametrize("apart", [0.0, 0.02, 0.1])
def test_of_lines_with_one_key_all_but_the_last_give_way_however_fast_they_come(
    visitors: Visitors, apart: float
) -> None:
    async def test() -> None:
        desks: list[Any] = []

        async def comes(stack: AsyncExitStack) -> None:
            desks.append(await stack.enter_async_context(visitors.desk("key", HERE, (80, 24))))

        async with AsyncExitStack() as stack, asyncio.TaskGroup() as coming:
            for _ in range(3):
                coming.create_task(comes(stack))
                await asyncio.sleep(apart)
            await until(lambda: len(desks) == 3)
            assert sorted((desk.replaced, desk.has_ended) for desk in desks) == [
                (False, False),
                (True, True),
                (True, True),
            ]
        assert all(desk.has_ended for desk in desks)
        assert not visitors._desks

    run(test())


def test_a_room_waits_for_those_who_look_at_its_end_and_no_longer_than_it_says(visitors: Visitors) -> None:
    async def test() -> None:
        await visitors.all_left(60.0)
        async with visitors.desk("key", HERE, (80, 24)):
            await visitors.all_left(0.05)
            waiting = asyncio.create_task(visitors.all_left(60.0))
            await asyncio.sleep(0.05)
            assert not waiting.done()
        await waiting

    run(test())
