"""How games end, and how much hangs on the seeds and on where a threshold stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wargame.core.ids import Variable
from wargame.paired.rows import GameRow
from wargame.review.endings import ENDINGS, SAID, Threshold, ending_of

STEP = 0.1
"""How far a threshold is moved, as a share of it."""

LEAST_ENDING, MOST_ENDING = 0.08, 0.5
"""Bounds of an ending's share of games: rarer it is no ending, more often it is the only one."""
MOST_RENAMED = 0.1
"""Share of games that a threshold may rename when it moves by a tenth."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Endings with their shares, and how steady they are."""

    shares: Mapping[str, float]
    """Share of games by ending, all endings there are."""
    halves: float
    """The largest change of a share between the first half of the seeds and the second, 0-1."""
    moved: Mapping[str, float]
    """Share of games that get another name when a threshold moves by a tenth, the worse of both ways.

    Endings that turn on the same number turn on it together.
    """


def ends(rows: Sequence[GameRow]) -> Ends | None:
    """The endings of these games, all of one arm; None where the table has none.

    Rows must hold the variables of `plan.READ_AT_END` and stand by seed; those without are passed over.
    """
    found = [values for row in rows if (values := _values(row)) is not None]
    if not found:
        return None
    half = len(found) // 2
    first, second = _shares(found[:half]), _shares(found[half:])
    moved = {}
    for threshold in dict.fromkeys(condition for ending in ENDINGS for condition in ending.conditions):
        name = f"{SAID[threshold.variable][0]} {'from' if threshold.above else 'under'} {threshold.value:g}"
        moved[name] = max(_renamed(found, threshold, 1 + way) for way in (-STEP, STEP))
    halves = max((abs(first[name] - second[name]) for name in first), default=0.0) if half else 0.0
    return Ends(_shares(found), halves, moved)


def _values(row: GameRow) -> Mapping[Variable, float] | None:
    if not all(variable in row.values for variable in SAID):
        return None
    return {variable: row.values[variable] for variable in SAID}


def _shares(found: Sequence[Mapping[Variable, float]]) -> dict[str, float]:
    counted = Counter(ending_of(values).name for values in found)
    return {ending.name: counted[ending.name] / max(1, len(found)) for ending in ENDINGS}


def _renamed(found: Sequence[Mapping[Variable, float]], threshold: Threshold, scale: float) -> float:
    return sum(ending_of(values) is not ending_of(values, threshold, scale) for values in found) / len(found)
