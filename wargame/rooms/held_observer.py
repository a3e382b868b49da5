"""An observer of a hosted room: sees what everybody may see, and writes notes that are kept beside the record."""

from __future__ import annotations

import os
from bisect import bisect_right
from pathlib import Path

from wargame.errors import NotAllowed, SpecError, WargameError
from wargame.rooms.frames import Part
from wargame.rooms.held_screen import HeldScreen, PartsOfScreen
from wargame.rooms.messages import NoteWritten, PlaceAct
from wargame.rooms.places import RoomPlace
from wargame.rooms.screen_parts import ObserverHeld
from wargame.rooms.typed_json import in_bytes
from wargame.table.room import Room
from wargame.transcript.moment_notes import note_moment
from wargame.transcript.note_tags import NOTE_TAGS
from wargame.transcript.notes import LONGEST, notes_beside, read_notes


class HeldObserver(HeldScreen):
    """The place of one observer at a room that is hosted here."""

    def __init__(self, room: Room, place: RoomPlace, parts: PartsOfScreen) -> None:
        """Nobody is there yet; of the record it is known how long it was at which time, from now on."""
        self._times: list[float] = []
        self._sizes: list[int] = []
        super().__init__(room, place, parts)
        self._kept = self._kept_before()
        self._note_length()

    def _kept_before(self) -> set[str]:
        """Names of this observer's notes that lie beside the record already."""
        record = self._room.parts.record
        if record is None:
            return set()
        try:
            return {note.id for note in read_notes(notes_beside(record)).every if note.who == self.place}
        except WargameError:  # the file became unreadable since the host began: whoever writes a note is told
            return set()

    def look_again(self) -> None:
        """Something has changed: the record may have grown."""
        self._note_length()
        super().look_again()

    def _note_length(self) -> None:
        record = self._room.parts.record
        size = _size(record) if record is not None else 0
        if not self._sizes or size != self._sizes[-1]:
            self._times.append(self._room.parts.time.now())
            self._sizes.append(size)

    def parts_now(self) -> dict[str, Part]:
        """What is public, and the codebook of notes."""
        own = ObserverHeld(self.place, NOTE_TAGS, len(self._kept))
        return {**super().parts_now(), "observer": in_bytes(ObserverHeld, own)}

    @property
    def aside(self) -> str:
        """How many notes have come; what they say stands beside the record."""
        count = len(self._kept)
        return f", {count} note{'s' * (count != 1)}" if count else ""

    async def do(self, act: PlaceAct) -> object:
        """Keep a note, tied to the line that stood last when it was begun."""
        if not isinstance(act, NoteWritten):
            return await super().do(act)
        record = self._room.parts.record
        if record is None:
            raise NotAllowed("this game is recorded nowhere, so there is no line to note")
        if act.tag and act.tag not in NOTE_TAGS:
            raise NotAllowed(f"{act.tag[:20]!r}: there is no such tag; there are {', '.join(NOTE_TAGS)}")
        if not 0 < len(act.id) <= LONGEST_ID or len(act.text) > LONGEST:
            raise NotAllowed(f"this note has {len(act.text)} characters; at most {LONGEST} are taken")
        if act.id not in self._kept:
            at = max(0, bisect_right(self._times, act.begun) - 1)
            try:
                note_moment(record, self.place, act.text, tag=act.tag, id=act.id, size=self._sizes[at])
            except WargameError as fault:
                raise NotAllowed(str(fault)) from None
            self._kept.add(act.id)
            self._room.parts.listeners.room.tell()  # control sees that notes come
        return None


def unread_notes(record: Path) -> tuple[str, ...]:
    """What is wrong with lines of the file of notes beside a record, a sentence each.

    SpecError if the file cannot be read or written: then no note of an observer could be kept.
    """
    path = notes_beside(record)
    try:
        notes = read_notes(path)
        if path.exists() and not os.access(path, os.W_OK):
            raise SpecError(f"{path}: cannot be written (its rights do not allow it)")
    except WargameError as fault:
        raise SpecError(
            f"{fault}; observers' notes are kept in this file: move away what is there, and host again"
        ) from None
    more = len(notes.unread) - MOST_TOLD
    return (*notes.unread[:MOST_TOLD], *((f"{path.name}: {more} more lines are no notes",) if more > 0 else ()))


LONGEST_ID = 40
"""Letters of the name that a note has for itself."""
MOST_TOLD = 5
"""Lines of a file of notes that hold none, each told by its number."""


def _size(record: Path) -> int:
    try:
        return record.stat().st_size
    except OSError:
        return 0
