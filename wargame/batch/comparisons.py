"""What an experiment allows one to say: differences within pairs of one seed, with intervals, corrected for number.

A seed is one observation, whatever the number of its games: what is compared is averaged within it first. Statistics
are SciPy's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from math import isfinite, sqrt
from statistics import fmean, stdev
from typing import Any

from wargame.batch.design_slopes import slopes
from wargame.batch.experiment_file import OutcomeLine
from wargame.batch.planned import ExperimentPlan, outcomes_key, run_id
from wargame.batch.result_tables import parted_at
from wargame.batch.run_ledger import LedgerContents
from wargame.errors import ExperimentError, MissingLibrary

LEVEL_OF_INTERVALS = 0.95
POWER = 0.8
FEW = 20
"""Pairs below which an interval by Student's t leans on the shape of what it cannot see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedEffect:
    """What a level of a factor did to an outcome, beside the first level of that factor."""

    outcome: str
    factor: str
    level: str
    pairs: int
    """Seeds that give a difference."""
    left_out: int
    """Seeds that give none: a game of theirs is not sealed, or has nothing to be read."""
    unmoved: float | None
    """Share of pairs of games that were the same to their end, 0-1: of these the outcome cannot differ."""
    mean: float | None
    """Level less first level; None without a pair."""
    low: float | None = None
    """The ends of its 95 % interval; None where it cannot be told."""
    high: float | None = None
    p: float | None = None
    """Of no difference, two-sided."""
    corrected: float | None = None
    """The same, corrected for all comparisons of the experiment after Benjamini and Yekutieli."""
    visible: float | None = None
    """The smallest difference that as many pairs with this spread would show four times in five."""
    remark: str = ""
    """What stands in the way of an interval, or of trusting it."""


def effects(
    plan: ExperimentPlan, found: LedgerContents, *, without_fallbacks: bool = False
) -> tuple[PairedEffect, ...]:
    """Every outcome, every factor, every level but the first: what it did, over all levels of the other factors.

    `without_fallbacks` leaves out games in which scripts made decisions of models, and with them their seeds.
    MissingLibrary without SciPy; ExperimentError where games were read for other outcomes than the plan's.
    """
    key = outcomes_key(plan.outcomes)
    if any(run.id in found.sealed and found.sealed[run.id].outcomes != key for run in plan.runs):
        raise ExperimentError("some games were read for other outcomes: `wargame experiment run` reads them out again")
    made = []
    for factor in plan.experiment.factors:
        for level in factor.levels[1:]:
            twins = list(_twins(plan, factor.name, factor.levels[0].name, level.name))
            unmoved = None if plan.experiment.cross == "fractional" else _unmoved(plan, found, twins)
            for outcome in plan.outcomes:
                values = _values(found, outcome, without_fallbacks)
                within = [_within(seed, twins, values) for seed in plan.experiment.numbers]
                differences = [each for each in within if each is not None]
                made.append(
                    effect_of(
                        differences,
                        outcome=outcome.name,
                        factor=factor.name,
                        level=level.name,
                        left_out=len(within) - len(differences),
                        unmoved=unmoved,
                    )
                )
    for outcome in plan.outcomes if plan.varied else ():
        for name, found_in in slopes(plan, _values(found, outcome, without_fallbacks)).items():
            low, high = plan.varied[name]
            differences = [each for each in found_in if each is not None]
            made.append(
                effect_of(
                    differences,
                    outcome=outcome.name,
                    factor=name,
                    level=f"{low:g} to {high:g}",
                    left_out=len(found_in) - len(differences),
                    unmoved=None,
                )
            )
    return corrected(made)


def _values(found: LedgerContents, outcome: OutcomeLine, without_fallbacks: bool) -> Mapping[str, float | None]:
    """An outcome of every game that counts, by run."""
    return {
        run: outcome.of(sealed.read.series[outcome.name])
        for run, sealed in found.sealed.items()
        if not (without_fallbacks and sealed.read.fallbacks)
    }


def _twins(plan: ExperimentPlan, factor: str, first: str, level: str) -> Iterator[tuple[str, str]]:
    """Names of cells that differ in this factor alone: the one with its first level, the one with the level.

    In a part of a crossing no two cells do; there as many cells have the one level as the other, and what differs
    beside it differs as often either way, so that it falls out of the mean over all of them.
    """
    if plan.experiment.cross == "fractional":
        both = [[cell.name for cell in plan.cells if cell.levels[factor] == name] for name in (first, level)]
        yield from zip(*both, strict=True)
        return
    by_levels = {tuple(cell.levels.items()): cell.name for cell in plan.cells}
    for cell in plan.cells:
        if cell.levels[factor] == level:
            other = by_levels.get(tuple({**cell.levels, factor: first}.items()))
            if other is not None:
                yield other, cell.name


def _within(seed: int, twins: Sequence[tuple[str, str]], values: Mapping[str, float | None]) -> float | None:
    """The mean difference of a seed over all twins; None unless all of them have one."""
    differences = []
    for first, second in twins:
        before, after = (values.get(run_id(name, seed)) for name in (first, second))
        if before is None or after is None:
            return None
        differences.append(after - before)
    return fmean(differences) if differences else None


def _unmoved(plan: ExperimentPlan, found: LedgerContents, twins: Sequence[tuple[str, str]]) -> float | None:
    same = [
        parted_at(found.sealed[a].read.hashes, found.sealed[b].read.hashes) is None
        for seed in plan.experiment.numbers
        for a, b in [(run_id(first, seed), run_id(second, seed)) for first, second in twins]
        if a in found.sealed and b in found.sealed
    ]
    return sum(same) / len(same) if same else None


def effect_of(
    differences: Sequence[float], *, outcome: str, factor: str, level: str, left_out: int, unmoved: float | None
) -> PairedEffect:
    """The mean of differences, one a seed, with its interval by Student's t; not yet corrected.

    A difference that never varied has no interval: it is what it is in these games. ValueError for one that is no
    finite number. MissingLibrary without SciPy.
    """
    if not all(map(isfinite, differences)):
        raise ValueError("a difference must be a finite number")
    pairs = len(differences)
    mean = fmean(differences) if differences else None
    bare = PairedEffect(
        outcome=outcome, factor=factor, level=level, pairs=pairs, left_out=left_out, unmoved=unmoved, mean=mean
    )
    if pairs < 2:
        return replace(bare, remark="no pair" if not pairs else "one pair alone")
    spread = stdev(differences)
    if spread == 0:
        return replace(bare, remark="did not vary")
    test = _stats("stats").ttest_1samp(differences, 0.0)
    ends = test.confidence_interval(LEVEL_OF_INTERVALS)
    return replace(
        bare,
        low=float(ends.low),
        high=float(ends.high),
        p=float(test.pvalue),
        visible=spread * smallest_visible(pairs),
        remark=f"few pairs: fewer than {FEW}" if pairs < FEW else "",
    )


def corrected(made: Sequence[PairedEffect]) -> tuple[PairedEffect, ...]:
    """The same effects with their p-values corrected for how many of them there are; those without one stay so."""
    values = [each.p for each in made if each.p is not None]
    if not values:
        return tuple(made)
    adjusted = iter(_stats("stats").false_discovery_control(values, method="by"))
    return tuple(each if each.p is None else replace(each, corrected=float(next(adjusted))) for each in made)


def smallest_visible(pairs: int, comparisons: int = 1) -> float:
    """The smallest difference that so many pairs show four times in five, in standard deviations of a difference.

    Two-sided at 5 %, divided by the number of comparisons; from the noncentral t. ValueError for fewer than two pairs.
    MissingLibrary without SciPy.
    """
    if pairs < 2:
        raise ValueError(f"{pairs} pairs: at least 2 show anything")
    stats, freedom = _stats("stats"), pairs - 1
    bound = float(stats.t.ppf(1 - (1 - LEVEL_OF_INTERVALS) / 2 / comparisons, freedom))

    def missing(size: float) -> float:
        return float(stats.nct.sf(bound, freedom, size * sqrt(pairs))) - POWER

    return float(_stats("optimize").brentq(missing, 0.0, (bound + 5) / sqrt(pairs)))


def _stats(part: str) -> Any:
    try:
        return import_module(f"scipy.{part}")
    except ImportError:
        raise MissingLibrary(
            "SciPy is not installed, and the analysis of experiments needs it: `pip install scipy`"
        ) from None
