"""How the seats are asked at one step: who is called, whose question goes out, who is late, what closes the step.

Seats that wait for nobody are simply called. Of all others one question leaves before the next seat is looked at;
then their answers are out together. People are not asked: they hand in. A question that is dropped may still record
what it was at. An event loop is needed, and loaded, only where somebody must be waited for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wargame.core.ids import Origin, SeatId
from wargame.core.moves import silence
from wargame.errors import ModelGone, WargameError
from wargame.players.base import UNDER_WAY, Answer, Ask, Player, unfit
from wargame.rules.turn.sequence import Asked, Held
from wargame.table.timekeeping import Pacing
from wargame.transcript.recorded_play import RecordedPlay

if TYPE_CHECKING:
    import asyncio

HEAD_START = 0.05
"""Longest, in seconds, that other seats wait until the question to a mind that takes longer is on its way."""
NOT_ASKED = "not asked: no argument of another seat was to be weighed"
"""The private reason that stands with an answer for which nobody was called."""
LEAVING = 1.0
"""Seconds that minds which are broken off have at most to record what they were at, before the game goes on."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a seat is played by its fallback."""

    origin: Origin
    reason: str


class GaveUp(Exception):
    """A player was broken off by somebody else than the table."""


class Seats(Protocol):
    """The seats of one game, as whoever asks them needs them."""

    past: RecordedPlay
    players: Mapping[SeatId, Player]
    fallbacks: Mapping[SeatId, Player]
    """Who plays for a seat that misses its answer; a seat without one passes."""

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer."""
        ...

    def ask(self, seat: SeatId) -> Ask:
        """What a seat sees and may do at this moment."""
        ...

    def seal(self, seat: SeatId, answer: Answer) -> object:
        """Record a seat's answer."""
        ...


class Asking:
    """Asks the seats of one game, one step after the other."""

    def __init__(self, seats: Seats, pacing: Pacing) -> None:
        """Nobody is asked yet."""
        self._seats, self._past, self._pacing = seats, seats.past, pacing
        self._closing = ""
        """Why the step is being closed, while it is."""
        self._closes: Asked | Held | None = None
        """The step that this is said of: it may be said before anybody waits for the step."""
        self._wanted: list[SeatId] = []
        """Seats still to be asked."""
        self._out: dict[SeatId, asyncio.Task[Answer]] = {}
        self._home: deque[tuple[SeatId, Answer | BaseException]] = deque()
        """Answers that came in and failures, in the order in which they came."""
        self._missed: dict[SeatId, Missed] = {}
        self._leaving: set[asyncio.Task[Answer]] = set()
        self._fault: BaseException | None = None
        """The first failure that ends the game."""
        self._woken = False
        self._sleeping: asyncio.Future[None] | None = None
        """What is waited for while nothing happens."""

    async def attend(self, step: Asked | Held) -> None:
        """Wait until every seat has answered, or the hold is over; returns too when the game no longer waits here.

        The first failure that the pacing does not bear is raised. What is still out is then broken off, given 1 second.
        """
        if self._closes is not step:
            self._closing = ""
        self._wanted = []
        self._missed.clear()
        self._pacing.entered(step)
        try:
            if isinstance(step, Asked):
                await self._ask_all(step)
            else:
                await self._pacing.ruled(step)
                while self._past.step is step and not self._closing and self._pacing.stops(step):
                    await self._changed()
        finally:
            await self._end()

    # asking

    async def _ask_all(self, step: Asked) -> None:
        """Minds are asked one after the other, then those who are just called.

        If a failure ends the game, the answers that are out are heard first, so that none is lost that was paid for.
        """
        self._line_up(step)
        while True:
            if self._home or self._missed or self._closing:
                while self._home:
                    self._came(*self._home.popleft())
                await self._fill(step)
            if self._past.step is not step or self._past.complete:
                return
            if self._fault is not None:
                self._wanted.clear()
                if not self._out:
                    fault, self._fault = self._fault, None
                    raise fault
            if self._wanted:
                await self._ask_one(step, self._wanted.pop(0))
            else:
                await self._changed()

    def _line_up(self, step: Asked) -> None:
        players = self._seats.players
        for seat in (seat for seat in self._past.sequence.book.setting.ids if self._seats.owes(seat)):
            if players[seat].kind == "person" and self._nothing_to_weigh(step, seat):
                self._seats.seal(seat, Answer(silence(step.phase), "human", NOT_ASKED))
            elif players[seat].kind == "person":
                self._pacing.asking(seat)
            else:
                self._wanted.append(seat)
        self._wanted.sort(key=lambda seat: players[seat].instant)

    def _nothing_to_weigh(self, step: Asked, seat: SeatId) -> bool:
        """Whether all arguments of the turn are the seat's own: nobody is called to pass on one's own case."""
        cases = self._past.sequence.state.arguments.values()
        return step.phase == "weigh" and all(case.by == seat for case in cases)

    async def _ask_one(self, step: Asked, seat: SeatId) -> None:
        player = self._seats.players[seat]
        self._pacing.asking(seat)
        ask = self._seats.ask(seat)
        if not player.instant:
            await self._send(seat, player, ask)
            return
        try:
            answer = await _decision(player, ask)
        except Exception as fault:
            self._came(seat, fault)
        else:
            if self._past.step is step and self._seats.owes(seat):
                self._seats.seal(seat, answer)

    async def _send(self, seat: SeatId, player: Player, ask: Ask) -> None:
        """Ask a player that takes its time, and let its question leave before anybody else is looked at.

        Prepared side by side, all questions would leave with the last of them, and an endpoint would wait so long.
        """
        import asyncio

        gone = asyncio.Event()
        context = copy_context()
        context.run(UNDER_WAY.set, gone.set)
        task = asyncio.get_running_loop().create_task(_decision(player, ask), name=ask.id, context=context)
        self._out[seat] = task
        task.add_done_callback(lambda done: self._answered(seat, done, gone))
        with suppress(TimeoutError):
            async with asyncio.timeout(HEAD_START):
                await gone.wait()

    def _answered(self, seat: SeatId, task: asyncio.Task[Answer], gone: asyncio.Event) -> None:
        gone.set()
        fault = GaveUp() if task.cancelled() else task.exception()
        if self._out.get(seat) is task:
            del self._out[seat]
            self._home.append((seat, task.result() if fault is None else fault))
            self.wake()

    def _came(self, seat: SeatId, answer: Answer | BaseException) -> None:
        """An answer came in, or a player failed."""
        told = f"the player {self._seats.players[seat].spec}"
        if isinstance(answer, Answer):
            if self._seats.owes(seat):
                self._seats.seal(seat, answer)
        elif isinstance(answer, ModelGone) and self._pacing.gone(seat, str(answer)):
            pass  # whoever has the seat now is asked
        elif self._pacing.bears(answer):
            self._missed[seat] = Missed("fallback", f"{told} {_failure(answer)}")
        elif isinstance(answer, GaveUp):
            self._fault = self._fault or WargameError(f"{seat}: {told} {_failure(answer)}")
        else:
            self._fault = self._fault or answer

    async def _fill(self, step: Asked) -> None:
        """Fallbacks for whoever missed its answer, or for all that are missing when the step is closed."""
        closed = Missed("timeout", self._closing) if self._closing else None
        for seat in self._past.sequence.book.setting.ids:
            why = self._missed.pop(seat, closed)
            if why is None or not self._seats.owes(seat):
                continue
            self.drop(seat)
            answer = await self._instead(seat, why)
            if self._past.step is not step:
                return
            if self._seats.owes(seat):
                self._seats.seal(seat, answer)

    async def _instead(self, seat: SeatId, why: Missed) -> Answer:
        """What a seat does that missed its answer: as its fallback plays, or nothing.

        A fallback that fails itself passes where failures are borne; elsewhere its failure ends the game.
        """
        ask, fallback = self._seats.ask(seat), self._seats.fallbacks.get(seat)
        if fallback is None:
            return Answer(silence(ask.phase), why.origin, "", (why.reason,))
        try:
            played = await _decision(fallback, ask)
        except Exception as second:
            if not self._pacing.bears(second):
                raise
            faults = (why.reason, f"its fallback failed ({type(second).__name__})")
            return Answer(silence(ask.phase), why.origin, "", faults)
        return Answer(played.body, why.origin, played.rationale, (why.reason,))

    # what others do to it

    def close(self, reason: str) -> None:
        """Close the step: the fallbacks play for whoever is missing, a hold ends."""
        self._closing, self._closes = reason, self._past.step
        self.wake()

    def late(self, seat: SeatId, reason: str) -> None:
        """A seat has used up its own time: its fallback is to play."""
        self._missed[seat] = Missed("timeout", reason)
        self.wake()

    def anew(self, seat: SeatId) -> None:
        """Ask a seat that owes an answer, or ask it again: its player or what it sees is another."""
        self.drop(seat)
        if self._seats.players[seat].kind == "person":
            self._pacing.asking(seat)
        else:
            self._wanted.append(seat)
        self.wake()

    def wake(self) -> None:
        """Look again at where the game waits: something was done to it."""
        self._woken = True
        if self._sleeping is not None and not self._sleeping.done():
            self._sleeping.set_result(None)

    @property
    def out(self) -> tuple[SeatId, ...]:
        """Seats whose answers are out."""
        return tuple(self._out)

    def drop(self, seat: SeatId) -> None:
        """Nothing is wanted of a seat any more."""
        if seat in self._wanted:
            self._wanted.remove(seat)
        self._missed.pop(seat, None)
        self._home = deque(each for each in self._home if each[0] != seat)
        task = self._out.pop(seat, None)
        if task is not None and task.cancel():
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
        self.wake()

    def drop_all(self) -> None:
        """Nothing is wanted of anybody any more."""
        for seat in (*self._wanted, *self._out):
            self.drop(seat)
        self._home.clear()
        self.wake()

    async def _end(self) -> None:
        """Break off what is still out, and let it record what it was at."""
        self.drop_all()
        if self._leaving:
            import asyncio

            await asyncio.wait(self._leaving, timeout=LEAVING)

    async def _changed(self) -> None:
        if not self._woken:
            import asyncio

            self._sleeping = asyncio.get_running_loop().create_future()
            try:
                await self._sleeping
            finally:
                self._sleeping = None
        self._woken = False


async def _decision(player: Player, ask: Ask) -> Answer:
    """What a player answers; WargameError if it could not be recorded as an answer to this."""
    answer = await player.decide(ask)
    if wrong := unfit(answer, ask.phase):
        raise WargameError(f"{ask.id}, of {player.spec}: {wrong}")
    return answer


def _failure(fault: BaseException) -> str:
    if isinstance(fault, GaveUp):
        return "gave up"
    told = str(fault) if isinstance(fault, WargameError) else f"it failed ({type(fault).__name__}: {fault})"
    return f"gave no answer: {told}"
