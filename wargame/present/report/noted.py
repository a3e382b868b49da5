"""What people noted of a game, each note at its line; for control's report alone, since notes quote what was secret."""

from __future__ import annotations

from wargame.core.plain_text import plain_line
from wargame.present.report.document import ReportSentence, Section
from wargame.present.report.source import ReportSource
from wargame.transcript.notes import Note, notes_beside, read_notes

TITLE = "Notes"
OTHERWISE = "the line reads otherwise than when this was noted: "


def noted(source: ReportSource) -> list[Section]:
    """The notes beside the record in the order of their lines; no section for others, and where there are none.

    SpecError if they cannot be read.
    """
    if not source.truth:
        return []
    record = source.game.record
    every = [
        note
        for note in read_notes(notes_beside(record.path)).every
        if note.kind == "note" and note.line <= len(record.lines)
    ]
    every.sort(key=lambda note: note.line)
    told = tuple(ReportSentence(_told(note, record.lines), (note.line,)) for note in every)
    return [Section(TITLE, told)] if told else []


def _told(note: Note, lines: tuple[bytes, ...]) -> str:
    otherwise = "" if note.holds(lambda number: lines[number - 1]) else OTHERWISE
    return f"Turn {note.turn}, {plain_line(note.who)}: {otherwise}{' '.join(plain_line(note.said).split())}"
