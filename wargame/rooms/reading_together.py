"""Reading together in a room that nobody facilitates: the time to read is over when every seat of people has read."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.ids import SeatId
from wargame.rooms.messages import HasRead
from wargame.table.room import Room


class ReadingTogether:
    """Who has said in this time to read that they have read."""

    def __init__(self, room: Room, seats: Callable[[], tuple[SeatId, ...]], changed: Callable[[], None]) -> None:
        """Of the seats that a room has at each moment; `changed` is told when one more has read, but not all."""
        self._room, self._seats, self._changed = room, seats, changed
        self._read: dict[SeatId, tuple[int, str]] = {}
        """When each seat last said that it has read."""

    def unread(self) -> tuple[SeatId, ...]:
        """Seats of people that have yet to read; none where nothing is to be read, or where somebody facilitates."""
        clock = self._room.clock()
        if clock.phase not in ("brief", "news") or self._room.session.settings.facilitated:
            return ()
        return tuple(seat for seat in self._people() if self._read.get(seat) != (clock.turn, clock.phase))

    def others_of(self, seat: SeatId) -> Callable[[], tuple[SeatId, ...]]:
        """Which others a seat is told of; where nobody is to know who is a person, nobody is told who reads."""

        def others() -> tuple[SeatId, ...]:
            hidden = self._room.session.settings.hide_players
            return () if hidden else tuple(other for other in self.unread() if other != seat)

        return others

    def read_by(self, seat: SeatId) -> Callable[[HasRead], None]:
        """What is to be told when a seat says that it has read."""

        def read(message: HasRead) -> None:
            clock = self._room.clock()
            if (message.turn, message.phase) != (clock.turn, clock.phase) or not self.unread():
                return
            self._read[seat] = (clock.turn, clock.phase)
            if self.unread():
                self._changed()
            else:
                self._room.read_on(" and ".join(self._room.book.name(each) for each in self._people()))

        return read

    def _people(self) -> tuple[SeatId, ...]:
        return tuple(seat for seat in self._seats() if self._room.is_human(seat))
