"""The table behind a joined terminal: what the screens of one place ask of their table, answered over the line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from wargame.errors import WargameError
from wargame.rooms.desk_line import DeskLine
from wargame.rooms.remote_control import RemoteControl
from wargame.rooms.remote_screen import RemoteScreen
from wargame.table.desk import ControlDesk
from wargame.table.watching import RoomView, TableView

LEAVING = 2.0
"""Seconds for which whoever leaves waits until what was typed last is at the room."""


class JoinedHost:
    """A room elsewhere, for the one place that this terminal holds."""

    def __init__(self, line: DeskLine) -> None:
        """Over the line of the place."""
        self._line = line
        control = line.end if isinstance(line.end, RemoteControl) else None
        self.table: TableView | None = control
        """What control's desk looks at, where it stands here."""
        self.control: ControlDesk | None = control.desk() if control else None
        """Its acts."""
        self.public: RoomView | None = line.end if isinstance(line.end, RemoteScreen) else control
        """What the public screen looks at, where it stands here."""
        self._refused = ""
        self._reading: set[asyncio.Task[None]] = set()
        self._keeping: asyncio.Task[None] | None = None
        """What keeps the line up, also where the game is over."""

    @property
    def trouble(self) -> str:
        """What is amiss between this terminal and its table; empty if nothing is."""
        return self._line.trouble or self._refused

    def has_word(self, place: str) -> bool:
        """No: the code has opened the place."""
        return False

    def word_refused(self, place: str, word: str) -> str:
        """Nothing is refused: the code has opened the place."""
        return ""

    async def play(self, first_page: Callable[[], Awaitable[object]] | None = None) -> None:
        """Keep the line up until the game is over; PutOff if the room does not let this desk in any longer.

        Where something is asked here after the game, the line stays up beside that until it is answered or left out.
        The game goes on elsewhere and waits for no `first_page` of this terminal.
        """
        keeping = self._keeping = asyncio.create_task(self._line.keep())
        lingering = asyncio.create_task(self._lingering())
        try:
            await asyncio.wait({keeping, lingering}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            raise
        finally:
            lingering.cancel()
        if keeping.done():
            keeping.result()
        else:
            keeping.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def _lingering(self) -> None:
        """Until the game is over, and something is still to be asked here."""
        line, changed = self._line, asyncio.Event()
        unwatch = line.end.watch(changed.set)
        try:
            while not (line.over and line.end.lingers):
                changed.clear()
                await changed.wait()
        finally:
            unwatch()

    async def settled(self) -> None:
        """Wait until all that was done here is at the room, a moment at most: for whoever leaves."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                while self._line.busy:  # noqa: ASYNC110 - what is waited for tells nobody
                    await asyncio.sleep(0.02)

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
