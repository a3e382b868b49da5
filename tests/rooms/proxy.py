"""A line between a desk and its room that keeps all that goes over it, and does to it what networks do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from wargame.rooms.addresses import RoomAddress

Message = str | bytes
Trick = Callable[["Middle", list[Message], Message], list[Message]]
"""What becomes of a message: given what is held back so far (which it may change), what is passed on now."""


class Cut(Exception):
    """The line breaks here."""


@dataclass
class Middle:
    """The middle of a line."""

    address: RoomAddress
    trick: Trick
    dice: random.Random
    seen: list[Message] = field(default_factory=list)
    """All that went over it, both ways."""
    done: dict[str, int] = field(default_factory=dict)
    """How often each thing was done to it."""

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


def honest(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    return [message]


def wild(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    """Cuts the line, doubles a message, or holds one back until after the next: each once in about twelve."""
    luck = middle.dice.random()
    if luck < 0.08:
        middle.count("cut")
        raise Cut
    if luck < 0.16:
        middle.count("doubled")
        return [message, message]
    if luck < 0.24 and not held:
        middle.count("held back")
        held.append(message)
        return []
    late, held[:] = list(held), []
    return [message, *late]


@asynccontextmanager
async def middle(room: RoomAddress, trick: Trick = honest, seed: int = 1) -> AsyncIterator[Middle]:
    """A second address of a room: whoever joins there is passed on."""
    here: Middle

    async def between(desk: ServerConnection) -> None:
        with suppress(ConnectionClosed, OSError):
            async with connect(room.uri, compression=None, proxy=None, max_size=None) as far:
                ways = {asyncio.create_task(_pass(here, desk, far)), asyncio.create_task(_pass(here, far, desk))}
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                code = far.close_code or 1001
                await desk.close(code if code in (1000, 1001) or code >= 4000 else 1001)

    async with serve(between, "127.0.0.1", 0, compression=None, max_size=None) as server:
        number = next(iter(server.sockets)).getsockname()[1]
        here = Middle(RoomAddress("127.0.0.1", number, False), trick, random.Random(seed))
        yield here


LATEST = 0.05
"""Seconds after which a message that is held back goes on even if no other one comes."""


async def _pass(
    here: Middle, source: ServerConnection | ClientConnection, sink: ServerConnection | ClientConnection
) -> None:
    held: list[Message] = []

    async def later() -> None:
        await asyncio.sleep(LATEST)
        late, held[:] = list(held), []
        for each in late:
            await sink.send(each)

    waiting: set[asyncio.Task[None]] = set()
    with suppress(ConnectionClosed, Cut):
        async for message in source:
            here.seen.append(message)
            for each in here.trick(here, held, message):
                await sink.send(each)
            if held:
                waiting.add(asyncio.create_task(later()))
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
