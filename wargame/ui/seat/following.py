"""Opening what a cursor rests on, and not everything that it passes: what was only passed has not been read."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

REST = 0.12
"""Seconds between two steps that make them a run; at the end of a run the cursor must stay as long."""


class Follower:
    """A single step opens at once, after the cursor has been drawn; a run of steps opens where it ends."""

    def __init__(self, pump: MessagePump, open_: Callable[[str], object]) -> None:
        """Timers are kept by `pump`; `open_` is told the key of a row."""
        self._pump, self._open = pump, open_
        self._stepped = -REST
        self._timer: Timer | None = None
        self._key: str | None = None

    @property
    def waits(self) -> bool:
        """Whether the cursor has moved on from what is open."""
        return self._key is not None

    def to(self, key: str) -> None:
        """The cursor is on this row now."""
        now = time.monotonic()
        run, self._stepped = now - self._stepped < REST, now
        self._drop()
        self._key = key
        if run:
            self._timer = self._pump.set_timer(REST, self.arrive)
        else:
            self._pump.call_after_refresh(self.arrive)

    def arrive(self) -> None:
        """Open what the cursor is on, if it is not open yet and the list still stands on a screen."""
        key, self._key = self._key, None
        self._drop()
        if key is not None and self._pump.is_running:
            self._open(key)

    def _drop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
