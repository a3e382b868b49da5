"""Control's desk of a hosted room: what whoever holds it is sent, and what their acts do at the table."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from wargame.core.arguments import CaseUnderArgument
from wargame.core.events import Event
from wargame.core.ids import CONTROL, SeatId
from wargame.core.moves import Decision
from wargame.core.views import View
from wargame.errors import NotAllowed, WargameError
from wargame.rooms.control_parts import DECISIONS, RECORD, SLIP, ControlMoment
from wargame.rooms.frames import Part, small_part
from wargame.rooms.held_place import HeldPlace
from wargame.rooms.held_screen import PartsOfScreen
from wargame.rooms.host_time import rings, since
from wargame.rooms.messages import DeskActed, JudgesAsked, PlaceAct, SlipWanted
from wargame.rooms.places import RoomPlace
from wargame.rooms.seat_parts import DraftHeld, PartsOfSeat, bare
from wargame.rooms.typed_json import as_json, in_bytes
from wargame.rules.base.rulebook import Rulebook
from wargame.table import status
from wargame.table.chair import Draft
from wargame.table.control import Control
from wargame.table.desk import Listed
from wargame.table.desk_acts import CameOfAct, SitDown
from wargame.table.judges import Opinions
from wargame.table.local_desk import done
from wargame.table.room import Room
from wargame.transcript.deviations import Deviation


class PartsOfControl:
    """What every desk of control in a room sees; what is linear in the record is made when the record has grown."""

    def __init__(self, room: Room, screen: PartsOfScreen) -> None:
        """Of this room; what is public is taken from the parts of its screens."""
        self._room, self._screen = room, screen
        self._book = small_part(in_bytes(Rulebook, replace(room.book, seed=0, fresh={})))
        self._made_of: tuple[object, ...] = ()
        self._made: dict[str, Part] = {}
        self._turns: dict[str, tuple[list[Event | Decision], Part]] = {}

    def now(self) -> dict[str, Part]:
        """Every part but the moment, as it is now."""
        room, record, past = self._room, self._room.record, self._room.game.past
        made_of = (len(record), record[-1].id if record else "", len(past.undone), len(past.decisions), past.step)
        if made_of != self._made_of:
            control = room.control
            self._made = {
                "view": in_bytes(View, bare(room.truth())),
                "all names": in_bytes(dict[str, str], dict(room.view.names())),
                "injects": in_bytes(tuple[Listed, ...], control.injects()),
                "waiting": in_bytes(tuple[CaseUnderArgument, ...], control.cases()),
                **self._by_turn(RECORD, Event, record),
                **self._by_turn(DECISIONS, Decision, past.decisions.values()),
            }
            self._made_of = made_of
        log = in_bytes(tuple[Deviation, ...], room.control.deviations())
        public = {name: part for name, part in self._screen.now().items() if name in ("public", "events")}
        return {"book": self._book, "deviations": log, **public, **self._made}

    def _by_turn(self, name: str, kind: Any, all_: Iterable[Event | Decision]) -> dict[str, Part]:
        turns: dict[int, list[Event | Decision]] = defaultdict(list)
        for each in all_:
            turns[each.turn].append(each)
        return {f"{name}{turn}": self._turn(f"{name}{turn}", kind, found) for turn, found in turns.items()}

    def _turn(self, name: str, kind: Any, found: list[Event | Decision]) -> Part:
        """A turn as it was made before, if it holds the very same things; while kept, nothing else takes their id."""
        kept = self._turns.get(name)
        if kept is None or len(kept[0]) != len(found) or any(a is not b for a, b in zip(kept[0], found, strict=True)):
            kept = self._turns[name] = found, small_part(in_bytes(tuple[kind, ...], tuple(found)))
        return kept[1]


class HeldControl(HeldPlace):
    """Control's desk, or that of another role with rights, at a room that is hosted here."""

    def __init__(
        self,
        room: Room,
        place: RoomPlace,
        control: Control,
        parts: PartsOfControl,
        presence: Callable[[], Mapping[str, str]],
    ) -> None:
        """In these hands; nobody is there yet. `presence` says where whoever holds each place is."""
        super().__init__(room, place)
        self._control, self._parts, self._presence = control, parts, presence
        self._slips: dict[SeatId, PartsOfSeat] = {}
        self._no_draft = in_bytes(DraftHeld, DraftHeld(Draft(), "", 0))
        self._asking: set[asyncio.Task[None]] = set()
        self._asked = 0
        self._opinions: dict[str, Opinions] = {}
        self._unwatch = room.view.watch(self.look_again)

    def close(self) -> None:
        """Nobody is told of anything any more."""
        self._unwatch()
        for task in self._asking:
            task.cancel()

    def new_life(self) -> None:
        """It has opened no paper slip."""
        self._slips.clear()

    # what it is sent

    def parts_now(self) -> dict[str, Part]:
        """All that control sees."""
        slips = {
            f"{SLIP}{seat} {name}": part
            for seat, parts in self._slips.items()
            for name, part in {**parts.now(()), "draft": self._no_draft}.items()
        }
        return {"moment": in_bytes(ControlMoment, self._moment()), **self._parts.now(), **slips}

    def _moment(self) -> ControlMoment:
        room, now = self._room, self._room.parts.time.now()
        clock, settings, view = room.clock(), room.session.settings, room.view
        return ControlMoment(
            who=self._control.who,
            role=self._control.role,
            research=settings.research,
            clock=replace(clock, left=None),
            rings=rings(clock, now),
            statuses=since(room.statuses(), now),
            seen=since(status.statuses_seen(room.parts, None), now),
            health=tuple(replace(each, idle=0.0, flagged=False) for each in self._control.health()),
            facilitated=settings.facilitated,
            over=view.over,
            ended=view.ended,
            players=view.players(),
            fallbacks={seat: view.fallback(seat) for seat in view.players()},
            votes={case: dict(votes) for case, votes in room.session.votes.items()},
            opinions={**room.parts.opinions, **self._opinions},
            asked=self._asked,
            planned_mode=self._control.planned_mode,
            preset=settings.preset,
            presence=self._presence(),
        )

    # what it does

    async def do(self, act: PlaceAct) -> object:
        """An act of whoever holds the desk, with the rights of their role."""
        if isinstance(act, DeskActed):
            control = self._in_hands(act.hands)
            if isinstance(act.does, SitDown) and self._control.role != "controller":
                raise NotAllowed("whoever acts at this desk is told by its code; ask the controller")
            try:
                return as_json(CameOfAct, await done(control, act.does))
            finally:
                self._room.parts.listeners.room.tell()  # what was refused stands in the log as well
        if isinstance(act, JudgesAsked):
            control = self._in_hands(act.hands)
            control.need("rule", "consult", {"case": act.case})
            task = asyncio.create_task(self._consult(control, act.case))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        elif isinstance(act, SlipWanted):
            chair = self._in_hands(act.hands).chair(act.seat)
            self._slips[act.seat] = PartsOfSeat(chair, self._room.parts.time.now)
            self.look_again()
        else:
            raise NotAllowed("this is done at the desk of a seat")
        return None

    def _in_hands(self, handle: str | None) -> Control:
        if handle is None:
            return self._control
        if self._control.role != "controller":
            raise NotAllowed("whoever acts at this desk is told by its code; ask the controller")
        return self._control.acting(handle)

    async def _consult(self, control: Control, case: str) -> None:
        self._opinions.pop(case, None)
        try:
            await control.consult(case)
        except WargameError as fault:
            self._opinions[case] = Opinions((), (str(fault),))
        self._asked += 1
        self.look_again()


def hands_of(room: Room, place: RoomPlace) -> Control:
    """Control in the hands of whoever a place of control's side belongs to; SpecError if nobody is called so."""
    return room.control if place == CONTROL else room.control.acting(place)
