"""The pacing of a game without people: nobody keeps its time, but there may be a limit for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wargame.core.ids import SeatId
from wargame.rules.turn.sequence import Asked, Held
from wargame.table.timekeeping import Paced

if TYPE_CHECKING:
    import asyncio


class Unattended:
    """The pacing of a game without people: it stops nowhere, and time is no part of its record."""

    _game: Paced

    def __init__(self, seconds: float | None = None) -> None:
        """`seconds` is what a player that must be waited for has for each answer; None waits for ever."""
        self._seconds = seconds
        self._alarms: dict[SeatId, asyncio.TimerHandle] = {}

    def paces(self, game: Paced) -> None:
        """This is the game."""
        self._game = game

    def entered(self, step: Asked | Held) -> None:
        """Nothing of it is recorded."""
        self.end()

    def stops(self, step: Held) -> bool:
        """Nobody is there who would act."""
        return False

    def asking(self, seat: SeatId) -> None:
        """The time of a seat that must be waited for begins."""
        if self._seconds is not None and not self._game.players[seat].instant:
            import asyncio

            why = f"no answer within {self._seconds:g} seconds"
            loop = asyncio.get_running_loop()
            self._alarms[seat] = loop.call_later(self._seconds, self._game.late, seat, why)

    def sealed(self, seat: SeatId) -> None:
        """Its time is over."""
        if self._alarms and (alarm := self._alarms.pop(seat, None)) is not None:
            alarm.cancel()

    def seconds(self, seat: SeatId) -> float | None:
        """What it has for each answer."""
        return self._seconds

    def bears(self, fault: BaseException) -> bool:
        """Nothing but lateness: whoever runs games alone wants to see what failed, and goes on with it mended."""
        return False

    def gone(self, seat: SeatId, why: str) -> bool:
        """Seats keep their players: a game of models alone stops, or plays on with scripts if that was chosen."""
        return False

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """Nothing of the record bears on it."""

    def end(self) -> None:
        """Nobody is waited for any more."""
        for alarm in self._alarms.values():
            alarm.cancel()
        self._alarms.clear()
