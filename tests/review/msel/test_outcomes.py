"""The column of outcomes says what a game on record brought of each inject, by itself or by control's hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.table.rig import opened, play
from wargame.errors import SpecError
from wargame.review.msel.exchange import rows_of
from wargame.review.msel.headings import COLUMNS
from wargame.review.msel.outcomes import outcomes_of
from wargame.scenario.find import find_scenario
from wargame.scenario.pack import Pack
from wargame.scenario.pack_files import PackReading, read_pack
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.verify import Replayed, verify

SHIPPED = Path(__file__).parents[3] / "transcripts" / "first-download-scripted.jsonl"


@pytest.fixture(scope="module")
def game() -> Replayed:
    """The tutorial as it was recorded: three scheduled injects, each of which came."""
    return verify(SHIPPED)


def pack_of(reading: PackReading) -> Pack:
    assert reading.pack is not None
    return reading.pack


def test_each_inject_has_the_turn_in_which_it_came(game: Replayed) -> None:
    pack = game.game.bundle.pack
    told = outcomes_of(game, pack)
    assert [told[line.id].partition(" (")[0] for line in pack.injects] == [f"came in turn {n}" for n in (1, 2, 3)]
    number = told["export-directive"].partition("event ")[2].rstrip(")")
    (event,) = [event for event in game.events if event.id == number]
    assert event.rule == "inject.export-directive"


def test_one_that_never_came_and_one_that_was_not_there_are_told_apart(game: Replayed) -> None:
    pack = game.game.bundle.pack
    stranger = pack.injects[0].model_copy(update={"id": "written-since"})
    told = outcomes_of(game, pack.model_copy(update={"injects": (*pack.injects, stranger)}))
    assert told["written-since"] == "not part of this game"


def test_a_game_of_another_scenario_is_refused(game: Replayed) -> None:
    other = pack_of(read_pack(find_scenario("kyiv-winter")))
    with pytest.raises(SpecError, match="the record is of a game of first-download, and this list of kyiv-winter"):
        outcomes_of(game, other)


def test_what_control_brought_in_or_struck_is_said_to_be_its_doing(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            room.control.fire("export-directive")
            room.control.cancel_inject("the-ministry-asks", "no time for it")

    play(opened(out), act)
    played = verify(out)
    told = outcomes_of(played, played.game.bundle.pack)
    assert told["offers-on-the-table"].startswith("came in turn 1 (")
    assert told["export-directive"].startswith("came in turn 1, by control (")
    assert told["the-ministry-asks"].startswith("struck by control in turn 1 (")


def test_outcomes_stand_in_their_column(game: Replayed) -> None:
    reading = read_pack(find_scenario("first-download"))
    at = [column.key for column in COLUMNS].index("outcome")
    rows = rows_of(reading, outcomes_of(game, pack_of(reading)))
    assert str(rows[2][at]).startswith("came in turn 2")
