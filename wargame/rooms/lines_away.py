"""Lines of a room that have ended: since when, and whether whoever hosts is to hear of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from wargame.rooms.places import RoomPlace
from wargame.table.clock import TimeSource

MISSED = 3.0
"""Seconds in which a line may come back before whoever hosts is told that it is gone."""
BEGINNING = 15.0
"""The same for a line that stood for less than that: it opened the place, and the program of its desk is starting."""


class LinesAway:
    """When the line of each place ended last."""

    def __init__(self, time: TimeSource) -> None:
        """No line has ended; by the host's own time."""
        self._time = time
        self._ended: dict[RoomPlace, float] = {}

    def since(self, place: RoomPlace) -> float | None:
        """Seconds since the line of a place ended last; None if none ever did."""
        ended = self._ended.get(place)
        return None if ended is None else self._time.now() - ended

    def just_now(self, place: RoomPlace) -> bool:
        """Whether it ended only a moment ago."""
        since = self.since(place)
        return since is not None and since < MISSED

    def ended(self, place: RoomPlace, shown: float, missed: Callable[[], None]) -> None:
        """The line of a place has ended, which had its first frame at `shown`; `missed` is called if none ends later.

        That is in 3 seconds, or in 15 where the line hardly stood; whether somebody is back is for `missed` to see.
        """
        now = self._ended[place] = self._time.now()

        def look() -> None:
            if self._ended[place] == now:
                missed()

        asyncio.get_running_loop().call_later(MISSED if now - shown >= MISSED else BEGINNING, look)
