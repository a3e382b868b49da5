"""One place of a hosted room: who holds it now, what was sent there, and that each of its acts is done once."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from math import inf
from typing import Any, Protocol

from pydantic_core import to_json

from wargame.errors import NotAllowed, WargameError
from wargame.rooms.frames import Part, packed
from wargame.rooms.messages import FromDesk, PlaceAct
from wargame.rooms.places import RoomPlace
from wargame.table.room import Room


class Socket(Protocol):
    """The line to a joined desk, as far as it is used here."""

    async def send(self, message: str | bytes) -> None:
        """Send one message; waits while the other side is slow."""
        ...

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """End it."""
        ...


class HeldPlace(ABC):
    """A place of a room that is hosted here. Subclasses say what it is sent and what its acts do."""

    def __init__(self, room: Room, place: RoomPlace) -> None:
        """Nobody is there yet."""
        self.place = place
        self._room = room
        self.socket: Socket | None = None
        """The line to whoever holds it now."""
        self.telling: asyncio.Task[None] | None = None
        """What sends to that line."""
        self.life = ""
        """The run of the joined program whose acts are counted."""
        self._act = 0
        self._reply: dict[str, Any] = {}
        """The answer to the last act, kept in case it was lost."""
        self._replies: list[dict[str, Any]] = []
        self._dirty, self._wake = True, asyncio.Event()
        self.shown_since = inf
        """When the line that is here was sent its first frame, in seconds of the host's own time."""
        self.told_the_end = False
        """Whether it was sent what came of the game."""

    @property
    def aside(self) -> str:
        """What control is to know of it after where its holder is, as `, 2 notes`; most often nothing."""
        return ""

    # what subclasses write

    @abstractmethod
    def parts_now(self) -> dict[str, Part]:
        """All that whoever is there may know, part by part."""

    async def do(self, act: PlaceAct) -> object:
        """Do an act; what came of it, as JSON can say it. WargameError says why it is refused."""
        raise NotAllowed("nothing can be done from this place")

    @abstractmethod
    def close(self) -> None:
        """Nobody is told of anything any more."""

    def new_life(self) -> None:  # noqa: B027 (most places keep nothing of a run)
        """Another run of the joined program is there: what the one before has not heard yet, nobody waits for."""

    def new_line(self) -> None:  # noqa: B027 (most places keep nothing of a line)
        """Another line is there, which knows nothing yet."""

    # who holds it

    def look_again(self) -> None:
        """Something that this place may see has changed, or may have."""
        self._dirty = True
        self._wake.set()

    def taken_by(self, socket: Socket, life: str) -> Socket | None:
        """Somebody's line is the line of this place from now on; the line that was, if there was one, is given.

        Nothing more is sent to that one from this moment on.
        """
        before, self.socket = self.put_off(), socket
        if life != self.life:
            self.life, self._act, self._reply = life, 0, {}
            self.new_life()
        self._replies.clear()
        self.new_line()
        return before

    def put_off(self) -> Socket | None:
        """Nobody holds the place: nothing more is sent to the line that was here, which is given."""
        before, self.socket = self.socket, None
        if self.telling is not None:
            self.telling.cancel()
        return before

    def left_by(self, socket: Socket) -> bool:
        """A line has ended; whether it was the one of this place."""
        if self.socket is not socket:
            return False
        self.socket = None
        return True

    # what it is sent

    async def keep_telling(self, socket: Socket, first: dict[str, Any]) -> None:
        """Send everything once, with the words of `first` at its head, then whatever changes, until cancelled.

        Only what is newest is made and sent: a slow line is sent less often, and nothing piles up here.
        """
        before: dict[str, Part] = {}
        self.shown_since = inf
        number, head = 0, {**first, "act": self._act, "reply": self._reply}
        while True:
            self._wake.clear()
            if not before or self._dirty:
                self._dirty, over = False, self._room.over
                parts = self.parts_now()
                if parts != before:
                    number += 1
                    told = {"number": number, "now": self._room.parts.time.now(), "left": self._room.clock().left}
                    await socket.send(packed({**told, **head}, parts, before))
                    self.shown_since = min(self.shown_since, self._room.parts.time.now())
                    before, head = parts, {}
                self.told_the_end = over
            while self._replies:
                await socket.send(to_json({**self._replies.pop(0), "number": number}).decode())
            if not (self._dirty or self._replies):
                await self._wake.wait()

    # what it does

    async def received(self, message: FromDesk) -> None:
        """Do what the joined desk sends, once, and answer it.

        NotAllowed if an act does not follow the one before it: the line lost or changed something.
        """
        if not isinstance(message, PlaceAct):
            raise NotAllowed("nothing is asked from this place")
        if message.act == self._act and self._reply:
            self.answer(self._reply)
        elif message.act != self._act + 1:
            raise NotAllowed(f"act {message.act} does not follow act {self._act}")
        else:
            refused, gave = "", None
            try:
                gave = await self.do(message)
            except WargameError as fault:
                refused = str(fault)
            self._act = message.act
            self._reply = {"act": message.act, "refused": refused, "gave": gave}
            self.answer(self._reply)

    def answer(self, reply: dict[str, Any]) -> None:
        """Send an answer, after all that has changed by now."""
        self._replies.append(reply)
        self._wake.set()
