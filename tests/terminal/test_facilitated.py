"""Two people and a facilitator at one keyboard, in a real terminal."""

from __future__ import annotations

import re

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.control import end, inject, override, rule, swap
from tests.terminal.desk import argue, hand_over, next_place, seal, sit_down, to_desk
from tests.terminal.terminal import Terminal, needs_tmux
from wargame.review.deviations import of_game
from wargame.transcript.verify import verify

pytestmark = [pytest.mark.slow, needs_tmux]


def hand_on_until(here: Terminal, *ends: str) -> str:
    """Whoever is asked for hands in, until the game waits for control or has come so far."""
    for _ in range(12):
        place = next_place(here)
        if place == "CONTROL" or any(each in here.screen() for each in ends):
            return place
        hand_over(here)
    raise AssertionError(f"it never came so far:\n{here.screen()}")


def test_two_turns_at_one_keyboard_with_a_facilitator_verify(terminal: Opening) -> None:
    seats = ("--seats", "core", "--seat", "paris=human", "--seat", "kyiv=human")
    here = terminal("play", "between-the-giants", *seats, "--control")
    here.wait("RECORD in truth", "CONTROLLER, truth")
    override(here, "kyiv.budget", "9", "A grant was forgotten in the brief")
    inject(here, "A storm closes the Danube ports")
    swap(here, "Kyiv", "the seat's own doctrine", "The player had to leave")
    swap(here, "Kyiv", "a person at this table", "The player is back")

    here.press("F8")
    sit_down(here, "THE ROOM'S SCREEN")
    here.wait("A storm closes the Danube ports", "NEWS OF TURN 1")
    here.press("F8")
    who = hand_on_until(here, "Turn 1, orders").title()
    sit_down(here)
    here.go("F3", "verbs, type to filter")
    argue(here, f"{who} opens a test range for all", "It lies on our own soil")
    seal(here, "Next: ")
    assert hand_on_until(here) == "CONTROL"
    sit_down(here)
    here.wait("CONTROL IS RULING")
    odds, rolled = rule(here, "Both sides have been heard")
    assert re.search(r"ODDS SET +\d+\.\d% to succeed", odds)
    assert re.search(f"{who}'s argument (succeeded|failed): dice [1-6]", rolled)

    here.go("F8", "Turn 2, talk")
    if hand_on_until(here, "Turn 3, talk") == "CONTROL":
        sit_down(here)
        here.go("k", "SKIP:", "[close the phase]")
        here.to("[close the phase]")
        here.go("Enter", "the phase is closed")
    else:
        here.go("F10", "Next: CONTROL")
        sit_down(here)
    here.wait("turn 3 of 10", "RECORD in truth")
    end(here, "The afternoon is over")
    here.press("F8")
    sit_down(here, "PARIS")
    to_desk(here)
    here.go("F5", "SCORES", "THE GAME IS OVER")
    here.go("C-q", "its record is whole")
    here.press("Enter")
    here.wait_for_end()

    proof = verify(here.record)
    acts = [(each.what, each.before, each.after) for each in of_game(proof)]
    assert " ".join(what for what, _, _ in acts) == "override inject_now swap swap rule_argument roll end_game"
    assert acts[2:4] == [("swap", "human", "scripted"), ("swap", "scripted", "human")]
    assert {made.seat for made in proof.decisions.values() if made.origin == "human"} == {"paris", "kyiv"}
