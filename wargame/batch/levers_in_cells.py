"""Levers that can do nothing: in every cell in which they stand, which is a slip of the pen, or in some of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wargame.batch.experiment_file import PROMPTS, ExperimentFile, FactorLevel, GameLines
from wargame.core.events import Event
from wargame.errors import FaultyPack
from wargame.paired.levers_there import idle_levers
from wargame.players.levers import Reins
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.faults import Key, dotted, listed

MOST_CELLS_NAMED = 3
"""Cells of a remark that are named."""


class LeversInCells:
    """What the levers of a file come to, cell by cell; a lever is known by its place in the file."""

    def __init__(self, file: ExperimentFile, game: GameLines) -> None:
        """`game` are the lines that hold in every cell; their levers come before those of levels."""
        self._file, self._game = file, game
        self._stands: dict[Key, int] = {}
        self._idle: dict[Key, dict[str, str]] = {}

    def see(
        self,
        cell: str,
        reins: Reins,
        opening: tuple[Rulebook, Event],
        first: int,
        levels: Sequence[tuple[str, FactorLevel]],
    ) -> None:
        """Try the levers of a cell of this name, which count from a turn on, in its opened game."""
        for kind in ("bars", "forces", "offers"):
            for place in range(len(getattr(reins, kind))):
                key = self._key(kind, place, levels)
                self._stands[key] = self._stands.get(key, 0) + 1
        for kind, place, said in idle_levers(reins, opening, first):
            self._idle.setdefault(self._key(kind, place, levels), {})[cell] = said

    def see_settings(
        self, cell: str, lines: GameLines, idle: Mapping[str, str], levels: Sequence[tuple[str, FactorLevel]]
    ) -> None:
        """Keep which settings of a cell, such as a swap or a wording, change nothing there, each with why."""
        for name in ("swap", *PROMPTS):
            if getattr(lines, name) not in (None, ""):
                key = self._setting(name, levels)
                self._stands[key] = self._stands.get(key, 0) + 1
                if name in idle:
                    self._idle.setdefault(key, {})[cell] = idle[name]

    def check(self) -> None:
        """FaultyPack with each lever that can do nothing in any cell, with its line."""
        faults = [
            self._file.source.fault(key, next(iter(cells.values())))
            for key, cells in self._idle.items()
            if len(cells) == self._stands[key]
        ]
        if faults:
            raise FaultyPack(listed(sorted(faults)))

    def remarks(self) -> Iterator[str]:
        """Levers that can do something, but not in all cells in which they stand: where not, and why."""
        for key, cells in self._idle.items():
            by_reason: dict[str, list[str]] = {}
            for cell, said in cells.items():
                by_reason.setdefault(said, []).append(cell)
            for said, named in by_reason.items():
                more = len(named) - MOST_CELLS_NAMED
                others = f" and {more} more" if more > 0 else ""
                which = f"cell{'s' * (len(named) > 1)} {', '.join(map(repr, named[:MOST_CELLS_NAMED]))}{others}"
                if isinstance(key[-1], str):
                    also = "effects are averaged over these too, and `analyse --within` tells them apart"
                    yield f"{dotted(key)}: it can do nothing in {which} of the {self._stands[key]}: {said}; {also}"
                else:
                    yield f"{dotted(key)}: not all of it can do something in {which} of the {self._stands[key]}: {said}"

    def _setting(self, name: str, levels: Sequence[tuple[str, FactorLevel]]) -> Key:
        """Where a setting stands that a cell has: in the last of its levels that sets it, or in the game."""
        factors = self._file.experiment.factors
        for factor, level in reversed(levels):
            if getattr(level, name) not in (None, ""):
                number = next(at for at, each in enumerate(factors) if each.name == factor)
                return ("factors", number, "levels", factors[number].levels.index(level), name)
        return ("game", name)

    def _key(self, kind: str, place: int, levels: Sequence[tuple[str, FactorLevel]]) -> Key:
        left = place - len(getattr(self._game, kind))
        if left < 0:
            return ("game", kind, place)
        factors = self._file.experiment.factors
        for factor, level in levels:
            if left < len(getattr(level, kind)):
                number = next(at for at, each in enumerate(factors) if each.name == factor)
                return ("factors", number, "levels", factors[number].levels.index(level), kind, left)
            left -= len(getattr(level, kind))
        raise ValueError(f"{kind}[{place}] stands in no level")
