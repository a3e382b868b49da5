"""The live feed: what everyone at the table may read, as it happens, and one line of progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wargame.commands.output import say

if TYPE_CHECKING:
    from wargame.core.events import Event
    from wargame.transcript.writing import Log

QUIET_KINDS = frozenset(
    (
        "order_opened",
        "signal_made",
        "message_sent",
        "model_released",
        "agreement_performed",
        "coercion_faded",
        "effect_ended",
        "practice_gained",
        "means_arrived",
        "score_given",
        "frontier_advanced",
        "agreement_stands",
        "compute_bought",
        "sovereign_model_built",
        "agreement_expired",
    )
)
"""Public events that come every turn and would drown the rest."""


class Feed:
    """Prints public events that matter, grouped by turn; lines that a resumed game confirms are not told twice."""

    def __init__(self, log: Log) -> None:
        """For one game."""
        self._log = log
        self._turn = -1

    def __call__(self, event: Event) -> None:
        """One event happened."""
        if getattr(self._log, "confirming", False) or event.audience != "public" or event.kind in QUIET_KINDS:
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
