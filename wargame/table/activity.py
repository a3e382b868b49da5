"""Signs of life: when each seat last did something, and what its mind says that it is at."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.ids import SeatId
from wargame.table.clock import TimeSource


class Activity:
    """When each seat last gave a sign of life, and what its mind said that it was at."""

    def __init__(self, time: TimeSource, changed: Callable[[], None]) -> None:
        """Nothing was heard yet; `changed` is called when a mind says what it is at."""
        self._time, self._changed = time, changed
        self._last: dict[SeatId, float] = {}
        self._stages: dict[SeatId, str] = {}

    def of(self, seat: SeatId) -> None:
        """A sign of a seat, now."""
        self._last[seat], self._stages[seat] = self._time.now(), ""

    def at_stage(self, seat: SeatId, stage: str) -> None:
        """A seat's mind says what it is at; for players that report it."""
        self._last[seat], self._stages[seat] = self._time.now(), stage
        self._changed()

    def idle(self, seat: SeatId) -> float:
        """Seconds since the last sign."""
        now = self._time.now()
        return now - self._last.get(seat, now)

    def stage(self, seat: SeatId) -> str:
        """What its mind is at."""
        return self._stages.get(seat, "")
