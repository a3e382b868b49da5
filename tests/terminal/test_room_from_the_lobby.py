"""A room that is opened from the lobby, in a real terminal."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.terminal import needs_tmux

pytestmark = [pytest.mark.slow, needs_tmux]


def test_the_lobby_is_left_for_a_room_with_the_table_that_was_set(terminal: Opening) -> None:
    here = terminal(size=(100, 30))
    here.wait("━1 GAMES", "PLAY A SCENARIO")
    here.to("First Download")
    here.go("Enter", "━3 SEATS First Download: 1 of 4 by people")
    here.press("h")
    here.wait("OPEN IT AS A ROOM", "wargame host first-download --seat rome=human")
    here.type(" --port 0")
    here.press("Enter")
    here.wait(
        "wargame host first-download --seat rome=human --port 0", "the room is open", "Rome (rome): not here yet; code"
    )
    here.press("C-c")
    assert "nothing is lost: wargame host --resume" in here.wait_for_end()
