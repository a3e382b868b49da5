"""Bare `wargame` in a real terminal: a table set by keys, left, gone on with; a transcript read."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.desk import say, sit_down, to_desk
from tests.terminal.terminal import needs_tmux
from wargame.transcript.reading import read
from wargame.transcript.setup import game_of

pytestmark = [pytest.mark.slow, needs_tmux]
SIZES = [pytest.param((120, 36), id="120x36"), pytest.param((80, 24), id="80x24")]


@pytest.mark.parametrize("size", SIZES)
def test_a_table_is_set_left_and_gone_on_with_by_keys_alone(terminal: Opening, size: tuple[int, int]) -> None:
    here = terminal(size=size)
    here.wait("━1 GAMES", "PLAY A SCENARIO")
    here.to("First Download")
    here.go("Enter", "━3 SEATS First Download: 1 of 4 by people")
    here.to("Meta ")
    here.go("Enter", "(*) script, its own doctrine")
    here.to("person")
    here.go("Enter", "2 of 4 by people")
    here.go("4", "━4 SESSION", "seed")
    here.to("seed")
    here.go("7", "seed        < 7 >")
    here.press("F9")
    sit_down(here, "ROME")
    to_desk(here)
    say(here, "Back in a minute")

    here.go("q", "LEAVE THE TABLE?", "wargame play --resume runs/")
    here.go("Escape", "Back in a minute", gone=("LEAVE THE TABLE?",))
    here.go("q", "LEAVE THE TABLE?")
    here.go("l", "━1 GAMES", "First Download, seed 7")
    here.to("First Download, seed 7")
    here.press("Enter")
    sit_down(here, "ROME")
    to_desk(here)
    here.wait("Back in a minute")
    here.go("q", "LEAVE THE TABLE?")
    here.go("l", "━1 GAMES", "READ A TRANSCRIPT")
    here.to("first-download-scripted")
    here.go("t", "Turn 1", "esc back")
    here.go("Escape", "━1 GAMES")
    here.to("first-download-scripted")
    here.go("Enter", "REPLAY first-download-scripted")
    here.go("q", "━1 GAMES")
    here.press("q")
    here.wait_for_end()
    assert "nothing is lost: wargame play --resume" in here.everything()
    game = game_of(read(here.record, mend=True))
    assert (game.seed, sorted(seat for seat, spec in game.seats.items() if spec == "human")) == (7, ["meta", "rome"])
