"""Rooms of some seats in line mode: what three say among themselves is told as one talk, to them alone."""

from __future__ import annotations

import asyncio

import pytest

from tests.console.test_console import Lines, sit
from tests.table.rig import opened
from tests.ui.seats import Game
from wargame.console.commands import COMMANDS
from wargame.console.console import Console
from wargame.console.talking import talk

THREE = "Breakout of three: who pays?"


def told(game: Game, *typed: str, seat: str = "rome") -> str:
    return sit(game, typed, seat).text


@pytest.fixture(scope="module")
def game() -> Game:
    """Two rounds of talk, in which Rome writes to two seats together, to one of them alone, and to all."""
    game = Game()
    sit(
        game,
        [f"say meta,anthropic: {THREE}", "say meta: Between us two.", "say all: Good morning.", "seal", "", "", "y"],
    )
    assert game.sequence is not None
    return game


def test_what_was_said_among_three_is_told_in_their_order_whichever_way_they_are_named(game: Game) -> None:
    for named in ("meta,anthropic", "anthropic, META"):
        text = told(game, f"talk {named}")
        assert "private: read by Rome, Anthropic, Meta and control." in text
        after = text.partition("private: read by")[2]
        assert THREE in after
        assert "Between us two." not in after
        assert "Good morning." not in after


def test_each_of_the_three_reads_it_under_the_other_two_and_nobody_else_has_that_room(game: Game) -> None:
    assert THREE in told(game, "talk rome,anthropic", seat="meta").partition("private: read by")[2]
    assert THREE in told(game, "talk rome,meta", seat="anthropic").partition("private: read by")[2]
    assert THREE not in told(game, "talk", "talk rome,meta", "talk rome", "talk all", "look news", seat="palantir")


def test_rooms_in_which_something_was_said_are_listed_with_what_to_type_for_them(game: Game) -> None:
    listed = told(game, "talk")
    for room, name in (("anthropic,meta", "Anthropic + Meta"), ("meta", "Meta"), ("all", "All, public")):
        assert any(line.split()[:2] == ["talk", room] and name in line for line in listed.splitlines()), room


def test_a_room_that_there_is_not_is_told_with_those_that_there_are(game: Game) -> None:
    text = told(game, "talk rome", "talk nowhere", "talk palantir,meta,anthropic")
    assert "rome is no other seat, all, control or team; the other seats are" in text.replace("'", "").replace('"', "")
    assert "nowhere is no other seat" in text.replace("'", "").replace('"', "")
    assert "Nothing has been said there." in text


def test_a_team_s_own_talk_is_found_beside_the_rooms() -> None:
    room, lines = opened(None, ("rome",)), Lines(())
    ada, ben = (room.chair("rome", room.join(name, seat="rome").handle) for name in ("Ada", "Ben"))
    asyncio.run(ben.note("Meta pays"))
    for what in ("", "team"):
        asyncio.run(talk(Console(ada, lines.read, lines.write, COMMANDS), what))
    assert any(line.split() == ["talk", "team", "Your", "team:", "1"] for line in lines.told)
    assert "turn 1, Ben:" in lines.text
    assert "Meta pays" in lines.text
