"""What pairs of measurements say: the median of their ratios, an interval for it, and whether the machine was quiet.

Ratios are taken inside a pair, whose two halves ran within seconds of each other, so that what slows a machine for
a while slows both. The interval comes from the order of the ratios and assumes nothing about their distribution.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

FEWEST = 6
"""Pairs below which no interval of 95 % can be had from order alone."""
LOUD = 0.1
"""Half of the runs of one side lie further apart than this share of their median: the machine was not quiet."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """New over old: below 1 is less."""

    median: float
    low: float
    high: float
    """Ends of an interval that holds the true median with at least 95 %."""


def ratio(old: Sequence[float], new: Sequence[float]) -> Ratio:
    """The ratio of paired measurements; ValueError below six pairs."""
    if len(old) != len(new) or len(old) < FEWEST:
        raise ValueError(f"{len(old)} and {len(new)} measurements: at least {FEWEST} pairs are needed")
    found = sorted(late / early for early, late in zip(old, new, strict=True))
    cut = outside(len(found))
    return Ratio(statistics.median(found), found[cut], found[-1 - cut])


def outside(count: int) -> int:
    """How many of so many ordered values may be left out at each end so that 95 % still hold the median."""
    tail, left = 0.0, 0
    while (tail := tail + comb(count, left) / 2**count) <= 0.025:
        left += 1
    return left - 1


def loud(values: Sequence[float]) -> bool:
    """Whether runs of the same thing lie so far apart that a small difference means nothing."""
    low, _, high = statistics.quantiles(values, n=4)
    return high - low > LOUD * statistics.median(values)
