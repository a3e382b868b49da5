"""A record is walked through, guessed at and reviewed in a real terminal, and a game's results read, at both sizes."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.desk import TYPING, seal, to_desk
from tests.terminal.terminal import LOOK, PATIENCE, Terminal, needs_tmux
from wargame.review.guided_review import read_review
from wargame.transcript.notes import read_notes
from wargame.transcript.verify import verify

pytestmark = [
    pytest.mark.slow,
    needs_tmux,
    pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"]),
]
Size = tuple[int, int]
SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"
STEPS = 328
"""Steps of that record."""


def opened(terminal: Opening, folder: Path, size: Size, *more: str) -> Terminal:
    """The replay of a copy of a shipped game, once it has been played again."""
    shutil.copy(SHIPPED, folder / "game.jsonl")
    here = terminal("replay", "game.jsonl", "--name", "ada", *more, size=size)
    here.wait("played again, not proved", "VIEW")
    return here


def counted(here: Terminal) -> tuple[int, int]:
    """The row of the cursor in the record, and how many rows there are."""
    found = re.search(r"RECORD[^━─]*?(\d+)/(\d+)", here.wait("RECORD"))
    assert found, here.screen()
    return int(found[1]), int(found[2])


def at_end_or_asked(here: Terminal) -> str:
    """The screen after going as far as one may: the room is asked something, or it is the end."""
    last = time.monotonic() + PATIENCE
    here.press("End", "Right")
    while "GUESS FIRST" not in (seen := here.screen()) and "this is the end" not in seen:
        assert time.monotonic() < last, seen
        time.sleep(LOOK)
    return seen


def test_a_record_is_walked_to_its_end_through_several_eyes(terminal: Opening, tmp_path: Path, size: Size) -> None:
    here = opened(terminal, tmp_path, size)
    here.wait("First Download begins", "turn 0")
    for turn in (1, 2, 3):
        here.go("]", f"turn {turn},")
    here.go("]", "this is the end of what these eyes meet")
    row, rows = counted(here)
    assert row == rows <= STEPS
    here.go("Left", f"{rows - 1}/{rows}")
    here.go("Right", f"{rows}/{rows}")
    here.go("e", "THE WHOLE GAME, by what moved it most")
    here.press("End")
    here.settled()
    here.go("Escape", "VIEW truth", gone=("THE WHOLE GAME, by",))
    here.go("k", "WORDS AND DEEDS")
    here.go("Escape", gone=("WORDS AND DEEDS",))
    here.go("1", "VIEW Rome")
    here.go("Home", "turn 1", "1/1")
    here.go("0", "VIEW truth")
    here.go("/", TYPING)
    here.write("signed", "Enter", "'signed' in everything")
    row, rows = counted(here)
    here.go("End", f"{rows}/{rows}")
    here.go("Escape", "RECORD: everything")
    here.go("t", "bookmark kept in game.notes.jsonl")
    here.go("Home", "turn 0")
    here.go("L", "BOOKMARKS AND NOTES", "mark")
    here.go("Enter", gone=("BOOKMARKS AND NOTES",))
    here.go("?", "HERE", "escape closes")
    here.go("End", "a broken word, a cut-off or a threat")
    here.go("Escape", gone=("escape closes",))
    here.go("D", " o  ", gone=("spillover",))
    here.go("Enter", "THOUGHT", "SAID", "DID", "closed: T", "columns or one by one")
    here.go("Escape", gone=("columns or one by one",))
    here.go("q", gone=("VIEW truth",))
    here.wait_for_end()
    assert len(read_notes(tmp_path / "game.notes.jsonl").every) == 1


def test_a_room_guesses_first_to_the_end_of_the_game(terminal: Opening, tmp_path: Path, size: Size) -> None:
    here = opened(terminal, tmp_path, size, "--seat", "public")
    here.go("g", "the room is asked before sealed orders")
    asked = 0
    while "GUESS FIRST" in at_end_or_asked(here):
        asked += 1
        here.type("1").press("Enter")
        here.wait("guess kept in", gone=("GUESS FIRST",))
    here.wait("turn 3")
    guesses = [note for note in read_notes(tmp_path / "game.notes.jsonl").every if note.kind == "guess"]
    assert len(guesses) == asked
    assert {note.turn for note in guesses} == {1, 2, 3}
    here.press("q")
    here.go("Enter", gone=("VIEW",))
    here.wait_for_end()


def test_a_review_is_led_with_answers_to_its_report(terminal: Opening, tmp_path: Path, size: Size) -> None:
    here = opened(terminal, tmp_path, size)
    here.go("o", "turn 1")
    here.go("a", "REVIEW: how long is there")
    here.go("3", "AN INSTRUCTOR'S WORD")
    here.type("larch").press("Enter")
    here.wait("ONCE MORE")
    here.type("larch").press("Enter")
    here.wait("REVIEW in 30 minutes", "1. What did you intend?")
    for who in ("ben", "cleo"):
        here.go("a", "WHO ANSWERS?", TYPING)
        here.write(who, "Enter", f"{who}, question 1 of 4")
        for number in range(1, 4):
            here.write(f"{who} says {number}", "Enter", f"{who}, question {number + 1} of 4")
        here.write(f"{who} says 4", "Enter", f"the answers of {who} are kept")
    here.wait("answered by ben, cleo", gone=("ben says 1",))
    here.go("o", "ben: ben says 1", "cleo: cleo says 1", "the answers of all are open")
    here.go("e", "EVIDENCE at line", TYPING)
    here.write("3 here it turned", "Enter", "is evidence", gone=("EVIDENCE at line",))
    here.go("c", "ACTION: what; who; by when", TYPING)
    here.write("brief earlier; Ada; 2027-01-31", "Enter", "the action is kept")
    here.go("r", "written to")
    here.go("Escape", "VIEW truth", gone=("REVIEW in 30",))
    here.go("T", "THE INSTRUCTOR'S WORD")
    here.type("pine").press("Enter")
    here.wait("not the instructor's word")
    here.go("T", "THE INSTRUCTOR'S WORD")
    here.type("larch").press("Enter")
    here.wait("what seats thought is open")
    here.press("q")
    here.wait_for_end()
    review = read_review(tmp_path / "game.review.jsonl")
    assert len(list(review.of("answer"))) == 8
    assert len(list(review.of("thoughts"))) == 1
    (report,) = (tmp_path / "exports").glob("*.md")
    for part in ("cleo says 4", "here it turned", "| brief earlier | Ada | 2027-01-31 |"):
        assert part in report.read_text()
    assert not here.sees("larch")


def test_the_results_of_each_turn_are_read_to_the_last_page(terminal: Opening, tmp_path: Path, size: Size) -> None:
    here = terminal("play", "first-download", "--seat", "rome=human", size=size)
    to_desk(here)
    for turn in (1, 2, 3):
        seal(here, "TALK 2/2", plan="One source in every area" if turn == 1 else "")
        seal(here, "ORDERS")
        last = "THE GAME IS OVER" if turn == 3 else f"TURN {turn} IS OVER"
        here.go("F9", "WHY: your private reason")
        here.type("It serves us best").wait("serves us best")
        here.go("F9", gone=("WHY: your private reason",))
        if here.either(last, "arguments of others", "WEIGHING") != last:
            here.go("F9", "WHY: your private reason")
            here.type("It serves us best").wait("serves us best")
            here.go("F9", gone=("WHY: your private reason",))
        here.wait(last, "WHAT MATTERED MOST" if turn < 3 else "THE GAME ON ONE PAGE")
        if turn == 2:
            here.go("[", "TURN 1 IS OVER")
            here.go("]", "TURN 2 IS OVER")
        here.go("2", "SCORE")
        if turn < 3:
            here.go("Escape", gone=(last,))
    here.wait("FINAL SCORES")
    here.go("q", "LEAVE THE TABLE?")
    here.press("Enter")
    here.wait_for_end()
    assert verify(here.record).turns == 3
