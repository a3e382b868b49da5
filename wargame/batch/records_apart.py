"""How far recorded games are from those of an experiment, outcome by outcome and turn by turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import fmean, quantiles, stdev
from typing import Any

from wargame.batch.beside_records import RecordBeside
from wargame.batch.comparisons import LEVEL_OF_INTERVALS, scipy_part
from wargame.batch.outcome_values import Values, values_of_games
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.paired.unvaried import constant_of

FEWEST_SPREAD = 5
"""Games of a cell from which on it is said between which values most of them lie."""


@dataclass(frozen=True, slots=True)
class TurnApart:
    """How far recorded games are from those of a cell in one outcome, at the end of one turn."""

    outcome: str
    cell: str
    turn: int
    records: int
    games: int
    """Of the cell; those that have a value then."""
    record_mean: float
    mean: float
    """Of the games of the cell."""
    low: float | None
    high: float | None
    """Ends of the middle nine tenths of the games of the cell; None below five of them."""
    outside: int | None
    """How many recorded games lie outside these."""
    spreads: float | None
    """How far the two means are apart, in standard deviations of the cell; None where its games do not vary."""
    difference_low: float | None
    difference_high: float | None
    """Welch's 95 % interval of the difference, records less games; None below two of either, or without any spread."""


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What one outcome came to in one recorded game, and in how many cells that is out of the common."""

    record: str
    """Its id."""
    outcome: str
    value: float | None
    """None where the game has nothing of the kind."""
    cells: int
    """Cells with games enough to say between which values most of them lie; 0 where nothing may be compared."""
    outside: int
    """In how many of them the value lies outside the middle nine tenths of their games."""
    other_length: bool
    """Whether it hangs on the length of the game, and this one had another: then nothing is compared."""


def apart(plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside]) -> tuple[TurnApart, ...]:
    """How far the records are from the games of each cell, outcome by outcome and turn by turn.

    Records that are games of the experiment itself are left out, and so are turns that one side never came to.
    MissingLibrary without SciPy where an interval could be told.
    """
    return tuple(each for outcome in plan.outcomes for each in _of_outcome(outcome.name, plan, found, beside))


def record_outcomes(
    plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside]
) -> tuple[RecordOutcome, ...]:
    """Each outcome of each record as the tables of results have it, held against the games of each cell.

    ExperimentError where games were read for other outcomes than the plan's.
    """
    values = values_of_games(plan, found)
    middles = {outcome.name: _middles(plan, values[outcome.name]) for outcome in plan.outcomes}
    made = []
    for record in beside:
        for outcome in plan.outcomes:
            value = outcome.of(record.read.series[outcome.name])
            other = not record.same_length and not isinstance(outcome.at, int)
            compared = [] if other or record.run or value is None else middles[outcome.name]
            outside = sum(not low <= value <= high for low, high in compared) if value is not None else 0
            made.append(RecordOutcome(record.id, outcome.name, value, len(compared), outside, other))
    return tuple(made)


def _middles(plan: ExperimentPlan, values: Values) -> list[tuple[float, float]]:
    by_cell: dict[int, list[float]] = {place: [] for place in range(len(plan.cells))}
    for run in plan.runs:
        value = values.get(run.id)
        if value is not None and isfinite(value):
            by_cell[run.cell].append(value)
    each = map(_middle, by_cell.values())
    return [middle for middle in each if middle is not None]


def _of_outcome(
    outcome: str, plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside]
) -> Iterator[TurnApart]:
    records = [each.read.series[outcome] for each in beside if not each.run]
    for number, cell in enumerate(plan.cells):
        runs = [run.id for run in plan.runs if run.cell == number and run.id in found.sealed]
        games = [found.sealed[run].read.series[outcome] for run in runs]
        for turn in range(1, max(map(len, records), default=0) + 1):
            here, there = _at(records, turn), _at(games, turn)
            if here and there:
                yield _apart(outcome, cell.name, turn, here, there)


def _at(series: Iterable[Sequence[float | None]], turn: int) -> list[float]:
    values = (each[turn - 1] for each in series if len(each) >= turn)
    return [value for value in values if value is not None and isfinite(value)]


def _apart(outcome: str, cell: str, turn: int, here: Sequence[float], there: Sequence[float]) -> TurnApart:
    spread = stdev(there) if constant_of(there) is None else 0.0
    between = _middle(there)
    interval = _difference(here, there)
    return TurnApart(
        outcome=outcome,
        cell=cell,
        turn=turn,
        records=len(here),
        games=len(there),
        record_mean=fmean(here),
        mean=fmean(there),
        low=between[0] if between else None,
        high=between[1] if between else None,
        outside=sum(not between[0] <= value <= between[1] for value in here) if between else None,
        spreads=(fmean(here) - fmean(there)) / spread if spread else None,
        difference_low=interval[0] if interval else None,
        difference_high=interval[1] if interval else None,
    )


def _middle(values: Sequence[float]) -> tuple[float, float] | None:
    """Between which values nine tenths of these lie; None where there are too few of them."""
    if len(values) < FEWEST_SPREAD:
        return None
    ends = quantiles(values, n=20, method="inclusive")
    return ends[0], ends[-1]


def _difference(here: Sequence[float], there: Sequence[float]) -> tuple[float, float] | None:
    if min(len(here), len(there)) < 2 or None not in (constant_of(here), constant_of(there)):
        return None
    test: Any = scipy_part("stats").ttest_ind(here, there, equal_var=False)
    ends = test.confidence_interval(LEVEL_OF_INTERVALS)
    return float(ends.low), float(ends.high)
