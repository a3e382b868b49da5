"""A seat's chair at another machine: what reached it last, and the line on which its acts go to the room.

The draft is written here first and sent on. What reads never waits; what acts waits for the room's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wargame.core.ids import DecisionId, SeatId
from wargame.core.telling import Telling
from wargame.core.views import View
from wargame.errors import NotAllowed
from wargame.players.base import Answer, Ask
from wargame.rooms.messages import Concluded, Dissented, DraftKept, HandedIn, HasRead, LeadGiven, NoteSaid
from wargame.rooms.places import RoomPlace
from wargame.rooms.remote_end import ActSender, RemoteEnd
from wargame.rooms.remote_forms import RemoteForms
from wargame.rooms.seat_parts import DraftHeld, SeatMoment, telling_of, view_of
from wargame.rooms.typed_json import of_bytes
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.menu import Menu
from wargame.table.chair import Clock, Draft, SeatStatus
from wargame.table.people import Person
from wargame.table.shared_draft import merged, shared_part
from wargame.table.team import Team


class RemoteChair(RemoteEnd):
    """One seat's place, far from the table."""

    _moment: SeatMoment
    _book: Rulebook

    def __init__(self, place: RoomPlace, sender: ActSender) -> None:
        """Nothing is known yet: `received` brings it, before anybody looks."""
        super().__init__(place, sender)
        self._view: View | None = None
        self._ask: Ask | None = None
        self._telling: Telling | None = None
        self._draft = Draft()
        self.forms = RemoteForms(sender)
        """What is asked here beside the game."""
        self._base = Draft()
        """The draft as it last came from the host."""
        self._said = 0
        """How many lines of ours to the team there are, those on the way among them."""

    # what reaches it

    def changed(self, before: Mapping[str, bytes], latest_draft: int) -> None:
        """Read what is new.

        A draft is taken from it unless one of our own is newer: act `latest_draft` of this life, or one that is still
        to be sent.
        """
        parts = self._parts
        self.forms.received(parts)
        if before.get("moment") != parts["moment"]:
            self._moment, self._ask = of_bytes(SeatMoment, parts["moment"]), None
        if before.get("book") != parts["book"]:
            self._book, self._ask = of_bytes(Rulebook, parts["book"]), None
        if (before.get("view"), before.get("events")) != (parts["view"], parts["events"]):
            self._view = self._ask = None
        if {**before, "draft": b"", "moment": b""} != {**parts, "draft": b"", "moment": b""}:
            self._telling = None
        if before.get("draft") != parts["draft"]:
            held: DraftHeld = of_bytes(DraftHeld, parts["draft"])
            ours_is_newer = held.life == self._sender.life and held.act < latest_draft
            if self.team.handle is not None and not ours_is_newer:
                ours = merged(shared_part(self._base), self._draft, held.draft) if self.unsent else held.draft
                self._draft, self._base = ours, held.draft
            elif not (self.unsent or ours_is_newer):
                self._draft = held.draft

    # what is known

    @property
    def seat(self) -> SeatId:
        """Whose place it is."""
        return self._moment.seat

    @property
    def owes(self) -> bool:
        """Whether an answer is wanted now."""
        return self._moment.owes

    def look(self) -> Ask:
        """What the seat sees and may do, as it last reached this machine; the menu is made here."""
        if self._ask is None:
            if self._view is None:
                self._view = view_of(self._parts)
            moment, book, view = self._moment, self._book, self._view
            menu = Menu(book, view)
            self._ask = Ask(self.seat, moment.turn, moment.phase, moment.round, view, menu, book, moment.diary)
        return replace(self._ask, seconds=self.clock().left)

    @property
    def undone(self) -> int:
        """How many times control has taken turns back."""
        return self._moment.undone

    def telling(self) -> Telling:
        """All that the seat may tell, as of the last moment at which a page of results came to stand.

        That is when the turn began, when its news came out, or when turns were taken back.
        """
        if self._telling is None:
            self._telling = telling_of(self._parts, self.seat, self.look().view.events)
        return self._telling

    def clock(self) -> Clock:
        """The phase clock, running on since it was last heard of."""
        return self._time.running(self._moment.clock)

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands."""
        return self._time.idle(self._moment.statuses)

    @property
    def name(self) -> str:
        """The name of the seat, and who sits here where several people share it."""
        seat, team = self._book.name(self.seat), self.team
        return seat if team.handle is None else f"{seat}, {team.name_of(team.handle)}"

    @property
    def draft(self) -> Draft:
        """What is prepared here."""
        return self._draft

    @property
    def people(self) -> tuple[Person, ...]:
        """The people on this seat."""
        return self._moment.team.people

    @property
    def others_read(self) -> tuple[SeatId, ...]:
        """Seats of people that have yet to say that they have read."""
        return self._moment.others_read

    @property
    def team(self) -> Team:
        """What the people of this seat know of each other."""
        return self._moment.team

    @property
    def facilitated(self) -> bool:
        """Whether somebody facilitates: then the time to read is theirs to end."""
        return self._moment.facilitated

    @property
    def lingers(self) -> bool:
        """Whether something is to be asked here after the game."""
        return bool(self.forms.held.survey)

    # what it does

    def save(self, draft: Draft) -> None:
        """Keep the draft here at once; it is sent on as soon as the line is free."""
        self._draft, self.unsent = draft, True
        self._sender.draft_changed()

    def taken(self, act: int) -> DraftKept:
        """The draft as it is sent, as this act."""
        self.unsent = False
        return DraftKept("draft", act, self._draft, None if self.team.handle is None else shared_part(self._base))

    async def submit(self, answer: Answer, asked: DecisionId | None = None) -> None:
        """Hand in the one answer of this phase. NotAllowed says why it is not taken, or that the line is down."""
        await self._sender.do(
            lambda act: HandedIn("answer", act, asked, answer.body, answer.rationale, answer.plan, answer.notebook)
        )

    async def dissent(self, text: str, handle: str | None = None) -> None:
        """Somebody of this seat would decide otherwise; NotAllowed as for `submit`."""
        await self._sender.do(lambda act: Dissented("dissent", act, text, handle))

    async def note(self, text: str, handle: str | None = None) -> None:
        """Say something to the others of this seat, in the name of whoever sits here; NotAllowed as for `submit`."""
        own = sum(line.handle == (self.team.handle or self.seat) for line in self.team.lines)
        number = self._said = max(own, self._said) + 1
        try:
            await self._sender.do(lambda act: NoteSaid("said", act, text, number))
        except NotAllowed:
            self._said -= 1
            raise

    async def hand_over(self, handle: str) -> None:
        """Let another of this seat hand in from now on; NotAllowed as for `submit`."""
        await self._sender.do(lambda act: LeadGiven("lead", act, handle))

    async def conclude(self, text: str) -> None:
        """The seat's final argument; NotAllowed as for `submit`."""
        await self._sender.do(lambda act: Concluded("conclusion", act, text))

    async def has_read(self, turn: int, phase: str) -> None:
        """This seat has read what there is to read; NotAllowed as for `submit`."""
        await self._sender.do(lambda act: HasRead("read", act, turn, phase))

    async def advise(self, question: str) -> str:
        """What could this seat do? Asked at the host, which may ask a model."""
        return await self._sender.asked(question)
