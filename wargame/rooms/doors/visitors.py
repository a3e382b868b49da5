"""Who comes through a door of the room: strangers until they bring a code, then people with a desk at this machine.

A stranger costs a line and no process. Codes are looked at by the room itself, which knows where a stranger is and
slows down wrong ones from there, as it does with everybody.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

from wargame.errors import NotAllowed
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.desk_line import first_look, fresh_life
from wargame.rooms.doors.desk_process import DeskProcess, HandedOver

MOST_STRANGERS, FROM_ONE_PLACE = 32, 8
"""People at all doors who have brought no code yet, and how many of them from one address."""
MOST_DESKS = 64
"""Desks that run at this machine at once: each is a process of about 100 MB."""
CLOSED_FOR_GOOD = 3
"""The code with which a desk's process ends whose key opens nothing any more."""
GAME_OVER = "the game is over; its record is with whoever hosted it"
"""What is said to whoever is still there when a room is closed whose game is over."""


@dataclass(frozen=True, slots=True)
class KeyOfPlace:
    """What opens a place again, for whoever has opened it."""

    place: str
    """Its id."""
    key: str


class _Claim:
    """Whoever holds a key now: their desk runs, or is about to."""

    def __init__(self) -> None:
        self.replaced = False
        """Whether somebody has come with the same key since."""
        self.begun = asyncio.Event()
        """That the desk runs, or cannot."""
        self.desk: DeskProcess | None = None

    async def give_way(self) -> None:
        """The desk is opened elsewhere: it ends, however far it had come."""
        self.replaced = True
        await self.begun.wait()
        if self.desk is not None:
            self.desk.replaced = True
            await self.desk.end()


class Visitors:
    """Everybody who comes through the doors of one room."""

    def __init__(self, room: RoomAddress, came_by: dict[str, str], over: Callable[[], bool] = lambda: False) -> None:
        """Of the room at this address of this machine; it is told in `came_by` where people are, by their desks.

        `over` says whether its game is over.
        """
        self._room, self._came_by, self.over = room, came_by, over
        self._strangers: Counter[str] = Counter()
        self._desks: dict[str, _Claim] = {}
        """Desks that run or are about to, by their keys."""
        self._lives: dict[str, str] = {}
        """The life in which a key was brought and no desk was begun yet."""
        self._begun, self._all_left = 0, asyncio.Event()

    @contextmanager
    def stranger(self, where: str) -> Iterator[None]:
        """Somebody from there has said nothing yet; NotAllowed if there are too many of them."""
        if self._strangers.total() >= MOST_STRANGERS or self._strangers[where] >= FROM_ONE_PLACE:
            raise NotAllowed("too many people are at the door; try again in a while")
        self._strangers[where] += 1
        try:
            yield
        finally:
            self._strangers[where] -= 1
            self._strangers += Counter()  # keeps those alone that count

    async def opened(self, code: str, where: str) -> KeyOfPlace:
        """The key that a code brings to somebody who is there; PutOff says why it brings none."""
        life = fresh_life()
        self._came_by[life] = where
        try:
            head, _ = await first_look(self._room, None, life, code=code)
        finally:
            del self._came_by[life]
        self._lives[head["key"]] = life
        return KeyOfPlace(str(head["place"]), head["key"])

    @asynccontextmanager
    async def desk(
        self, key: str, where: str, size: tuple[int, int], *, kind: str = "xterm-256color", back: str = ""
    ) -> AsyncIterator[DeskProcess]:
        """The desk that a key opens, for as long as the block lasts; one that ran with this key is ended before.

        Args:
            key: What a code has brought.
            where: The address of whoever sits there.
            size: Columns and rows of the terminal in which it is drawn.
            kind: What kind of terminal that is.
            back: How to come back, for whoever leaves.

        NotAllowed if too many desks run at this machine already.
        """
        with self._one_more():
            claim = _Claim()
            older, self._desks[key] = self._desks.get(key), claim  # before anything is waited for: one of two gives way
            life = self._lives.pop(key, "") or fresh_life()
            self._came_by[life] = where
            desk: DeskProcess | None = None
            try:
                try:
                    if older is not None:
                        await older.give_way()
                    handed = HandedOver(life, key, back)
                    desk = claim.desk = await DeskProcess.begun(self._room.uri, handed, size, kind)
                finally:
                    claim.begun.set()
                if claim.replaced:
                    await claim.give_way()
                yield desk
            finally:
                if self._desks.get(key) is claim:
                    del self._desks[key]
                del self._came_by[life]
                if desk is not None:
                    await desk.end()

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        if self._begun >= MOST_DESKS:
            raise NotAllowed(f"{MOST_DESKS} desks run at the host already; join from a program of your own")
        self._begun += 1
        try:
            yield
        finally:
            self._begun -= 1
            if not self._begun:
                self._all_left.set()

    async def all_left(self, seconds: float) -> None:
        """Wait until nobody's desk runs here any more, no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._begun:
                    self._all_left.clear()
                    await self._all_left.wait()
