"""A scribe marks moments while a game is played: at the line where the record stands, and out of the game."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.table.rig import opened, play
from wargame.core.ids import CONTROL, EventId
from wargame.errors import NotAllowed
from wargame.review.timeline import Timeline
from wargame.table.chair import Clock
from wargame.table.people import PersonRole
from wargame.table.room import Room
from wargame.transcript.line_index import index_of
from wargame.transcript.notes import Note, notes_beside, read_notes
from wargame.transcript.verify import verify


def marked(record: Path, role: PersonRole = "scribe", event: str = "") -> list[Note]:
    """A game in which somebody at control's desk marks the talk of each turn."""
    found = []

    def moment(room: Room, clock: Clock) -> None:
        if (clock.phase, clock.round) == ("talk", 1):
            desk = room.control.acting(room.control.come_in("Eve", role).handle)
            found.append(desk.note(f"turn {clock.turn} begins", EventId(event) if event else None))

    play(opened(record, turns=2), moment)
    return found


def test_a_note_is_tied_to_what_had_happened_last_and_the_record_is_as_it_would_have_been(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    first, second = marked(record)
    play(opened(tmp_path / "other.jsonl", turns=2))
    assert verify(record).record.lines
    kept = read_notes(notes_beside(record)).every
    assert kept == (first, second)
    index = index_of(record)
    line = Timeline(index)
    for note, turn in ((first, 1), (second, 2)):
        assert note.holds(index.line)
        assert line.stands(note.line)
        assert (note.turn, note.eyes) == (turn, CONTROL)
    index.close()
    assert first.line < second.line


def test_a_note_can_be_of_an_event_that_is_named(tmp_path: Path) -> None:
    (first, _) = marked(tmp_path / "game.jsonl", event="0.1")
    index = index_of(tmp_path / "game.jsonl")
    assert index.entry(first.line).data["id"] == "0.1"
    index.close()


def test_an_observer_makes_no_notes(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="observer has no right to make notes"):
        marked(tmp_path / "game.jsonl", role="observer")


def test_what_cannot_be_noted_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match=r"9\.9: there is no such event"):
        marked(tmp_path / "game.jsonl", event="9.9")
    with pytest.raises(NotAllowed, match="recorded nowhere"):
        opened(None).control.note("a move")
    room = opened(tmp_path / "second.jsonl")
    with pytest.raises(NotAllowed, match="an empty note"):
        room.control.note("  ")
    with pytest.raises(NotAllowed, match="at most 2000"):
        room.control.note("x" * 2001)
    assert not notes_beside(tmp_path / "second.jsonl").exists()
