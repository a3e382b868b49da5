"""A table in play in this process, as control and the room's screen watch it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wargame.core.events import Event
from wargame.core.ids import CONTROL, SeatId
from wargame.core.moves import Decision
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.rules.base.rulebook import Rulebook
from wargame.table import status
from wargame.table.chair import Clock, SeatStatus
from wargame.table.parts import TableParts
from wargame.table.public_view import PublicScreen, screen


class LocalTableView:
    """A table in this process."""

    def __init__(self, parts: TableParts) -> None:
        """Over its parts."""
        self._parts, self._game = parts, parts.game

    @property
    def book(self) -> Rulebook:
        """The rules and the setting."""
        return self._game.book

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        return self._game.book.setting

    @property
    def facilitated(self) -> bool:
        """Whether the game stops for control."""
        return self._parts.session.settings.facilitated

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self._game.over

    @property
    def ended(self) -> bool:
        """Whether control ended the play before its last turn."""
        return self._game.sequence.ended

    def clock(self) -> Clock:
        """The phase clock."""
        return status.clock(self._parts)

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands."""
        return status.statuses(self._parts)

    def public(self) -> PublicScreen:
        """What a projector may show. Linear in the record."""
        sequence = self._game.sequence
        return screen(
            self.setting, sequence.state, sequence.record, self.clock(), status.statuses_seen(self._parts, None)
        )

    def truth(self) -> View:
        """Everything."""
        return self._game.view(CONTROL)

    def record(self) -> Sequence[Event]:
        """Every event that stands."""
        return tuple(self._game.sequence.record)

    def decisions(self) -> Sequence[Decision]:
        """Every decision that stands."""
        return tuple(self._game.past.decisions.values())

    def names(self) -> Mapping[str, str]:
        """Names of seats and of models, by id."""
        models = self._game.sequence.state.models.values()
        return {**{model.id: model.name for model in models}, **{seat.id: seat.name for seat in self.setting.seats}}

    def players(self) -> Mapping[SeatId, str]:
        """Player spec of every seat."""
        return {seat: player.spec for seat, player in self._game.players.items()}

    def fallback(self, seat: SeatId) -> str:
        """Who plays a seat that is late: a spec, or `pass`. KeyError for no such seat."""
        return self._parts.session.settings.fallback(seat, self._game.players[seat].spec)

    def votes(self, case: str) -> Mapping[str, bool]:
        """Votes cast so far on an argument."""
        return dict(self._parts.session.votes.get(case, {}))

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told of every change at the table."""
        return self._parts.listeners.room.add(changed)
