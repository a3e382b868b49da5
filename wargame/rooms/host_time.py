"""Times as they go over a line: as moments of the host's own time, so that what merely runs on is no news."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wargame.table.chair import Clock, SeatStatus

# at the host


def rings(clock: Clock, now: float) -> float | None:
    """When the clock rings, in whole seconds of the host's own time; None if it stands or the phase is untimed."""
    return None if clock.left is None or clock.paused else float(round(now + clock.left))


def since(statuses: tuple[SeatStatus, ...], now: float) -> tuple[SeatStatus, ...]:
    """How seats stand, with the moment of the last sign in place of how long each is idle; 0 where none is."""
    return tuple(replace(each, idle=float(round(now - each.idle)) if each.idle else 0.0) for each in statuses)


def lasting(seconds: float) -> str:
    """For how long, in the largest unit of which there are two."""
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"for {int(seconds // size)} {unit}"
    return "for a moment" if seconds < 60 else "for a minute"


# at the other end


def seconds_here() -> float:
    """Seconds of a clock that nobody sets, and that goes on while this machine sleeps: the host's game does too.

    The usual one stands in sleep on Linux and on macOS: a lid that was closed would leave more time than there is.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class HostTime:
    """The host's time as it is known at another machine, running on since it was last heard of."""

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self._ahead = 0.0
        """What the host's own seconds are ahead of ours."""
        self._left: float | None = None
        self._rang: float | None = None
        """When the clock rings, by our own time; None if it stands."""

    def heard(self, head: Mapping[str, Any]) -> None:
        """The head of a frame tells the host's time, and what is left."""
        now = seconds_here()
        self._ahead, self._left = float(head["now"]) - now, head["left"]
        self._rang = None if self._left is None else now + self._left

    def now(self) -> float:
        """The host's own seconds now."""
        return seconds_here() + self._ahead

    def running(self, clock: Clock) -> Clock:
        """A clock that was sent, with what is left now."""
        left = self._left
        if self._rang is not None and not clock.paused:
            left = max(0.0, self._rang - seconds_here())
        return replace(clock, left=left)

    def idle(self, statuses: tuple[SeatStatus, ...]) -> tuple[SeatStatus, ...]:
        """How seats stand, as `since` told it, with how long each is idle now."""
        now = self.now()
        return tuple(replace(each, idle=max(0.0, now - each.idle)) if each.idle else each for each in statuses)
