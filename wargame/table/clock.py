"""Time at the table: a watch that can be stopped, and alarms that ring once. Where time comes from can be replaced."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

Cancel = Callable[[], None]
ABSENT = 10.0
"""Seconds from which on a time in which the program did not run is taken out of a phase."""


class TimeSource(Protocol):
    """Where seconds come from."""

    def now(self) -> float:
        """Seconds since some moment; it never goes back."""
        ...

    def outside(self) -> float:
        """Seconds as the world counts them: they go on while the machine sleeps, and somebody may set them."""
        ...

    def after(self, seconds: float, ring: Callable[[], None]) -> Cancel:
        """Call back once after so many seconds, unless cancelled."""
        ...


class LoopTime:
    """Real time; bells ring in the running event loop."""

    def now(self) -> float:
        """Seconds of a clock that nobody sets; they may begin anywhere."""
        return time.monotonic()

    def outside(self) -> float:
        """Seconds since the epoch by the clock on the wall."""
        return time.time()

    def after(self, seconds: float, ring: Callable[[], None]) -> Cancel:
        """A timer of the running loop; RuntimeError where none runs. Less than 0 seconds is 0."""
        import asyncio

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
        """Seconds that it has run; what was given back is taken off."""
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

    def give_back(self, seconds: float) -> None:
        """Count some seconds as if it had stood still; alarms ring that much later."""
        if self._since is None:
            return
        self._gone -= seconds
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()
        for name in self._alarms:
            self._arm(name)

    def alarm(self, name: str, at: float, ring: Callable[[], None]) -> None:
        """Ring at a moment of this watch, in seconds of `elapsed`, in place of an earlier alarm of the same name.

        A moment that is past rings as soon as the watch runs.
        """
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
        """Seconds left, never below 0; None if the phase is untimed."""
        return None if self.limit is None else max(0.0, self.limit - self.watch.elapsed)

    def start(self, limit: float | None, expired: Callable[[], None], left: float | None = None) -> None:
        """A phase begins, or goes on with what was left of it; a paused clock stays paused.

        `limit` and `left` are seconds; None of both is untimed. `expired` is called when the limit is reached.
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
        """Give the phase more seconds, or less if negative; an untimed one gets its first limit from now."""
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


class Presence:
    """Notices that the program did not run for a while: the machine slept, or the program was stopped."""

    def __init__(self, time: TimeSource) -> None:
        """From now on."""
        self._time = time
        self.look()

    def look(self) -> None:
        """The program runs now."""
        self._now, self._outside = self._time.now(), self._time.outside()

    def missed(self, expected: float) -> tuple[float, float]:
        """Seconds that the world went on without us since the last look, and those for which our clock ran on in them.

        The next look was `expected` so many seconds after the last. Less than `ABSENT` beyond that is 0: a busy
        program is not an absent one. The second number begins at the last look, so that nobody loses by it.
        """
        ran, world = self._time.now() - self._now, self._time.outside() - self._outside
        self.look()
        missed = max(ran, world) - expected
        return (missed, ran if ran - expected >= ABSENT else 0.0) if missed >= ABSENT else (0.0, 0.0)


def _silent() -> None: ...
