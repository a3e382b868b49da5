"""Calls to people whose turn it is: a command of the host, run where a seat is waited for that people play.

It is told which seat, by when and where, and nothing of the game, no code and no key. One runs at a time, none for
long, and one that fails is told of and ends nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wargame.core.ids import SeatId
from wargame.table.room import Room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LONGEST_RUN = 30.0
"""Seconds after which a command is ended."""
LOOK_EVERY = 10.0
"""Seconds between two looks for reminders that are due; what changes at the table is looked at once."""
WORDS_BEGIN = "WARGAME_WORD_"
"""How variables begin that may hold a seat's word: a command is given none of them."""


@dataclass(frozen=True, slots=True)
class SeatCall:
    """One call to the people of one seat."""

    seat: SeatId
    name: str
    """The seat's name."""
    turn: int
    phase: str
    deadline: str
    """When the phase ends by the host's wall clock, as ISO 8601 with its offset; empty without a clock that runs."""
    number: int
    """1 for the first call of a phase, more for reminders."""

    def variables(self, address: str) -> dict[str, str]:
        """What the command is told in its environment."""
        return {
            "SEAT": self.seat,
            "NAME": self.name,
            "TURN": str(self.turn),
            "PHASE": self.phase,
            "DEADLINE": self.deadline,
            "CALL": str(self.number),
            "ADDRESS": address,
        }


@dataclass(slots=True)
class _Called:
    """What was called of a seat in the step that it is asked now."""

    step: tuple[int, str, int, int]
    number: int = 0
    at: float = 0.0
    """When it was called last, in seconds of the host's own time."""
    half: bool = False
    """Whether it was called when half of the time was gone."""


class SeatCalls:
    """Whom to call, and when: once when a seat is waited for, then as reminders."""

    def __init__(self, room: Room, unread: Callable[[], tuple[SeatId, ...]], remind: float | None = None) -> None:
        """For the people of a room; `unread` gives the seats that have yet to read.

        Reminders come every `remind` seconds. Without it, one comes when half of the time of a phase is gone.
        """
        self._room, self._unread, self._remind = room, unread, remind
        self._called: dict[SeatId, _Called] = {}

    def due(self) -> Iterator[SeatCall]:
        """The calls to be made now, in table order; each counts as made once it was given.

        Whether a seat is still waited for is looked at before each.
        """
        for seat in self._room.setting.ids:
            if (number := self._number(seat)) > 0:
                yield self._call(seat, number)

    def _number(self, seat: SeatId) -> int:
        """The number of the call that is due to a seat; 0 for none."""
        if not self._room.is_human(seat) or not (self._room.owes(seat) or seat in self._unread()):
            self._called.pop(seat, None)
            return 0
        clock, now = self._room.clock(), self._room.parts.time.now()
        step = (clock.turn, clock.phase, clock.round, self._room.chair(seat).undone)
        called = self._called.get(seat)
        if called is None or called.step != step:
            called = self._called[seat] = _Called(step)
        elif clock.paused or not self._is_reminded(called, now):
            return 0
        called.number, called.at = called.number + 1, now
        return called.number

    def _is_reminded(self, called: _Called, now: float) -> bool:
        if self._remind is not None:
            return now - called.at >= self._remind
        limit, left = self._room.parts.pacing.clock.limit, self._room.clock().left
        if called.half or limit is None or left is None or left > limit / 2:
            return False
        called.half = True
        return True

    def _call(self, seat: SeatId, number: int) -> SeatCall:
        clock = self._room.clock()
        by = ""
        if clock.left is not None and not clock.paused:
            by = (
                datetime.fromtimestamp(self._room.parts.time.outside() + clock.left)
                .astimezone()
                .isoformat("T", "minutes")
            )
        return SeatCall(seat, self._room.book.name(seat), clock.turn, clock.phase, by, number)

    @asynccontextmanager
    async def made(self, command: str, address: str, told: Callable[[str], None]) -> AsyncIterator[None]:
        """Run a command for each call as long as the block lasts; `told` hears of what failed, at once.

        A fault of the program ends the calls and not the game; it comes up when the block ends.
        """
        making = asyncio.create_task(self._make(command, address, told))
        try:
            yield
        finally:
            making.cancel()
            with suppress(asyncio.CancelledError):
                await making

    async def _make(self, command: str, address: str, told: Callable[[str], None]) -> None:
        changed = asyncio.Event()
        stop = self._room.watch(changed.set)
        try:
            while not self._room.over:
                changed.clear()
                for call in self.due():
                    if fault := await ran(command, call.variables(address)):
                        told(f"the command of --notify for {call.name} {fault}")
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), LOOK_EVERY)
        except Exception as fault:
            told(f"nobody is called by --notify from now on ({type(fault).__name__}: {fault})")
            raise
        finally:
            stop()


async def ran(command: str, variables: Mapping[str, str], longest: float = LONGEST_RUN) -> str:
    """Run a command of the shell to its end, at most so many seconds, unseen; why it failed, empty if it did not.

    It is given our own environment without the words of seats, and these variables. What it started ends with it.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(WORDS_BEGIN)}
    nowhere = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_shell(
            command,
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            env={**environment, **variables},
            start_new_session=True,
        )
    except (OSError, ValueError) as fault:
        return f"cannot be run ({fault})"
    try:
        code = await asyncio.wait_for(process.wait(), longest)
    except TimeoutError:
        return f"ran for more than {longest:g} seconds and was ended"
    finally:
        if process.returncode is None:
            await _end(process)
    return f"failed with exit code {code}" if code else ""


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a command with all that it started, where groups of processes are known."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    await process.wait()
