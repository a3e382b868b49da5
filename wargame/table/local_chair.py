"""One seat's place at a table in the same process: the chair that a screen or a server hands to its people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from wargame.core.bounds import MOST_LINES
from wargame.core.control_acts import FinalArgument
from wargame.core.ids import DecisionId, SeatId
from wargame.core.prose import TEXT_LIMIT, length_of
from wargame.core.telling import Telling
from wargame.errors import NotAllowed
from wargame.players.base import Answer, Ask
from wargame.table import status
from wargame.table.authority import send_in
from wargame.table.chair import Clock, Draft, SeatStatus
from wargame.table.parts import TableParts
from wargame.table.people import Person
from wargame.table.seats import hand_in
from wargame.table.shared_draft import joined, left_behind, own_part
from wargame.table.team import Team, lines_of

Key = TypeVar("Key")


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
        """What is prepared: of one of several people, what the seat has finished and what they themselves have not."""
        draft = self._session.drafts.get(self._seat, Draft())
        return draft if self.handle is None else joined(draft, self._session.own_drafts.get(self.handle, Draft()))

    def save(self, draft: Draft) -> None:
        """Keep the draft safe; also counts as a sign of life. An empty draft is forgotten.

        The whole session file is written each time. TranscriptError if it cannot be; the draft is kept in memory then.
        """
        before = self._session.drafts.get(self._seat, Draft())
        if self.handle is not None:
            _keep(self._session.own_drafts, self.handle, own_part(draft))
            draft = joined(draft, before)
        _keep(self._session.drafts, self._seat, draft)
        self._parts.activity.of(self._seat)
        self._parts.file.save()
        if self.handle is not None and draft != before:
            self._parts.listeners.seat(self._seat)
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
        draft = self._session.drafts.get(self._seat, Draft())
        hand_in(self._parts, self._seat, replace(answer, origin="human"), asked)
        if self.handle is not None and not (rest := left_behind(draft, answer.body)).empty:
            self._session.drafts[self._seat] = joined(rest, self._session.drafts.get(self._seat, Draft()))
            self._parts.file.save()
            self._parts.listeners.seat(self._seat)

    async def conclude(self, text: str) -> None:
        """The seat's final argument, read by all: once, when the play is over and before anything is revealed.

        NotAllowed says why it is not taken. It is in the record before this returns.
        """
        if not self._parts.game.played_by_people(self._seat):
            raise NotAllowed("somebody else plays this seat; its final argument is not yours to make")
        if not self.team.leads:
            raise NotAllowed(f"{self.team.lead} hands in for this seat, its final argument too")
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

    @property
    def team(self) -> Team:
        """What the people of this seat know of each other. Looks through the seat's decisions."""
        game, session = self._parts.game, self._session
        made = (each for each in game.past.decisions.values() if each.seat == self._seat and each.discussion)
        lines = lines_of(made, session.discussion.get(self._seat, ()), self.clock().turn)
        return Team(self.handle, self.people, lines, tuple(session.dissent.get(self._seat, {}).items()))

    async def note(self, text: str, handle: str | None = None) -> None:
        """Say something to the others on this seat; it goes into the record with the seat's next answer.

        A blank text says nothing. `handle` says who, where one person writes for all of the seat. NotAllowed for a text
        that is too long, or where so much was said already that the record would not keep it. Writes the session file,
        as `save` does.
        """
        said, kept = text.strip(), self._session.discussion.setdefault(self._seat, [])
        if (length := length_of(said)) > TEXT_LIMIT:
            raise NotAllowed(f"this line has {length:,} characters; at most {TEXT_LIMIT:,} are taken")
        if len(kept) >= MOST_LINES:
            raise NotAllowed(f"{MOST_LINES} lines wait for the seat's next answer already; hand it in first")
        if said:
            kept.append(f"{self._whose(handle)}: {said}")
            self._stirred()

    @property
    def people(self) -> tuple[Person, ...]:
        """The people on this seat, the one who hands in first."""
        return self._parts.attendance.on(self._seat)

    async def dissent(self, text: str, handle: str | None = None) -> None:
        """Would decide otherwise: kept with the seat's next answer; an empty text takes it back.

        `handle` says who, where one person writes for all of the seat; NotAllowed for another's, where each has a chair
        of their own.
        """
        who = self._whose(handle)
        kept = self._session.dissent.setdefault(self._seat, {})
        if text.strip():
            kept[who] = text.strip()
        else:
            kept.pop(who, None)
        self._stirred()

    async def hand_over(self, handle: str) -> None:
        """Let another of this seat hand in from now on.

        NotAllowed if this one does not hand in, or if nobody of that handle sits on this seat.
        """
        if not self.team.leads:
            raise NotAllowed(f"{self.team.lead} hands in for this seat, and alone can hand that over")
        if handle not in (person.handle for person in self.people):
            here = ", ".join(person.handle for person in self.people) or "nobody by name"
            raise NotAllowed(f"{handle} does not sit on this seat; here are {here}")
        self._parts.attendance.lead(handle)
        self._parts.file.save()
        self._parts.listeners.everybody()

    def _stirred(self) -> None:
        self._parts.activity.of(self._seat)
        self._parts.file.save()
        self._parts.listeners.seat(self._seat)

    def _whose(self, handle: str | None) -> str:
        """In whose name something is said; NotAllowed where it would be another's."""
        if self.handle is not None and handle not in (None, self.handle):
            raise NotAllowed(f"{self.team.name_of(handle or '')} says that at a desk of their own, in their own name")
        return handle or self._me

    @property
    def _me(self) -> str:
        return self.handle or self._seat


def _keep(drafts: dict[Key, Draft], whose: Key, draft: Draft) -> None:
    """Keep a draft; an empty one is forgotten."""
    if draft == Draft():
        drafts.pop(whose, None)
    else:
        drafts[whose] = draft
