"""Items are coded in a real terminal, at both sizes, and by lines where the terminal draws no screen."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.coding.games import drawn
from tests.terminal.conftest import Opening
from tests.terminal.pseudo import PseudoTerminal
from tests.terminal.terminal import needs_tmux
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import codes_of

pytestmark = [pytest.mark.slow, needs_tmux]
SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"
SIZES = [pytest.param((120, 36), id="120x36"), pytest.param((80, 24), id="80x24")]


@pytest.fixture
def coding(tmp_path: Path) -> CodingFolder:
    return drawn(tmp_path, most=4)


def given(coding: CodingFolder) -> list[tuple[str, str]]:
    """Categories and remarks on the disk in the coder's order; empty ones where nothing is coded."""
    coded = [codes_of(coding, "a-1").get(item.id) for item in coding.in_order_of("a-1")]
    return [(code.category, code.remark) if code else ("", "") for code in coded]


@pytest.mark.parametrize("size", SIZES)
def test_items_are_coded_left_and_gone_on_with_by_keys_alone(
    terminal: Opening, coding: CodingFolder, size: tuple[int, int]
) -> None:
    command = ("coding", "code", coding.path.name, "--coder", "a-1")
    here = terminal(*command, size=size)
    here.wait("ITEM 1 of 4", "0 of 4 coded, 4 left", "1 threat", "What is it?")
    here.go("1", "ITEM 2 of 4", "1 is coded as threat")
    here.go("r", "YOUR REMARK on item 2")
    here.write("half promised", "Enter", "your remark waits for your category: half promised")
    here.go("q", "LEAVE, AND LOSE A REMARK?")
    here.go("Escape", gone=("LEAVE, AND LOSE A REMARK?",))
    here.to("2 offer")
    here.go("Enter", "ITEM 3 of 4", "2 of 4 coded, 2 left")
    here.go("Left", "your remark: half promised")
    here.go("3", "ITEM 3 of 4")
    here.go("?", "1-9 code the item")
    here.go("Escape", gone=("escape closes",))
    here.press("q")
    here.wait_for_end()
    assert "2 are left; the same command goes on with what is left." in here.everything()
    assert "2 of 4 items are coded by a-1." in here.everything()
    assert given(coding) == [("threat", ""), ("other", "half promised"), ("", ""), ("", "")]

    again = terminal(*command, size=size)
    again.wait("ITEM 3 of 4", "2 of 4 coded, 2 left")
    again.go("2", "ITEM 4 of 4")
    again.go("l", "ITEMS of a-1: 1 of 4 left")
    again.go("Escape", gone=("ITEMS of a-1",))
    again.go("3", "all items are coded")
    again.press("q")
    again.wait_for_end()
    assert [category for category, _ in given(coding)] == ["threat", "other", "offer", "other"]


def test_a_signal_gives_the_terminal_back_and_what_was_coded_is_kept(terminal: Opening, coding: CodingFolder) -> None:
    here = terminal("coding", "code", coding.path.name, "--coder", "a-1")
    here.wait("ITEM 1 of 4")
    here.go("1", "ITEM 2 of 4")
    os.kill(here.pid, signal.SIGTERM)
    here.wait_for_end()
    here.wait("1 of 4 items are coded by a-1.", gone=("ITEM 2 of 4",))
    assert given(coding)[0] == ("threat", "")


def test_on_request_it_goes_line_by_line(terminal: Opening, coding: CodingFolder) -> None:
    here = terminal("coding", "code", coding.path.name, "--coder", "a-1", "--plain")
    here.wait("1 threat: harm is announced", "What is it?")
    here.type("2 so it seems").press("Enter")
    here.wait("2 of 4: ")
    here.type("quit").press("Enter")
    here.wait_for_end()
    assert given(coding)[0] == ("offer", "so it seems")


def test_a_dumb_terminal_gets_lines_and_no_screen(coding: CodingFolder, tmp_path: Path) -> None:
    program = ("env", "TERM=dumb", sys.executable, "-m", "wargame.cli")
    with closing(PseudoTerminal(tmp_path, *program, "coding", "code", coding.path.name, "--coder", "a-1")) as here:
        here.wait("What is it?")
        here.type("2\nquit\n")
        assert here.wait_for_end() == 0
    assert "\x1b[?1049h" not in here.written
    assert given(coding)[0] == ("offer", "")
    shutil.copy(SHIPPED, tmp_path / "game.jsonl")
    with closing(PseudoTerminal(tmp_path, *program, "review", "game.jsonl", "--minutes", "5")) as review:
        review.wait("the instructor's word, typed unseen: ")
        review.type("\x04")
        review.wait_for_end()
    assert "\x1b[?1049h" not in review.written
