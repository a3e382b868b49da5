"""Who comes through a door of the room: strangers until they bring a code, then people with a desk at this machine.

A stranger costs a line and no process. Codes are looked at by the room itself, which knows where a stranger is and
slows down wrong ones from there, as it does with everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
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


@dataclass(frozen=True, slots=True)
class KeyOfPlace:
    """What opens a place again, for whoever has opened it."""

    place: str
    """Its id."""
    key: str


class Visitors:
    """Everybody who comes through the doors of one room."""

    def __init__(self, room: RoomAddress, came_by: dict[str, str]) -> None:
        """Of the room at this address of this machine; it is told in `came_by` where people are, by their desks."""
        self._room, self._came_by = room, came_by
        self._strangers: Counter[str] = Counter()
        self._desks: dict[str, DeskProcess] = {}
        """Desks that run, by their keys."""
        self._lives: dict[str, str] = {}
        """The life in which a key was brought and no desk was begun yet."""
        self._begun = 0

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
        if (older := self._desks.get(key)) is not None:
            older.replaced = True
            await older.end()
        life = self._lives.pop(key, "") or fresh_life()
        with self._one_more():
            self._came_by[life] = where
            try:
                desk = self._desks[key] = await DeskProcess.begun(
                    self._room.uri, HandedOver(life, key, back), size, kind
                )
                try:
                    yield desk
                finally:
                    if self._desks.get(key) is desk:
                        del self._desks[key]
                    await desk.end()
            finally:
                del self._came_by[life]

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        if self._begun >= MOST_DESKS:
            raise NotAllowed(f"{MOST_DESKS} desks run at the host already; join from a program of your own")
        self._begun += 1
        try:
            yield
        finally:
            self._begun -= 1
