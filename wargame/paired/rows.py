"""What comes of paired games: one row a game, and one difference a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wargame.core.ids import Origin, SeatId
from wargame.paired.arms import BASE
from wargame.paired.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class GameRow:
    """One game of one arm. A game that failed is a row like any other, with its reason."""

    arm: str
    seed: int
    fault: str = ""
    """Why it came to no end, in a sentence; empty if it did. All that follows is empty then."""
    turns: int = 0
    """Turns that were played."""
    scores: Mapping[SeatId, float] = field(default_factory=dict)
    """Final score by seat, roughly 0 to 100."""
    places: Mapping[SeatId, float] = field(default_factory=dict)
    """Where each score stands, 0 for passing and 100 for the best doctrine; empty where no references hold."""
    values: Mapping[str, float] = field(default_factory=dict)
    """Those that were asked for, stored or derived, as they were at the end; what the game does not have is absent."""
    series: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    """What each reading gave at the end of each turn, from turn 1 on; None where the game has nothing of the kind."""
    tally: Tally = field(default_factory=Tally)
    """What was done in it, counted."""
    origins: Mapping[Origin, int] = field(default_factory=dict)
    """How many decisions came about in each way."""
    hashes: tuple[str, ...] = ()
    """State hash at the end of each turn, from turn 1 on."""

    @property
    def played(self) -> bool:
        """Whether it was played to its end."""
        return not self.fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A game of an arm beside the base game of the same seed."""

    arm: str
    seed: int
    fault: str
    """Why there is no difference to tell: which of the two games failed, and why. Empty if neither did."""
    parted: int | None
    """The first turn at whose end the two were not the same; None if they never parted: then this pair says nothing."""
    scores: Mapping[SeatId, float]
    """Score less that of the base, by seat that both have."""
    values: Mapping[str, float]
    """The same for variables that both have."""


def differences(rows: Iterable[GameRow]) -> Iterator[Difference]:
    """Each game beside its base, in the order of the rows; pairs in which one failed are there with the reason.

    Games of the base itself, and those whose seed has no base game, are passed over. Scores and values are rounded to
    six places.
    """
    found = tuple(rows)
    base = {row.seed: row for row in found if row.arm == BASE}
    for row in found:
        if row.arm != BASE and row.seed in base:
            yield _difference(base[row.seed], row)


def _difference(base: GameRow, row: GameRow) -> Difference:
    faults = [f"{each.arm}: {each.fault}" for each in (base, row) if each.fault]
    parted = None
    if not faults and base.hashes != row.hashes:
        both = zip(base.hashes, row.hashes, strict=False)
        last = min(len(base.hashes), len(row.hashes)) + 1
        parted = next((turn for turn, (a, b) in enumerate(both, 1) if a != b), last)
    return Difference(
        arm=row.arm,
        seed=row.seed,
        fault="; ".join(faults),
        parted=parted,
        scores={} if faults else {s: round(row.scores[s] - base.scores[s], 6) for s in row.scores if s in base.scores},
        values={} if faults else {v: round(row.values[v] - base.values[v], 6) for v in row.values if v in base.values},
    )
