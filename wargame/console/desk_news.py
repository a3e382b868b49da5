"""What is new at a table, told line by line to whoever watches it: where it stands, who came and went, who is idle."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from wargame.console.looks import clock_in_words
from wargame.present.local_table import LocalTable
from wargame.present.table_facts import control_owes
from wargame.present.table_news import TableNews
from wargame.table.desk import ControlDesk
from wargame.table.watching import RoomView, TableView

MISSED = 3.0
"""Seconds for which somebody is away before that is news."""
OWED = {
    "rule": "The game waits for your ruling: `cases` reads the arguments, `go` leaves the rest to the rules.",
    "close": "The play is over. `reveal` tells all secrets to everybody, and `go` closes the record after the review.",
}
"""What the table waits for control to do."""


class ClockNews:
    """The phase, and whether the clock stands."""

    def __init__(self, room: RoomView) -> None:
        """Nothing was told yet."""
        self._room = room
        self._told: tuple[object, ...] = ()

    def lines(self) -> Iterator[str]:
        """What is new, once."""
        clock = self._room.clock()
        if (stands := (clock.turn, clock.phase, clock.round, clock.paused)) != self._told:
            self._told = stands
            if clock.phase == "end":
                return
            said = clock_in_words(clock)
            yield said.replace("talk", f"talk, round {clock.round}", 1) if clock.phase == "talk" else said


class DeskNews:
    """What control is to hear without asking."""

    def __init__(self, local_table: LocalTable, table: TableView, control: ControlDesk) -> None:
        """Of this table; who is where is news only when it changes."""
        self._local_table, self._table, self._control = local_table, table, control
        self._beside, self._clock = TableNews(), ClockNews(table)
        self._where = self._places()
        self._gone: dict[str, float] = {}
        """Since when each place is away of which that was not told yet."""
        self._idle: frozenset[str] = frozenset()
        self._owed = ""
        self._waiting: frozenset[str] = frozenset()

    def _places(self) -> dict[str, str]:
        """Where whoever holds each place is, without for how long."""
        return {place: where.partition(" for ")[0] for place, where in self._control.presence().items()}

    def _came_and_went(self) -> Iterator[str]:
        """Who came and who is away; a line that comes back at once is no news."""
        where, names, now = self._places(), self._local_table.names, monotonic()
        self._gone = {place: since for place, since in self._gone.items() if where.get(place, "").startswith("away")}
        for place, there in where.items():
            if there.startswith("away") and now - self._gone.setdefault(place, now) < MISSED:
                continue
            if self._where.get(place, "not here yet") != there:
                self._where[place] = there
                yield f"{names.get(place, place)}: {there}."

    def lines(self) -> Iterator[str]:
        """What is new, once."""
        for said, _ in self._beside.of(self._local_table):
            yield f"{said[0].upper()}{said[1:]}."
        yield from self._clock.lines()
        yield from self._came_and_went()
        idle = frozenset(each.name for each in self._control.health() if each.flagged)
        for name in sorted(idle - self._idle):
            yield f"{name} owes an answer and has given no sign of life for three minutes."
        self._idle = idle
        waiting = frozenset(case.id for case in self._control.cases())
        owed = control_owes(self._table)
        if owed and (owed, waiting) != (self._owed, self._waiting):
            yield OWED[owed]
        self._owed, self._waiting = owed, waiting
