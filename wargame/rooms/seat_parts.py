"""What the holder of a seat is sent, part by part: all that the seat's chair gives, and nothing else.

Each part is JSON of typed values. What is the same in two of them stands in one: events are told once, and what a turn
or the telling adds to them refers to their places. Times are told as moments, so that a clock that merely runs on is no
news; a head that goes with each frame tells what is left now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from wargame.core.events import Drop, Put
from wargame.core.ids import Phase, SeatId
from wargame.core.moves import Decision
from wargame.core.telling import Telling, ToldEvent, Undone
from wargame.core.views import Seen, View
from wargame.players.base import Ask, Diary
from wargame.rooms.frames import TURN, Part, small_part
from wargame.rooms.host_time import rings, since
from wargame.rooms.typed_json import in_bytes, of_bytes
from wargame.rules.base.rulebook import Rulebook
from wargame.table.chair import Chair, Clock, Draft, SeatStatus
from wargame.table.team import Team


@dataclass(frozen=True, slots=True)
class SeatMoment:
    """Where the game stands for a seat, and what stands around it."""

    seat: SeatId
    turn: int
    phase: Phase
    round: int
    owes: bool
    undone: int
    diary: Diary
    clock: Clock
    """Without seconds: what is left stands in the head of each frame."""
    rings: float | None
    """When the clock rings, in whole seconds of the host's own time; None if it stands or the phase is untimed."""
    statuses: tuple[SeatStatus, ...]
    """How every seat stands; in place of how long it is idle, the moment of its last sign, by the host's time."""
    team: Team
    others_read: tuple[SeatId, ...]
    """Seats of people that have yet to say that they have read; empty where nothing is to be read."""
    facilitated: bool
    """Whether somebody facilitates: then the time to read is theirs to end."""


@dataclass(frozen=True, slots=True)
class ToldBeside:
    """What the telling adds to an event that the view shows."""

    because: tuple[int, ...]
    decisions: tuple[str, ...]
    puts: tuple[Put, ...]
    drops: tuple[Drop, ...]
    otherwise: Seen | None
    """The event itself, where the telling shows it otherwise than the view."""


@dataclass(frozen=True, slots=True)
class ViewOfTurn:
    """What was known at the end of a turn."""

    view: View
    """Without its events."""
    events: int
    """How many of the events it had seen."""


@dataclass(frozen=True, slots=True)
class DraftHeld:
    """The draft that lies at the host, and the last act of the joined program that went before it."""

    draft: Draft
    life: str
    act: int


# at the host


class PartsOfSeat:
    """The parts of one seat, made of its chair; what has not changed is not made again."""

    def __init__(self, chair: Chair, now: Callable[[], float], facilitated: bool = False) -> None:
        """Over the chair of a seat; `now` gives seconds of the host's own time."""
        self._chair, self._now, self._facilitated = chair, now, facilitated
        self._book: tuple[Rulebook | None, Part] = (None, b"")
        self._events: tuple[tuple[Seen, ...], Part] = ((), b"")
        self._told_at: tuple[object, ...] = ()
        self._told: dict[str, Part] = {}

    def now(self, others_read: tuple[SeatId, ...], away: tuple[str, ...] = ()) -> dict[str, Part]:
        """Every part but the draft, as it is at this moment; `away` are others on the seat who have no desk open.

        The telling is made where somebody may turn a page: when a turn begins, when its news are out, and when turns
        were taken back. Linear in what the seat has seen.
        """
        ask = self._chair.look()
        if self._book[0] is not ask.book:
            self._book = ask.book, small_part(in_bytes(Rulebook, ask.book))
        if not self._events[1] or self._events[0] is not ask.view.events:
            self._events = ask.view.events, small_part(in_bytes(tuple[Seen, ...], ask.view.events))
        parts: dict[str, Part] = {
            "book": self._book[1],
            "moment": in_bytes(SeatMoment, self._moment(ask, others_read, away)),
            "view": in_bytes(View, bare(ask.view)),
            "events": self._events[1],
        }
        at = (ask.turn, ask.phase in ("news", "end"), ask.phase == "end", self._chair.undone)
        if at != self._told_at:
            self._told_at, self._told = at, self._telling(ask)
        return {**parts, **self._told}

    def _moment(self, ask: Ask, others_read: tuple[SeatId, ...], away: tuple[str, ...]) -> SeatMoment:
        chair, clock, now = self._chair, self._chair.clock(), self._now()
        return SeatMoment(
            seat=chair.seat,
            turn=ask.turn,
            phase=ask.phase,
            round=ask.round,
            owes=chair.owes,
            undone=chair.undone,
            diary=ask.diary,
            clock=replace(clock, left=None),
            rings=rings(clock, now),
            statuses=since(chair.statuses(), now),
            team=replace(chair.team, away=away),
            others_read=others_read,
            facilitated=self._facilitated,
        )

    def _telling(self, ask: Ask) -> dict[str, Part]:
        telling, events = self._chair.telling(), ask.view.events
        beside = tuple(
            ToldBeside(
                told.because,
                told.decisions,
                told.puts,
                told.drops,
                None if at < len(events) and events[at] == told.seen else told.seen,
            )
            for at, told in enumerate(telling.told)
        )
        parts: dict[str, Part] = {
            "told": small_part(in_bytes(tuple[ToldBeside, ...], beside)),
            "decisions": small_part(in_bytes(dict[str, Decision], dict(telling.decisions))),
            "undone": in_bytes(tuple[Undone, ...], telling.undone),
        }
        latest = max(telling.views, default=0)
        for turn, view in telling.views.items():
            again = None if turn == latest else partial(self._view_of, turn)
            parts[f"{TURN}{turn}"] = small_part(_of_turn(view), again)
        return parts

    def _view_of(self, turn: int) -> bytes:
        """The part of a turn that is over, once more."""
        return _of_turn(self._chair.telling().views[turn])


def _of_turn(view: View) -> bytes:
    return in_bytes(ViewOfTurn, ViewOfTurn(bare(view), len(view.events)))


def bare(view: View) -> View:
    """A view without its events, its numbers written out: those that are estimated only when read are read now."""
    return replace(view, values=dict(view.values), spread=dict(view.spread), events=())


# at the desk


def view_of(parts: dict[str, bytes]) -> View:
    """The view of now; ValueError if the parts hold none."""
    view, events = of_bytes(View, parts["view"]), of_bytes(tuple[Seen, ...], parts["events"])
    return cast(View, replace(view, events=events))


def telling_of(parts: dict[str, bytes], seat: SeatId, seen: tuple[Seen, ...]) -> Telling:
    """The telling, over the events that the view shows; ValueError if the parts hold none."""
    beside = of_bytes(tuple[ToldBeside, ...], parts["told"])
    told = tuple(
        ToldEvent(each.otherwise or seen[at], 0, each.because, each.decisions, each.puts, each.drops)
        for at, each in enumerate(beside)
    )
    shown = tuple(each.seen for each in told)
    turns = {int(name.removeprefix(TURN)): of_bytes(ViewOfTurn, parts[name]) for name in parts if name.startswith(TURN)}
    views = {turn: replace(kept.view, events=shown[: kept.events]) for turn, kept in sorted(turns.items())}
    decisions = of_bytes(dict[str, Decision], parts["decisions"])
    return Telling(seat, told, views, decisions, of_bytes(tuple[Undone, ...], parts["undone"]))
