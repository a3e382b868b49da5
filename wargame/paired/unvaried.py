"""Whether numbers that were worked out vary at all, or are one number but for what arithmetic leaves behind.

46.4 less 48.4 and 45.4 less 47.4 differ in the last digits of a computer, and what divides by a spread takes these for
a spread. So whoever does asks here first.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10
from statistics import fmean

ROUNDING = 1e-9
"""Share of the largest number that went in, below which numbers lie apart by arithmetic alone."""
DIGITS = 12
"""Digits, from the first of that largest number on, to which the one number is told."""
FEWEST_ALIKE = 6
"""Numbers that must have come out alike before that tells anything: six on one side come by chance in 3 of 100."""


def constant_of(values: Sequence[float], size: float = 0.0) -> float | None:
    """The one finite number that all of these are, but for rounding; None if they vary, and of none.

    `size` is the largest number, whichever its sign, out of which they were worked out, where that is more than they
    are: two numbers near 50 lie apart by what is left of 50.
    """
    if not values or not all(map(isfinite, values)):
        return None
    low, high = min(values), max(values)
    size = max(size, abs(low), abs(high))
    if high - low > ROUNDING * size:
        return None
    return round(fmean(values), DIGITS - 1 - floor(log10(size))) + 0.0 if size else 0.0


def moved(differences: Sequence[float], size: float = 0.0) -> int:
    """How many of these are not zero, but for rounding; `size` as in `constant_of`."""
    return sum(constant_of((each, 0.0), size) is None for each in differences)
