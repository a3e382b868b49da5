"""How many requests may be in flight at once, found out by asking: one limiter for a model, one gate for an endpoint.

A slot is held by an attempt, never by a wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from anyio import CapacityLimiter, WouldBlock

COOL_DOWN = 15.0
"""Seconds after a cut in which there is neither another cut nor growth."""
CUT = 0.8
"""Share of the capacity that is left after an episode of rate limits."""


@dataclass
class Gate:
    """Closed while an endpoint has asked to be left alone; it holds for every model and every game there."""

    clock: Callable[[], float] = time.monotonic
    opens: float = 0.0

    def close(self, seconds: float) -> None:
        """Leave the endpoint alone for so long; the longest wish counts."""
        self.opens = max(self.opens, self.clock() + seconds)

    @property
    def left(self) -> float:
        """Seconds until it opens; 0 if it is open."""
        return max(0.0, self.opens - self.clock())

    async def passed(self) -> None:
        """Wait until it is open."""
        left = self.left
        while left > 0:
            await asyncio.sleep(left)
            left = self.left


@dataclass
class Limiter:
    """Capacity that grows by one while it is used up, and shrinks when the endpoint says that it is too much."""

    gate: Gate
    start: int = 20
    most: int = 100
    cool_down: float = COOL_DOWN
    clock: Callable[[], float] = time.monotonic
    episodes: int = 0
    """Times that the capacity was cut."""
    highest: int = 0
    """Most requests in flight at once."""
    _capacity: CapacityLimiter = field(init=False)
    _cut: float = field(default=float("-inf"), init=False)
    _well: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Open with the capacity to start with."""
        self._capacity = CapacityLimiter(min(self.start, self.most))

    @property
    def capacity(self) -> int:
        """Requests that may be in flight now."""
        return int(self._capacity.total_tokens)

    @property
    def full(self) -> bool:
        """Whether a request has to wait, for a slot or for the gate."""
        return self.gate.left > 0 or self._capacity.available_tokens < 1

    @property
    def waiting(self) -> int:
        """Requests that wait for a slot."""
        return self._capacity.statistics().tasks_waiting

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold a slot for one attempt, once the gate is open and there is room."""
        mine = object()
        while True:
            await self.gate.passed()
            try:
                self._capacity.acquire_on_behalf_of_nowait(mine)
            except WouldBlock:
                await self._capacity.acquire_on_behalf_of(mine)
            if self.gate.left <= 0:
                break
            self._capacity.release_on_behalf_of(mine)
        self.highest = max(self.highest, self._capacity.borrowed_tokens)
        try:
            yield
        finally:
            self._capacity.release_on_behalf_of(mine)

    def allow(self, most: int) -> None:
        """From now on no more than this many in flight, at least 1; those that are stay."""
        self.most = max(1, most)
        self._capacity.total_tokens = min(self.capacity, self.most)

    def went_well(self) -> None:
        """An attempt was answered: grow, if the capacity was in use and there was no trouble lately.

        Until the first trouble every answer adds one; after it, a whole round of answers does.
        """
        busy = self._capacity.borrowed_tokens >= self.capacity or self.waiting > 0
        if not busy or self.capacity >= self.most or self.clock() - self._cut < self.cool_down:
            return
        self._well += 1
        if self.episodes == 0 or self._well >= self.capacity:
            self._well = 0
            self._capacity.total_tokens = self.capacity + 1

    def was_too_much(self) -> None:
        """The endpoint limits the rate: cut once for each episode."""
        now = self.clock()
        if now - self._cut < self.cool_down:
            return
        self._cut, self._well = now, 0
        self.episodes += 1
        self._capacity.total_tokens = max(1, int(self.capacity * CUT))
