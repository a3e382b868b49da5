"""What an observer does at a table: looks on, and writes notes that nobody who plays learns of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BegunNote:
    """A note that somebody has begun: what stood in the record at that moment is what it is about."""

    id: str
    """A name of its own, by which it is known if it comes twice."""
    at: float
    """When, in seconds of the host's own time."""


class NoteTaker(Protocol):
    """Where an observer's notes go."""

    @property
    def who(self) -> str:
        """Handle under which they are kept."""
        ...

    @property
    def tags(self) -> Mapping[str, str]:
        """The codebook: each word, and when it is the right one."""
        ...

    @property
    def notes(self) -> int:
        """How many notes of this observer are kept."""
        ...

    def begin(self) -> BegunNote:
        """A note is begun now; nothing is kept before it is written."""
        ...

    async def write(self, begun: BegunNote, tag: str, text: str) -> None:
        """Keep a note; done again with the same beginning, it is kept once.

        NotAllowed says why it is not kept: it says nothing, it is too long, or the line to the room is down.
        """
        ...
