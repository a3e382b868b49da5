"""Whether play matters: each seat's score, held against what the seat would have with another player on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from wargame.balance.plan import PASSING
from wargame.core.ids import SeatId
from wargame.paired.arms import BASE
from wargame.paired.intervals import Interval, interval
from wargame.paired.rows import GameRow, differences


@dataclass(frozen=True, slots=True)
class SeatScores:
    """What a seat scored in the games of the scripts, and what its doctrine is worth to it."""

    seat: SeatId
    mean: float
    spread: float
    """Standard deviation over games."""
    low: float
    high: float
    wins: float
    """Share of games with the highest score at the table; ties count in parts."""
    lasts: float
    """Share of games with the lowest."""
    gains: Mapping[str, Interval]
    """By player spec: the doctrine's score less that of this player on the same seat, all else the same."""

    @property
    def idle(self) -> bool:
        """Whether its doctrine is no better than passing, as far as these games can tell."""
        found = self.gains.get(PASSING)
        return found is not None and not found.low > 0


def seat_scores(rows: Sequence[GameRow], seats: Iterable[SeatId]) -> tuple[SeatScores, ...]:
    """One for each seat, in order; rows of games that failed are passed over.

    Arms must be called as by `plan.arm_name`. Empty if no base game was played; KeyError for a seat that is not in it.
    """
    base = [row for row in rows if row.arm == BASE and row.played]
    gains = _gains(rows)
    return tuple(_seat(seat, base, gains.get(seat, {})) for seat in seats) if base else ()


def _seat(seat: SeatId, base: Sequence[GameRow], gains: Mapping[str, Interval]) -> SeatScores:
    own = [row.scores[seat] for row in base]
    return SeatScores(
        seat,
        fmean(own),
        pstdev(own),
        min(own),
        max(own),
        fmean(_place(row.scores, seat, max(row.scores.values())) for row in base),
        fmean(_place(row.scores, seat, min(row.scores.values())) for row in base),
        gains,
    )


def _place(scores: Mapping[SeatId, float], seat: SeatId, at: float) -> float:
    return (scores[seat] == at) / sum(score == at for score in scores.values())


def _gains(rows: Sequence[GameRow]) -> dict[SeatId, dict[str, Interval]]:
    found: dict[SeatId, dict[str, list[float]]] = {}
    for each in differences(rows):
        seat, sign, spec = each.arm.partition("=")
        if sign and seat in each.scores:
            found.setdefault(seat, {}).setdefault(spec, []).append(-each.scores[seat])
    return {seat: {spec: interval(values) for spec, values in by.items()} for seat, by in found.items()}
