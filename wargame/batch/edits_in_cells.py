"""What the edits of a file make of scenarios, cell by cell: each with the value before and after, told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wargame.batch.experiment_file import ExperimentFile, FactorLevel, GameLines
from wargame.paired.edits import MadeChange
from wargame.scenario.faults import Key, listed


@dataclass(slots=True)
class _Stands:
    """An edit, by its place in the file."""

    whose: str
    """The game of all, or the factor and level, as they are told."""
    cells: dict[MadeChange, list[str]] = field(default_factory=dict)
    """What it came to, with the cells in which it did."""


class EditsInCells:
    """What edits come to, cell by cell; an edit is known by its place in the file."""

    def __init__(self, file: ExperimentFile, game: GameLines) -> None:
        """`game` are the lines that hold in every cell; their edits come before those of levels."""
        self._file, self._game = file, game
        self._stands: dict[Key, _Stands] = {}

    def see(self, cell: str, made: Sequence[MadeChange], levels: Sequence[tuple[str, FactorLevel]]) -> None:
        """Keep what the edits of a cell of this name came to: the game's, then those of each level in turn."""
        for (key, whose), change in zip(self._places(levels), made, strict=True):
            self._stands.setdefault(key, _Stands(whose)).cells.setdefault(change, []).append(cell)

    def changes(self) -> Iterator[str]:
        """A line for each thing that an edit makes of a scenario, such as `pace=fast: pack.world.g 1 -> 2`."""
        for stands in self._stands.values():
            for change, cells in stands.cells.items():
                if not change.nothing:
                    yield f"{stands.whose}: {change.told}{_where(stands, cells)}"

    def remarks(self) -> Iterator[str]:
        """Edits that set what is there already, a sentence each with file and line."""
        for key, stands in self._stands.items():
            for change, cells in stands.cells.items():
                if change.nothing:
                    said = f"{stands.whose}: {change.nothing}{_where(stands, cells)}"
                    yield listed([self._file.source.fault(key, said)])

    def _places(self, levels: Sequence[tuple[str, FactorLevel]]) -> Iterator[tuple[Key, str]]:
        """Where the edits of a cell stand, in the order in which they are made."""
        for number in range(len(self._game.edits)):
            yield ("game", "edits", number), "game"
        factors = {factor.name: (at, factor) for at, factor in enumerate(self._file.experiment.factors)}
        for name, level in levels:
            if level.edits:  # the levels of a design have none
                at, factor = factors[name]
                for number in range(len(level.edits)):
                    key: Key = ("factors", at, "levels", factor.levels.index(level), "edits", number)
                    yield key, f"{name}={level.name}"


def _where(stands: _Stands, cells: Sequence[str]) -> str:
    """In which cells, where it is not the same in all."""
    if len(stands.cells) == 1:
        return ""
    more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
    return f" (in {cells[0]!r}{more})"
