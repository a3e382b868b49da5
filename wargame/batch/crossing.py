"""Which games an experiment consists of: its factors crossed, whole or in part, and the points of its design.

Points are placed by SciPy and by SALib, fractions of crossings by pyDOE3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from wargame.batch.crossed_in_part import fraction
from wargame.batch.experiment_file import (
    DESIGN,
    MOST_POINTS,
    DesignLines,
    Experiment,
    ExperimentFile,
    Factor,
    FactorLevel,
    RangeLine,
)
from wargame.errors import PackError, SpecError
from wargame.libraries import library
from wargame.rules.base.parameters import Parameters
from wargame.scenario.faults import Key, one_of

AS_IT_IS = "as it is"
"""The level of a design in which its parameters are not touched."""
DIGITS = 6
"""Of the value of a parameter at a point."""
MOST_PLACES = 10_000
"""Points of a design must be fewer: each is a cell, and so is the one that leaves all as it is."""
STEPS = 4
"""Values that a parameter has in a design of Morris: the ends of its range and two between them."""
ALIKE = 0.5
"""How alike a name must be to the one that was meant, from 0 to 1."""
FEWEST_STARTS = 4
"""Starts of Morris, or mixed points of Saltelli, below which what they give has no interval to speak of."""


def check_crossing(file: ExperimentFile) -> None:
    """FaultyPack with its line for a design or a fraction that cannot be; MissingLibrary without what places it."""
    experiment, key = file.experiment, ("cross",)
    if experiment.cross == "fractional":
        if experiment.resolution is None:
            raise file.refuse(key, "a fractional crossing needs a resolution: 3, 4 or 5")
        for number, factor in enumerate(experiment.factors):
            if len(factor.levels) != 2:
                at: Key = ("factors", number, "levels")
                raise file.refuse(at, f"{factor.name!r} has {len(factor.levels)} levels; a fraction takes two of each")
        try:
            fraction(len(experiment.factors), experiment.resolution)
        except SpecError as fault:
            raise file.refuse(("resolution",), str(fault)) from None
    elif experiment.resolution is not None:
        raise file.refuse(("resolution",), "a resolution is one of `cross: fractional`; set both or neither")
    if experiment.design is not None:
        _check_design(file, experiment.design)


def _check_design(file: ExperimentFile, design: DesignLines) -> None:
    for number, line in enumerate(design.over):
        key: Key = ("design", "over", number)
        try:
            low, high = range_of(line)
        except PackError as fault:
            raise file.refuse(key, str(fault)) from None
        if not low < high:
            raise file.refuse(key, f"{line.param} from {low:g} to {high:g}: the first must be less than the second")
        if line.param in (other.param for other in design.over[:number]):
            raise file.refuse(key, f"{line.param} is varied already; each parameter must be there once")
    varied = len(design.over)
    least, by_twos = FEWEST_STARTS if is_stepwise(design) else varied + 2, design.kind in ("sobol", "saltelli")
    if by_twos:
        least = 1 << (least - 1).bit_length()
    bounds = f"at least {least} and at most {MOST_POINTS}{', a power of two,' if by_twos else ''} are accepted"
    if design.points < least:
        what = "do not show how far off they are" if is_stepwise(design) else f"do not tell {varied} parameters apart"
        raise file.refuse(("design", "points"), f"{design.points} points {what}; {bounds}")
    if design.points > MOST_POINTS:
        raise file.refuse(("design", "points"), f"{design.points} points are too many; {bounds}")
    if by_twos and design.points & (design.points - 1):
        near = 1 << design.points.bit_length()
        named = design.kind.capitalize()
        said = f"points is {design.points}; a {named} design is even for powers of two, such as {near // 2} or {near}"
        raise file.refuse(("design", "points"), said)
    if (places := places_in(design)) >= MOST_PLACES:
        raise file.refuse(
            ("design", "points"),
            f"{design.points} of {design.kind} over {varied} parameters are {places} points; fewer than {MOST_PLACES}"
            " are accepted",
        )


def is_stepwise(design: DesignLines) -> bool:
    """Whether parameters change one at a time between its points, so that each is told by itself."""
    return design.kind in ("morris", "saltelli")


def places_in(design: DesignLines) -> int:
    """How many points a design has in all: what it costs in games for each seed, beside the one as it is."""
    ways = {"morris": len(design.over) + 1, "saltelli": len(design.over) + 2}
    return design.points * ways.get(design.kind, 1)


def range_of(line: RangeLine) -> tuple[float, float]:
    """Between which values a parameter is varied; PackError for an unknown name, or an end out of its range."""
    check_names([line.param])
    ends = {name: value for name, value in (("low", line.low), ("high", line.high)) if value is not None}
    for value in ends.values():
        Parameters().with_overrides({line.param: value})
    about = next(item.metadata for item in fields(Parameters) if item.name == line.param)
    return float(ends.get("low", about["low"])), float(ends.get("high", about["high"]))


def check_names(names: Iterable[str]) -> None:
    """PackError for the first name that no parameter of the rules has: those that resemble it, and who lists all."""
    known = Parameters.names()
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 3, ALIKE) or [each for each in known if name and name in each][:3]
            guess = f"did you mean {one_of(near)}? " if near else ""
            raise PackError(f"no parameter is called {name!r}; {guess}`wargame params` lists all with their ranges")


def factors_of(experiment: Experiment) -> tuple[Factor, ...]:
    """Its factors; a design is one more, whose first level leaves all as it is, and whose others are its points."""
    if experiment.design is None:
        return experiment.factors
    return (*experiment.factors, Factor(name=DESIGN, levels=_levels(experiment.design)))


def _levels(design: DesignLines) -> tuple[FactorLevel, ...]:
    of = f" of {design.points}" if design.kind == "latin hypercube" else ""
    points = (
        FactorLevel(name=f"point {number}{of}", params=dict(point)) for number, point in enumerate(points_of(design), 1)
    )
    return (FactorLevel(name=AS_IT_IS), *points)


def design_in_words(design: DesignLines) -> str:
    """How many points a design has, and of what they are made."""
    varied = len(design.over)
    if design.kind == "morris":
        return f"{design.points} starts and {varied} steps from each: {places_in(design)} points"
    if design.kind == "saltelli":
        return f"{design.points} points mixed in {varied + 2} ways: {places_in(design)} points"
    return f"{design.points} points"


@lru_cache(maxsize=8)
def points_of(design: DesignLines) -> tuple[Mapping[str, float], ...]:
    """The points of a design, each the values of its parameters by name; the same file gives the same points.

    Values have six digits. Of all designs but a Latin hypercube the first points stay when there are more. Those of
    Morris and Saltelli stand in the order in which SALib looks for them. MissingLibrary without SciPy or SALib.
    """
    if is_stepwise(design):
        return _stepwise(design)
    quasi = library("scipy.stats", "SciPy", "designs of experiments need it").qmc
    count = len(design.over)
    if design.kind == "sobol":
        unit = quasi.Sobol(count, rng=design.seed).random_base2(design.points.bit_length() - 1)
    else:
        unit = quasi.LatinHypercube(count, rng=design.seed).random(design.points)
    return _placed(design, unit)


def _stepwise(design: DesignLines) -> tuple[Mapping[str, float], ...]:
    problem = in_unit_ranges([line.param for line in design.over])
    if design.kind == "morris":
        unit = library_part("sample.morris").sample(problem, design.points, num_levels=STEPS, seed=design.seed)
    else:
        sampler = library_part("sample.sobol")
        unit = sampler.sample(problem, design.points, calc_second_order=False, seed=design.seed)
    return _placed(design, unit)


def in_unit_ranges(names: Sequence[str]) -> dict[str, Any]:
    """Parameters as SALib is told of them, each from 0 to 1: it tells nothing of their real ranges."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def library_part(part: str) -> Any:
    """A module of SALib; MissingLibrary without it."""
    return library(f"SALib.{part}", "SALib", "designs of Morris and Saltelli need it")


def _placed(design: DesignLines, unit: Sequence[Sequence[float]]) -> tuple[Mapping[str, float], ...]:
    """Points of the unit cube in the ranges of a design."""
    ranges = [(line.param, *range_of(line)) for line in design.over]
    return tuple(
        {
            name: min(max(float(f"{low + float(share) * (high - low):.{DIGITS}g}"), low), high)
            for share, (name, low, high) in zip(row, ranges, strict=True)
        }
        for row in unit
    )


def levels_of(experiment: Experiment) -> Iterator[Mapping[str, FactorLevel]]:
    """Every combination of levels that is played, by factor, the one with the first level of each before all others."""
    factors = factors_of(experiment)
    first = {factor.name: factor.levels[0] for factor in factors}
    if experiment.cross == "one at a time":
        yield first
        for factor in factors:
            for level in factor.levels[1:]:
                yield {**first, factor.name: level}
    elif experiment.cross == "fractional":
        rows = fraction(len(experiment.factors), experiment.resolution or 0)
        more = factors[-1].levels if experiment.design is not None else (None,)
        for row, point in product(rows, more):
            levels = {factor.name: factor.levels[place] for factor, place in zip(experiment.factors, row, strict=True)}
            yield levels if point is None else {**levels, DESIGN: point}
    else:
        for chosen in product(*(factor.levels for factor in factors)):
            yield {factor.name: level for factor, level in zip(factors, chosen, strict=True)}


def cell_name(levels: Mapping[str, FactorLevel]) -> str:
    """The name of the cell of these levels: `FACTOR=LEVEL`, separated by `, `; `all games` without factors."""
    return ", ".join(name for name, _ in cell_parts(levels)) or "all games"


def cell_parts(levels: Mapping[str, FactorLevel]) -> tuple[tuple[str, FactorLevel], ...]:
    """Levels by factor with the names under which cells have them, `FACTOR=LEVEL`."""
    return tuple((f"{factor}={level.name}", level) for factor, level in levels.items())


def mixed_up(experiment: Experiment) -> tuple[str, ...]:
    """What a fraction of resolution 3 cannot tell apart, a line a factor: which pairs look like it; else nothing."""
    if experiment.cross != "fractional" or experiment.resolution != 3:
        return ()
    rows = fraction(len(experiment.factors), 3)
    columns = {factor.name: [row[place] for row in rows] for place, factor in enumerate(experiment.factors)}
    told = []
    for name, column in columns.items():
        pairs = [
            f"{one} with {other}"
            for one, other in combinations(columns, 2)
            if name not in (one, other)
            and len({(a + b + c) % 2 for a, b, c in zip(column, columns[one], columns[other], strict=True)}) == 1
        ]
        if pairs:
            told.append(f"{name} is not told apart from {', '.join(pairs)}")
    return tuple(told)
