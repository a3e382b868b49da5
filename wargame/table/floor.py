"""The floor of a room: a table whose phases can be closed, whose seats can change hands, and where control may act.

Each seat is asked in a task of its own. Time and people are the host's concern; the floor tells it where the
game waits and does at once what it is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from wargame.core.control_acts import Act
from wargame.core.events import Event
from wargame.core.ids import Origin, SeatId, may_read
from wargame.core.moves import silence
from wargame.errors import NotAllowed, WargameError
from wargame.players.base import Answer, Ask, Player, as_decision
from wargame.players.human import HumanPlayer
from wargame.rules.turn.sequence import Asked, Held
from wargame.table.game import Table

LEAVING = 1.0
"""Seconds that minds which are broken off have at most to record what they were at, before the game goes on."""


class Host(Protocol):
    """Who keeps time and people."""

    def entered(self, step: Asked | Held) -> None:
        """The game waits here now."""
        ...

    def stops(self, step: Held) -> bool:
        """Whether the game stays in a hold."""
        ...

    def asking(self, seat: SeatId) -> None:
        """A seat is asked, for the first time in this step."""
        ...

    def sealed(self, seat: SeatId) -> None:
        """A seat's answer is in."""
        ...

    def seconds(self, seat: SeatId) -> float | None:
        """How long a seat has for its answer from now; None without a clock."""
        ...

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """A clock or override entry of the record, met again on resuming."""
        ...

    def rewound(self) -> None:
        """Turns were undone."""
        ...


@dataclass
class Floor(Table):
    """A table that a room runs."""

    host: Host | None = None

    def __post_init__(self) -> None:
        """Nobody is asked yet."""
        super().__post_init__()
        self._wake = asyncio.Event()
        self._tasks: dict[SeatId, asyncio.Task[Answer]] = {}
        self._late: dict[SeatId, tuple[Origin, str]] = {}
        self._leaving: set[asyncio.Task[Answer]] = set()
        self.closing = ""
        """Why the step is being closed, while it is."""

    @property
    def _host(self) -> Host:
        assert self.host is not None
        return self.host

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """What the record says of clocks and people is the host's."""
        self._host.noted(kind, data)

    def rewound(self) -> None:
        """Turns were undone: neither the seats nor the host have seen them."""
        super().rewound()
        self._host.rewound()

    # the step

    async def _attend(self, step: Asked | Held) -> None:
        if isinstance(step, Asked) and self.past.complete:
            self.past.advance()
            return
        self._late.clear()
        self.closing = ""
        self._host.entered(step)
        if isinstance(step, Asked):
            for seat in self.book.setting.ids:
                if seat not in self.past.decided:
                    self._host.asking(seat)
                    self._start(seat)
        try:
            while self.past.step is step:
                await self._fill(step)
                if self.past.step is not step or self._done(step):
                    break
                self._wake.clear()
                await self._wake.wait()
        finally:
            for seat in tuple(self._tasks):
                self._cancel(seat)
            if self._leaving:
                await asyncio.wait(self._leaving, timeout=LEAVING)
        if self.past.step is step:
            self.past.advance()

    def _done(self, step: Asked | Held) -> bool:
        if isinstance(step, Asked):
            return self.past.complete
        return bool(self.closing) or not self._host.stops(step)

    async def _fill(self, step: Asked | Held) -> None:
        """Fallbacks for whoever is late, or for all that are missing when the step is closed."""
        if not isinstance(step, Asked):
            return
        for seat in self.book.setting.ids:
            why = self._late.pop(seat, ("timeout", self.closing) if self.closing else None)
            if why is None or seat in self.past.decided:
                continue
            self._cancel(seat)
            answer = await self.instead(self.now_asked(seat), *why)
            if self.past.step is not step:
                return
            self.seal(seat, answer)

    # seats

    def now_asked(self, seat: SeatId) -> Ask:
        """What a seat sees and may do at this moment."""
        step = self.past.step
        if step is None:
            return self.ask_for(seat, self.past.turn, "end", 0)
        return self.ask_for(seat, step.turn, step.phase, step.round)

    def seconds_for(self, seat: SeatId) -> float | None:
        """What the host's clock says."""
        return self._host.seconds(seat)

    def _start(self, seat: SeatId) -> None:
        player, ask = self.players[seat], self.now_asked(seat)
        task = asyncio.ensure_future(player.decide(ask))
        self._tasks[seat] = task
        task.add_done_callback(lambda done: self._arrived(seat, player, done))

    def _arrived(self, seat: SeatId, player: Player, task: asyncio.Task[Answer]) -> None:
        if self._tasks.get(seat) is not task:
            if not task.cancelled():
                task.exception()
            return
        del self._tasks[seat]
        if task.cancelled():
            self._late[seat] = ("fallback", f"the player {player.spec} gave up")
        elif (fault := task.exception()) is not None:
            why = str(fault) if isinstance(fault, WargameError) else f"it failed ({type(fault).__name__}: {fault})"
            self._late[seat] = ("fallback", f"the player {player.spec} gave no answer: {why}")
        else:
            self.seal(seat, task.result())
        self._wake.set()

    def _cancel(self, seat: SeatId) -> None:
        task = self._tasks.pop(seat, None)
        if task is not None and task.cancel():
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def seal(self, seat: SeatId, answer: Answer, **more: Any) -> None:
        """Record a seat's answer; `more` are further fields of its decision."""
        step = self.past.step
        if not isinstance(step, Asked) or seat in self.past.decided:
            raise NotAllowed(f"no answer is wanted from {self.book.name(seat)} now")
        self._cancel(seat)
        ask = self.ask_for(seat, step.turn, step.phase, step.round)
        self.past.decide(replace(as_decision(ask, answer, self.players[seat].spec), **more))
        self._host.sealed(seat)
        self._wake.set()

    def late(self, seat: SeatId, reason: str) -> None:
        """A seat has used up its own time: its fallback plays."""
        self._late[seat] = ("timeout", reason)
        self._wake.set()

    def swap(self, seat: SeatId, player: Player) -> None:
        """Another player takes a seat; if it owes an answer, the new one is asked."""
        self.players = {**self.players, seat: player}
        self._cancel(seat)
        self._late.pop(seat, None)
        if isinstance(self.past.step, Asked) and seat not in self.past.decided:
            self._host.asking(seat)
            self._start(seat)

    async def instead(self, ask: Ask, origin: Origin, fault: str) -> Answer:
        """As the fallback plays; one that fails itself passes."""
        try:
            return await super().instead(ask, origin, fault)
        except Exception as second:
            return Answer(silence(ask.phase), origin, "", (fault, f"its fallback failed ({type(second).__name__})"))

    # control

    def close_step(self, reason: str) -> None:
        """Close the step: whoever is missing gets its fallback, a hold ends."""
        self.closing = reason
        self._wake.set()

    def act(self, act: Act, at: str) -> Sequence[Event]:
        """Do an act of control; minds in the middle of an answer that may read what came of it are asked anew."""
        events = self.past.act(act, at)
        for seat in tuple(self._tasks):
            if not isinstance(self.players[seat], HumanPlayer) and any(may_read(e.audience, seat) for e in events):
                self._cancel(seat)
                self._start(seat)
        self._wake.set()
        return events

    def undo(self, to_turn: int, data: dict[str, Any]) -> None:
        """Back to the start of a turn; answers in flight are dropped."""
        for seat in tuple(self._tasks):
            self._cancel(seat)
        self.past.undo(to_turn, data)
        self._wake.set()
