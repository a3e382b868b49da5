"""One game at a table: ask the seats, hand their decisions to the umpire, record everything, to the last turn.

Plain asyncio: seats that wait for nobody are called in turn, all others are in flight together. Decisions
that the record holds already are taken from it, so that a game broken off goes on without asking twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wargame.core.events import Event
from wargame.core.ids import Origin, Phase, SeatId
from wargame.core.moves import Decision, silence
from wargame.core.views import Observer, Shared
from wargame.players.base import Answer, Ask, Player, as_decision, blind
from wargame.rules.course import Asked, Course, Happened, TurnOver, seldom_collecting
from wargame.rules.legality import Menu
from wargame.rules.measures import picture
from wargame.rules.rulebook import Rulebook
from wargame.rules.scoring import scores
from wargame.transcript.log import Log

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
    """Decisions that the record holds already, by id and in its order: they are not asked for again."""
    fallbacks: Mapping[SeatId, Player] = field(default_factory=dict)
    """Who plays a seat whose player fails or is late; without one it passes."""
    phase_seconds: float | None = None
    """How long a phase waits for its seats; None waits for ever."""
    listener: Listener | None = None
    turn_over: Callable[[int, int], None] | None = None
    """Told (turn, turns) when a turn is complete."""

    def __post_init__(self) -> None:
        """Set up what follows from the parts."""
        self.course = Course(self.book, self.start)
        self.hash = ""
        self._blind = {seat: blind(self.book, seat) for seat in self.book.setting.ids}
        shared = Shared()
        setting, seed = self.book.setting, self.book.seed
        self._observers = {seat: Observer(setting, seed, seat, shared) for seat in setting.ids}
        self._origins: dict[Origin, int] = {}

    async def play(self) -> Result:
        """Play to the last turn and close the record."""
        with seldom_collecting():
            return await self._play()

    async def _play(self) -> Result:
        steps = self.course.run()
        step = next(steps, None)
        while step is not None:
            try:
                if isinstance(step, Asked):
                    step = steps.send(await self._ask_all(step))
                    continue
                self._record(step)
                step = next(steps)
            except StopIteration:
                break
        return self._close()

    def _record(self, step: Happened | TurnOver) -> None:
        if isinstance(step, TurnOver):
            self.hash = self.course.state.hash()
            self.log.note("clock", step.turn, "news", {"what": "turn_end", "state_hash": self.hash, "at": now()})
            self.log.settle("turn")
            if self.turn_over:
                self.turn_over(step.turn, self.book.setting.turns)
            return
        for event in step.events:
            self.log.event(event)
            if self.listener:
                self.listener(event)
        self.log.settle("phase")

    def _close(self) -> Result:
        turns = self.book.setting.turns
        final = {seat: score.total for seat, score in scores(picture(self.book, self.course.state)).items()}
        result = Result(turns, final, self.hash, dict(sorted(self._origins.items())))
        data = {"scores": final, "state_hash": self.hash, "origins": dict(result.origins), "at": now()}
        self.log.note("end", turns, "end", data)
        self.log.settle("end")
        return result

    # asking

    def ask_for(self, seat: SeatId, turn: int, phase: Phase, round_: int) -> Ask:
        """What a seat is asked now."""
        view = self._observers[seat].view(self.course.state, self.course.record)
        book = self._blind[seat]
        return Ask(seat, turn, phase, round_, view, Menu(book, self.course.state, seat), book)

    async def _ask_all(self, step: Asked) -> Sequence[Decision]:
        """Every seat's decision: from the record where it is there, else from its player, all at once."""
        asks = {seat: self.ask_for(seat, step.turn, step.phase, step.round) for seat in self.book.setting.ids}
        by_id = {ask.id: seat for seat, ask in asks.items()}
        decisions: dict[SeatId, Decision] = {}
        for name, decision in self.prior.items():
            if name in by_id:
                decisions[by_id[name]] = decision
                self._note(decision)
        waiting = []
        for seat, ask in asks.items():
            if seat not in decisions:
                if self.players[seat].instant:
                    decisions[seat] = await self._one(ask)
                else:
                    waiting.append(asyncio.create_task(self._one(ask), name=ask.id))
        for decision in await asyncio.gather(*waiting):
            decisions[decision.seat] = decision
        return [decisions[seat] for seat in asks]

    async def _one(self, ask: Ask) -> Decision:
        """One seat's answer, or its fallback's with the true reason; recorded as soon as it is there."""
        player = self.players[ask.seat]
        if player.instant:
            answer = await player.decide(ask)
        else:
            try:
                async with asyncio.timeout(self.phase_seconds):
                    answer = await player.decide(ask)
            except TimeoutError:
                answer = await self._instead(ask, "timeout", f"no answer within {self.phase_seconds:g} seconds")
        decision = as_decision(ask, answer, player.spec)
        self._note(decision)
        return decision

    async def _instead(self, ask: Ask, origin: Origin, fault: str) -> Answer:
        fallback = self.fallbacks.get(ask.seat)
        if fallback is None:
            return Answer(silence(ask.phase), origin, "", (fault,))
        played = await fallback.decide(ask)
        return Answer(played.body, origin, played.rationale, (fault,))

    def _note(self, decision: Decision) -> None:
        self._origins[decision.origin] = self._origins.get(decision.origin, 0) + 1
        self.log.decision(decision)


def now() -> str:
    """The time, for clock entries; it bears on nothing."""
    return datetime.now(UTC).isoformat(timespec="seconds")
