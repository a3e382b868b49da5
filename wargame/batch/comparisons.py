"""What an experiment allows one to say: differences within pairs of one seed, with intervals, corrected for number.

A seed is one observation, whatever the number of its games: what is compared is averaged within it first, and what is
drawn again are seeds. Statistics are SciPy's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isfinite, sqrt
from statistics import fmean, stdev
from typing import Any

from wargame.batch.design_slopes import slopes
from wargame.batch.experiment_file import OutcomeLine
from wargame.batch.game_played import GameRead
from wargame.batch.outcome_values import Values, size_of, values_of
from wargame.batch.planned import ExperimentPlan, run_id
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.world_course import parted_in
from wargame.libraries import library
from wargame.paired.smallest_effects import Mattering, mattering
from wargame.paired.unvaried import FEWEST_ALIKE, constant_of, moved

LEVEL_OF_INTERVALS = 0.95
POWER = 0.8
FEW = 20
"""Pairs below which an interval by Student's t leans on the shape of what it cannot see."""
FEWEST_DRAWN = 10
"""Pairs below which drawing them again says nothing: they hold too few values."""
RESAMPLES = 4999
UNVARIED = "did not vary"
"""The remark on a difference that was the same in all pairs."""
EXACT = 13
"""Pairs up to which every way of swapping the two games within pairs is tried."""
_DRAWN = 10_000_000
"""Numbers that are drawn for one interval where there are many pairs."""
_ROOM = 2_000_000
"""Numbers that are held at once."""

Twins = Sequence[tuple[str, str]]
"""Names of cells that differ in one factor alone, the one with its first level before the other."""


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
    unit: str = ""
    """Of the outcome, and of all differences in it."""
    smallest: float | None = None
    """The smallest effect that matters, in that unit; None if the file names none."""
    shared: float | None = None
    """Of the draws of chance in the records of two games of a pair, the share that both have, 0-1; of all pairs."""
    low: float | None = None
    """The ends of its 95 % interval by Student's t; None where it cannot be told."""
    high: float | None = None
    drawn_low: float | None = None
    """The ends of its 95 % interval by the bootstrap over seeds; None for fewer than ten of them."""
    drawn_high: float | None = None
    p: float | None = None
    """Of no difference, two-sided."""
    corrected: float | None = None
    """The same, corrected for all comparisons of the experiment after Benjamini and Yekutieli."""
    visible: float | None = None
    """The smallest difference that as many pairs with this spread would show four times in five."""
    exact: float | None = None
    """Of no difference, by trying every way of swapping the two games within pairs; for few pairs alone."""
    least: float | None = None
    """The smallest p that so few pairs can have by that test, whatever was played."""
    remark: str = ""
    """What stands in the way of an interval, or of trusting it."""

    @property
    def matters(self) -> Mattering | None:
        """Whether it is large enough to matter, by Student's interval; None if nobody said how large that is.

        One that did not vary counts as its own interval from `FEWEST_ALIKE` pairs on; without an interval it is open.
        """
        if self.smallest is None:
            return None
        if self.low is not None and self.high is not None:
            return mattering(self.low, self.high, self.smallest)
        if self.remark == UNVARIED and self.pairs >= FEWEST_ALIKE and self.mean is not None:
            return mattering(self.mean, self.mean, self.smallest)
        return "open"


@dataclass(frozen=True, slots=True)
class FallbackStrata:
    """One comparison in the seeds whose games models played alone, and in those where scripts played for them."""

    alone: PairedEffect
    helped: PairedEffect


def effects(
    plan: ExperimentPlan, found: LedgerContents, *, without_fallbacks: bool = False
) -> tuple[PairedEffect, ...]:
    """Every outcome, every factor, every level but the first: what it did, over all levels of the other factors.

    After them each outcome with each parameter that a design varies: what the way from its low to its high end does.
    `without_fallbacks` leaves out games in which scripts made decisions of models, and with them their seeds.
    MissingLibrary without SciPy; ExperimentError where games were read for other outcomes than the plan's.
    """
    values = values_of(plan, found, without_fallbacks=without_fallbacks)
    made = []
    for factor, level, twins in compared_levels(plan):
        unmoved = shared = None
        if plan.experiment.cross != "fractional":
            unmoved, shared = _unmoved(plan, found, twins), _shared(plan, found, twins)
        for outcome in plan.outcomes:
            read = values[outcome.name]
            within = [within_seed(seed, twins, read) for seed in plan.experiment.numbers]
            effect = outcome_effect(within, outcome, factor, level, unmoved, size_of(read))
            made.append(replace(effect, shared=shared))
    for outcome in plan.outcomes if plan.varied else ():
        read = values[outcome.name]
        for name, of_seeds in slopes(plan, read).items():
            low, high = plan.varied[name]
            made.append(outcome_effect(of_seeds, outcome, name, f"{low:g} to {high:g}", None, size_of(read)))
    return corrected(made)


def by_fallbacks(plan: ExperimentPlan, found: LedgerContents) -> tuple[FallbackStrata, ...]:
    """Every comparison in two strata of seeds: without a fallback in any of its games, and with one.

    None where no game has fallbacks. P-values are not corrected: strata show what fallbacks do to an effect, they test
    none. MissingLibrary and ExperimentError as `effects` raises them.
    """
    helped = {run for run, sealed in found.sealed.items() if sealed.fallbacks}
    if not any(run.id in helped for run in plan.runs):
        return ()
    values = values_of(plan, found)
    made = []
    for factor, level, twins in compared_levels(plan):
        seeds: dict[bool, list[int]] = {False: [], True: []}
        for seed in plan.experiment.numbers:
            games = (run_id(name, seed, time) for pair in twins for name in pair for time in plan.times)
            seeds[any(game in helped for game in games)].append(seed)
        for outcome in plan.outcomes:
            read = values[outcome.name]
            strata = ([within_seed(seed, twins, read) for seed in seeds[by_script]] for by_script in (False, True))
            both = (outcome_effect(within, outcome, factor, level, None, size_of(read)) for within in strata)
            made.append(FallbackStrata(*both))
    return tuple(made)


def compared_levels(plan: ExperimentPlan) -> Iterator[tuple[str, str, Twins]]:
    """Every factor with every level of it but the first, and the cells that it is read out of."""
    for factor in plan.experiment.factors:
        for level in factor.levels[1:]:
            yield factor.name, level.name, tuple(_twins(plan, factor.name, factor.levels[0].name, level.name))


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


def within_seed(seed: int, twins: Twins, values: Values) -> float | None:
    """The mean difference of an outcome within a seed over all twins; None unless all of them have one."""
    differences = []
    for first, second in twins:
        before, after = (values.get(run_id(name, seed)) for name in (first, second))
        if before is None or after is None:
            return None
        differences.append(after - before)
    return fmean(differences) if differences else None


def outcome_effect(
    within: Sequence[float | None], outcome: OutcomeLine, factor: str, level: str, unmoved: float | None, size: float
) -> PairedEffect:
    """`effect_of` for an outcome, from what each seed gives; None of a seed that gives nothing."""
    differences = [each for each in within if each is not None]
    left_out = len(within) - len(differences)
    of = {"outcome": outcome.name, "factor": factor, "level": level}
    made = effect_of(differences, **of, left_out=left_out, unmoved=unmoved, size=size)
    return replace(made, unit=outcome.unit, smallest=outcome.smallest)


def _unmoved(plan: ExperimentPlan, found: LedgerContents, twins: Twins) -> float | None:
    same = [parted_in(first, second) is None for first, second in _reads(plan, found, twins)]
    return sum(same) / len(same) if same else None


def _shared(plan: ExperimentPlan, found: LedgerContents, twins: Twins) -> float | None:
    both = either = 0
    for pair in _reads(plan, found, twins):
        first, second = ({each.draws[at : at + 8] for at in range(0, len(each.draws), 8)} for each in pair)
        both, either = both + len(first & second), either + len(first | second)
    return both / either if either else None


def _reads(plan: ExperimentPlan, found: LedgerContents, twins: Twins) -> Iterator[tuple[GameRead, GameRead]]:
    """The pairs of games of which both are sealed."""
    for seed in plan.experiment.numbers:
        for (first, second), time in product(twins, plan.times):
            a, b = (found.sealed.get(run_id(name, seed, time)) for name in (first, second))
            if a is not None and b is not None:
                yield a.read, b.read


def effect_of(
    differences: Sequence[float],
    *,
    outcome: str,
    factor: str,
    level: str,
    left_out: int,
    unmoved: float | None,
    size: float = 0.0,
) -> PairedEffect:
    """The mean of differences, one a seed, with its intervals by Student's t and by the bootstrap; not yet corrected.

    `size` is the largest number out of which they were worked out. The same differences give the same intervals. A
    difference that never varied has none: it is what it is in these games. ValueError for one that is no finite number.
    MissingLibrary without SciPy.
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
    if (constant := constant_of(differences, size)) is not None:
        return replace(bare, mean=constant, remark=UNVARIED)
    test = scipy_part("stats").ttest_1samp(differences, 0.0)
    ends = test.confidence_interval(LEVEL_OF_INTERVALS)
    drawn = drawn_interval([differences], mean_along) if pairs >= FEWEST_DRAWN else (None, None)
    exact, least = _exact(differences) if pairs <= EXACT else (None, None)
    remark = f"few pairs: fewer than {FEW}" if pairs < FEW else ""
    if not remark and (apart := moved(differences, size)) < FEWEST_ALIKE:
        remark = f"not zero in {apart} of {pairs} pairs alone"
    return replace(
        bare,
        drawn_low=drawn[0],
        drawn_high=drawn[1],
        exact=exact,
        least=least,
        low=float(ends.low),
        high=float(ends.high),
        p=float(test.pvalue),
        visible=stdev(differences) * smallest_visible(pairs),
        remark=remark,
    )


def drawn_interval(
    columns: Sequence[Sequence[float]], statistic: Any, fitted: int = 1, most: int = RESAMPLES
) -> tuple[float, float]:
    """The percentile bootstrap interval of a statistic of some columns, whose rows are drawn together.

    Plain percentiles are too narrow by the factor that tells Student's t from the normal: the level is widened by it,
    as Hesterberg proposes; `fitted` numbers are worked out of the rows, which are drawn `most` times at most. The same
    columns give the same interval. MissingLibrary without SciPy.
    """
    stats, rows = scipy_part("stats"), len(columns[0])
    tail = (1 - LEVEL_OF_INTERVALS) / 2
    freedom = rows - fitted
    widened = 2 * stats.norm.sf(stats.t.isf(tail, freedom) * sqrt(rows / freedom))
    found = stats.bootstrap(
        columns,
        statistic,
        paired=True,
        vectorized=True,
        method="percentile",
        confidence_level=1 - widened,
        n_resamples=min(most, max(RESAMPLES // 10, _DRAWN // rows)),
        batch=max(1, _ROOM // rows),
        rng=rows,
    ).confidence_interval
    return float(found.low), float(found.high)


def _exact(differences: Sequence[float]) -> tuple[float, float]:
    """The p of all ways of swapping within pairs, and the smallest that there can be."""
    found = scipy_part("stats").permutation_test(
        (differences,), mean_along, permutation_type="samples", vectorized=True, n_resamples=2**EXACT
    )
    return float(found.pvalue), 2.0 ** (1 - len(differences))


def mean_along(sample: Any, axis: int) -> Any:
    """The mean as a statistic that many samples are drawn for at once."""
    return sample.mean(axis=axis)


def corrected(made: Sequence[PairedEffect]) -> tuple[PairedEffect, ...]:
    """The same effects with their p-values corrected for how many of them there are; those without one stay so."""
    values = [each.p for each in made if each.p is not None]
    if not values:
        return tuple(made)
    adjusted = iter(scipy_part("stats").false_discovery_control(values, method="by"))
    return tuple(each if each.p is None else replace(each, corrected=float(next(adjusted))) for each in made)


def smallest_visible(pairs: int, comparisons: int = 1) -> float:
    """The smallest difference that so many pairs show four times in five, in standard deviations of a difference.

    Two-sided at 5 %, divided by the number of comparisons; from the noncentral t. ValueError for fewer than two pairs.
    MissingLibrary without SciPy.
    """
    if pairs < 2:
        raise ValueError(f"{pairs} pairs: at least 2 show anything")
    stats, freedom = scipy_part("stats"), pairs - 1
    bound = float(stats.t.ppf(1 - (1 - LEVEL_OF_INTERVALS) / 2 / comparisons, freedom))

    def missing(size: float) -> float:
        return float(stats.nct.sf(bound, freedom, size * sqrt(pairs))) - POWER

    most = (bound + 5) / sqrt(pairs)
    while missing(most) < 0:  # two pairs, whose tails are long
        most *= 2
    return float(scipy_part("optimize").brentq(missing, 0.0, most))


def scipy_part(part: str) -> Any:
    """A part of SciPy, such as `stats`; MissingLibrary where it is not installed."""
    return library(f"scipy.{part}", "SciPy", "the analysis of experiments needs it")
