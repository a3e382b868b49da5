"""One seat's place at a table in the same process: the chair that a screen or a server hands to its people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wargame.core.control_acts import FinalArgument
from wargame.core.ids import DecisionId, SeatId
from wargame.core.telling import Telling
from wargame.errors import NotAllowed
from wargame.players.base import Answer, Ask
from wargame.table import status
from wargame.table.authority import send_in
from wargame.table.chair import Clock, Draft, SeatStatus
from wargame.table.parts import TableParts
from wargame.table.people import Person
from wargame.table.seats import hand_in


class LocalChair:
    """A seat's place, for one of its people or for whoever sits at the keyboard."""

    def __init__(self, parts: TableParts, seat: SeatId, handle: str | None = None) -> None:
        """`handle` is the person; None is somebody who speaks for the whole seat, as at a shared keyboard.

        NotAllowed if there is no such seat, or that person sits elsewhere; SpecError if nobody has the handle.
        """
        parts.attendance.check_seat(seat)
        if handle is not None and parts.attendance.find(handle).seat != seat:
            raise NotAllowed(f"{handle} does not sit on {seat}")
        self._parts, self._session = parts, parts.session
        self._seat = seat
        self.handle = handle

    @property
    def seat(self) -> SeatId:
        """Whose place it is."""
        return self._seat

    @property
    def owes(self) -> bool:
        """Whether an answer is wanted now, of people."""
        game = self._parts.game
        return game.owes(self._seat) and game.played_by_people(self._seat)

    def look(self) -> Ask:
        """What the seat sees and may do at this moment, whether or not it owes anything."""
        return self._parts.game.ask(self._seat)

    @property
    def undone(self) -> int:
        """How many times control has taken turns back."""
        return len(self._parts.game.past.undone)

    def telling(self) -> Telling:
        """All that the seat may tell of the game so far; kept until something new happens."""
        return self._parts.game.telling(self._seat)

    def clock(self) -> Clock:
        """The phase clock."""
        return status.clock(self._parts)

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands."""
        return status.statuses_seen(self._parts, self.seat)

    @property
    def draft(self) -> Draft:
        """What is prepared."""
        return self._session.drafts.get(self._seat, Draft())

    def save(self, draft: Draft) -> None:
        """Keep the draft safe; also counts as a sign of life. An empty draft is forgotten.

        The whole session file is written each time. TranscriptError if it cannot be; the draft is kept in memory then.
        """
        if draft == Draft():
            self._session.drafts.pop(self._seat, None)
        else:
            self._session.drafts[self._seat] = draft
        self._parts.activity.of(self._seat)
        self._parts.file.save()
        self._parts.listeners.room.tell()

    async def submit(self, answer: Answer, asked: DecisionId | None = None) -> None:
        """Hand in the one answer of this phase; the draft is emptied.

        NotAllowed (a SpecError) if none is owed, another plays the seat, somebody else leads it, or `asked` is over;
        the draft is kept then. TranscriptError if record or session cannot be written. Nothing here waits: when it
        returns, the answer is in the record.
        """
        if not self._parts.game.played_by_people(self._seat):
            who = self._parts.game.book.name(self._seat)
            raise NotAllowed(f"no answer is wanted from the people of {who} now; somebody else plays this seat")
        lead = self._session.leads.get(self._seat)
        if self.owes and self.handle is not None and lead is not None and self.handle != lead:
            raise NotAllowed(f"{lead} hands in for this seat; a note or a dissent can be left at any time")
        hand_in(self._parts, self._seat, replace(answer, origin="human"), asked)

    async def conclude(self, text: str) -> None:
        """The seat's final argument, read by all: once, when the play is over and before anything is revealed.

        NotAllowed says why it is not taken. It is in the record before this returns.
        """
        if not self._parts.game.played_by_people(self._seat):
            raise NotAllowed("somebody else plays this seat; its final argument is not yours to make")
        send_in(self._parts, self._me, "player", FinalArgument(seat=self._seat, text=text))

    async def advise(self, question: str) -> str:
        """What could this seat do? Asked of the seat's adviser, from this seat's view alone.

        May call a model and wait for it; scripts answer at once.
        """
        return await self._parts.adviser(self.look(), question)

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told whenever anything that this seat may see has changed; gives a function that ends it."""
        return self._parts.listeners.seats[self._seat].add(changed)

    # the people of a seat among themselves

    async def note(self, text: str) -> None:
        """Say something to the others on this seat; it goes into the record with the seat's next answer.

        A blank text says nothing. Writes the session file, as `save` does.
        """
        if text.strip():
            self._session.discussion.setdefault(self._seat, []).append(f"{self._me}: {text.strip()}")
            self._stirred()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the people of this seat have said to each other since its last answer, `handle: text`."""
        return tuple(self._session.discussion.get(self._seat, ()))

    @property
    def people(self) -> tuple[Person, ...]:
        """The people on this seat, the one who hands in first."""
        return self._parts.attendance.on(self._seat)

    async def dissent(self, text: str, handle: str | None = None) -> None:
        """Would decide otherwise: kept with the seat's next answer; an empty text takes it back.

        `handle` says who, where one person writes for all of the seat.
        """
        kept, who = self._session.dissent.setdefault(self._seat, {}), handle or self._me
        if text.strip():
            kept[who] = text.strip()
        else:
            kept.pop(who, None)
        self._stirred()

    @property
    def dissents(self) -> tuple[str, ...]:
        """Who would decide otherwise, `handle: text`."""
        return tuple(f"{who}: {text}" for who, text in self._session.dissent.get(self._seat, {}).items())

    def _stirred(self) -> None:
        self._parts.activity.of(self._seat)
        self._parts.file.save()
        self._parts.listeners.seat(self._seat)

    @property
    def _me(self) -> str:
        return self.handle or self._seat
