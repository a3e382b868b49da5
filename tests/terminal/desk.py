"""What a person does at a desk, key by key: write, offer, pledge, order, argue, seal, hand over."""

from __future__ import annotations

import re
import time

from tests.terminal.terminal import Terminal

SEALING = "WHY: your private reason"
CLEARED = "THE SCREEN IS CLEARED"
TYPING = "F1 help"
"""Stands in the line of keys while a box has them."""


def next_place(here: Terminal) -> str:
    """Whom the curtain asks to sit down, as soon as that is somebody who is waited for; such as `PARIS`."""
    here.wait(CLEARED)
    if "control is ruling" in here.wait("Next: ", gone=("(its answer is in)",)):
        here.wait("Next: CONTROL")
    while True:
        before = _asked(here)
        time.sleep(2.0)
        if before == _asked(here):
            return before


def _asked(here: Terminal) -> str:
    """Whom the curtain names now; it looks again each second, so what is handed in may not be counted yet."""
    found = re.search(r"Next: ([A-Z' ]*[A-Z])", here.screen())
    assert found, here.screen()
    return found[1]


def sit_down(here: Terminal, place: str = "") -> None:
    """From the curtain to the first page of a place, chosen with the arrow if it is not asked for."""
    here.wait(CLEARED, "Next: ")
    for _ in range(8):
        before = re.search("Next: .*", here.screen())
        if not place or (before and before[0].startswith(f"Next: {place}")):
            break
        here.press("Right")
        here.wait(CLEARED, gone=(before[0].rstrip(),) if before else ())
    here.go("Enter", "ENTER once more")
    here.go("Enter", gone=(CLEARED,))


def to_desk(here: Terminal) -> None:
    """From the first page to the desk."""
    here.wait("enter to the desk")
    here.go("Enter", "SEALED", gone=("enter to the desk",))


def seal(here: Terminal, then: str, *, plan: str = "") -> str:
    """Hand in what is drafted, with a reason, and in a first turn with a plan."""
    here.go("F9", SEALING, TYPING)
    if plan:
        here.write(plan, "F9", "no reason yet")
    here.type("It serves us best").wait("serves us best")
    return here.go("F9", then, gone=(SEALING,))


def say(here: Terminal, text: str) -> None:
    """Draft a message in the channel that is open."""
    here.go("w", "esc leave", TYPING)
    here.write(text, "Enter", "drafted,")
    here.go("Escape", gone=("esc leave",))


def open_room(here: Terminal, name: str) -> None:
    """Open the room of one other seat, and leave its box."""
    here.go("t", "WHO SHALL READ IT", "[ ]")
    here.to(name)
    here.go("Enter", f"[x] {name}")
    here.to("[done]")
    here.go("Enter", f"@ {name.upper()}", "esc leave", gone=("WHO SHALL READ IT",))
    here.go("Escape", gone=("esc leave",))


def open_offer(here: Terminal, words: str) -> None:
    """Open the offer on the table that holds these words."""
    here.go("3", "━3 TABLE", "OFFERS ON THE TABLE")
    here.press("Home")
    for _ in range(8):
        before = here.marked()
        seen = here.go("Enter", "TERMS", "esc close")
        if words in seen:
            return
        here.go("Escape", gone=("esc close",))
        here.press("Down")
        here.moved(before)
    raise AssertionError(f"no offer holds {words!r}")


def take_verb(here: Terminal, verb: str, title: str) -> None:
    """Open the form of a verb on the orders screen."""
    here.go("1", "enter take verb")
    here.type(verb).wait(f"verbs with '{verb}'")
    here.go("Enter", title, "enter choose")


def state(here: Terminal, words: str) -> None:
    """Write the public statement."""
    here.go("F7", "PUBLIC STATEMENT")
    here.to("we say")
    here.go("Enter", "we say   2000 left", TYPING)
    here.write(words, "Enter", words, "enter choose")


def added(here: Terminal, kind: str) -> None:
    """Put the order on the sheet."""
    here.to("[add to the sheet]")
    here.go("Enter", f"is on the sheet: {kind}", "verbs, type to filter")


def give(here: Terminal, typed: str, kind: str) -> None:
    """Put an order on the sheet: the first choice of each of its fields."""
    take_verb(here, typed, kind.upper())
    for _ in range(6):
        before = here.settled()
        if "[add to the sheet]" in " ".join(before):
            break
        here.press("Enter")
        here.moved(before)
    added(here, kind)


def begin_argument(here: Terminal) -> None:
    """Open the form of an argument, and the box for what is done."""
    take_verb(here, "arg", "ARGUMENT")
    here.to("action")
    here.go("Enter", "2000 left", TYPING)


def argue(here: Terminal, action: str, reason: str) -> None:
    """Put an argument on the sheet: first seat and first effect that may be, one reason, resting on something."""
    begin_argument(here)
    here.write(action, "Enter", "whose       v", "enter choose")
    here.go("Enter", "effect      v")
    here.go("Enter", "odds")
    here.to("reason 1")
    here.go("Enter", "2000 left", TYPING)
    here.write(reason, "Enter", "enter choose")
    added(here, "argument")


def hand_over(here: Terminal) -> None:
    """At a shared keyboard: whoever is asked for sits down, adds nothing to what is drafted, and seals."""
    sit_down(here)
    here.wait("enter to the desk")
    here.go("F9", SEALING, TYPING)
    if here.sees("YOUR PLAN"):
        here.write("More than one source", "F9", "no reason yet")
    here.type("It serves us best").wait("serves us best")
    here.go("F9", CLEARED)
