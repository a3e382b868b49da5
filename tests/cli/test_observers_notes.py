"""What an observer noted while a game was played: told at its line wherever the truth is, and taken out by a handle."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.table.rig import opened, play
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.moment_notes import note_moment
from wargame.transcript.notes import Note, notes_beside, read_notes

HANDLE, NAME, SAID = "observer-1", "Olive Quarles", "nobody looked up; a planted-4f1c word"


@pytest.fixture
def noted(tmp_path: Path) -> tuple[Path, Note]:
    """A game with an observer, and the note that they made in it."""
    record, found = tmp_path / "game.jsonl", list[Note]()

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            assert room.control.come_in(NAME, "observer").handle == HANDLE
            found.append(note_moment(record, HANDLE, SAID, tag="surprise", id="a1"))

    play(opened(record, turns=2), moment)
    return record, found[0]


def test_a_note_stands_at_its_line_in_reports_review_and_export(noted: tuple[Path, Note], wargame: Run) -> None:
    record, note = noted
    report = wargame("report", record, "--markdown", "--out", "-").out
    (told,) = [line for line in report.splitlines() if SAID in line]
    assert f"{HANDLE}: \\[surprise\\]" in told
    assert f"line {note.line}\\]" in told
    review = wargame("review", record, "--report").out
    assert f"- line {note.line}: " in review
    assert f"(**{HANDLE}**: [surprise] {SAID})" in review
    (row,) = wargame("export", record, "--table", "notes").out.splitlines()[1:]
    assert [part in row for part in (HANDLE, SAID, "surprise", str(note.line))] == [True] * 4


@pytest.mark.parametrize("whose", [("--seat", "rome"), ("--public",)], ids=["seat", "public"])
def test_no_report_of_a_seat_or_the_public_has_a_note(
    noted: tuple[Path, Note], wargame: Run, whose: tuple[str, ...]
) -> None:
    report = wargame("report", noted[0], *whose, "--markdown", "--out", "-")
    assert report.code == 0, report.err
    assert "planted-4f1c" not in report.out
    assert HANDLE not in report.out


def test_redact_says_where_notes_lie_and_erase_takes_them_out(noted: tuple[Path, Note], wargame: Run) -> None:
    record, _ = noted
    said = wargame("redact", record, "--handle", HANDLE)
    assert said.code == 2
    assert f"{notes_beside(record)} holds 1 note of theirs, which `wargame erase` takes out" in said.err
    said = wargame("erase", record, "--person", HANDLE)
    assert said.code == 0, said.err
    new = record.with_name("game.erased") / record.name
    assert read_notes(notes_beside(record)).every
    assert read_notes(notes_beside(new)).every == ()
    raw = b"".join(each.read_bytes() for each in new.parent.iterdir())
    assert [word.encode() in raw for word in ("planted-4f1c", "Quarles")] == [False, False]
    assert wargame("verify", new).code == 0
