"""Notes lie beside a record, hold fast to their lines, and say so when a line reads otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcript.forging import save
from tests.transcript.test_forgery import room
from wargame.errors import SpecError
from wargame.transcript.chain import rechained, unchained
from wargame.transcript.export import table_of
from wargame.transcript.notes import Note, NoteKind, add_note, notes_beside, read_notes
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

LINES = room().splitlines()


def note(line: int = 7, kind: NoteKind = "note", text: str = "ask what it was worth", who: str = "ada") -> Note:
    return Note(kind, line, unchained(LINES[line - 1]), 1, who, "2026-11-28T12:00:00+00:00", "control", text)


def among(lines: list[bytes]) -> Callable[[int], bytes | None]:
    return lambda number: lines[number - 1] if number <= len(lines) else None


@pytest.mark.skipif(os.name == "nt", reason="the system has no such permissions")
def test_a_new_file_of_notes_is_its_owners_alone_as_the_record_is(tmp_path: Path) -> None:
    path = tmp_path / "game.notes.jsonl"
    usual = os.umask(0)
    try:
        add_note(path, note())
    finally:
        os.umask(usual)
    assert path.stat().st_mode & 0o777 == 0o600


def test_notes_are_read_as_they_were_made(tmp_path: Path) -> None:
    path = tmp_path / "game.notes.jsonl"
    assert read_notes(path).every == ()
    made = [note(), note(9, text="zwei\nZeilen, 中文"), note(9, "bookmark", "")]
    for each in made:
        add_note(path, each)
    found = read_notes(path)
    assert list(found.every) == made
    assert list(found.of(9)) == made[1:]
    assert found.unread == ()


def test_a_bookmark_is_taken_away_by_the_hand_that_set_it(tmp_path: Path) -> None:
    path = tmp_path / "game.notes.jsonl"
    for each in (note(7, "bookmark", ""), note(7, "bookmark", "", "ben"), note(7, "gone", "")):
        add_note(path, each)
    assert [(each.kind, each.who) for each in read_notes(path).every] == [("bookmark", "ben")]


def test_a_line_that_reads_otherwise_is_found_out_and_one_that_only_follows_another_is_not() -> None:
    held = note()
    assert held.holds(among(LINES))
    assert held.holds(among(list(rechained([b"{}", *LINES[1:]]))))
    changed = [*LINES]
    changed[6] = changed[6].replace(b'"turn":1', b'"turn":2', 1)
    assert changed[6] != LINES[6]
    assert not held.holds(among(changed))
    assert not held.holds(among(LINES[:3]))


def test_a_torn_note_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "game.notes.jsonl"
    add_note(path, note())
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:30])
    add_note(path, note(9))
    found = read_notes(path)
    assert [each.line for each in found.every] == [7, 9]
    assert found.unread == ("game.notes.jsonl: line 2 is no note, and is left out",)


@pytest.mark.parametrize("line", [b"[]", b"{}", b"\xff", b'{"kind":"note","line":"7"}', b"[" * 5000])
def test_what_is_no_note_is_told_and_passed_over(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "game.notes.jsonl"
    path.write_bytes(line + b"\n")
    add_note(path, note())
    assert len(read_notes(path).every) == len(read_notes(path).unread) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(note(text=" "), "says nothing"), (note(text="x" * 2001), "at most 2000"), (note(who=""), "has a name")],
)
def test_a_note_that_cannot_be_is_refused(wrong: Note, said: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=said):
        add_note(tmp_path / "game.notes.jsonl", wrong)


def test_a_folder_that_takes_no_notes_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be written"):
        add_note(tmp_path / "nowhere" / "game.notes.jsonl", note())
    with pytest.raises(SpecError, match="cannot be read"):
        read_notes(tmp_path)


def test_notes_are_a_table_of_the_export_for_control_alone(tmp_path: Path) -> None:
    path = save(tmp_path, room())
    add_note(notes_beside(path), note())
    game = replay(read(path))
    (row,) = table_of(game, "notes").to_dicts()
    assert (row["line"], row["who"], row["text"], row["holds"]) == (7, "ada", "ask what it was worth", True)
    assert len(table_of(game, "notes", "rome")) == 0
