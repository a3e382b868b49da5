"""What a design shows of its parameters: in each seed, how an outcome goes from the low to the high end of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wargame.batch.crossing import AS_IT_IS
from wargame.batch.experiment_file import DESIGN
from wargame.batch.planned import ExperimentPlan, run_id
from wargame.libraries import library
from wargame.paired.unvaried import ROUNDING, constant_of


def slopes(plan: ExperimentPlan, values: Mapping[str, float | None]) -> Mapping[str, tuple[float | None, ...]]:
    """For each varied parameter, seed by seed, the change of an outcome from the low to the high end of its range.

    `values` are those of the outcome, by run. It is the slope of the plane that lies nearest to all points of the seed
    by least squares: what is curved, or hangs on two parameters together, is averaged in it. None for a seed of which a
    game is missing. MissingLibrary without NumPy.
    """
    cells = [cell for cell in plan.cells if cell.levels.get(DESIGN, AS_IT_IS) != AS_IT_IS]
    numpy, varied = _numpy(), plan.varied
    at = [
        [1.0, *((float(getattr(cell.parameters, name)) - low) / (high - low) for name, (low, high) in varied.items())]
        for cell in cells
    ]
    by_seed: list[list[float] | None] = []
    for seed in plan.experiment.numbers:
        found = [values.get(run_id(cell.name, seed)) for cell in cells]
        have = [value for value in found if value is not None]
        if len(have) < len(cells):
            by_seed.append(None)
        elif constant_of(have) is not None:
            by_seed.append([0.0] * len(plan.varied))
        else:
            found_here = [float(each) for each in numpy.linalg.lstsq(at, have, rcond=None)[0][1:]]
            least = ROUNDING * max(map(abs, have))
            by_seed.append([0.0 if abs(each) < least else each for each in found_here])
    return {
        name: tuple(None if each is None else each[place] for each in by_seed) for place, name in enumerate(plan.varied)
    }


def _numpy() -> Any:
    return library("numpy", "NumPy", "the analysis of designs needs it", "scipy")
