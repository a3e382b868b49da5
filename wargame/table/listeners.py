"""Who is told of what happens at a table. One object is given to all that tell and all that want to be told.

Screens hear *that* something changed that they may see, never what: a seat of what its people may know, control and
the projector of everything. Whoever keeps the table (a feed, a progress line) hears the events themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wargame.core.events import Event
from wargame.core.ids import SeatId, may_read


class Listener:
    """Whoever keeps a table and is told of all that happens at it; the methods that it does not need do nothing."""

    def happened(self, events: Sequence[Event]) -> None:
        """New events stand in the record; what a resumed game does again is not told again."""

    def turn_over(self, turn: int, turns: int) -> None:
        """A turn is complete."""


@dataclass
class Watchers:
    """Those who want to be told of changes."""

    _told: list[Callable[[], None]] = field(default_factory=list)

    def add(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Tell this one too, until the function given back is called."""
        self._told.append(changed)
        return lambda: self._told.remove(changed) if changed in self._told else None

    def tell(self) -> None:
        """Something has changed."""
        for changed in tuple(self._told):
            changed()


class Listeners:
    """Everybody who is told of one table."""

    def __init__(self, seats: Iterable[SeatId] = (), told: Iterable[Listener] = ()) -> None:
        """`seats` are those whose people may watch; `told` are given everything. Nobody watches yet."""
        self.room = Watchers()
        """Control and the projector."""
        self.seats = {seat: Watchers() for seat in seats}
        self._told = tuple(told)

    # of what

    def happened(self, events: Sequence[Event]) -> None:
        """New events stand in the record."""
        for listener in self._told:
            listener.happened(events)

    def turn_over(self, turn: int, turns: int) -> None:
        """A turn is complete."""
        for listener in self._told:
            listener.turn_over(turn, turns)

    # that something changed

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
