"""What each outcome came to: in every sealed game, and for every cell and seed, of which statistics are made."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from statistics import fmean

from wargame.batch.planned import ExperimentPlan, outcomes_key, run_id
from wargame.batch.run_ledger import LedgerContents
from wargame.errors import ExperimentError

Values = Mapping[str, float | None]
"""What an outcome came to, by run."""


def values_of_games(
    plan: ExperimentPlan, found: LedgerContents, *, without_fallbacks: bool = False
) -> Mapping[str, Values]:
    """What each outcome came to in each sealed game, by name of the outcome.

    ExperimentError where games were read for other outcomes than the plan's.
    """
    key = outcomes_key(plan.outcomes)
    if any(run.id in found.sealed and found.sealed[run.id].outcomes != key for run in plan.runs):
        raise ExperimentError("some games were read for other outcomes: `wargame experiment run` reads them out again")
    values: dict[str, dict[str, float | None]] = {outcome.name: {} for outcome in plan.outcomes}
    for run in plan.runs:
        sealed = found.sealed.get(run.id)
        if sealed is not None and not (without_fallbacks and sealed.fallbacks):
            series = sealed.read.series
            for outcome in plan.outcomes:
                values[outcome.name][run.id] = outcome.of(series[outcome.name])
    return values


def values_of(plan: ExperimentPlan, found: LedgerContents, *, without_fallbacks: bool = False) -> Mapping[str, Values]:
    """What each outcome came to in each cell with each seed, by name of the outcome and id of the first such game.

    A seed is one observation, however often it is played: of several games it is their mean, and nothing where one of
    them is missing. ExperimentError as `values_of_games` raises it.
    """
    of_games = values_of_games(plan, found, without_fallbacks=without_fallbacks)
    return of_games if plan.replicates == 1 else {name: _averaged(plan, each) for name, each in of_games.items()}


def size_of(values: Values) -> float:
    """The largest finite value of an outcome, whichever its sign; 0 of none."""
    return max((abs(each) for each in values.values() if each is not None and isfinite(each)), default=0.0)


def _averaged(plan: ExperimentPlan, values: Values) -> Values:
    made: dict[str, float | None] = {}
    for run in plan.runs:
        if run.replicate == 1:
            name = plan.cells[run.cell].name
            there = [values.get(run_id(name, run.seed, time)) for time in plan.times]
            known = [value for value in there if value is not None]
            made[run.id] = fmean(known) if len(known) == len(there) else None
    return made
