"""How far a seat has read: marks kept with its draft, so that unread counts follow from the record alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.table.chair import Draft

READ, ANSWERED, RESULT, UNDONE = "read up to", "answered up to", "results up to", "undone"


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of events seen: by channel, and when the seat last handed in an answer."""

    read: Mapping[str, int]
    """By channel, how many of the seat's events were there when it was last looked at."""
    answered: int
    """How many of the seat's events were there when it last answered."""
    result: int = 0
    """The last turn whose result it has been shown; one more for the last page of a game."""
    undone: int = 0
    """Of how many times that control took turns back it has been told."""

    @classmethod
    def of(cls, draft: Draft) -> Marks:
        """The marks in a draft; what cannot be read counts as unread."""
        kept = dict(draft.marks)
        read = {}
        for part in kept.get(READ, "").split():
            channel, _, number = part.rpartition("=")
            if number.isdigit():
                read[channel] = int(number)
        numbers = [int(kept[mark]) if kept.get(mark, "").isdigit() else 0 for mark in (ANSWERED, RESULT, UNDONE)]
        return cls(read, *numbers)

    def into(self, draft: Draft) -> Draft:
        """A draft with these marks."""
        read = " ".join(f"{k}={n}" for k, n in self.read.items() if n)
        numbers = ((RESULT, self.result), (UNDONE, self.undone))
        kept = ((READ, read), (ANSWERED, str(self.answered)), *((mark, str(n) if n else "") for mark, n in numbers))
        return replace(draft, marks=tuple((mark, text) for mark, text in kept if text))

    def seen(self, channel: str, events: int) -> Marks:
        """With one channel read up to so many of the events that the seat has seen."""
        return replace(self, read={**self.read, channel: events})

    def shown_result(self, turn: int) -> Marks:
        """With the results of the turns up to this one shown."""
        return replace(self, result=max(self.result, turn))

    def told_of_undoing(self, times: int, to_turn: int, events: int) -> Marks:
        """After control has taken turns back so many times, the last time to the start of a turn, with these events.

        What was read or shown of what does not stand any more counts as unread.
        """
        read = {channel: min(number, events) for channel, number in self.read.items()}
        return Marks(read, min(self.answered, events), min(self.result, to_turn - 1), times)
