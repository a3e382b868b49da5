"""One seat of a hosted room: what its people are sent, and what their acts do at the table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from wargame.core.bounds import LONGEST
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.errors import NotAllowed, SpecError, WargameError
from wargame.players.base import Answer
from wargame.rooms.frames import Part
from wargame.rooms.held_place import HeldPlace
from wargame.rooms.messages import (
    AdviceWanted,
    Concluded,
    Dissented,
    DraftKept,
    FormAct,
    FromDesk,
    HandedIn,
    HasRead,
    LeadGiven,
    NoteSaid,
    PlaceAct,
)
from wargame.rooms.seat_forms import FormsOfPlace
from wargame.rooms.seat_parts import DraftHeld, PartsOfSeat
from wargame.rooms.typed_json import in_bytes
from wargame.table.chair import Draft
from wargame.table.people import Person
from wargame.table.room import Room
from wargame.table.shared_draft import merged

MOST_QUESTIONS = 2
"""Questions of a seat to its adviser that are out at once; a third is not heard."""


class HeldSeat(HeldPlace):
    """A seat of people at a room that is hosted here."""

    def __init__(
        self, room: Room, seat: SeatId, has_read: Callable[[HasRead], None], handle: str | None = None
    ) -> None:
        """Nobody is there yet; `has_read` is told when this seat has read.

        Where several people share the seat, `handle` is the one whose place this is.
        """
        super().__init__(room, handle or seat)
        self.seat = seat
        self._has_read = has_read
        self._chair = room.chair(seat, handle)
        self._parts = PartsOfSeat(self._chair, room.parts.time.now, room.session.settings.facilitated)
        self._drafted: Draft | None = None
        """The draft as the joined desk itself knows it."""
        self._draft_part = b""
        self._advice: dict[int, asyncio.Task[None]] = {}
        self.others_read: Callable[[], tuple[SeatId, ...]] = tuple
        """Which other seats have yet to read."""
        self.away: Callable[[], tuple[str, ...]] = tuple
        """Which others on this seat have no desk open."""
        self.forms: FormsOfPlace | None = None
        """What is asked here beside the game."""
        self._unwatch = self._chair.watch(self.look_again)

    def close(self) -> None:
        """Nobody is told of anything any more."""
        self._unwatch()
        self.new_life()

    def new_life(self) -> None:
        """Nobody waits for the advice that was asked for."""
        for task in self._advice.values():
            task.cancel()
        self._advice.clear()

    def new_line(self) -> None:
        """It knows no draft yet."""
        self._drafted = None

    def parts_now(self) -> dict[str, Part]:
        """What the seat's chair gives."""
        asked = self.forms.parts(self._chair.clock()) if self.forms is not None else {}
        return {**self._parts.now(self.others_read(), self.away()), "draft": self._draft_now(), **asked}

    def _draft_now(self) -> bytes:
        """The draft, told anew only where somebody else than the joined desk has changed it."""
        draft = self._chair.draft
        if self._drafted is None or draft != self._drafted:
            self._drafted = draft
            self._draft_part = in_bytes(DraftHeld, DraftHeld(draft, self.life, self._act))
        return self._draft_part

    def people(self) -> tuple[Person, ...]:
        """Who sits here by name: one of a team, or all who share this desk."""
        own = self._chair.handle
        return tuple(each for each in self._chair.people if own in (None, each.handle))

    # what it does

    async def received(self, message: FromDesk) -> None:
        """Do what the joined desk sends, once, and answer it; a question to the adviser beside the acts."""
        if isinstance(message, AdviceWanted):
            self._advise(message)
        else:
            await super().received(message)

    async def do(self, act: PlaceAct) -> object:
        """An act of the seat's people."""
        if isinstance(act, FormAct) and self.forms is not None:
            self.look_again()  # what is to be asked is another thing now
            return self.forms.do(act)
        chair = self._chair
        match act:
            case DraftKept():
                self._keep(act)
            case HandedIn():
                await self._hand_in(act)
            case Dissented():
                await chair.dissent(_short(act.text), act.handle)
            case NoteSaid():
                own = sum(line.handle == (chair.handle or self.seat) for line in chair.team.lines)
                if own < act.number:  # else it came before, and its receipt was lost
                    await chair.note(_short(act.text))
            case LeadGiven():
                await chair.hand_over(act.handle)
            case Concluded():
                await chair.conclude(_short(act.text))
            case HasRead():
                if not chair.team.leads:
                    raise NotAllowed(f"{chair.team.lead} says for your seat when it has read")
                self._has_read(act)
            case _:
                raise NotAllowed("this is done at control's desk")
        return None

    def _keep(self, act: DraftKept) -> None:
        """Keep a draft: whole, or together with what others of the seat have made of it meanwhile, who are told."""
        if self._chair.handle is None or act.base is None:
            self._drafted = act.draft
            self._chair.save(act.draft)
            return
        self._drafted = None  # so that it is told what became of it
        self._chair.save(merged(act.base, act.draft, self._chair.draft))
        self.look_again()

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
        self.answer({"question_number": number, "advice": advice, "refused": refused})


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise SpecError(f"this text has {len(text):,} letters; at most {LONGEST:,} are taken")
    return text
