"""A desk over the line of a terminal in a browser: keys, sizes, takeovers, and why it has ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="aiohttp is not installed; nothing but the door for browsers needs it")
pytest.importorskip(
    "textual_serve", reason="textual-serve is not installed; nothing but the door for browsers needs it"
)

import aiohttp

from tests.rooms.doors.browser.rig import opened, visitor
from tests.rooms.rig import until
from wargame.rooms.doors.browser.browser_door import LEFT, OPENED_ELSEWHERE, OVER
from wargame.rooms.doors.browser.browser_line import BAD_MESSAGE, LARGEST

pytestmark = pytest.mark.slow


async def drawn(line: Any, word: str, seconds: float = 150.0) -> str:
    """What is drawn until a word stands there."""
    seen = ""
    async with asyncio.timeout(seconds):
        while word not in seen:
            message = await line.receive()
            assert not line.closed, (message, seen[-300:])
            seen += message.data.decode(errors="replace") if message.type == aiohttp.WSMsgType.BINARY else message.data
    return seen


async def leave(line: Any) -> None:
    """Leave by the desk's own keys, as long as it is there."""
    for keys in ("\x11", "\r") * 20:
        if line.closed:
            return
        with suppress(ConnectionError):
            await line.send_json(["stdin", keys])
        await asyncio.sleep(1.0)


async def closed(line: Any, seconds: float = 150.0) -> int:
    """The code with which the other side closes a line."""
    async with asyncio.timeout(seconds):
        while not line.closed:
            await line.receive()
    return int(line.close_code)


def test_one_desk_from_its_code_to_its_takeover(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one, visitor() as other:
            rome = await room.comes(one, "rome")
            async with room.line(one, rome) as first:
                await drawn(first, "FIRST THINGS TO TRY")
                await first.send_json(["ping", "12"])
                await drawn(first, '["pong", "12"]')
                await first.send_json(["resize", {"width": 120, "height": 40}])
                await first.send_json(["stdin", "?"])
                await drawn(first, "EVERY SCREEN")
                async with room.line(one, rome) as second:
                    await drawn(second, "FIRST THINGS TO TRY")
                    assert await closed(first) == OPENED_ELSEWHERE
                    await until(lambda: "at the desk" in room.here.hosted.who()[0])
                    await room.comes(other, "rome")
                    await drawn(second, "came with its new code")
                    leaving = asyncio.create_task(leave(second))
                    assert await closed(second) == OVER
                    await leaving
            assert not [each for each in room.here.told if "code" in each and "wrong" in each]

    asyncio.run(asyncio.wait_for(test(), 600))


def test_who_leaves_by_the_desks_own_key_is_told_so_and_comes_back(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            rome = await room.comes(one, "rome")
            async with room.line(one, rome) as line:
                await drawn(line, "FIRST THINGS TO TRY")
                await line.send_json(["stdin", "\x11"])
                await drawn(line, "LEAVE THE TABLE?")
                await line.send_json(["stdin", "\r"])
                assert await closed(line) == LEFT
            async with room.line(one, rome) as line:
                await drawn(line, "FIRST THINGS TO TRY")

    asyncio.run(asyncio.wait_for(test(), 600))


def test_what_no_terminal_sends_ends_the_line_and_the_desk_stays(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            rome = await room.comes(one, "rome")
            for bad in ("{", '["stdin", 7]', '["resize", {"width": "wide", "height": 1}]', '["open"]'):
                async with room.line(one, rome) as line:
                    await line.send_str(bad)
                    assert await closed(line) == BAD_MESSAGE, bad
            async with room.line(one, rome) as line:
                await line.send_str("x" * (LARGEST + 1))
                assert await closed(line) == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
            await until(lambda: not room.visitors._desks)

    asyncio.run(asyncio.wait_for(test(), 600))
