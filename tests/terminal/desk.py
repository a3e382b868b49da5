"""What a person does at a desk, key by key: write, offer, pledge, order, argue, seal, hand over."""

from __future__ import annotations

from tests.terminal.terminal import Terminal

SEALING = "WHY: your private reason"


def sit_down(here: Terminal, place: str) -> None:
    """From the curtain to the first page of a place, chosen with the arrow if it is not asked for."""
    here.wait("THE SCREEN IS CLEARED")
    for _ in range(8):
        if here.sees(f"Next: {place}"):
            break
        here.press("Right")
        here.wait("THE SCREEN IS CLEARED")
    here.wait(f"Next: {place}")
    here.go("Enter", "ENTER once more")
    here.press("Enter")


def to_desk(here: Terminal) -> None:
    """From the first page to the desk."""
    here.wait("enter to the desk")
    here.go("Enter", "SEALED", gone=("enter to the desk",))


def seal(here: Terminal, then: str, *, plan: str = "") -> str:
    """Hand in what is drafted, with a reason, and in a first turn with a plan."""
    here.go("F9", SEALING)
    if plan:
        here.write(plan, "Tab")
    here.type("It serves us best").wait("serves us best")
    return here.go("F9", then, gone=(SEALING,))


def say(here: Terminal, text: str) -> None:
    """Draft a message in the channel that is open."""
    here.go("w", "esc leave")
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
    here.go("3", "OFFERS ON THE TABLE")
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
    here.go("Enter", title)


def added(here: Terminal, kind: str) -> None:
    """Put the order on the sheet: the cursor stands on that row."""
    here.go("Enter", f"is on the sheet: {kind}", "verbs, type to filter")


def argue(here: Terminal, action: str, reason: str) -> None:
    """Put an argument on the sheet: first seat and first effect that may be, one reason, resting on something."""
    take_verb(here, "arg", "ARGUMENT")
    here.go("Enter", "2000 left")
    here.write(action, "Enter", "whose       v")
    here.go("Enter", "effect      v")
    here.go("Enter", "odds")
    here.go("Enter", "2000 left")
    here.write(reason, "Enter", "enter choose")
    here.to("[add to the sheet]")
    added(here, "argument")
