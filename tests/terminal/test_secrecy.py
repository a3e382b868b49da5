"""At a shared keyboard nothing that one seat wrote can be read from the terminal while another sits there."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.desk import CLEARED, SEALING, TYPING, begin_argument, say, sit_down, state, to_desk
from tests.terminal.terminal import Terminal, needs_tmux

pytestmark = [pytest.mark.slow, needs_tmux]
WORD = "zwiebelfisch"


def write_everywhere(here: Terminal) -> None:
    """The word in a message, a box left half way, the notebook, a search, an argument, a statement, a reason."""
    say(here, f"{WORD} in a message")
    here.go("w", "esc leave", TYPING)
    here.type(f"{WORD} half way").wait("half way")
    here.go("Escape", gone=("esc leave",))
    here.go("e", "YOUR NOTEBOOK", TYPING)
    here.write(f"{WORD} in the notebook", "Enter", "notebook rewritten")
    here.go("/", TYPING)
    here.write(WORD, "Enter", "rows hold")
    here.go("F3", "verbs, type to filter", "enter take verb")
    begin_argument(here)
    here.write(f"{WORD} in an argument", "Enter", "whose       v", "enter choose")
    state(here, f"{WORD} in a statement")
    here.go("F9", SEALING, TYPING)
    here.write(f"{WORD} in a plan", "F9", "no reason yet")
    here.type(f"{WORD} in a reason").wait("in a reason")


def holds_nothing(here: Terminal) -> None:
    found = here.everything()
    assert WORD not in found, found


def look_everywhere(here: Terminal) -> None:
    """Every screen, the palette, and the terminal made small and large again."""
    for key, text in (
        ("F3", "verbs"),
        ("F4", "who supplies whom"),
        ("F5", "news: what mattered"),
        ("F2", "ORDERS none"),
    ):
        here.go(key, text)
        holds_nothing(here)
    here.resize(80, 24)
    here.wait("T1/3")
    holds_nothing(here)
    here.resize(120, 36)
    here.wait("turn 1 of 3")
    here.go("C-p", "Search for commands")
    holds_nothing(here)
    here.go("Escape", gone=("Search for commands",))


def test_what_a_seat_wrote_is_nowhere_in_the_terminal_while_another_sits_there(terminal: Opening) -> None:
    here = terminal("play", "first-download", "--seat", "rome=human", "--seat", "meta=human")
    sit_down(here, "ROME")
    to_desk(here)
    write_everywhere(here)
    assert WORD in here.everything()

    here.go("F8", CLEARED)
    holds_nothing(here)
    here.resize(80, 24)
    here.wait(CLEARED)
    holds_nothing(here)
    here.resize(120, 36)
    here.wait(CLEARED)
    holds_nothing(here)
    here.go("C-p", "Search for commands")
    holds_nothing(here)
    here.go("Escape", CLEARED, gone=("Search for commands",))
    sit_down(here, "META")
    here.wait("enter to the desk")
    holds_nothing(here)
    to_desk(here)
    look_everywhere(here)

    here.go("F8", CLEARED)
    sit_down(here, "ROME")
    to_desk(here)
    here.wait(f"{WORD} in a message", f"{WORD} half way")
    here.go("q", "LEAVE THE TABLE?")
    here.press("Enter")
    here.wait_for_end()
    assert "nothing is lost: wargame play --resume" in here.everything()
    holds_nothing(here)
