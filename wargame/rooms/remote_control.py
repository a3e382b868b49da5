"""Control's desk at another machine: what control sees of a table, as it last reached it, and its acts on their way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wargame.core.arguments import CaseUnderArgument, Mode
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.setting import Setting
from wargame.core.views import Glance, View
from wargame.errors import NotAllowed, SpecError
from wargame.rooms.control_parts import DECISIONS, RECORD, SLIP, ControlMoment
from wargame.rooms.messages import DeskActed, JudgesAsked, SlipWanted
from wargame.rooms.remote_chair import RemoteChair
from wargame.rooms.remote_end import RemoteEnd
from wargame.rooms.screen_parts import screen_of
from wargame.rooms.typed_json import of_bytes, of_json
from wargame.rules.base.rulebook import Rulebook
from wargame.table.chair import Chair, Clock, SeatStatus
from wargame.table.desk import IDLE, Listed, SeatHealth, made_up
from wargame.table.desk_acts import CameOfAct, DeskAct
from wargame.table.judges import Opinions
from wargame.table.people import Person, PersonRole, Right, rights
from wargame.table.presets import TimePlan
from wargame.table.public_view import PublicScreen
from wargame.transcript.deviations import Deviation

JUDGING = 300.0
"""Seconds that judges may take: the host may ask models."""


class RemoteControl(RemoteEnd):
    """A table as control watches it, far from it."""

    REPEATS = False
    _moment: ControlMoment

    def __init__(self, *given: Any) -> None:
        """At a place, with a sender of its acts."""
        super().__init__(*given)
        self._values: dict[str, tuple[bytes, Any]] = {}
        """What was read of each part, and of which bytes."""
        self._slips: dict[SeatId, RemoteChair] = {}
        self._people: dict[str, Person] = {}
        """Whoever has sat down at this desk, by handle."""
        self._all: dict[str, tuple[list[Any], tuple[Any, ...]]] = {}

    def changed(self, before: Mapping[str, bytes], latest_draft: int) -> None:
        """Read where the game stands; the rest when it is asked for."""
        self._moment = self._part("moment", ControlMoment)
        slips: dict[SeatId, dict[str, bytes]] = {}
        for name, part in self._parts.items():
            if name.startswith(SLIP):
                seat, _, own = name.removeprefix(SLIP).partition(" ")
                slips.setdefault(SeatId(seat), {})[own] = part
        self._slips = {seat: self._slips.get(seat) or RemoteChair(seat, self._sender) for seat in slips}
        for seat, parts in slips.items():
            self._slips[seat].received(self._head, parts, 0)

    def _part(self, name: str, kind: Any) -> Any:
        content = self._parts[name]
        kept = self._values.get(name)
        if kept is None or kept[0] is not content:
            kept = self._values[name] = content, of_bytes(kind, content)
        return kept[1]

    def _turns(self, begins: str, kind: Any) -> tuple[Any, ...]:
        """What stands in the parts of all turns, in their order; the same object until there is more."""
        names = sorted((name for name in self._parts if name.startswith(begins)), key=lambda name: int(name.split()[1]))
        found = [self._part(name, tuple[kind, ...]) for name in names]
        kept = self._all.get(begins)
        if kept is None or len(kept[0]) != len(found) or any(a is not b for a, b in zip(kept[0], found, strict=True)):
            kept = self._all[begins] = found, tuple(each for turn in found for each in turn)
        return kept[1]

    # the table

    @property
    def name(self) -> str:
        """What the place is called."""
        return "Control" if self._moment.role == "controller" else self._moment.role.replace("_", " ")

    @property
    def moment(self) -> ControlMoment:
        """Where the game stands, as it was sent."""
        return self._moment

    @property
    def book(self) -> Rulebook:
        """The rules and the setting; its seed stayed at the host."""
        book: Rulebook = self._part("book", Rulebook)
        return book

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        return self.book.setting

    @property
    def facilitated(self) -> bool:
        """Whether the game stops for control."""
        return self._moment.facilitated

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self._moment.over

    @property
    def ended(self) -> bool:
        """Whether control ended the play before its last turn."""
        return self._moment.ended

    def clock(self) -> Clock:
        """The phase clock, running on since it was last heard of."""
        return self._time.running(self._moment.clock)

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands."""
        return self._time.idle(self._moment.statuses)

    def public(self) -> PublicScreen:
        """What a projector may show."""
        return replace(screen_of(self._parts), clock=self.clock(), statuses=self._time.idle(self._moment.seen))

    def truth(self) -> View:
        """Everything."""
        view: View = self._part("view", View)
        seen = (Glance(event, None, {}).to(view.seat) for event in self.record())
        return replace(view, events=tuple(each for each in seen if each is not None))

    def record(self) -> Sequence[Event]:
        """Every event that stands."""
        return self._turns(RECORD, Event)

    def decisions(self) -> Sequence[Decision]:
        """Every decision that stands."""
        return self._turns(DECISIONS, Decision)

    def names(self) -> Mapping[str, str]:
        """Names of seats and of models, by id."""
        names: Mapping[str, str] = self._part("all names", dict[str, str])
        return names

    def players(self) -> Mapping[SeatId, str]:
        """Player spec of every seat."""
        return self._moment.players

    def fallback(self, seat: SeatId) -> str:
        """Who plays a seat that is late: a spec, or `pass`. KeyError for no such seat."""
        return self._moment.fallbacks[seat]

    def votes(self, case: str) -> Mapping[str, bool]:
        """Votes cast so far on an argument."""
        return self._moment.votes.get(case, {})

    # what its desk asks for

    def listed(self) -> tuple[Listed, ...]:
        """The scenario's list of injects and how each stands."""
        found: tuple[Listed, ...] = self._part("injects", tuple[Listed, ...])
        return found

    def waiting(self) -> tuple[CaseUnderArgument, ...]:
        """Arguments that wait for a ruling."""
        found: tuple[CaseUnderArgument, ...] = self._part("waiting", tuple[CaseUnderArgument, ...])
        return found

    def log(self) -> tuple[Deviation, ...]:
        """The deviation log so far."""
        found: tuple[Deviation, ...] = self._part("deviations", tuple[Deviation, ...])
        return found

    def desk(self, person: Person | None = None) -> RemoteDesk:
        """The desk in the hands of whoever holds this place, or of somebody who has sat down at it."""
        return RemoteDesk(self, person)

    async def acted(self, hands: str | None, act: DeskAct) -> CameOfAct:
        """Have an act done."""
        said = await self._sender.do(lambda number: DeskActed("control", number, hands, act))
        came: CameOfAct = of_json(CameOfAct, said)
        if came.person is not None:
            self._people[came.person.handle] = came.person
        return came

    def find(self, handle: str) -> Person | None:
        """Somebody who has sat down at this desk; None for whoever holds its place, SpecError for anybody else."""
        if handle == self._moment.who:
            return None
        if handle not in self._people:
            raise SpecError(f"nobody at this desk has the handle {handle!r}")
        return self._people[handle]

    async def opinions_on(self, hands: str | None, case: str) -> Opinions:
        """What the judges make of an argument, when they have said it."""
        before, told = self._moment.asked, asyncio.Event()
        unwatch = self.watch(told.set)
        try:
            await self._sender.do(lambda number: JudgesAsked("judges", number, hands, case))
            async with asyncio.timeout(JUDGING):
                while self._moment.asked <= before:
                    told.clear()
                    await told.wait()
        except TimeoutError:
            raise NotAllowed(f"the judges have not answered within {JUDGING:g} seconds; ask again") from None
        finally:
            unwatch()
        return self._moment.opinions.get(case, Opinions(()))

    async def slip(self, hands: str | None, seat: SeatId) -> Chair:
        """What a seat sees, for its paper slip."""
        await self._sender.do(lambda number: SlipWanted("slip", number, hands, seat))
        return self._slips[seat]


class RemoteDesk:
    """Control's desk, far from its table, in one person's hands."""

    def __init__(self, end: RemoteControl, person: Person | None) -> None:
        """At the end of a line; `person` is somebody else than whoever holds the place."""
        self._end, self._person = end, person

    @property
    def who(self) -> str:
        """Handle of whoever acts."""
        return self._person.handle if self._person else self._end.moment.who

    @property
    def role(self) -> PersonRole:
        """In which role."""
        return self._person.role if self._person else self._end.moment.role

    @property
    def planned_mode(self) -> Mode | None:
        """How arguments are meant to be ruled in this session."""
        return self._end.moment.planned_mode

    def may(self, right: Right) -> bool:
        """Whether this person has a right at this table."""
        return right in rights(self.role, self._end.moment.research)

    def acting(self, handle: str) -> RemoteDesk:
        """The same desk in the hands of somebody who has sat down at it; SpecError if nobody has the handle."""
        return RemoteDesk(self._end, self._end.find(handle))

    def injects(self) -> tuple[Listed, ...]:
        """The scenario's list of injects and how each stands."""
        return self._end.listed()

    def cases(self) -> tuple[CaseUnderArgument, ...]:
        """Arguments that wait for a ruling."""
        return self._end.waiting()

    def deviations(self) -> tuple[Deviation, ...]:
        """The deviation log so far."""
        return self._end.log()

    def health(self) -> tuple[SeatHealth, ...]:
        """How the room is doing, seat by seat; who is idle is told by the time here."""
        idle = {each.seat: each.idle for each in self._end.statuses()}
        return tuple(
            replace(each, idle=idle[each.seat], flagged=each.standing == "owes" and idle[each.seat] >= IDLE)
            for each in self._end.moment.health
        )

    def presence(self) -> Mapping[str, str]:
        """Where whoever holds each place is, in words, by place."""
        return self._end.moment.presence

    def replan(self, lost_minutes: float) -> TimePlan:
        """What could be cut to make up for minutes lost."""
        return made_up(self._end.moment.preset, self._end.clock(), self._end.setting.talk_rounds, lost_minutes)

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer, whoever plays it."""
        return any(each.seat == seat and each.standing == "owes" for each in self._end.statuses())

    async def do(self, act: DeskAct) -> CameOfAct:
        """Have an act done; NotAllowed if the room refuses it, or the line stays down for so long."""
        return await self._end.acted(self._hands, act)

    async def consult(self, case: str) -> Opinions:
        """Ask every judge of the room what it makes of an argument; NotAllowed as for acts, or after five minutes."""
        return await self._end.opinions_on(self._hands, case)

    async def slip(self, seat: SeatId) -> Chair:
        """What a seat sees, for whoever enters its paper slip; NotAllowed as for acts."""
        return await self._end.slip(self._hands, seat)

    @property
    def _hands(self) -> str | None:
        return self._person.handle if self._person else None
