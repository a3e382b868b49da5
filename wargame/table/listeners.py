"""Who is told of changes at a table: a seat of what it may see, control and the projector of everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.core.events import Event
from wargame.core.ids import SeatId, may_read
from wargame.table.chair import Watchers


class Telling:
    """The listeners of one room; being told says that something changed, never what."""

    def __init__(self, seats: Iterable[SeatId]) -> None:
        """Nobody listens yet."""
        self.room = Watchers()
        """Control and the projector."""
        self.seats = {seat: Watchers() for seat in seats}

    def seat(self, seat: SeatId) -> None:
        """Something that one seat alone may see has changed."""
        self.seats[seat].tell()

    def everybody(self) -> None:
        """Something that everybody may see has changed."""
        for watchers in self.seats.values():
            watchers.tell()
        self.room.tell()

    def readers(self, events: Sequence[Event]) -> None:
        """Events happened: their readers are told, and control; nobody else learns that there were any."""
        for seat, watchers in self.seats.items():
            if any(may_read(event.audience, seat) for event in events):
                watchers.tell()
        self.room.tell()
