"""A room: one game in progress with people at it. It forwards to the parts of its table and keeps nothing itself.

The parts keep what is no part of the game (drafts, the clock, names, seat words) in a session file beside the
transcript, readable by its owner alone. How a room is put together stands in `opening`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from wargame.core.events import Event
from wargame.core.ids import CONTROL, SeatId
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.rules.base.rulebook import Rulebook
from wargame.table import status
from wargame.table.chair import Clock, SeatStatus
from wargame.table.control import Control
from wargame.table.desk import SeatHealth
from wargame.table.game import Result, RunningGame
from wargame.table.local_chair import LocalChair
from wargame.table.local_view import LocalTableView
from wargame.table.parts import TableParts
from wargame.table.people import Person, PersonRole
from wargame.table.public_view import PublicScreen, screen
from wargame.table.session import Session


class Room:
    """One game in progress. Have one opened by `opening`, run `play` as a task, use `control` and `chair`."""

    def __init__(self, parts: TableParts) -> None:
        """Over the parts of one table."""
        self.parts = parts
        self.view = LocalTableView(parts)
        """The table as control and the projector watch it."""
        self.control = Control(parts, "controller", "controller")
        """The controller's desk."""

    @property
    def game(self) -> RunningGame:
        """The game that is played here."""
        return self.parts.game

    @property
    def session(self) -> Session:
        """What is no part of the game and survives a kill."""
        return self.parts.session

    @property
    def book(self) -> Rulebook:
        """The rules and the setting."""
        return self.game.book

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        return self.game.book.setting

    @property
    def record(self) -> list[Event]:
        """Every event that stands, for control's eyes."""
        return self.game.sequence.record

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.game.over

    @property
    def torn(self) -> str:
        """What was cut off the end of the record when it was opened again; empty if nothing was."""
        return self.parts.torn

    # the game

    async def play(self, first_page: Callable[[], Awaitable[object]] | None = None) -> Result:
        """Run the game to its end; to be awaited as a task beside the interface. Record and session are put down then.

        The opening can be looked at at once; nobody is asked before there is a `first_page`, if one is waited for.
        Cancelling it, or an error, leaves a record that can be gone on with.
        """
        try:
            if first_page is not None:
                self.game.begin()
                await first_page()
            result = await self.game.play()
        finally:
            self.close()
        self.parts.listeners.everybody()
        return result

    def close(self) -> None:
        """Put the record and the session down; an unfinished game can be resumed. TranscriptError if they cannot be."""
        self.parts.pacing.end()
        self.game.log.close()

    def read_on(self, who: str) -> None:
        """Everybody who plays here has read enough: end the time to read."""
        self.parts.pacing.read_on(who)

    # people

    def chair(self, seat: SeatId, handle: str | None = None) -> LocalChair:
        """A seat's place at the table; with a handle, that person's.

        NotAllowed if there is no such seat or the person sits elsewhere; SpecError if nobody has the handle.
        """
        return LocalChair(self.parts, seat, handle)

    def claim(self, seat: SeatId, word: str, handle: str | None = None) -> LocalChair:
        """The chair of a seat for whoever knows its word; raises what `check_word` and `chair` do."""
        self.check_word(seat, word)
        return self.chair(seat, handle)

    def check_word(self, seat: SeatId, word: str) -> None:
        """NotAllowed unless this is the word of a seat, or `control`; also if it has no word.

        A wrong one is followed by a pause of 1 second, doubled up to 60. Slow on purpose, see `people.matches`.
        """
        self.parts.attendance.check_word(seat, word)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody in the room."""
        return self.parts.attendance.everybody

    def join(
        self, name: str, role: PersonRole = "player", seat: SeatId | None = None, handle: str | None = None
    ) -> Person:
        """Somebody comes in; the first player on a seat leads it. The record knows people by handle only.

        Without a handle one is made. SpecError for an unknown role, a player without a seat of the game, or a handle
        that is taken.
        """
        person = self.parts.attendance.join(name, role, seat, handle)
        self._people_changed()
        return person

    def leave(self, handle: str) -> None:
        """Somebody goes; SpecError if nobody has the handle. The next of the seat leads it."""
        self.parts.attendance.leave(handle)
        self._people_changed()

    def lead(self, handle: str) -> None:
        """Make somebody the one who hands in for their seat; SpecError if they are not here or sit on none."""
        self.parts.attendance.lead(handle)
        self._people_changed()

    def set_word(self, seat: SeatId, word: str) -> None:
        """Give a seat, or `control`, the word by which its people are let in; only a salted hash is kept.

        SpecError for no such seat or a blank word. Slow on purpose, see `people.matches`.
        """
        self.parts.attendance.set_word(seat, word)
        self.parts.file.save()

    def has_word(self, seat: SeatId) -> bool:
        """Whether a seat has a word."""
        return self.parts.attendance.has_word(seat)

    def _people_changed(self) -> None:
        self.parts.file.save()
        self.parts.listeners.everybody()

    # looking

    def is_human(self, seat: SeatId) -> bool:
        """Whether people control a seat now."""
        return self.game.played_by_people(seat)

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer."""
        return self.game.owes(seat)

    def clock(self) -> Clock:
        """The phase clock."""
        return status.clock(self.parts)

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands; who is present without a seat is left out unless it is played."""
        return status.statuses(self.parts)

    def health(self) -> tuple[SeatHealth, ...]:
        """How the room is doing, seat by seat. Looks through all decisions."""
        return status.health(self.parts)

    def public(self) -> PublicScreen:
        """What a projector may show: made of public events and public numbers alone. Linear in the record."""
        seen = status.statuses_seen(self.parts, None)
        return screen(self.setting, self.game.sequence.state, self.record, self.clock(), seen)

    def truth(self) -> View:
        """Everything, for control's eyes."""
        return self.game.view(CONTROL)

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told of every change at the table (control and the projector); gives a function that ends it."""
        return self.parts.listeners.room.add(changed)
