"""Whether play matters: each seat's score, held against what the seat would have with another player on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from wargame.balance.plan import PASSING
from wargame.core.ids import SeatId
from wargame.paired.arms import BASE
from wargame.paired.intervals import Interval, interval
from wargame.paired.rows import GameRow, differences

MOST_WINS, LEAST_WINS = 0.35, 0.04
"""Bounds of a seat's share of wins at a table of seven; at another they stand as far from an even share."""
OF_SEATS = 7
ENOUGH_GAMES = 100
"""Games from which on a share of wins is held against the bounds: with fewer 4 % cannot be told from none."""


@dataclass(frozen=True, slots=True)
class SeatPlaces:
    """Where a seat's scores stand between passing (0) and the best doctrine (100)."""

    mean: float
    spread: float
    """Standard deviation over games."""
    wins: float
    """Share of games with the highest place at the table; ties count in parts."""
    lasts: float
    """Share of games with the lowest."""

    @property
    def loose(self) -> bool:
        """Whether chance moves it further than passing lies from the best: it says little of a single game then."""
        return self.spread > 100


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
    places: SeatPlaces | None
    """None where no references hold, or those of this seat do not lie apart."""
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


def win_bounds(seats: int) -> tuple[float, float]:
    """The least and the most that a seat's share of wins may be at a table of so many: 4 and 35 % of seven."""
    return LEAST_WINS * OF_SEATS / seats, MOST_WINS * OF_SEATS / seats


def _seat(seat: SeatId, base: Sequence[GameRow], gains: Mapping[str, Interval]) -> SeatScores:
    own = [row.scores[seat] for row in base]
    scored = [row.scores for row in base]
    wins, lasts = _share(scored, seat, max), _share(scored, seat, min)
    return SeatScores(seat, fmean(own), pstdev(own), min(own), max(own), wins, lasts, _places(seat, base), gains)


def _places(seat: SeatId, base: Sequence[GameRow]) -> SeatPlaces | None:
    placed = [row.places for row in base if seat in row.places]
    if not placed:
        return None
    own = [places[seat] for places in placed]
    return SeatPlaces(fmean(own), pstdev(own), _share(placed, seat, max), _share(placed, seat, min))


def _share(games: Sequence[Mapping[SeatId, float]], seat: SeatId, which: Callable[[Iterable[float]], float]) -> float:
    """Share of games in which a seat has the highest or the lowest number; whoever has the same shares it."""
    found = [(numbers[seat], which(numbers.values()), list(numbers.values())) for numbers in games]
    return fmean((own == best) / numbers.count(best) for own, best, numbers in found)


def _gains(rows: Sequence[GameRow]) -> dict[SeatId, dict[str, Interval]]:
    found: dict[SeatId, dict[str, list[float]]] = {}
    for each in differences(rows):
        seat, sign, spec = each.arm.partition("=")
        if sign and seat in each.scores:
            found.setdefault(seat, {}).setdefault(spec, []).append(-each.scores[seat])
    return {seat: {spec: interval(values) for spec, values in by.items()} for seat, by in found.items()}
