"""How fast a line is read: what comes faster waits in it."""

from __future__ import annotations

import asyncio

A_SECOND, AT_ONCE = 40.0, 80.0
"""Messages of one desk that are read in a second on average, and at once; the rest waits in its line."""


class Pace:
    """The pace of one line; a running loop is needed."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._time = asyncio.get_running_loop().time
        self._tokens, self._last = AT_ONCE, self._time()

    async def one_more(self) -> None:
        """A message has come: wait until it may be looked at."""
        now = self._time()
        self._tokens, self._last = min(AT_ONCE, self._tokens + (now - self._last) * A_SECOND) - 1, now
        if self._tokens < 0:
            await asyncio.sleep(-self._tokens / A_SECOND)
