"""A table in play as its files tell it: what a second terminal can show of the room while the first one plays.

Nothing is written, and nothing but what everybody may see is made of it. The record is played again by the rules when
it has grown by a phase; of the session file only the clock, the people and what is hidden of players are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from time import time

from wargame.core.setting import Setting
from wargame.errors import TranscriptError
from wargame.players import specs
from wargame.table.chair import Clock, SeatStatus, Standing
from wargame.table.listeners import Watchers
from wargame.table.public_view import PublicScreen, screen
from wargame.table.session import Session, beside, load
from wargame.table.status import SAID
from wargame.transcript.reading import read
from wargame.transcript.setup import seats_after
from wargame.transcript.verify import Replayed, replay

Stamp = tuple[int, int]
"""Time of the last change and size of a file."""


class FollowedRoom:
    """The room of a game that is being recorded, as everybody may see it."""

    def __init__(self, path: Path) -> None:
        """Of a record; TranscriptError says in a sentence why it cannot be followed."""
        self._path = path
        self._listeners = Watchers()
        self._stamps: tuple[Stamp | None, Stamp | None] = (None, None)
        self._session = Session()
        self._saved = 0.0
        self._game: Replayed = self._read()

    # looking

    def look(self) -> bool:
        """Read what is new, and tell those who watch; whether there was anything.

        A file that is just being written is read at the next look. Reading costs what playing the record again by the
        rules costs, some tenths of a second for a game of seven seats.
        """
        stamps = _stamp(self._path), _stamp(beside(self._path))
        if stamps == self._stamps:
            return False
        with suppress(TranscriptError, OSError):
            self._game = self._read()
            self._listeners.tell()
            return True
        return False

    def _read(self) -> Replayed:
        stamps = _stamp(self._path), _stamp(beside(self._path))
        game = replay(read(self._path, mend=True))
        session = beside(self._path)
        with suppress(FileNotFoundError):
            self._session, self._saved = load(session), session.stat().st_mtime
        self._stamps = stamps
        return game

    # what everybody may see

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        return self._game.sequence.book.setting

    def names(self) -> Mapping[str, str]:
        """Names of seats and of models, by id."""
        models = self._game.sequence.state.models.values()
        return {**{model.id: model.name for model in models}, **{seat.id: seat.name for seat in self.setting.seats}}

    def clock(self) -> Clock:
        """The phase clock: what was left when the session was written last, less the time since unless it stands."""
        step, turns = self._game.step, self._session.last_turn or self.setting.turns
        if step is None:
            return Clock(self._game.turns, turns, "end", 0, None, False)
        paused = self._paused()
        left = self._session.left if self._session.step == f"{step.turn}.{step.phase}.{step.round}" else None
        if left is not None and not paused:
            left = max(0.0, left - (time() - self._saved))
        return Clock(step.turn, turns, step.phase, step.round, left, paused)

    def _paused(self) -> bool:
        told = (entry.data.get("what") for entry in reversed(self._game.record.entries) if entry.kind == "clock")
        return next((what == "pause" for what in told if what in ("pause", "resume")), False)

    def public(self) -> PublicScreen:
        """What a projector may show. Linear in the record."""
        return screen(self.setting, self._game.sequence.state, self._game.events, self.clock(), self._statuses())

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told when `look` found something; gives a function that ends it."""
        return self._listeners.add(changed)

    def _statuses(self) -> tuple[SeatStatus, ...]:
        game, hide = self._game, self._session.settings.hide_players
        played = seats_after(game.game, game.record.entries)
        found = []
        for seat in self.setting.seats:
            kind = specs.parse(played[seat.id]).kind
            if not seat.seated and kind == "script":
                continue
            standing: Standing = "waiting" if game.step is None else "owes"
            if seat.id in game.decided:
                standing = "sealed"
            people = tuple(each.name for each in self._session.people if each.seat == seat.id)
            said = "hidden" if hide else SAID.get(kind, "script")
            found.append(SeatStatus(seat.id, seat.name, said, () if hide else people, standing, "", 0.0))
        return tuple(found)


def _stamp(path: Path) -> Stamp | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return None
