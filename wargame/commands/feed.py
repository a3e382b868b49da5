"""The live feed: what everyone at the table may read, as it happens, and one line of progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wargame.commands.output import say
from wargame.core.event_kinds import EventKind, weight_of
from wargame.core.plain_text import plain_line
from wargame.table.listeners import Listener

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wargame.core.events import Event

FROM_EVERYBODY: frozenset[EventKind] = frozenset(("order_opened", "signal_made", "message_sent", "score_given"))
"""Public events that come from every seat, and would drown the rest as routine would."""


class Feed(Listener):
    """Prints public events that matter, grouped by turn."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        self._turn = -1

    def happened(self, events: Sequence[Event]) -> None:
        """Events happened."""
        for event in events:
            if event.audience == "public" and event.kind not in FROM_EVERYBODY and weight_of(event.kind) != "routine":
                self._tell(event)

    def _tell(self, event: Event) -> None:
        if event.turn != self._turn:
            self._turn = event.turn
            say(f"\nTurn {event.turn}")
        body = f' "{event.body}"' if event.body and event.kind != "inject_fired" else ""
        say(plain_line(f"  {event.text}{body}"))


class ProgressLine(Listener):
    """One line on a terminal that overwrites itself; nothing where nobody watches."""

    def turn_over(self, turn: int, turns: int) -> None:
        """A turn is complete."""
        if sys.stderr.isatty():
            end = "\n" if turn == turns else ""
            print(f"\rturn {turn} of {turns}", end=end, file=sys.stderr, flush=True)
