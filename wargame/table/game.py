"""One game at a table: ask the seats, hand their decisions to the umpire, record everything, to the last turn.

Plain asyncio: seats that wait for nobody are called in turn, all others are in flight together. What the
record holds already is done again first, so that a game broken off goes on without asking twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

from wargame.core.events import Event
from wargame.core.ids import Origin, Phase, SeatId
from wargame.core.moves import Decision, decision_id, silence
from wargame.core.views import Observer, Shared
from wargame.gc_tuning import seldom_collecting
from wargame.players.base import UNDER_WAY, Answer, Ask, Diary, Player, as_decision, blinded
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.legality import Menu
from wargame.rules.turn.sequence import Asked, Held, SequenceOfPlay
from wargame.transcript.entry import Entry
from wargame.transcript.overrides import now
from wargame.transcript.recorded_play import RecordedPlay, ending
from wargame.transcript.writing import Log

HEAD_START = 0.05
"""Longest, in seconds, that other seats wait until the question to a mind that takes longer is on its way."""
Listener = Callable[[Event], None]
"""Told of each event as it is recorded; whoever shows it to a seat filters by audience through that seat's view."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a game ended."""

    turns: int
    scores: Mapping[SeatId, float]
    state_hash: str
    origins: Mapping[Origin, int]
    """How many decisions came about in each way."""


@dataclass
class Table:
    """One game: its rules, its players, its record."""

    book: Rulebook
    start: Event
    players: Mapping[SeatId, Player]
    log: Log
    prior: Mapping[str, Decision] = field(default_factory=dict)
    """Decisions made elsewhere, by id: they are not asked for again."""
    fallbacks: Mapping[SeatId, Player] = field(default_factory=dict)
    """Who plays a seat whose player fails or is late; without one it passes."""
    phase_seconds: float | None = None
    """How long a phase waits for its seats; None waits for ever."""
    listener: Listener | None = None
    turn_over: Callable[[int, int], None] | None = None
    """Told (turn, turns) when a turn is complete."""
    entries: Sequence[Entry] = ()
    """What the record holds already; it is done again before anybody is asked."""

    def __post_init__(self) -> None:
        """Set up what follows from the parts."""
        self.course = SequenceOfPlay(self.book, self.start, holds=True)
        self.past = RecordedPlay(self.course, self.log, self.entries, watcher=self)
        self._begun = False
        self._blind = blinded(self.book)
        self.look_anew()

    def look_anew(self) -> None:
        """Forget what the seats have seen; it is read again from the record, as after an undone turn."""
        shared = Shared()
        setting, seed = self.book.setting, self.book.seed
        self._observers = {seat: Observer(setting, seed, seat, shared) for seat in setting.ids}
        self._diaries: dict[SeatId, Diary] = dict.fromkeys(setting.ids, Diary())
        self._written = 0

    @property
    def hash(self) -> str:
        """State hash at the end of the last complete turn."""
        return self.past.hash

    async def play(self) -> Result:
        """Play to the last turn and close the record."""
        with seldom_collecting():
            self.past.log = self.log
            self.begin()
            while self.past.step is not None:
                await self._attend(self.past.step)
            return self._close()

    def begin(self) -> None:
        """Set the opening and do again what the record holds; done once, by `play` unless it was done before."""
        if not self._begun:
            self._begun = True
            self.past.begin()
            self.past.follow()

    async def _attend(self, step: Asked | Held) -> None:
        """Bring the game on from where it waits."""
        if isinstance(step, Asked):
            await self._ask_all(step)
        self.past.advance()

    def happened(self, events: Sequence[Event]) -> None:
        """Tell the listener of what was recorded."""
        if self.listener:
            for event in events:
                self.listener(event)

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """Clocks and people are a room's concern."""

    def rewound(self) -> None:
        """Turns were undone."""
        self.look_anew()

    def turned(self, turn: int) -> None:
        """Tell whoever counts turns."""
        if self.turn_over:
            self.turn_over(turn, self.book.setting.turns)

    def _close(self) -> Result:
        told = ending(self.past)
        self.log.note("end", self.past.turn, "end", {**told, "at": now()})
        self.log.settle("end")
        return Result(self.past.turn, told["scores"], self.hash, told["origins"])

    # asking

    def ask_for(self, seat: SeatId, turn: int, phase: Phase, round_: int) -> Ask:
        """What a seat is asked now."""
        view = self._observers[seat].view(self.course.state, self.course.record)
        book = self._blind[seat]
        menu = Menu(book, self.course.state, seat)
        return Ask(seat, turn, phase, round_, view, menu, book, self.diary(seat), self.seconds_for(seat))

    def seconds_for(self, seat: SeatId) -> float | None:
        """How long a seat has from now; None without a clock."""
        return self.phase_seconds

    def diary(self, seat: SeatId) -> Diary:
        """What a seat has written for itself so far."""
        made = self.past.decisions
        if self._written < len(made):
            for decision in list(made.values())[self._written :]:
                self._diaries[decision.seat] = self._diaries[decision.seat].after(decision.plan, decision.notebook)
            self._written = len(made)
        return self._diaries[seat]

    async def _ask_all(self, step: Asked) -> None:
        """Every seat's decision: from the record where it is there, else from its player, all at once.

        If one player ends the game, the others are heard first, so that no answer is lost that was paid for.
        """
        asked = {decision_id(step.turn, step.phase, step.round, seat): seat for seat in self.book.setting.ids}
        for name, seat in asked.items():
            if name in self.prior and seat not in self.past.decided:
                self.past.decide(self.prior[name])
        owing = [seat for seat in asked.values() if seat not in self.past.decided]
        waiting = [
            await self._sent_off(step, seat, name)
            for name, seat in asked.items()
            if seat in owing and not self.players[seat].instant
        ]
        for seat in owing:
            if self.players[seat].instant:
                await self._one(step, seat)
        for done in await asyncio.gather(*waiting, return_exceptions=True):
            if isinstance(done, BaseException):
                raise done

    async def _sent_off(self, step: Asked, seat: SeatId, name: str) -> asyncio.Task[None]:
        """Ask one seat, and let its question leave before the next seat is looked at.

        Prepared side by side, all questions would leave with the last of them, and an endpoint would wait so long.
        """
        gone = asyncio.Event()
        context = copy_context()
        context.run(UNDER_WAY.set, gone.set)
        task = asyncio.create_task(self._one(step, seat), name=name, context=context)
        task.add_done_callback(lambda done: gone.set())
        with suppress(TimeoutError):
            async with asyncio.timeout(HEAD_START):
                await gone.wait()
        return task

    async def _one(self, step: Asked, seat: SeatId) -> None:
        """One seat's answer, or its fallback's with the true reason; recorded as soon as it is there."""
        ask, player = self.ask_for(seat, step.turn, step.phase, step.round), self.players[seat]
        if player.instant:
            answer = await player.decide(ask)
        else:
            try:
                async with asyncio.timeout(self.phase_seconds):
                    answer = await player.decide(ask)
            except TimeoutError:
                answer = await self.instead(ask, "timeout", f"no answer within {self.phase_seconds:g} seconds")
        self.past.decide(as_decision(ask, answer, player.spec))

    async def instead(self, ask: Ask, origin: Origin, fault: str) -> Answer:
        """What a seat does whose player fails or is late: as its fallback plays, or nothing."""
        fallback = self.fallbacks.get(ask.seat)
        if fallback is None:
            return Answer(silence(ask.phase), origin, "", (fault,))
        played = await fallback.decide(ask)
        return Answer(played.body, origin, played.rationale, (fault,))
