"""An observer's place at another machine: what everybody may see, and notes that go to the record's side."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from wargame.rooms.messages import NoteWritten
from wargame.rooms.remote_screen import RemoteScreen
from wargame.rooms.screen_parts import ObserverHeld
from wargame.rooms.typed_json import of_bytes
from wargame.table.observing import BegunNote


class RemoteObserver(RemoteScreen):
    """A table as an observer watches it, far from it."""

    _own: ObserverHeld

    def changed(self, before: Mapping[str, bytes], latest_draft: int) -> None:
        """Read what is new."""
        super().changed(before, latest_draft)
        if before.get("observer") != self._parts["observer"]:
            self._own = of_bytes(ObserverHeld, self._parts["observer"])

    @property
    def name(self) -> str:
        """What the place is called."""
        return "observer"

    @property
    def lingers(self) -> bool:
        """Yes: notes are taken after the game as long as its room stands."""
        return True

    @property
    def who(self) -> str:
        """Handle under which notes are kept."""
        return self._own.who

    @property
    def tags(self) -> Mapping[str, str]:
        """The codebook of notes."""
        return self._own.tags

    @property
    def notes(self) -> int:
        """How many notes of this observer are kept."""
        return self._own.notes

    def begin(self) -> BegunNote:
        """A note is begun now."""
        return BegunNote(secrets.token_hex(8), self.now())

    async def write(self, begun: BegunNote, tag: str, text: str) -> None:
        """Keep a note; NotAllowed if the room refuses it, or the line stays down for so long."""
        await self._sender.do(lambda act: NoteWritten("observed", act, begun.id, begun.at, tag, text))
