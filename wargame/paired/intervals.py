"""What a handful of games allows one to say: a mean with a bootstrap interval over seeds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over seeds, and where it lies with 95 % by the percentile bootstrap."""

    mean: float
    low: float
    high: float
    games: int
    """How many seeds stand behind it."""

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        """`+3.2 [1.1, 5.4]`."""
        return f"{self.mean:+.1f} [{self.low:.1f}, {self.high:.1f}]"


def interval(values: Sequence[float]) -> Interval:
    """The mean of these values and its interval; the same values give the same interval.

    Each value comes from a seed of its own. Differences of pairs that share a seed are what it is for. One value has no
    spread, so its interval is as wide as nothing is known: from minus to plus infinity. ValueError for no values. Draws
    2000 times as many values as there are.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    if len(values) == 1:
        return Interval(values[0], float("-inf"), float("inf"), 1)
    chance = random.Random(len(values))
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    cut = (1 - LEVEL) / 2
    low, high = means[int(cut * RESAMPLES)], means[int((1 - cut) * RESAMPLES) - 1]
    return Interval(fmean(values), low, high, len(values))
