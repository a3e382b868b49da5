"""Whether the games of an experiment, all or some, have what is to be read out of them, and how far that can go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wargame.batch.conduct import EscalationOf, RateOf, faults_of
from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.experiment_file import ExperimentFile, OutcomeLine
from wargame.batch.largest_effect import largest_effect
from wargame.batch.outcome_units import outcome_unit
from wargame.core.words import many
from wargame.errors import FaultyPack
from wargame.paired.readings import ValueOf, taken
from wargame.paired.readings_there import OpenedGames, opened_games, reading_faults
from wargame.rules.model.measures import Picture
from wargame.scenario.faults import Key, listed

MOST_TABLES = 100
"""Tables that are looked at."""
MOST_CELLS_NAMED = 3
"""Cells of a remark that are named."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells that have one scenario and variant in common, and thus their seats and variables."""

    cells: tuple[str, ...]
    games: OpenedGames


class OutcomesInCells:
    """What the outcomes of a file find in the games of its cells as they begin."""

    def __init__(self, file: ExperimentFile, cells: Sequence[ExperimentCell]) -> None:
        """Opens one game of each table, up to so many."""
        self._file, found = file, dict[tuple[int, object, object], list[ExperimentCell]]()
        for cell in cells:
            found.setdefault((id(cell.scenario), cell.setup.variant, cell.setup.turns), []).append(cell)
        self._tables = tuple(
            _Table(tuple(cell.name for cell in alike), opened_games([alike[0].setup.opening()], "these cells"))
            for alike in list(found.values())[:MOST_TABLES]
        )
        self._cells = len(cells)

    def check(self) -> None:
        """An outcome that no game has is a slip of the pen, and would be an empty column.

        So is a smallest effect that matters which is larger than any effect can be, of an outcome that is there.
        FaultyPack lists each with its line.
        """
        games = OpenedGames(tuple(look for table in self._tables for look in table.games.looks), "this experiment")
        faults = [
            self._file.source.fault(("outcomes", place, *key), f"{outcome.name}: {said}")
            for place, outcome in enumerate(self._file.experiment.outcomes)
            for key, said in _all_faults(outcome, games)
        ]
        if faults:
            raise FaultyPack(listed(faults))

    def remarks(self) -> Iterator[str]:
        """Outcomes that some cells have and others do not, a sentence each with file and line."""
        if len(self._tables) < 2:
            return
        for place, outcome in enumerate(self._file.experiment.outcomes):
            where: dict[tuple[Key, str], list[str]] = {}
            for table in self._tables:
                for told in _faults(outcome, table.games):
                    where.setdefault(told, []).extend(table.cells)
            for (key, said), cells in where.items():
                more = len(cells) - MOST_CELLS_NAMED
                others = f" and {more} more" if more > 0 else ""
                which = f"{len(cells)} of {self._cells} cells ({', '.join(cells[:MOST_CELLS_NAMED])}{others})"
                told_so = (
                    f"{outcome.name}: in {which} {said}; what is read there is nothing, 0, or of the others alone, so "
                    "that effects between such cells and others say nothing"
                )
                yield listed([self._file.source.fault(("outcomes", place, *key), told_so)])


def _all_faults(outcome: OutcomeLine, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    """Of an outcome that is not there nobody can say how far it moves."""
    found = tuple(_faults(outcome, games))
    yield from found
    if all(key == ("at",) for key, _ in found):
        yield from _out_of_reach(outcome, games.looks)


def _out_of_reach(outcome: OutcomeLine, looks: Sequence[Picture]) -> Iterator[tuple[Key, str]]:
    """A smallest effect that matters beyond what two games can differ by at all."""
    if outcome.smallest is None:
        return
    largest = largest_effect(outcome, [look.book for look in looks])
    if largest is not None and outcome.smallest > largest:
        unit = outcome_unit(outcome.reads, outcome.at)
        said = f"smallest is {outcome.smallest:g}, and no two games can differ by more than {largest:g} ({unit})"
        yield ("smallest",), f"{said}; a number above 0 and up to that is accepted"


def _faults(outcome: OutcomeLine, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    if isinstance(outcome.reads, RateOf | EscalationOf):
        for said in faults_of(outcome.reads, games.seats):
            yield ("reads",), said
    else:
        found = [(("reads", *key), said) for key, said in reading_faults(outcome.reads, games)]
        yield from found
        if isinstance(outcome.reads, ValueOf) and not found:
            if all(taken(outcome.reads, look, ()) is None for look in games.looks):
                yield (), f"no game of {games.whose} has {', '.join(outcome.reads.of)}"
    longest = max(look.book.setting.turns for look in games.looks)
    if isinstance(outcome.at, int) and outcome.at > longest:
        yield ("at",), f"at is {outcome.at}; the longest of these games has {many(longest, 'turn')}"
