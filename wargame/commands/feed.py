"""The live feed: what everyone at the table may read, as it happens, and one line of progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wargame.commands.output import say
from wargame.core.event_kinds import EventKind, weight_of

if TYPE_CHECKING:
    from wargame.core.events import Event
    from wargame.transcript.writing import Log

FROM_EVERYBODY: frozenset[EventKind] = frozenset(("order_opened", "signal_made", "message_sent", "score_given"))
"""Public events that come from every seat, and would drown the rest as routine would."""


class Feed:
    """Prints public events that matter, grouped by turn; lines that a resumed game confirms are not told twice."""

    def __init__(self, log: Log) -> None:
        """For one game."""
        self._log = log
        self._turn = -1

    def __call__(self, event: Event) -> None:
        """One event happened."""
        if getattr(self._log, "confirming", False) or event.audience != "public":
            return
        if event.kind in FROM_EVERYBODY or weight_of(event.kind) == "routine":
            return
        if event.turn != self._turn:
            self._turn = event.turn
            say(f"\nTurn {event.turn}")
        body = f' "{event.body}"' if event.body and event.kind != "inject_fired" else ""
        say(f"  {event.text}{body}")


def progress(turn: int, turns: int) -> None:
    """One line on a terminal that overwrites itself; nothing where nobody watches."""
    if sys.stderr.isatty():
        end = "\n" if turn == turns else ""
        print(f"\rturn {turn} of {turns}", end=end, file=sys.stderr, flush=True)
