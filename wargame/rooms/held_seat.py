"""One seat of a hosted room: who holds it now, what was sent there, and what its acts do at the table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from pydantic_core import to_json

from wargame.core.bounds import LONGEST
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.errors import NotAllowed, SpecError, WargameError
from wargame.players.base import Answer
from wargame.rooms.frames import Part, packed
from wargame.rooms.messages import (
    AdviceWanted,
    Concluded,
    Dissented,
    DraftKept,
    FromDesk,
    HandedIn,
    HasRead,
    SeatAct,
)
from wargame.rooms.seat_parts import DraftHeld, PartsOfSeat
from wargame.rooms.typed_json import in_bytes
from wargame.table.chair import Draft
from wargame.table.room import Room

MOST_QUESTIONS = 2
"""Questions of a seat to its adviser that are out at once; a third is not heard."""


class Socket(Protocol):
    """The line to a joined desk, as far as it is used here."""

    async def send(self, message: str | bytes) -> None:
        """Send one message; waits while the other side is slow."""
        ...

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """End it."""
        ...


class HeldSeat:
    """A seat of people at a room that is hosted here."""

    def __init__(self, room: Room, seat: SeatId, has_read: Callable[[HasRead], None]) -> None:
        """Nobody is there yet; `has_read` is told when this seat has read."""
        self.seat = seat
        self._room, self._has_read = room, has_read
        self._chair = room.chair(seat)
        self._parts = PartsOfSeat(self._chair, room.parts.time.now)
        self.socket: Socket | None = None
        """The line to whoever holds it now."""
        self.telling: asyncio.Task[None] | None = None
        """What sends to that line."""
        self.life = ""
        """The run of the joined program whose acts are counted."""
        self._act = 0
        self._reply: dict[str, Any] = {}
        """The answer to the last act, kept in case it was lost."""
        self._drafted: Draft | None = None
        """The draft as the joined desk itself knows it."""
        self._draft_part = b""
        self._replies: list[dict[str, Any]] = []
        self._dirty, self._wake = True, asyncio.Event()
        self._advice: dict[int, asyncio.Task[None]] = {}
        self.others_read: Callable[[], tuple[SeatId, ...]] = tuple
        """Which other seats have yet to read."""
        self.told_the_end = False
        """Whether it was sent what came of the game."""
        self._unwatch = self._chair.watch(self.look_again)

    def look_again(self) -> None:
        """Something that this seat may see has changed, or may have."""
        self._dirty = True
        self._wake.set()

    def close(self) -> None:
        """Nobody is told of anything any more."""
        self._unwatch()
        for task in self._advice.values():
            task.cancel()

    # who holds it

    def taken_by(self, socket: Socket, life: str) -> Socket | None:
        """Somebody's line is the line of this seat from now on; the line that was, if there was one, is given.

        Nothing more is sent to that one from this moment on.
        """
        before, self.socket = self.put_off(), socket
        if life != self.life:
            self.life, self._act, self._reply = life, 0, {}
            for task in self._advice.values():
                task.cancel()
            self._advice.clear()
        self._replies.clear()
        self._drafted = None
        return before

    def put_off(self) -> Socket | None:
        """Nobody holds the seat: nothing more is sent to the line that was here, which is given."""
        before, self.socket = self.socket, None
        if self.telling is not None:
            self.telling.cancel()
        return before

    def left_by(self, socket: Socket) -> bool:
        """A line has ended; whether it was the one of this seat."""
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
        number, head = 0, {**first, "act": self._act, "reply": self._reply}
        while True:
            self._wake.clear()
            if not before or self._dirty:
                self._dirty, over = False, self._room.over
                parts = {**self._parts.now(self.others_read()), "draft": self._draft_now()}
                if parts != before:
                    number += 1
                    told = {"number": number, "now": self._room.parts.time.now(), "left": self._parts.left()}
                    await socket.send(packed({**told, **head}, parts, before))
                    before, head = parts, {}
                self.told_the_end = over
            while self._replies:
                await socket.send(to_json({**self._replies.pop(0), "number": number}).decode())
            if not (self._dirty or self._replies):
                await self._wake.wait()

    def _draft_now(self) -> bytes:
        """The draft, told anew only where somebody else than the joined desk has changed it."""
        draft = self._chair.draft
        if self._drafted is None or draft != self._drafted:
            self._drafted = draft
            self._draft_part = in_bytes(DraftHeld, DraftHeld(draft, self.life, self._act))
        return self._draft_part

    # what it does

    async def received(self, message: FromDesk) -> None:
        """Do what the joined desk sends, once, and answer it.

        NotAllowed if an act does not follow the one before it: the line lost or changed something.
        """
        if isinstance(message, AdviceWanted):
            self._advise(message)
        elif message.act == self._act and self._reply:
            self._answer(self._reply)
        elif message.act != self._act + 1:
            raise NotAllowed(f"act {message.act} does not follow act {self._act}")
        else:
            refused = ""
            try:
                await self._do(message)
            except WargameError as fault:
                refused = str(fault)
            self._act = message.act
            self._reply = {"act": message.act, "refused": refused}
            self._answer(self._reply)

    def _answer(self, reply: dict[str, Any]) -> None:
        self._replies.append(reply)
        self._wake.set()

    async def _do(self, message: SeatAct) -> None:
        chair = self._chair
        match message:
            case DraftKept():
                self._drafted = message.draft
                chair.save(message.draft)
            case HandedIn():
                await self._hand_in(message)
            case Dissented():
                await chair.dissent(_short(message.text), message.handle)
            case Concluded():
                await chair.conclude(_short(message.text))
            case HasRead():
                self._has_read(message)

    async def _hand_in(self, message: HandedIn) -> None:
        """An answer whose receipt was lost comes again: it is not refused for being in the record already."""
        answer = Answer(message.body, "human", message.rationale, (), message.plan, message.notebook)
        try:
            await self._chair.submit(answer, message.asked)
        except NotAllowed:
            if not self._is_in(message):
                raise

    def _is_in(self, message: HandedIn) -> bool:
        past = self._room.game.past
        made: Decision | None = past.decisions.get(message.asked) if message.asked else None
        made = made or past.decided.get(self.seat)
        return made is not None and (made.id, made.seat, made.body, made.rationale) == (
            message.asked,
            self.seat,
            message.body,
            message.rationale,
        )

    def _advise(self, message: AdviceWanted) -> None:
        number = message.question_number
        if number not in self._advice and len(self._advice) < MOST_QUESTIONS:
            self._advice[number] = asyncio.create_task(self._advised(number, message.text))

    async def _advised(self, number: int, text: str) -> None:
        try:
            advice, refused = await self._chair.advise(_short(text)), ""
        except WargameError as fault:
            advice, refused = "", str(fault)
        finally:
            self._advice.pop(number, None)
        self._answer({"question_number": number, "advice": advice, "refused": refused})


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise SpecError(f"this text has {len(text):,} letters; at most {LONGEST:,} are taken")
    return text
