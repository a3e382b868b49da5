"""What an experiment comes to: its cells, each a game that can be opened, and its runs, each with an id that stays.

A run is one game: a cell with a seed. Its id follows from the names of the levels and the seed alone, so that a file
that grows leaves the ids of before as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from wargame.batch.cell_opening import CellOpening
from wargame.batch.crossing import check_crossing, factors_of, levels_of, range_of
from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.experiment_file import MOST_RUNS, Experiment, ExperimentFile, Factor, FactorLevel, OutcomeLine
from wargame.batch.gathered_faults import GatheredFaults
from wargame.batch.outcomes_there import OutcomesInCells
from wargame.transcript.entry import in_json

MOST_CELLS = 10_000
DRAWN = 1
"""The seed by which the order of games is drawn unless the file names another."""
DECIDES = frozenset({"scenario", "variant", "turns", "edits", "from_"})
"""What a level may set that decides which seats and variables games have at all."""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One game of an experiment."""

    id: str
    """`g` and 15 hex digits."""
    cell: int
    """Place of its cell in the plan."""
    seed: int
    replicate: int = 1
    """Which of the games of its cell with its seed, from 1."""


@dataclass(frozen=True)
class ExperimentPlan:
    """An experiment whose games can all be opened."""

    experiment: Experiment
    cells: tuple[ExperimentCell, ...]
    """The one with the first level of every factor comes first; others are held against it."""
    registered: tuple[str, ...] = ()
    """What is to be said of its registration, a line each; empty if it has none."""
    remarks: tuple[str, ...] = ()
    """Levers that can do nothing in some of their cells, edits that change nothing, and outcomes that some cells do not
    have, a sentence each."""
    changes: tuple[str, ...] = ()
    """What edits make of scenarios, a line each: the level, the place, and the value before and after."""

    @cached_property
    def runs(self) -> tuple[PlannedRun, ...]:
        """All games, seed by seed, so that one that is broken off holds whole pairs; rows of tables have this order."""
        return tuple(
            PlannedRun(run_id(cell.name, seed, replicate), place, seed, replicate)
            for seed in self.experiment.numbers
            for replicate in self.times
            for place, cell in enumerate(self.cells)
        )

    @property
    def replicates(self) -> int:
        """How many games each cell has with each seed."""
        return self.experiment.replicates or 1

    @property
    def times(self) -> range:
        """The numbers of these games, from 1."""
        return range(1, self.replicates + 1)

    @cached_property
    def sequence(self) -> int | None:
        """The seed by which the order is drawn in which games begin; None for the order of `runs`."""
        said = self.experiment.sequence
        if said is None:
            return DRAWN if any(cell.has_models for cell in self.cells) else None
        return None if said == "file" else DRAWN if said == "drawn" else said

    @property
    def sequence_told(self) -> Mapping[str, str | int]:
        """The same for a ledger or a manifest: `order`, and the `seed` of one that is drawn."""
        return {"order": "file"} if self.sequence is None else {"order": "drawn", "seed": self.sequence}

    @cached_property
    def begun_in_turn(self) -> tuple[PlannedRun, ...]:
        """All games in the order in which they begin: seed by seed too, with the cells of each seed in a drawn order.

        A model that changes while games are played then falls together with no cell, and what is broken off holds whole
        pairs. The place of a game beside another of its seed hangs on nothing but their ids and `sequence`: not on what
        is played already, on which share, or on what else the file holds.
        """
        if self.sequence is None:
            return self.runs
        places = {seed: place for place, seed in enumerate(self.experiment.numbers)}

        def key(run: PlannedRun) -> tuple[int, bytes]:
            return places[run.seed], hashlib.sha256(f"{self.sequence}\n{run.id}".encode()).digest()

        return tuple(sorted(self.runs, key=key))

    def base_of(self, run: PlannedRun) -> PlannedRun:
        """The game of the first cell with the same seed, and as often played."""
        return PlannedRun(run_id(self.cells[0].name, run.seed, run.replicate), 0, run.seed, run.replicate)

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What differs; a design is the last of them."""
        return factors_of(self.experiment)

    @cached_property
    def varied(self) -> Mapping[str, tuple[float, float]]:
        """The parameters that a design varies, each with the ends between which it does."""
        design = self.experiment.design
        return {} if design is None else {line.param: range_of(line) for line in design.over}

    @property
    def comparisons(self) -> int:
        """Differences that are looked at: by outcome, one for each level but the first and each varied parameter."""
        levels = sum(len(factor.levels) - 1 for factor in self.experiment.factors)
        return (levels + len(self.varied)) * len(self.outcomes)

    @property
    def outcomes(self) -> tuple[OutcomeLine, ...]:
        """What is read out of every game."""
        return self.experiment.outcomes


def run_id(cell: str, seed: int, replicate: int = 1) -> str:
    """The id of a run: `g` and 15 hex digits that follow from the name of its cell and its seed.

    From the second game with that seed on, also from its number.

    It begins with a letter, so that no reader of tables takes it for a number.
    """
    again = f"\n{replicate}" if replicate > 1 else ""
    return "g" + hashlib.sha256(f"{cell}\n{seed}{again}".encode()).hexdigest()[:15]


def outcomes_key(outcomes: Sequence[OutcomeLine]) -> str:
    """A hash of what is read out of games, 16 hex digits: other readings of them give another."""
    data = [outcome.model_dump(mode="json", exclude={"smallest"}) for outcome in outcomes]
    return hashlib.sha256(in_json(data)).hexdigest()[:16]


def plan(file: ExperimentFile, words: Mapping[str, Mapping[str, str]] = {}) -> ExperimentPlan:
    """The cells of an experiment, each with its game opened; nothing is played.

    `words` are the templates of sets that games were begun in, see `begun_words`, for where a set is no longer there.

    FaultyPack names all that cannot be, each once with its line: levels whose game cannot be opened, players who cannot
    sit there, levers that do nothing, outcomes that no game has. Where the crossing cannot be, or what all games have
    in common, it names that alone. Opens one game a level and one a cell.
    """
    experiment = file.experiment
    check_crossing(file)
    combinations = tuple(islice(levels_of(experiment), MOST_CELLS + 1))
    _not_too_many(file, len(combinations))
    begin, faults = CellOpening(file, words), GatheredFaults()
    begin.alone((), file, ("game",))
    broken: list[FactorLevel] = []
    for number, factor in enumerate(experiment.factors):
        for place, level in enumerate(factor.levels):
            key = ("factors", number, "levels", place)
            with faults.holding(key):
                begin.alone(((factor.name, level),), file, key)
            broken += [level] if faults.at(key) else []
    cells: list[ExperimentCell] = []
    for levels in combinations:
        if not any(level in broken for level in levels.values()):
            with faults.holding(("factors",)):
                cells.append(begin.cell(tuple(levels.items()), file, ("factors",)))
    if experiment.replicates not in (None, 1) and cells and not broken and not any(cell.has_models for cell in cells):
        said = f"scripts play a seed the same each time, so that {experiment.replicates} of its games are one"
        refused = file.refuse(("replicates",), f"{said}: take the key out, or name more seeds")
        faults.keep(("replicates",), refused)
    if not cells or faults.at(("factors",)) or any(DECIDES & level.model_fields_set for level in broken):
        faults.check()
    with faults.holding(("levers",)):
        begin.levers.check()
    outcomes = OutcomesInCells(file, cells)
    with faults.holding(("outcomes",)):
        outcomes.check()
    faults.check()
    beside = (*begin.levers.remarks(), *begin.edits.remarks(), *outcomes.remarks())
    remarks = (*beside, *_caps_nothing(experiment, cells))
    return ExperimentPlan(experiment, tuple(cells), remarks=remarks, changes=tuple(begin.edits.changes()))


def _caps_nothing(experiment: Experiment, cells: Sequence[ExperimentCell]) -> Iterator[str]:
    """That a cap of the file binds nothing, where no game has a model."""
    budget = experiment.budget
    if (budget.tokens, budget.money) != (None, None) and not any(cell.has_models for cell in cells):
        yield "budget: no model plays or judges in this experiment: the cap binds nothing"


def _not_too_many(file: ExperimentFile, cells: int) -> None:
    if cells > MOST_CELLS:
        raise file.refuse(("factors",), f"these factors make more cells than {MOST_CELLS}, which is the most")
    games = cells * len(file.experiment.numbers) * (file.experiment.replicates or 1)
    if games > MOST_RUNS:
        raise file.refuse(("seeds",), f"these make {games} games; at most {MOST_RUNS} are accepted")
