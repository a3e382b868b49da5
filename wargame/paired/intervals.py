"""What a handful of games allows one to say: a mean with a bootstrap interval over seeds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from wargame.paired.unvaried import constant_of

RESAMPLES = 2000
LEVEL = 0.95
FEWEST_DRAWN = 10
"""Values below which drawing them again says too little of how far off their mean may be."""
T_95 = ((5, 2.571), (10, 2.228), (19, 2.093), (30, 2.042), (60, 2.0), (99, 1.984))
"""Student's t for a 95 % interval by degrees of freedom."""
T_FEW = (12.706, 4.303, 3.182, 2.776)
"""The same from one degree of freedom to four."""


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


def interval(values: Sequence[float], size: float = 0.0) -> Interval:
    """The mean of these values and its interval; the same values give the same interval.

    Each value comes from a seed of its own. Differences of pairs that share a seed are what it is for. One value has no
    spread, so its interval is as wide as nothing is known: from minus to plus infinity. Values that do not vary have an
    interval without width; `size` is the largest number out of which they were worked out. ValueError for no values.
    Draws 2000 times as many values as there are.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    if len(values) == 1:
        return Interval(values[0], float("-inf"), float("inf"), 1)
    if (constant := constant_of(values, size)) is not None:
        return Interval(constant, constant, constant, len(values))
    chance = random.Random(len(values))
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    cut = (1 - LEVEL) / 2
    low, high = means[int(cut * RESAMPLES)], means[int((1 - cut) * RESAMPLES) - 1]
    return Interval(fmean(values), low, high, len(values))


def few_interval(values: Sequence[float], size: float = 0.0) -> Interval:
    """The same for less than `FEWEST_DRAWN` values by Student's t: so few, drawn again, hold too little of the spread.

    ValueError for no values.
    """
    if not 2 <= len(values) < FEWEST_DRAWN or constant_of(values, size) is not None:
        return interval(values, size)
    mean, reach = fmean(values), student_t(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Interval(mean, mean - reach, mean + reach, len(values))


def t_beyond(values: Sequence[float], than: float, size: float = 0.0) -> float | None:
    """How far the mean of these values lies from a number, in standard errors of the mean.

    None for fewer than two values, and where all are the same: then nothing says how far chance moves them. `size` is
    the largest number out of which they were worked out.
    """
    if len(values) < 2 or constant_of(values, size) is not None:
        return None
    return (fmean(values) - than) / (stdev(values) / sqrt(len(values)))


def student_t(freedom: int) -> float:
    """Student's t for a 95 % interval; for degrees of freedom that are not listed that of fewer, which is wider.

    ValueError for fewer than one.
    """
    if freedom < 1:
        raise ValueError(f"{freedom} degrees of freedom: at least 1")
    if freedom <= len(T_FEW):
        return T_FEW[freedom - 1]
    return next(value for least, value in reversed(T_95) if freedom >= least)
