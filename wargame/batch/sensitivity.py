"""What designs of Morris and Saltelli show: how much each parameter counts for an outcome, alone and with others.

The estimators are SALib's. It gives zeros without a word where a value is missing or nothing varies; here that is said
before it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import isfinite
from statistics import fmean
from typing import Any

from wargame.batch.crossing import AS_IT_IS, STEPS, in_unit_ranges, is_stepwise, library_part, points_of, range_of
from wargame.batch.experiment_file import DESIGN, DesignLines
from wargame.batch.outcome_values import values_of
from wargame.batch.planned import ExperimentPlan, run_id
from wargame.batch.run_ledger import LedgerContents
from wargame.paired.unvaried import constant_of

ROUNDING = 1e-6
"""Share of an outcome below which a move is what the digits of the points leave of none."""
RESAMPLES = 1000
"""How often starts or mixed points are drawn again for an interval."""


@dataclass(frozen=True, slots=True)
class EstimatedPart:
    """A number with half of its 95 % interval, by the bootstrap over starts or mixed points."""

    value: float
    within: float | None
    """None where it cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSensitivity:
    """How much a parameter counts for an outcome, averaged over all seeds and all levels of other factors."""

    outcome: str
    parameter: str
    low: float
    high: float
    """The range over which it was varied."""
    games: int
    """Games that this was read out of."""
    strength: EstimatedPart | None = None
    """Of Morris, mu*: how far the outcome moves over the whole range, whichever way, on average over places."""
    way: float | None = None
    """Of Morris, mu: the same with its sign. Nearer zero than the strength: it goes up here and down there."""
    spread: float | None = None
    """Of Morris, sigma: how much the move differs from place to place, so is bent or hangs on other parameters."""
    alone: EstimatedPart | None = None
    """Of Saltelli, the first-order index: share of the variance that goes when this parameter is held still."""
    total: EstimatedPart | None = None
    """Of Saltelli, the total index: share of the variance that stays when all others are held still."""
    refused: str = ""
    """Why nothing is said, in a sentence; then none of the numbers is there."""


def sensitivities(
    plan: ExperimentPlan, found: LedgerContents, *, without_fallbacks: bool = False
) -> tuple[ParameterSensitivity, ...]:
    """Each outcome with each parameter of a design of Morris or Saltelli; empty for any other experiment.

    A point's value is the mean of all its games: over seeds, and over the levels that other factors have beside it.
    MissingLibrary without SALib or SciPy; ExperimentError where games were read for other outcomes than the plan's.
    """
    design = plan.experiment.design
    if design is None or not is_stepwise(design):
        return ()
    values = values_of(plan, found, without_fallbacks=without_fallbacks)
    return tuple(each for outcome in plan.outcomes for each in _of_outcome(plan, design, outcome.name, values))


def _of_outcome(
    plan: ExperimentPlan, design: DesignLines, outcome: str, values: Mapping[str, Mapping[str, float | None]]
) -> Iterator[ParameterSensitivity]:
    at_points, games, missing = _at_points(plan, values[outcome])
    refused = missing or _still(at_points)
    found = {} if refused else _estimated(design, at_points)
    for line in design.over:
        low, high = range_of(line)
        yield ParameterSensitivity(
            outcome=outcome,
            parameter=line.param,
            low=low,
            high=high,
            games=games,
            refused=refused,
            **found.get(line.param, {}),
        )


def _at_points(plan: ExperimentPlan, values: Mapping[str, float | None]) -> tuple[Sequence[float], int, str]:
    """The mean of an outcome at each point of the design, in their order, of how many games, and what is missing."""
    by_point: dict[str, list[float]] = {}
    missing: list[str] = []
    games = 0
    for cell in plan.cells:
        if cell.levels[DESIGN] == AS_IT_IS:
            continue
        there = by_point.setdefault(cell.levels[DESIGN], [])
        for seed in plan.experiment.numbers:
            value = values.get(run_id(cell.name, seed))
            games += 1
            if value is None or not isfinite(value):
                missing.append(f"{run_id(cell.name, seed)} ({cell.name}, seed {seed})")
            else:
                there.append(value)
    if missing:
        more = f" and {len(missing) - 1} more games" if len(missing) > 1 else ""
        return (), games, f"nothing is there to be read of {missing[0]}{more}; all points are needed"
    return [fmean(each) for each in by_point.values()], games, ""


def _still(at_points: Sequence[float]) -> str:
    if (constant := constant_of(at_points)) is not None:
        return f"it is {constant:g} at every point: none of these parameters moves it there"
    return ""


def _estimated(design: DesignLines, at_points: Sequence[float]) -> Mapping[str, Mapping[str, Any]]:
    """What SALib finds for each parameter; the same values give the same."""
    numpy: Any = import_module("numpy")
    names = [line.param for line in design.over]
    problem, outcome = in_unit_ranges(names), numpy.array(at_points, dtype=float)
    drawn = {"num_resamples": RESAMPLES, "seed": design.seed + 1}  # 0 would be none, and another interval each time
    with numpy.errstate(divide="ignore", invalid="ignore"):  # draws that hold one value alone have no share
        return _asked(design, names, problem, outcome, drawn)


def _asked(
    design: DesignLines, names: Sequence[str], problem: dict[str, Any], outcome: Any, drawn: dict[str, int]
) -> Mapping[str, Mapping[str, Any]]:
    if design.kind == "saltelli":
        indices = library_part("analyze.sobol").analyze(problem, outcome, calc_second_order=False, **drawn)
        return {
            name: {
                "alone": _part(indices["S1"][place], indices["S1_conf"][place]),
                "total": _part(indices["ST"][place], indices["ST_conf"][place]),
            }
            for place, name in enumerate(names)
        }
    ranges = {line.param: range_of(line) for line in design.over}
    places = [
        [(point[name] - low) / (high - low) for name, (low, high) in ranges.items()] for point in points_of(design)
    ]
    at = import_module("numpy").array(places)
    moves = library_part("analyze.morris").analyze(problem, at, outcome, num_levels=STEPS, **drawn)
    least = ROUNDING * float(abs(outcome).max())

    def told(of: str, place: int) -> float:
        value = float(moves[of][place])
        return 0.0 if abs(value) < least else value

    return {
        name: {
            "strength": EstimatedPart(told("mu_star", place), told("mu_star_conf", place)),
            "way": told("mu", place),
            "spread": told("sigma", place),
        }
        for place, name in enumerate(names)
    }


def _part(value: Any, within: Any) -> EstimatedPart:
    return EstimatedPart(float(value), float(within) if isfinite(float(within)) else None)
