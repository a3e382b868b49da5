"""What share of an effect goes together with what a level did to another outcome: mediation within pairs.

In each seed the difference of an outcome is held against the difference of another one, after Judd, Kenny and
McClelland (2001): a straight line through the seeds, with the level of the other outcome beside it. What lies on the
line passes through it, what the line leaves is direct; together they are the whole effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from statistics import fmean
from typing import Any

from wargame.batch.comparisons import (
    FEW,
    FEWEST_DRAWN,
    UNVARIED,
    Twins,
    compared_levels,
    drawn_interval,
    mean_along,
    within_seed,
)
from wargame.batch.outcome_values import Values, size_of, values_of
from wargame.batch.planned import ExperimentPlan, run_id
from wargame.batch.run_ledger import LedgerContents
from wargame.errors import SpecError
from wargame.paired.unvaried import ROUNDING, constant_of

TINY = 1e-12
"""Share of the squares of two columns below which what they have apart is arithmetic."""
FITTED = 3
"""Numbers of the line: its height, its slope, and what the level does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatedEffect:
    """How much of what a level did to an outcome passes through another outcome."""

    outcome: str
    through: str
    factor: str
    level: str
    pairs: int
    """Seeds that give a difference of both."""
    total: float | None
    """Mean difference in these seeds."""
    passed: float | None = None
    """The part that passes through; the rest of the total is direct."""
    low: float | None = None
    """The ends of the 95 % interval of `passed` by the bootstrap over seeds."""
    high: float | None = None
    total_low: float | None = None
    """The same of the total."""
    total_high: float | None = None
    remark: str = ""

    @property
    def share(self) -> float | None:
        """`passed` over `total`; None where the interval of the total holds zero: of nothing there is no share.

        It may be below 0 or above 1, where direct and passing parts go against each other.
        """
        if self.passed is None or not self.total or self.total_low is None or self.total_high is None:
            return None
        return None if self.total_low <= 0 <= self.total_high else self.passed / self.total


def mediated(
    plan: ExperimentPlan, found: LedgerContents, through: Sequence[str], *, without_fallbacks: bool = False
) -> tuple[MediatedEffect, ...]:
    """Every comparison of every other outcome, through each of these outcomes.

    SpecError for one that the experiment does not read, or reads alone; MissingLibrary without SciPy; ExperimentError
    where games were read for other outcomes than the plan's. Two bootstraps each.
    """
    names = [outcome.name for outcome in plan.outcomes]
    for name in through:
        if name not in names:
            raise SpecError(f"--through {name}: this must be an outcome of the experiment: {', '.join(names)}")
        if len(names) < 2:
            raise SpecError(f"--through {name}: no other outcome stands beside it, whose effect could pass through it")
    values = values_of(plan, found, without_fallbacks=without_fallbacks)
    return tuple(
        _mediated(plan, (outcome, by), (factor, level), twins, (values[outcome], values[by]))
        for factor, level, twins in compared_levels(plan)
        for by in through
        for outcome in names
        if outcome != by
    )


def _mediated(
    plan: ExperimentPlan, names: tuple[str, str], at: tuple[str, str], twins: Twins, values: tuple[Values, Values]
) -> MediatedEffect:
    rows = list(_rows(plan.experiment.numbers, twins, *values))
    sizes = size_of(values[0]), size_of(values[1])
    return passing(rows, outcome=names[0], through=names[1], factor=at[0], level=at[1], sizes=sizes)


def passing(
    rows: Sequence[tuple[float, float, float]],
    *,
    outcome: str,
    through: str,
    factor: str,
    level: str,
    sizes: tuple[float, float] = (0.0, 0.0),
) -> MediatedEffect:
    """What passes through another outcome, from a row a seed: both differences, and the mean level of the other.

    `sizes` are the largest numbers out of which either difference was worked out. MissingLibrary without SciPy.
    """
    bare = MediatedEffect(
        outcome=outcome,
        through=through,
        factor=factor,
        level=level,
        pairs=len(rows),
        total=fmean(row[0] for row in rows) if rows else None,
    )
    if len(rows) < FEWEST_DRAWN:
        return replace(bare, remark=f"few pairs: fewer than {FEWEST_DRAWN}")
    columns = list(zip(*rows, strict=True))
    if (constant := constant_of(columns[0], sizes[0])) is not None:
        return replace(bare, total=constant, remark=UNVARIED)
    if constant_of(columns[1], sizes[1]) is not None:
        return replace(bare, remark="what it passes through did not vary from seed to seed")
    total_low, total_high = drawn_interval([columns[0]], mean_along)
    low, high = drawn_interval(columns, _passed, FITTED)
    return replace(
        bare,
        passed=float(_passed(*map(_numpy().asarray, columns), axis=0)),
        low=low,
        high=high,
        total_low=total_low,
        total_high=total_high,
        remark=f"few pairs: fewer than {FEW}" if len(rows) < FEW else "",
    )


def _rows(seeds: Sequence[int], twins: Twins, outcome: Values, by: Values) -> Iterator[tuple[float, float, float]]:
    """Of each seed that has all of them: the two differences, and the mean of the one that is passed through."""
    for seed in seeds:
        one, other = within_seed(seed, twins, outcome), within_seed(seed, twins, by)
        levels = [by.get(run_id(name, seed)) for pair in twins for name in pair]
        if one is not None and other is not None:
            yield one, other, fmean(each for each in levels if each is not None)


def _passed(*columns: Any, axis: int) -> Any:
    """The slope of the first difference on the second, beside the level, times the mean of the second.

    Where the second is the same in all rows there is no slope, and nothing passes.
    """
    _, by, _ = columns
    o, b, v = (each - each.mean(axis=axis, keepdims=True) for each in columns)
    bb, bv, vv = ((x * y).sum(axis=axis) for x, y in ((b, b), (b, v), (v, v)))
    bo, vo = (b * o).sum(axis=axis), (v * o).sum(axis=axis)
    apart = bb * vv - bv * bv
    beside = apart > TINY * bb * vv  # else the level says nothing that the difference does not
    above, below = beside * (bo * vv - vo * bv) + ~beside * bo, beside * apart + ~beside * bb
    numpy = _numpy()
    varies = bb > (ROUNDING * numpy.abs(by).max(axis=axis)) ** 2
    slope = numpy.divide(above, below, out=numpy.zeros_like(above), where=varies & (below > 0))
    return slope * by.mean(axis=axis)


def _numpy() -> Any:
    return import_module("numpy")
