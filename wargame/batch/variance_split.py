"""Where the spread of an outcome comes from: each factor, its levels together, the seed, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, prod
from statistics import fmean

from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.outcome_values import Values, values_of, values_of_games
from wargame.batch.planned import ExperimentPlan, run_id
from wargame.batch.run_ledger import LedgerContents
from wargame.paired.unvaried import ROUNDING, constant_of

TOGETHER = "levels together"
SEED = "seed"
REST = "rest"
REPLICATES = "replicates"


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceShare:
    """How much of the spread of an outcome goes with one source."""

    outcome: str
    source: str
    """Name of a factor; or `levels together` (what factors do only in company; all that they do where they are not
    fully crossed), `seed` (what games of one seed share), `rest` (what a level does in one seed and not in another),
    `replicates` (what games of one cell with one seed have apart, where a seed is played several times)."""
    share: float
    """Of the sum of squares, 0-1; the shares of an outcome sum to 1."""
    chance: float | None
    """The share that a source without any effect would have here, by the rest; of the rest by replicates, if there are
    any, else None; None for replicates."""
    seeds: int
    """Seeds that it is read out of: those with all their games."""
    left_out: int


def variance_shares(
    plan: ExperimentPlan, found: LedgerContents, *, without_fallbacks: bool = False
) -> tuple[VarianceShare, ...]:
    """The shares of every outcome, in the order of the plan; of one that never varied there are none.

    Sums of squares of cells by seeds: seeds that lack a game of any cell are left out, and then every level stands
    beside every other equally often, so that shares do not depend on an order. Nothing is said of an outcome with
    fewer than two such seeds or cells. ExperimentError where games were read for other outcomes than the plan's.
    """
    values = values_of(plan, found, without_fallbacks=without_fallbacks)
    games = values_of_games(plan, found, without_fallbacks=without_fallbacks) if plan.replicates > 1 else values
    return tuple(
        share
        for outcome in plan.outcomes
        for share in _split(plan, outcome.name, values[outcome.name], games[outcome.name])
    )


def _split(plan: ExperimentPlan, outcome: str, values: Values, games: Values) -> Iterator[VarianceShare]:
    numbers = plan.experiment.numbers
    rows = [[values.get(run_id(cell.name, seed)) for cell in plan.cells] for seed in numbers]
    whole = [[each for each in row if each is not None] for row in rows if None not in row]
    if len(whole) < 2 or len(plan.cells) < 2:
        return
    middle = fmean(fmean(row) for row in whole)
    times = plan.replicates
    apart = _apart(plan, values, games) if times > 1 else 0.0
    total = times * fsum((each - middle) ** 2 for row in whole for each in row) + apart
    values_of_cells = [each for row in whole for each in row]
    least = (ROUNDING * max(map(abs, values_of_cells))) ** 2
    if constant_of(values_of_cells) is not None and apart <= least * times * len(values_of_cells):
        return
    of_cells = [fmean(column) for column in zip(*whole, strict=True)]
    sources = _of_factors(plan, of_cells, middle, times * len(whole))
    sources[SEED] = (times * len(plan.cells) * fsum((fmean(row) - middle) ** 2 for row in whole), len(whole) - 1)
    rest = max(0.0, total - apart - fsum(squares for squares, _ in sources.values()))
    freedom_of_rest = (len(whole) - 1) * (len(plan.cells) - 1)
    by_chance = rest / (freedom_of_rest * total)
    for source, (squares, freedom) in sources.items():
        yield _share(outcome, source, squares / total, freedom * by_chance, len(whole), len(numbers))
    if times == 1:
        yield _share(outcome, REST, rest / total, None, len(whole), len(numbers))
        return
    noise = apart / (len(whole) * len(plan.cells) * (times - 1) * total)
    yield _share(outcome, REST, rest / total, freedom_of_rest * noise, len(whole), len(numbers))
    yield _share(outcome, REPLICATES, apart / total, None, len(whole), len(numbers))


def _apart(plan: ExperimentPlan, values: Values, games: Values) -> float:
    """Sum of squares of games around the mean of their cell and seed, over the seeds that have all their games."""
    squares = []
    for seed in plan.experiment.numbers:
        firsts = [(cell.name, values.get(run_id(cell.name, seed))) for cell in plan.cells]
        if all(mean is not None for _, mean in firsts):
            for name, mean in firsts:
                there = (games.get(run_id(name, seed, time)) for time in plan.times)
                squares += [(value - mean) ** 2 for value in there if value is not None and mean is not None]
    return fsum(squares)


def _of_factors(
    plan: ExperimentPlan, of_cells: Sequence[float], middle: float, seeds: int
) -> dict[str, tuple[float, int]]:
    """Sum of squares and degrees of freedom of each factor, and of what is left between cells."""
    factors = plan.factors
    between, freedom = seeds * fsum((each - middle) ** 2 for each in of_cells), len(of_cells) - 1
    sources: dict[str, tuple[float, int]] = {}
    if len(of_cells) == prod(len(factor.levels) for factor in factors):
        for factor in factors:
            of_levels = _means(plan.cells, of_cells, factor.name)
            squares = fsum((each - middle) ** 2 for each in of_levels.values())
            sources[factor.name] = (seeds * len(of_cells) / len(of_levels) * squares, len(of_levels) - 1)
    left = freedom - sum(degrees for _, degrees in sources.values())
    if left:
        sources[TOGETHER] = (max(0.0, between - fsum(squares for squares, _ in sources.values())), left)
    return sources


def _means(cells: Sequence[ExperimentCell], of_cells: Sequence[float], factor: str) -> Mapping[str, float]:
    by_level: dict[str, list[float]] = {}
    for cell, value in zip(cells, of_cells, strict=True):
        by_level.setdefault(cell.levels[factor], []).append(value)
    return {level: fmean(values) for level, values in by_level.items()}


def _share(outcome: str, source: str, share: float, chance: float | None, whole: int, numbers: int) -> VarianceShare:
    return VarianceShare(
        outcome=outcome, source=source, share=share, chance=chance, seeds=whole, left_out=numbers - whole
    )
