"""Two people and a facilitator at one keyboard, in a real terminal."""

from __future__ import annotations

import re

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.control import end, inject, override, retract, rule, swap, undo
from tests.terminal.desk import CLEARED, argue, give, hand_over, next_place, seal, sit_down, to_desk
from tests.terminal.terminal import Terminal, needs_tmux
from wargame.core.moves import Sealed
from wargame.core.orders import ORDER_TYPES
from wargame.review.deviation_log import of_game
from wargame.transcript.verify import verify

pytestmark = [pytest.mark.slow, needs_tmux]
SIZES = [pytest.param((120, 36), id="120x36"), pytest.param((80, 24), id="80x24")]
SHEETS = {
    (1, "PARIS"): (("regional", "regional pitch"), ("sovereign", "build sovereign")),
    (1, "ANTHROPIC"): (("monitor", "monitor"), ("release", "release model")),
    (2, "PARIS"): (("request", "request intelligence"), ("punish", "punish distillation"), ("reshore", "reshore")),
}
"""What is ordered by whom in which turn, as typed into the list of verbs and as the sheet calls it."""


def hand_on_until(here: Terminal, *ends: str) -> str:
    """Whoever is asked for hands in, until the game waits for control or has come so far."""
    for _ in range(12):
        place = next_place(here)
        if place == "CONTROL" or any(each in here.screen() for each in ends):
            return place
        hand_over(here)
    raise AssertionError(f"it never came so far:\n{here.screen()}")


def give_orders(here: Terminal, turn: int) -> None:
    """Both seats order what stands in the list, Paris with an argument in the first turn."""
    for _ in ("PARIS", "ANTHROPIC"):
        who = next_place(here)
        sit_down(here, who)
        here.go("F3", "verbs, type to filter")
        for typed, kind in SHEETS.get((turn, who), ()):
            give(here, typed, kind)
        if (turn, who) == (1, "PARIS"):
            argue(here, "Paris opens a test range for all", "It lies on our own soil")
        seal(here, CLEARED)


def pass_control(here: Terminal) -> None:
    """Control leaves what it is asked for to the rules."""
    sit_down(here)
    here.go("k", "SKIP:", "[close the phase]")
    here.to("[close the phase]")
    here.go("Enter", "the phase is closed")


@pytest.mark.parametrize("size", SIZES)
def test_two_turns_at_one_keyboard_with_a_facilitator_verify(terminal: Opening, size: tuple[int, int]) -> None:
    seats = ("--seats", "core", "--seat", "paris=human", "--seat", "anthropic=human")
    here = terminal("play", "between-the-giants", *seats, "--control", size=size)
    here.wait("a word for control's desk")
    here.press("Enter")
    here.wait("it has no word, so anybody here can open it")
    here.go("Enter", "ENTER once more")
    here.press("Enter")
    here.wait("RECORD in truth", "CONTROLLER, truth")
    override(here, "paris.budget", "30", "A grant was forgotten in the brief")
    override(here, "paris.points", "8", "So was the goodwill after the vote")
    inject(here, "A storm closes the Danube ports")
    retract(here, "A storm closes", "It was meant for next year")
    inject(here, "A storm closes the Rhine locks")
    swap(here, "Anthropic", "the seat's own doctrine", "The player had to leave")
    swap(here, "Anthropic", "a person at this table", "The player is back")

    here.press("F8")
    sit_down(here, "THE ROOM'S SCREEN")
    assert "Danube" not in here.wait("A storm closes the Rhine locks", "NEWS OF TURN 1")
    here.press("F8")
    hand_on_until(here, "turn 1, orders")
    give_orders(here, 1)
    assert hand_on_until(here) == "CONTROL"
    sit_down(here)
    here.wait("CONTROL IS RULING")
    odds, rolled = rule(here, "Both sides have been heard")
    assert re.search(r"ODDS SET +\d+\.\d% to succeed", odds)
    assert re.search("Paris's argument (succeeded|failed): dice [1-6]", rolled)

    here.go("F8", "turn 2, talk")
    hand_over(here)
    here.go("F10", "Next: CONTROL")
    sit_down(here)
    undo(here, "Paris sealed for the wrong turn")
    here.go("F8", "turn 2, talk")
    hand_on_until(here, "turn 2, orders")
    give_orders(here, 2)
    if hand_on_until(here, "turn 3, talk") == "CONTROL":
        pass_control(here)
    else:
        here.go("F10", "Next: CONTROL")
        sit_down(here)
    here.wait("RECORD in truth", "T3/10" if size[0] < 100 else "turn 3 of 10")
    end(here, "The afternoon is over")
    here.press("F8")
    sit_down(here, "PARIS")
    to_desk(here)
    here.go("F5", "news: what mattered", "THE GAME IS OVER", gone=("CHANNELS",))
    here.go("3", "your numbers and scores", "SCORES")
    here.go("C-q", "its record is whole")
    here.press("Enter")
    here.wait_for_end()

    proof = verify(here.record)
    acts = [each.what for each in of_game(proof)]
    wanted = "override override inject_now retract inject_now swap swap rule_argument roll undo end_game"
    assert " ".join(acts) == wanted
    people = [made for made in proof.decisions.values() if made.origin == "human"]
    assert {made.seat for made in people} == {"paris", "anthropic"}
    orders = [order for made in people if isinstance(made.body, Sealed) for order in made.body.orders]
    assert {ORDER_TYPES[each.kind].SPEC.family for each in orders} == set(FAMILIES)


FAMILIES = ("supply", "build", "reassure", "coerce", "conduct", "defect", "know", "argue")
"""Every family of orders."""
