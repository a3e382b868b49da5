"""Shapley values: a whole that came of several things, shared among them by what each adds, over all orders of adding.

What is worth what is asked of a function of sets; a set is an integer, with a bit for each of the things. Numbers are
fractions, so that shares add up to what they share, and nothing is lost in rounding.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from statistics import stdev

from wargame.paired.intervals import student_t

Worth = Callable[[int], Fraction]
"""From a set of things to what it is worth."""
FEWEST_PAIRS = 2
"""Pairs of orders below which nothing can be said of an error."""


@dataclass(frozen=True, slots=True)
class ShapleySplit:
    """A whole in shares."""

    shares: tuple[Fraction, ...]
    """One for each thing or group; they add up to the worth of all less the worth of none."""
    errors: tuple[float, ...]
    """Half the width of the 95 % interval of each share over the orders that were drawn; 0 where all were counted."""
    exact: bool


def exact(groups: Sequence[int], worth: Worth) -> ShapleySplit:
    """Each group's share, over all orders: 2 to the number of groups sets are asked for.

    A group is a set of things that come and go together.
    """
    count = len(groups)
    whole = math.factorial(count)
    weights = [Fraction(math.factorial(size) * math.factorial(count - 1 - size), whole) for size in range(count)]
    worths = [worth(_union(groups, chosen)) for chosen in range(1 << count)]
    shares = [Fraction(0)] * count
    for chosen in range(1 << count):
        for place in range(count):
            if not chosen >> place & 1:
                added = worths[chosen | 1 << place] - worths[chosen]
                shares[place] += weights[chosen.bit_count()] * added
    return ShapleySplit(tuple(shares), (0.0,) * count, exact=True)


class Orders:
    """Orders of adding, drawn by chance, each with its reverse: what comes early in one comes late in the other."""

    def __init__(self, groups: Sequence[int], worth: Worth, seed: int = 0) -> None:
        """The same seed draws the same orders."""
        self._groups, self._worth = groups, worth
        self._chance = random.Random(seed)
        self._pairs: list[list[Fraction]] = []

    @property
    def pairs(self) -> int:
        """How many pairs of orders were gone through."""
        return len(self._pairs)

    def draw(self) -> Sequence[Fraction]:
        """Go through one more order and its reverse; gives what each group added, on average of the two.

        Costs twice as many sets as there are groups.
        """
        order = list(range(len(self._groups)))
        self._chance.shuffle(order)
        one, other = self._added(order), self._added(order[::-1])
        self._pairs.append([(a + b) / 2 for a, b in zip(one, other, strict=True)])
        return self._pairs[-1]

    def shared(self) -> ShapleySplit:
        """The shares over the orders so far, each with its error; ValueError before there are two pairs."""
        if self.pairs < FEWEST_PAIRS:
            raise ValueError(f"{self.pairs} pairs of orders: at least {FEWEST_PAIRS} are needed")
        columns = list(zip(*self._pairs, strict=True))
        means = tuple(sum(column, Fraction(0)) / self.pairs for column in columns)
        times = student_t(self.pairs - 1) / math.sqrt(self.pairs)
        return ShapleySplit(means, tuple(times * stdev(map(float, column)) for column in columns), exact=False)

    def _added(self, order: Sequence[int]) -> list[Fraction]:
        added = [Fraction(0)] * len(order)
        chosen, before = 0, self._worth(0)
        for place in order:
            chosen |= self._groups[place]
            after = self._worth(chosen)
            added[place], before = after - before, after
        return added


def _union(groups: Sequence[int], chosen: int) -> int:
    return reduce(or_, (group for place, group in enumerate(groups) if chosen >> place & 1), 0)


def apportioned(parts: Sequence[Fraction], places: int, total: Fraction | None = None) -> tuple[Fraction, ...]:
    """Parts rounded to so many decimals, so that they add up to a total: their own sum unless another is said.

    Each goes to the nearest unit of the last place; what is then missing or too much is made up by those that were
    rounded the furthest. The total has no more decimals than are asked for.
    """
    unit = Fraction(1, 10**places)
    wanted = round((sum(parts, Fraction(0)) if total is None else total) / unit)
    near = [round(part / unit) for part in parts]
    off = wanted - sum(near)
    sign = 1 if off > 0 else -1
    lost = [sign * (part / unit - rounded) for part, rounded in zip(parts, near, strict=True)]
    for place in sorted(range(len(parts)), key=lambda place: (-lost[place], place))[: abs(off)]:
        near[place] += sign
    return tuple(each * unit for each in near)
