"""A scribe at the table: what is worth looking at later is marked while the game is played, beside its record."""

from __future__ import annotations

from wargame.core.ids import EventId
from wargame.errors import NotAllowed, WargameError
from wargame.table.authority import Authority
from wargame.transcript.moment_notes import note_moment
from wargame.transcript.notes import Note


class Scribe(Authority):
    """One person at one table, as far as it may write notes."""

    def note(self, text: str, event: EventId | None = None) -> Note:
        """A note in words on an event, or on what the record holds last; it stands in the replay at its place.

        It is no part of the game: nobody at a seat learns of it, and it may be made at any time. NotAllowed without the
        right to it, for an empty or too long text, where nothing is recorded, or if the note cannot be written.
        """
        if not self.may("note"):
            role = self.role.replace("_", " ")
            raise NotAllowed(f"{self.who}: the {role} has no right to make notes; ask the controller")
        record = self._parts.record
        if record is None:
            raise NotAllowed("this game is recorded nowhere, so there is no line to note")
        try:
            return note_moment(record, self.who, text, event)
        except WargameError as fault:
            raise NotAllowed(str(fault)) from None
