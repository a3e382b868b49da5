"""The table behind a joined desk: what the screens of one seat ask of their table, answered over the line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from wargame.errors import WargameError
from wargame.rooms.desk_line import DeskLine


class JoinedHost:
    """A room elsewhere, for the one seat that this terminal holds."""

    table = None
    """Neither control's desk nor the public screen stands here."""
    control = None

    def __init__(self, line: DeskLine) -> None:
        """Over the line of the desk."""
        self._line = line
        self._refused = ""
        self._reading: set[asyncio.Task[None]] = set()

    @property
    def trouble(self) -> str:
        """What is amiss between this terminal and its table; empty if nothing is."""
        return self._line.trouble or self._refused

    def has_word(self, place: str) -> bool:
        """No: the code has opened the seat."""
        return False

    def word_refused(self, place: str, word: str) -> str:
        """Nothing is refused: the code has opened the seat."""
        return ""

    async def play(self, first_page: Callable[[], Awaitable[object]] | None = None) -> None:
        """Keep the line up until the game is over; PutOff if the room does not let this desk in any longer.

        The game goes on elsewhere and waits for no `first_page` of this terminal.
        """
        await self._line.keep()

    def read_on(self, who: str) -> None:
        """Tell the room that this seat has read; the time to read ends when all have."""
        clock = self._line.chair.clock()
        task = asyncio.create_task(self._tell(clock.turn, clock.phase))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _tell(self, turn: int, phase: str) -> None:
        try:
            await self._line.chair.has_read(turn, phase)
            self._refused = ""
        except WargameError as fault:
            self._refused = str(fault)
