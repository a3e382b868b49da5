"""Time at the table: a watch that can be stopped, and alarms that ring once. Where time comes from can be replaced."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

Cancel = Callable[[], None]


class TimeSource(Protocol):
    """Where seconds come from."""

    def now(self) -> float:
        """Seconds since some moment; it never goes back."""
        ...

    def after(self, seconds: float, ring: Callable[[], None]) -> Cancel:
        """Call back once after so many seconds, unless cancelled."""
        ...


class LoopTime:
    """Real time; bells ring in the running event loop."""

    def now(self) -> float:
        """Seconds of a clock that nobody sets."""
        return time.monotonic()

    def after(self, seconds: float, ring: Callable[[], None]) -> Cancel:
        """A timer of the loop."""
        return asyncio.get_running_loop().call_later(max(0.0, seconds), ring).cancel


class Watch:
    """A stop-watch with alarms at moments of its own time; while it is stopped nothing rings."""

    def __init__(self, time: TimeSource) -> None:
        """Stopped, at 0."""
        self._time = time
        self._gone = 0.0
        self._since: float | None = None
        self._alarms: dict[str, tuple[float, Callable[[], None]]] = {}
        self._timers: dict[str, Cancel] = {}

    @property
    def elapsed(self) -> float:
        """Seconds that it has run."""
        return self._gone + (self._time.now() - self._since if self._since is not None else 0.0)

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._since is not None

    def run(self) -> None:
        """Let it run."""
        if self._since is None:
            self._since = self._time.now()
            for name in self._alarms:
                self._arm(name)

    def stop(self) -> None:
        """Stop it where it is."""
        if self._since is not None:
            self._gone, self._since = self.elapsed, None
            for cancel in self._timers.values():
                cancel()
            self._timers.clear()

    def reset(self) -> None:
        """Back to 0 without alarms; it runs on if it ran."""
        for cancel in self._timers.values():
            cancel()
        self._alarms.clear()
        self._timers.clear()
        self._gone = 0.0
        self._since = None if self._since is None else self._time.now()

    def alarm(self, name: str, at: float, ring: Callable[[], None]) -> None:
        """Ring at a moment of this watch, in place of an earlier alarm of the same name."""
        self.drop(name)
        self._alarms[name] = (at, ring)
        if self._since is not None:
            self._arm(name)

    def drop(self, name: str) -> None:
        """Forget an alarm, if it is set."""
        self._alarms.pop(name, None)
        cancel = self._timers.pop(name, None)
        if cancel:
            cancel()

    def _arm(self, name: str) -> None:
        at, _ = self._alarms[name]
        self._timers[name] = self._time.after(at - self.elapsed, lambda: self._ring(name))

    def _ring(self, name: str) -> None:
        self._timers.pop(name, None)
        _, ring = self._alarms.pop(name, (0.0, _silent))
        ring()


class PhaseClock:
    """The clock of one phase after the other: a limit, time left, pause, and a bell when the limit is reached."""

    def __init__(self, time: TimeSource) -> None:
        """Nothing runs yet."""
        self.time = time
        self.watch = Watch(time)
        self.limit: float | None = None
        """Seconds of the phase; None if it is untimed."""
        self.paused = False
        self.runs = False
        """Whether a phase is under way, paused or not."""
        self._expired: Callable[[], None] = _silent

    @property
    def left(self) -> float | None:
        """Seconds left; None if the phase is untimed."""
        return None if self.limit is None else max(0.0, self.limit - self.watch.elapsed)

    def start(self, limit: float | None, expired: Callable[[], None], left: float | None = None) -> None:
        """A phase begins, or goes on with what was left of it; a paused clock stays paused.

        `expired` is called when the limit is reached.
        """
        self._expired, self.runs = expired, True
        self.watch.reset()
        self.limit = limit if left is None else left
        if not self.paused:
            self.watch.run()
        self._set()

    def pause(self) -> None:
        """Stop."""
        self.paused = True
        self.watch.stop()

    def resume(self) -> None:
        """Run on."""
        self.paused = False
        self.watch.run()

    def extend(self, seconds: float) -> None:
        """Give the phase more time, or less; an untimed one gets its first limit from now."""
        self.limit = seconds + (self.watch.elapsed if self.limit is None else self.limit)
        self._set()

    def end(self) -> None:
        """The phase is over: nothing rings any more."""
        self.watch.reset()
        self.watch.stop()
        self.limit, self.runs = None, False

    def _set(self) -> None:
        if self.limit is None:
            self.watch.drop("phase")
        else:
            self.watch.alarm("phase", self.limit, self._expired)


def _silent() -> None: ...
