"""Notes that are made while a game is played: tied to the line at which its record stands, or to an event of it."""

from __future__ import annotations

from pathlib import Path

from wargame.core.ids import CONTROL, EventId
from wargame.errors import SpecError
from wargame.transcript.chain import unchained
from wargame.transcript.line_index import LineIndex, index_of
from wargame.transcript.notes import Note, add_note, notes_beside
from wargame.transcript.overrides import now


def note_moment(
    record: Path,
    who: str,
    text: str,
    event: EventId | None = None,
    *,
    tag: str = "",
    id: str = "",
    size: int | None = None,
) -> Note:
    """Write a note beside a record that may still grow, of an event by its id, or of what it holds last.

    With `size` only the first so many bytes of the record count: it had no more of them when the note was begun. It is
    met by control's eyes alone. One pass over the file, some ms a megabyte. SpecError if there is no such event, if
    nothing has happened yet, or as `add_note` raises it; TranscriptError if the record cannot be read.
    """
    index = index_of(record)
    try:
        line = _line(index, event, len(index) if size is None else index.within(size))
        if not line:
            nothing = "nothing has happened yet that could be noted"
            raise SpecError(nothing if event is None else f"{event}: there is no such event")
        note = Note(
            "note", line, unchained(index.line(line)), index.turn(line), who, now(), CONTROL, text.strip(), tag, id
        )
    finally:
        index.close()
    add_note(notes_beside(record), note)
    return note


def _line(index: LineIndex, event: EventId | None, last: int) -> int:
    """The number of the line up to line `last`, or 0; of an event that was undone and happened again, the later one."""
    named = None if event is None else f'"data":{{"id":"{event}",'.encode()
    steps = list(index.numbers(*(("event", "decision", "override") if event is None else ("event",))))
    there = (each for each in reversed(steps) if each <= last)
    return next((each for each in there if named is None or named in index.line(each)), 0)
