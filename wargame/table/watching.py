"""A table as control and the room's screen watch it: values of this moment, and nothing that could be done to it.

A table in play is one such view (`LocalTableView`); a recorded game, or one that is hosted elsewhere, can be another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.rules.base.rulebook import Rulebook
from wargame.table.chair import Clock, SeatStatus
from wargame.table.public_view import PublicScreen


class RoomView(Protocol):
    """What everybody may see of a table."""

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        ...

    def clock(self) -> Clock:
        """The phase clock."""
        ...

    def public(self) -> PublicScreen:
        """What a projector may show: made of public events and public numbers alone. Linear in the record."""
        ...

    def names(self) -> Mapping[str, str]:
        """Names of seats and of models, by id."""
        ...

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told of every change at the table; gives a function that ends it."""
        ...


class TableView(RoomView, Protocol):
    """What can be seen of a table with control's eyes, and what everybody may see of it."""

    @property
    def book(self) -> Rulebook:
        """The rules and the setting."""
        ...

    @property
    def facilitated(self) -> bool:
        """Whether the game stops for control before arguments are ruled and after the last turn."""
        ...

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        ...

    @property
    def ended(self) -> bool:
        """Whether control ended the play before its last turn; the review comes after."""
        ...

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands; who is present without a seat is left out unless it is played."""
        ...

    def truth(self) -> View:
        """Everything, for control's eyes."""
        ...

    def record(self) -> Sequence[Event]:
        """Every event that stands, oldest first, for control's eyes."""
        ...

    def decisions(self) -> Sequence[Decision]:
        """Every decision that stands, oldest first, for control's eyes."""
        ...

    def players(self) -> Mapping[SeatId, str]:
        """Player spec of every seat."""
        ...

    def fallback(self, seat: SeatId) -> str:
        """Who plays a seat that is late: a spec, or `pass`."""
        ...

    def votes(self, case: str) -> Mapping[str, bool]:
        """Votes cast so far on an argument, by handle; empty for none, or no such argument."""
        ...
