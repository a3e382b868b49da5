"""A game played again as its seats met it: who is asked what, at the moment before the answer stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.players.base import Ask
from wargame.rules.turn.sequence import Asked
from wargame.table.showing import Showing
from wargame.transcript.recorded_play import RecordedPlay


class Questions:
    """Looks on while a game is played again; what is done at each moment is for those who inherit."""

    past: RecordedPlay

    def __init__(self) -> None:
        """Nothing is played yet."""
        self._shown: Showing | None = None

    def begins(self, past: RecordedPlay) -> None:
        """A game is about to be played again."""
        self.past = past

    def overridden(self, line: int, data: Mapping[str, Any]) -> None:
        """Control acts; the state is what it was before."""
        self.acting(line)
        if data.get("what") == "undo":
            self._shown = None
            self.undone(line, int(data["to_turn"]))

    def ask(self, seat: SeatId) -> Ask:
        """What a seat is shown where the game waits: its view, its menu, the rules without what is not its own.

        Only after `begins`; KeyError if there is no such seat.
        """
        if self._shown is None:
            self._shown = Showing(self.past)
        return self._shown.ask(seat, self.past.step, None)

    @property
    def owing(self) -> tuple[SeatId, ...]:
        """Seats that have yet to answer where the game waits."""
        if not isinstance(self.past.step, Asked):
            return ()
        return tuple(seat for seat in self.past.sequence.book.setting.ids if seat not in self.past.decided)

    def deciding(self, line: int, decision: Decision) -> None:
        """A seat has decided, and nothing has come of it yet."""

    def acting(self, line: int) -> None:
        """Control acts, and nothing has come of it yet."""

    def undone(self, line: int, to_turn: int) -> None:
        """Turns from this one on do not stand any more."""

    def ends(self) -> None:
        """The record goes no further."""
