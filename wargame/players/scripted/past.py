"""The past of one seat as its view tells it, read on as the view grows: events by kind, what it has said and offered.

It holds nothing that the view does not hold, so that a script taken up anew in the middle of a game knows the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import is_

from wargame.core.agreements import Terms
from wargame.core.clauses import Clause
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import Offered, Signed
from wargame.core.ids import SeatId
from wargame.core.views import Seen

_END = re.compile(r"(?<=[.!?])\s+")


@lru_cache(maxsize=2048)
def sentences(words: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple([each for part in _END.split(words.strip()) if (each := part.removeprefix("- "))])


class Past:
    """What a seat has seen, in an order that is quick to ask."""

    def __init__(self, seat: SeatId) -> None:
        """Of a seat; nothing has been read yet."""
        self._seat = seat
        self._read: tuple[Seen, ...] = ()
        self._kinds: dict[EventKind, list[Seen]] = {}
        self.said: set[str] = set()
        """Sentences that it has said."""
        self._put: dict[frozenset[Clause], list[int]] = {}

    def read(self, events: tuple[Seen, ...]) -> Past:
        """Read on to the end of these events; from their beginning if any is another, as when words were withdrawn."""
        old = len(self._read)
        if old > len(events) or not all(map(is_, self._read, events)):
            old = 0
            self._kinds, self.said, self._put = {}, set(), {}
        kinds, me = self._kinds, self._seat
        for seen in events[old:]:
            found = kinds.get(seen.kind)
            if found is None:
                kinds[seen.kind] = [seen]
            else:
                found.append(seen)
            if seen.body and seen.about and seen.about[0] == me:
                self.said.update(sentences(seen.body))
            if isinstance(seen.value, Offered) and seen.about[0] == me:
                self._put.setdefault(frozenset(seen.value.terms.clauses), []).append(seen.turn)
            elif isinstance(seen.value, Signed):
                self._put.pop(frozenset(seen.value.terms.clauses), None)
        self._read = events
        return self

    def put(self, terms: Terms) -> list[int]:
        """Turns in which it put these very clauses before their other parties, for whatever term, and got no signature.

        What was signed since counts as new.
        """
        return self._put.get(frozenset(terms.clauses), [])

    def since(self, turn: int, kinds: Iterable[EventKind]) -> Iterator[Seen]:
        """Events of these kinds from a turn on, newest first within each kind."""
        for kind in kinds:
            found = self._kinds.get(kind)
            if found is not None and found[-1].turn >= turn:
                for seen in reversed(found):
                    if seen.turn < turn:
                        break
                    yield seen
