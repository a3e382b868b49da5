"""What a recorded game was made of otherwise than the games that it is laid beside, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from wargame.batch.experiment_cell import ExperimentCell, ScenarioData
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.ways_of_ruling import ruled_otherwise, ways_of_cells
from wargame.rules.base.parameters import Parameters
from wargame.transcript.setup import GameSetup

MOST_NAMED = 4
"""Parameters that are named one by one, and values of an experiment that are."""


@dataclass(frozen=True)
class MadeOf:
    """What the games of a plan are made of, worked out once for all records."""

    plan: ExperimentPlan

    @cached_property
    def parameters(self) -> tuple[Mapping[str, float], ...]:
        """Of each cell."""
        return tuple(by_name(cell.parameters) for cell in self.plan.cells)

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """How long the games of each cell are."""
        return tuple(map(turns_of, self.plan.cells))

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """How arguments are ruled in its games."""
        return ways_of_cells(self.plan.cells)

    def remarks(self, setup: GameSetup, played: int, ways: Mapping[str, int] = {}) -> tuple[str, ...]:
        """What a game was made of otherwise, a clause each; `played` is how many turns it had in the end.

        `ways` are those in which its arguments were ruled, with how many.
        """
        book, scenario = setup.opening()[0], ScenarioData(setup.bundle)
        own, length = by_name(book.parameters), book.setting.turns
        found = [*self._of_scenario(scenario), *self._of_turns(length, played), *self._of_parameters(own)]
        if not found and not any(
            (own, length, scenario.hash) == (parameters, turns, cell.scenario.hash)
            for parameters, turns, cell in zip(self.parameters, self.turns, self.plan.cells, strict=True)
        ):
            found.append("no cell has its scenario, its parameters and its length together")
        found += [f"from turn {each.turn} on played with {each.parameter} {each.value:g}" for each in setup.amendments]
        return (*found, *ruled_otherwise(ways, self.ways))

    def _of_scenario(self, scenario: ScenarioData) -> Iterator[str]:
        if scenario.hash not in {cell.scenario.hash for cell in self.plan.cells}:
            other = self.plan.cells[0].bundle
            parts = [name for name, part in scenario.data.items() if part != other.get(name)]
            yield f"another version of the scenario (other {', '.join(parts)})"

    def _of_turns(self, length: int, played: int) -> Iterator[str]:
        if length not in self.turns:
            yield f"{_counted(length)} (the experiment {_one_of(set(self.turns))})"
        if played < length:
            yield f"ended after turn {played} of {length}"

    def _of_parameters(self, own: Mapping[str, float]) -> Iterator[str]:
        values = {name: {cell[name] for cell in self.parameters} for name in own}
        strange = [name for name, value in own.items() if value not in values[name]]
        if strange:
            told = [f"{name} {own[name]:g} (the experiment {_one_of(values[name])})" for name in strange[:MOST_NAMED]]
            more = f" and {len(strange) - MOST_NAMED} more parameters" if len(strange) > MOST_NAMED else ""
            yield f"played with {', '.join(told)}{more}"


def run_like(plan: ExperimentPlan, found: LedgerContents, seed: int, read: GameRead) -> str:
    """The id of a sealed game of this seed that was the same at the end of every turn; empty if none was."""
    same = (run.id for run in plan.runs if run.seed == seed and run.id in found.sealed)
    return next((run for run in same if found.sealed[run].read.hashes == read.hashes), "")


def turns_of(cell: ExperimentCell) -> int:
    """How long the games of a cell are, in turns."""
    return cell.setup.opening()[0].setting.turns


def by_name(parameters: Parameters) -> Mapping[str, float]:
    """Values of parameters, by name."""
    return {name: float(getattr(parameters, name)) for name in Parameters.names()}


def _one_of(values: set[int] | set[float]) -> str:
    told = sorted(values)
    if len(told) > MOST_NAMED:
        return f"{len(told)} values from {told[0]:g} to {told[-1]:g}"
    return " or ".join(f"{each:g}" for each in told)


def _counted(turns: int) -> str:
    return "1 turn" if turns == 1 else f"{turns} turns"
