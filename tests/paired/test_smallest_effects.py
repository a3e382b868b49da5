"""An effect matters if its whole interval is large enough, and does not if none of it is; else games are too few."""

from __future__ import annotations

import pytest

from wargame.paired.smallest_effects import mattering


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.5, 0.9, "no effect that matters"),
        (0.1, 0.2, "no effect that matters"),
        (1.0, 3.0, "effect that matters"),
        (-3.0, -1.0, "effect that matters"),
        (0.5, 3.0, "open"),
        (-0.5, 1.0, "open"),
        (-3.0, -0.5, "open"),
        (-3.0, 3.0, "open"),
    ],
)
def test_an_interval_beside_the_smallest_effect_that_matters(low: float, high: float, said: str) -> None:
    assert mattering(low, high, 1.0) == said
