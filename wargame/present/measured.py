"""What is measured of a scenario, for one game of it: where a score stands, and how far numbers usually move in a turn.

Screens are handed this and not what a game was made of, which holds everybody's secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from wargame.core.ids import SeatId
from wargame.errors import PackError
from wargame.review.spreads import Spread, spread_of
from wargame.transcript.references import doubts, places
from wargame.transcript.setup import GameSetup


class Measured:
    """The measures that hold for a game; empty where nobody has measured its scenario."""

    def __init__(self, setup: GameSetup) -> None:
        """For a game of this setup. Nothing is read before it is asked for."""
        self._setup = setup

    def places(self, scores: Mapping[SeatId, float]) -> Mapping[SeatId, float]:
        """By seat, where its score stands: 0 is what passing brings, 100 what the best doctrine does.

        Without seats of which nothing is known, and empty where the references cannot be read.
        """
        try:
            return places(self._setup, scores) or {}
        except PackError:
            return {}

    def doubts(self) -> Mapping[SeatId, str]:
        """Seats whose places say little of a single game, each with why; empty where the references cannot be read."""
        try:
            return doubts(self._setup)
        except PackError:
            return {}

    @cached_property
    def spread(self) -> Spread:
        """How far a variable usually moves in a turn; worked out at the first look, then kept."""
        return spread_of(self._setup)
