"""How far a seat has read: marks kept with its draft, so that unread counts follow from the record alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wargame.table.chair import Draft

READ, ANSWERED = "read up to", "answered up to"


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of events seen: by channel, and when the seat last handed in an answer."""

    read: Mapping[str, int]
    """By channel, how many of the seat's events were there when it was last looked at."""
    answered: int
    """How many of the seat's events were there when it last answered."""

    @classmethod
    def of(cls, draft: Draft) -> Marks:
        """The marks in a draft; what cannot be read counts as unread."""
        kept = dict(draft.marks)
        read = {}
        for part in kept.get(READ, "").split():
            channel, _, number = part.rpartition("=")
            if number.isdigit():
                read[channel] = int(number)
        answered = kept.get(ANSWERED, "")
        return cls(read, int(answered) if answered.isdigit() else 0)

    def into(self, draft: Draft) -> Draft:
        """A draft with these marks."""
        read = " ".join(f"{k}={n}" for k, n in self.read.items() if n)
        kept = ((READ, read), (ANSWERED, str(self.answered)))
        return replace(draft, marks=tuple((mark, text) for mark, text in kept if text))

    def seen(self, channel: str, events: int) -> Marks:
        """With one channel read up to so many of the events that the seat has seen."""
        return Marks({**self.read, channel: events}, self.answered)
