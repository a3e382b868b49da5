"""A room on a socket of this machine, and desks that join it: the real line, in one process."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.table.rig import opened
from wargame.core.ids import SeatId
from wargame.errors import NotAllowed
from wargame.players.base import Answer
from wargame.players.scripted import Scripted
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.desk_line import DeskLine, first_look, fresh_life
from wargame.rooms.hosting import HostedRoom
from wargame.rooms.keys import Keyring
from wargame.rooms.places import RoomPlace
from wargame.rooms.put_off import PutOff
from wargame.rooms.seat_forms import AskedAtDesks
from wargame.table.chair import Chair
from wargame.table.clock import LoopTime
from wargame.table.game import Result
from wargame.table.public_view import PUBLIC_SCREEN
from wargame.table.room import Room


@dataclass
class Hosted:
    """A room that is open, and the desks that were joined."""

    room: Room
    hosted: HostedRoom
    address: RoomAddress
    told: list[str]
    """What whoever hosts was told."""
    game: asyncio.Task[Result]
    desks: list[Desk] = field(default_factory=list)

    def code(self, place: RoomPlace) -> str:
        return self.hosted.keyring.codes[place]

    async def join(
        self, place: RoomPlace, *, address: RoomAddress | None = None, key: str = "", life: str = ""
    ) -> Desk:
        """A desk of a seat, or another place, by its code or by a key that was kept; its line is kept up."""
        where, life = address or self.address, life or fresh_life()
        code = "" if key else self.code(place)
        head, parts = await first_look(where, None, life, code=code, key=key)
        line = DeskLine(where, None, life, key or head["key"], head["place"])
        line.took(head, parts)
        desk = Desk(self.room, line, head, asyncio.create_task(line.keep()))
        self.desks.append(desk)
        return desk


@dataclass
class Desk:
    """A joined desk."""

    room: Room
    """For comparing with what the table itself knows."""
    line: DeskLine
    head: dict[str, Any]
    kept: asyncio.Task[None]

    @property
    def chair(self) -> Any:
        return self.line.chair

    async def up(self) -> None:
        """Wait until the line that is kept up stands."""
        await until(lambda: self.line._number)

    @property
    def seat(self) -> SeatId:
        return self.line.chair.seat

    def answer(self) -> Answer:
        """What a person here hands in: as the seat's script would."""
        ask = self.line.chair.look()
        return Scripted(ask.book.seat(self.seat).doctrine, self.room.book.seed).answer(ask)

    async def kill(self) -> None:
        """End the line as a kill would: nothing is said."""
        self.kept.cancel()
        with suppress(asyncio.CancelledError, PutOff):
            await self.kept


@asynccontextmanager
async def hosted(
    out: Path | None = None,
    people: tuple[SeatId, ...] = ("rome", "meta"),
    room: Room | None = None,
    sealing: ssl.SSLContext | None = None,
    others: tuple[RoomPlace, ...] = (PUBLIC_SCREEN,),
    asked: AskedAtDesks | None = None,
    **options: Any,
) -> AsyncIterator[Hosted]:
    """A room of the tutorial, open on a port that was free; everything is ended afterwards."""
    room = room or opened(out, people, **{"time": LoopTime(), **options})
    told: list[str] = []
    door = socket.create_server(("127.0.0.1", 0))
    served = HostedRoom(room, Keyring((*people, *others), room.parts.record), told.append, asked)
    with door:
        async with served.open(door, sealing):
            game = asyncio.create_task(room.play())
            where = RoomAddress("127.0.0.1", door.getsockname()[1], sealing is not None)
            here = Hosted(room, served, where, told, game)
            try:
                yield here
            finally:
                for desk in here.desks:
                    await desk.kill()
                game.cancel()
                with suppress(asyncio.CancelledError):
                    await game


async def until(done: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.005)


async def quiet(reading: Callable[[], object], rounds: int = 20) -> None:
    """Wait until a reading has stayed the same for so many rounds of the loop: what was on its way has come.

    Rounds and not seconds: on a busy machine what is on its way takes longer, and so do they.
    """
    async with asyncio.timeout(120):
        left, before = rounds, reading()
        while left:
            await asyncio.sleep(0.005)
            now = reading()
            left, before = (left - 1, before) if now == before else (rounds, now)


async def play_in_turn(desks: Sequence[Desk], game: asyncio.Task[Result]) -> None:
    """Play these seats by their scripts, one answer after the other in the order given, until the game is over."""
    while not game.done():
        for desk in desks:
            chair, own = desk.line.chair, desk.room.chair(desk.seat)
            if own.owes:
                await until(partial(_is_asked, chair, own))
                await chair.submit(desk.answer(), chair.look().id)
        await asyncio.sleep(0.002)


def _is_asked(here: Chair, there: Chair) -> bool:
    """Whether what the table asks has come to a desk."""
    return here.owes and here.look().id == there.look().id


async def play_out(desk: Desk, most: int = 1000) -> int:
    """Play a seat by its script until the game is over, or for so many answers; how many were handed in."""
    made, chair = 0, desk.line.chair
    while not desk.line.over and made < most:
        clock = chair.clock()
        if chair.owes:
            with suppress(NotAllowed):  # of a question that another answer has closed meanwhile
                await chair.submit(desk.answer(), chair.look().id)
                made += 1
        elif clock.phase in ("brief", "news"):
            await chair.has_read(clock.turn, clock.phase)
        await asyncio.sleep(0.002)
    return made


def run(test: Coroutine[Any, Any, None]) -> None:
    """Run a test that needs a loop, at most for five minutes: what takes longer hangs."""

    async def timed() -> None:
        async with asyncio.timeout(300):
            await test

    asyncio.run(timed())


__all__ = ["Desk", "Hosted", "hosted", "play_in_turn", "play_out", "quiet", "run", "until"]
