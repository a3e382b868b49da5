"""The line between a terminal in a browser and its desk: keystrokes and sizes one way, what is drawn the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import WSMsgType, web
from pydantic_core import from_json

from wargame.rooms.doors.desk_process import DeskProcess

LARGEST = 1 << 16
"""Bytes of one message, such as a text that is pasted."""
A_SECOND, AT_ONCE = 200.0, 400.0
"""Messages of one browser that are read in a second on average, and at once: a mouse that moves makes many."""
SIGN_OF_LIFE = 15.0
"""Seconds between two signs of life of a line."""
BAD_MESSAGE = 4400
"""The code with which a line is closed over which something came that no terminal sends."""


def opened_line() -> web.WebSocketResponse:
    """A line as it is offered to a browser: what is drawn is not compressed beside what others have written."""
    return web.WebSocketResponse(heartbeat=SIGN_OF_LIFE, max_msg_size=LARGEST, compress=False)


async def carry(line: web.WebSocketResponse, desk: DeskProcess) -> bool:
    """Carry keys and screens until either side ends; whether it was the desk."""
    drawing, hearing = asyncio.create_task(_draw(line, desk)), asyncio.create_task(_hear(line, desk))
    try:
        done, _ = await asyncio.wait({drawing, hearing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (drawing, hearing):
            task.cancel()
        await asyncio.gather(drawing, hearing, return_exceptions=True)
    return drawing in done and drawing.result()


async def _draw(line: web.WebSocketResponse, desk: DeskProcess) -> bool:
    """Whether the desk has ended, and not the line."""
    try:
        while drawn := await desk.drawn():
            await line.send_bytes(drawn)
    except ConnectionError:
        return False
    return True


async def _hear(line: web.WebSocketResponse, desk: DeskProcess) -> None:
    async for text in _at_most_so_fast(line):
        try:
            match from_json(text):
                case ["stdin", str(keys)]:
                    desk.type(keys.encode(errors="replace"))
                case ["resize", {"width": int(columns), "height": int(rows)}]:
                    desk.resize((columns, rows))
                case ["ping", str(when)]:
                    await line.send_json(["pong", when[:40]])
                case ["focus" | "blur"]:
                    pass
                case _:
                    raise ValueError(text)
        except ValueError:
            await line.close(code=BAD_MESSAGE, message=b"this is nothing that a terminal sends")
            return


async def _at_most_so_fast(line: web.WebSocketResponse) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    tokens, last = AT_ONCE, loop.time()
    async for message in line:
        tokens, last = min(AT_ONCE, tokens + (loop.time() - last) * A_SECOND), loop.time()
        tokens -= 1
        if tokens < 0:
            await asyncio.sleep(-tokens / A_SECOND)
        yield _text_of(message)


def _text_of(message: Any) -> str:
    return message.data if message.type == WSMsgType.TEXT else ""
