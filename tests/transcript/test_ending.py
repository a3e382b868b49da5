"""The end of a record says of scores what the last turn said, whatever is closed with the game."""

from __future__ import annotations

import asyncio

import pytest

from wargame.core.event_values import ScoreCard
from wargame.table.opening import choose, new_game


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
def test_the_final_scores_are_those_that_the_last_turn_gave(seed: int) -> None:
    game = new_game(choose("between-the-giants", variant="core", seed=seed, turns=4), None)
    result = asyncio.run(game.play())
    cards = {e.about[0]: e.value.total for e in game.past.sequence.record if isinstance(e.value, ScoreCard)}
    assert result.scores == cards
