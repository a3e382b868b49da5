"""What the seats of a game are held to, as the header of its record says it: who plays them, and who proves it, ask."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.ids import SeatId
from wargame.errors import SpecError, TranscriptError
from wargame.players.levers import FREE, Reins, of_data
from wargame.players.reined import SeatReins
from wargame.transcript.reading import Transcript
from wargame.transcript.setup import GameSetup, game_of


def reins_of(setup: GameSetup) -> Reins:
    """What seats are held to by whoever plays a game on; TranscriptError if its header does not say it readably."""
    return _reins(setup, len(setup.held) - 1) if setup.held else FREE


def reins_on_record(record: Transcript) -> Reins:
    """The same of a record, whole or lean."""
    return reins_of(game_of(record)) if record.header.data.get("held") else FREE


def _reins(setup: GameSetup, place: int) -> Reins:
    try:
        return of_data(setup.held[place].reins)
    except SpecError as fault:
        raise TranscriptError(f"line 1: held.{place}: {fault}") from None


class Holds:
    """What each seat of one record is held to, by line."""

    def __init__(self, setup: GameSetup) -> None:
        """TranscriptError if the header does not say it readably."""
        self._sets = [(held.after, _reins(setup, place)) for place, held in enumerate(setup.held)]
        self._holds: Mapping[tuple[int, SeatId], SeatReins] = {
            (place, seat): SeatReins(seat, reins) for place, (_, reins) in enumerate(self._sets) for seat in setup.seats
        }

    def of(self, seat: SeatId, line: int) -> SeatReins | None:
        """What a seat is held to in what is asked and decided at a line; None where it is to nothing."""
        places = [place for place, (after, reins) in enumerate(self._sets) if after < line]
        return self._holds[places[-1], seat] if places and self._sets[places[-1]][1] else None
