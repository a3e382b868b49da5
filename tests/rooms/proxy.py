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
OFTEN = 0.2
"""How often a message meets the one thing that a trick does."""
LATEST = 0.05
"""Seconds after which a message that is held back goes on even if no other one comes."""
SLOW = 0.03
"""Seconds that a message takes on a slow line."""


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
    ends: set[ServerConnection | ClientConnection] = field(default_factory=set)
    """Both ends of every line that stands."""
    rest: float = 0.0
    """Seconds to wait before the next message is passed on."""

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    def snap(self) -> None:
        """Break every line as a pulled plug does: nothing is said, and what was under way is lost."""
        for end in self.ends:
            end.transport.abort()


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


def cutting(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    """Breaks the line at a message, before or after it has passed, by a word or without one."""
    luck = middle.dice.random() / OFTEN
    if luck < 1:
        middle.count("cut")
        if luck < 0.5:
            middle.snap()
        raise Cut
    return [message]


def slowing(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    """Lets a message take its time; what comes after it waits."""
    if middle.dice.random() < OFTEN:
        middle.count("slowed")
        middle.rest = SLOW
    return [message]


def doubling(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    """Says a message twice."""
    if middle.dice.random() < OFTEN:
        middle.count("doubled")
        return [message, message]
    return [message]


def holding_back(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    """Keeps a message for a while; whatever comes meanwhile overtakes it."""
    if not held and middle.dice.random() < OFTEN:
        middle.count("held back")
        held.append(message)
        return []
    return [message]


def swapping(middle: Middle, held: list[Message], message: Message) -> list[Message]:
    """Changes a message with the one after it; counted where there is one before it must go on."""
    if held:
        middle.count("swapped")
        late, held[:] = list(held), []
        return [message, *late]
    if middle.dice.random() < 0.5:
        held.append(message)
        return []
    return [message]


@asynccontextmanager
async def middle(room: RoomAddress, trick: Trick = honest, seed: int = 1) -> AsyncIterator[Middle]:
    """A second address of a room: whoever joins there is passed on."""
    here: Middle

    async def between(desk: ServerConnection) -> None:
        with suppress(ConnectionClosed, OSError):
            async with connect(room.uri, compression=None, proxy=None, max_size=None) as far:
                here.ends |= {desk, far}
                ways = {asyncio.create_task(_pass(here, desk, far)), asyncio.create_task(_pass(here, far, desk))}
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                here.ends -= {desk, far}
                code = far.close_code or 1001
                await desk.close(code if code in (1000, 1001) or code >= 4000 else 1001)

    async with serve(between, "127.0.0.1", 0, compression=None, max_size=None) as server:
        number = next(iter(server.sockets)).getsockname()[1]
        here = Middle(RoomAddress("127.0.0.1", number, False), trick, random.Random(seed))
        yield here


async def _pass(
    here: Middle, source: ServerConnection | ClientConnection, sink: ServerConnection | ClientConnection
) -> None:
    held: list[Message] = []

    async def later() -> None:
        await asyncio.sleep(LATEST)
        late, held[:] = list(held), []
        with suppress(ConnectionClosed):
            for each in late:
                await sink.send(each)

    waiting: set[asyncio.Task[None]] = set()
    with suppress(ConnectionClosed, Cut):
        async for message in source:
            here.seen.append(message)
            for each in here.trick(here, held, message):
                rest, here.rest = here.rest, 0.0
                if rest:
                    await asyncio.sleep(rest)
                await sink.send(each)
            if held:
                waiting.add(asyncio.create_task(later()))
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
