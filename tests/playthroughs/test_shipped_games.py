"""Every shipped game proves itself, and those of scripts are played so today; their notes quote what stands there.

When rules, scripts or a scenario changed on purpose, `WARGAME_REGENERATE=1 pytest tests/playthroughs` records every
game of scripts anew and finds the lines of its notes again; what notes say must then be read against the new game.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, verify

from .shipped import (
    RECORDS,
    SCRIPTED,
    SHIPPED,
    STOP,
    Line,
    command_of,
    header_of,
    lines_of,
    notes_of,
    play_anew,
    record_anew,
    renumbered,
)

REGENERATE = os.environ.get("WARGAME_REGENERATE") == "1"
README = SHIPPED / "README.md"
LARGEST = 640_000
"""Bytes of a recorded game of scripts: fewer turns or a smaller table where a whole game would hold more."""
FEWEST_STOPS, FEWEST_QUESTIONS = 4, 3

of_scripts = pytest.mark.parametrize("path", SCRIPTED, ids=lambda path: path.stem)
of_all = pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)


@cache
def shipped(path: Path) -> Replayed:
    """A record, made anew first where that is asked for, and proven."""
    if REGENERATE and path in SCRIPTED:
        record_anew(path)
    return verify(path)


@of_all
def test_a_shipped_game_proves_itself_to_its_end(path: Path) -> None:
    game = shipped(path)
    assert game.step is None, "the game is over"
    assert game.turns == (header_of(path)["turns"] or game.game.bundle.pack.turns)


@pytest.mark.slow
@of_scripts
def test_a_game_of_scripts_is_played_today_as_it_is_recorded(path: Path, tmp_path: Path) -> None:
    """Every event with its words, causes and changes, every decision and its thoughts, line by line."""
    shipped(path)
    play_anew(header_of(path), tmp_path / "now.jsonl")
    recorded, now = (
        [(e.kind, e.turn, e.phase, e.audience, e.causes, e.data) for e in read(each).entries if e.kind in MADE_BY_PLAY]
        for each in (path, tmp_path / "now.jsonl")
    )
    assert now == recorded, (
        "rules, scripts or the scenario changed; if on purpose, run again with WARGAME_REGENERATE=1 and read the notes"
    )


MADE_BY_PLAY = ("event", "decision", "blob")
"""Entries without a clock's time or a program's version in them."""


@of_scripts
def test_a_game_of_scripts_is_small_enough_to_hand_on(path: Path) -> None:
    shipped(path)
    assert path.stat().st_size <= LARGEST


@of_scripts
def test_notes_say_how_a_game_was_recorded(path: Path) -> None:
    shipped(path)
    assert command_of(header_of(path), path.name) in notes_of(path).read_text(encoding="utf-8")


@of_scripts
def test_every_line_that_notes_stop_at_holds_the_words_that_they_quote(path: Path) -> None:
    shipped(path)
    lines, notes = lines_of(path), notes_of(path).read_text(encoding="utf-8")
    stops = list(STOP.finditer(notes))
    assert len(stops) >= FEWEST_STOPS
    assert len(stops) == len(re.findall(r"\b[Ll]ines? \d+", notes)), "each line is named with its turn and its words"
    assert not [
        stop[0]
        for stop in stops
        if (line := lines[int(stop["line"]) - 1]).turn != int(stop["turn"]) or stop["words"] not in line.text
    ]


@of_scripts
def test_notes_say_what_to_stop_at_and_what_to_ask(path: Path) -> None:
    notes = notes_of(path).read_text(encoding="utf-8")
    assert "\n## Where to stop\n" in notes
    questions = notes.partition("\n## Questions\n")[2]
    assert len(re.findall(r"^\d+\. .*\?", questions, re.MULTILINE)) >= FEWEST_QUESTIONS


def test_the_page_of_records_links_the_notes_on_each_game_of_scripts() -> None:
    text = README.read_text(encoding="utf-8")
    assert not [path.name for path in SCRIPTED if f"]({notes_of(path).name})" not in text]


def test_a_stop_moves_to_the_line_that_holds_its_words_now() -> None:
    lines = (Line(0, "begins"), Line(1, "Rome waits"), Line(2, "Rome signs"), Line(2, "Rome waits"))
    moved = renumbered('Line 7 (turn 1): "Rome waits" and Line 1 (turn 1): "Rome signs"', lines)
    assert moved == 'Line 4 (turn 2): "Rome waits" and Line 3 (turn 2): "Rome signs"'


def test_a_stop_whose_words_are_gone_is_left_to_be_found() -> None:
    assert renumbered('Line 7 (turn 1): "Paris waits"', (Line(1, "Rome waits"),)) == 'Line 7 (turn 1): "Paris waits"'


def test_the_tutorials_game_shows_what_its_row_promises() -> None:
    game = shipped(SHIPPED / "first-download-scripted.jsonl")
    kinds = [event.kind for event in game.events]
    assert "export_barred" in kinds
    assert "agreement_signed" in kinds
    assert any(event.kind == "score_given" and event.about == ("rome",) for event in game.events)
    weights = [line for line in game.sequence.state.access.values() if line.channel == "weights"]
    assert any(line.holder == "rome" and line.status == "live" for line in weights)
