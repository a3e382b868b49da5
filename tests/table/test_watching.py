"""A table as control and the projector watch it: values of the moment, which nobody can do anything with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from tests.table.rig import opened, play
from wargame.core.events import Event
from wargame.table.chair import Clock
from wargame.table.local_view import LocalTableView
from wargame.table.room import Room
from wargame.table.watching import TableView


def told(view: TableView) -> dict[str, Any]:
    """Everything that a view says."""
    parts: dict[str, Callable[[], Any]] = {
        name: getattr(view, name)
        for name in ("clock", "statuses", "public", "truth", "record", "decisions", "players", "names")
    }
    return {name: read() for name, read in parts.items()}


def test_what_was_read_of_a_table_stays_as_it_was_when_the_game_goes_on() -> None:
    kept: list[tuple[int, tuple[Event, ...], Any]] = []

    def moment(room: Room, clock: Clock) -> None:
        record = room.view.record()
        kept.append((len(record), tuple(record), record))

    room = opened()
    play(room, moment)
    assert len({count for count, _, _ in kept}) > 3
    for count, then, record in kept:
        assert len(record) == count
        assert tuple(record) == then
    assert tuple(room.view.record()) == tuple(room.record)


def test_a_view_hands_out_no_part_of_the_table() -> None:
    """Nothing that it gives is a room, its parts, its game or a player."""
    room = opened()
    parts = room.parts
    live = {id(each) for each in (room, parts, parts.game, parts.session, parts.pacing, *parts.game.players.values())}
    for value in told(room.view).values():
        assert id(value) not in live
        if dataclasses.is_dataclass(value):
            assert not {id(getattr(value, field.name)) for field in dataclasses.fields(value)} & live


def test_a_view_has_no_act() -> None:
    acts = {name for name in dir(LocalTableView) if not name.startswith("_")}
    assert acts == {name for name in dir(TableView) if not name.startswith("_")}
    assert not acts & {"submit", "swap", "close_step", "act", "undo", "save"}


def test_votes_players_and_fallbacks_are_those_of_the_table() -> None:
    room = opened(fallbacks={"rome": "random"})
    assert room.view.players()["rome"] == "human"
    assert (room.view.fallback("rome"), room.view.fallback("meta"), room.view.fallback("palantir")) == (
        "random",
        "pass",
        "scripted",
    )
    room.session.votes["1.case"] = {"scribe-1": True}
    votes = room.view.votes("1.case")
    assert votes == {"scribe-1": True}
    assert isinstance(votes, dict)
    votes.clear()
    assert room.session.votes["1.case"]
