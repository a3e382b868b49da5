"""A room whose game is over: it stays open for those who have yet to see the end, or to answer what is asked then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

SETTLED = 3.0
"""Seconds without an end of a line after which whoever hosts is told whom the room still waits for."""


async def nobody_waited_for(
    waited_for: Callable[[], Sequence[str]], line_ended: asyncio.Event, told: Callable[[str], None]
) -> None:
    """Wait until `waited_for` names nobody; it is asked whenever a line has ended. `told` hears whom it names."""
    said: Sequence[str] = ()
    while waited := waited_for():
        line_ended.clear()
        try:
            async with asyncio.timeout(SETTLED if waited != said else None):
                await line_ended.wait()
        except TimeoutError:
            said = waited
            told(f"the room still waits for {', '.join(said)}")
