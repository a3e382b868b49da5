"""A game whose program is killed in the middle of a phase goes on where it was, with every word that was typed."""

from __future__ import annotations

import re
import time

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.desk import TYPING, added, say, seal, take_verb, to_desk
from tests.terminal.terminal import Terminal, needs_tmux
from wargame.transcript.reading import read

pytestmark = [pytest.mark.slow, needs_tmux]
KEPT_WITHIN = 30
"""Seconds of the clock that a kill may cost: it is kept every five, or somewhat later on a busy machine."""


def seconds_left(here: Terminal) -> int:
    """What the clock of the top line says."""
    found = re.search(r"(\d\d):(\d\d) left", here.wait(" left"))
    assert found, here.screen()
    return 60 * int(found[1]) + int(found[2])


def test_drafts_clock_and_sealed_answers_outlive_a_kill_in_the_middle_of_a_phase(terminal: Opening) -> None:
    here = terminal("play", "first-download", "--seat", "rome=human", "--preset", "90-minutes")
    here.wait("enter to the desk")
    here.go("F9", "TALK 1/2")
    to_desk(here)
    say(here, "sealed before the crash")
    seal(here, "TALK 2/2", plan="To come back whole")
    say(here, "drafted before the crash")
    here.go("F3", "verbs, type to filter")
    take_verb(here, "integ", "( ) adoption")
    here.to("( ) adoption")
    here.go("Enter", "focus       > adoption")
    added(here, "integrate")
    here.go("F2", "ORDERS 1 drafted")
    here.go("w", "esc leave", TYPING)
    here.type("half a sentence, when the power").wait("when the power")
    begun, before = time.monotonic(), seconds_left(here)
    here.kill()
    kept = len(read(here.record, mend=True).entries)

    again = terminal("play", "--resume", f"runs/{here.record.name}")
    to_desk(again)
    again.wait("TALK 2/2", "sealed before the crash", "drafted before the crash", "half a sentence, when the power")
    again.wait("ORDERS 1 drafted")
    left, passed = seconds_left(again), time.monotonic() - begun
    assert before - passed - 1 <= left <= before + KEPT_WITHIN
    assert len(read(again.record, mend=True).entries) >= kept

    again.go("w", "esc leave", TYPING)
    again.write(" went", "Enter", "drafted, 2 of 8 moves")
    again.go("Escape", gone=("esc leave",))
    seal(again, "ORDERS >")
    again.wait("half a sentence, when the power went")
