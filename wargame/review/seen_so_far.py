"""What one seat came to see in a game that is on record, cut off at any place, for its views there.

Who may read an event is asked of the one door, once for each event; a view at a place takes the beginning of that list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wargame.core.estimates import known_to
from wargame.core.events import Event
from wargame.core.ids import CONTROL, PUBLIC
from wargame.core.readable import SIGHT
from wargame.core.state import State
from wargame.core.views import WITHDRAWN, Seen, Shared, View, glance, publicly


class SeenSoFar:
    """All that a seat, `control` or `public` saw, with the place of each event from 1."""

    def __init__(self, seat: str, events: Sequence[Event], last: State) -> None:
        """Of these events, whose end is `last`. Linear in them."""
        self.found: list[tuple[int, Seen]] = []
        """What it saw, in order; nothing is taken back in it."""
        self._retractions: list[tuple[int, int]] = []
        """Places of retractions that it reads, each with what it takes back: an index of `found`."""
        shown: dict[str, int] = {}
        for number, event in enumerate(events, 1):
            seen = _seen(seat, event, last)
            if seen is None:
                continue
            if event.kind == "text_retracted" and seat != CONTROL:
                taken = [shown[name] for name in event.causes if name in shown]
                if taken:
                    self._retractions.append((number, min(taken)))
            shown[event.id] = len(self.found)
            self.found.append((number, seen))
        self._places = [number for number, _ in self.found]

    def at(self, number: int) -> list[Seen]:
        """What it had seen after so many events, oldest first, with words blanked that control had taken back."""
        seen = [each for _, each in self.found[: bisect_right(self._places, number)]]
        for place, at in self._retractions:
            if place <= number:
                seen[at] = replace(seen[at], text=WITHDRAWN, body="", value=None)
        return seen

    def event(self, event: int, number: int) -> Seen | None:
        """One event by its place, as it was read after `number` events; None if it was never read."""
        at = bisect_right(self._places, event) - 1
        if at < 0 or self._places[at] != event:
            return None
        seen = self.found[at][1]
        if any(place <= number and taken == at for place, taken in self._retractions):
            return replace(seen, text=WITHDRAWN, body="", value=None)
        return seen

    def until(self, number: int) -> Shared:
        """The same for an observer of that place, who need not look at the events again."""
        return _Until(self.at(number), number)


class _Until(Shared):
    """What observers share, of which one seat's part up to a place is known already."""

    def __init__(self, seen: list[Seen], number: int) -> None:
        super().__init__()
        self.read = self.moved = number
        self._own = seen

    def shown(self, seat: str) -> list[Seen]:
        """The seat's part."""
        return self._own


def _seen(seat: str, event: Event, state: State) -> Seen | None:
    if seat == PUBLIC:
        return publicly(state, event) if event.audience == PUBLIC else None
    return glance(state, event).to(seat)


def public_view(state: State, seen: Sequence[Seen]) -> View:
    """What is open to everybody where this is the state: numbers that all know, public things and public events."""
    tables: dict[str, Any] = {
        name: {id_: each for id_, whole in getattr(state, name).items() if (each := see(PUBLIC, whole)) is not None}
        for name, see in SIGHT.items()
    }
    values = {name: value for name, value in state.values.items() if known_to(state, name) is None}
    open_to_all: dict[str, Any] = {name: getattr(state, name) for name in ("facts", "arguments", "cases")}
    at: dict[str, Any] = {"turn": state.turn, "phase": state.phase}
    return View(seat=PUBLIC, values=values, spread={}, events=tuple(seen), brief="", **at, **tables, **open_to_all)
