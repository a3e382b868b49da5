"""Whether play moves what a seat is scored on: each aim at the end of games in which its seat plays otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from wargame.balance.plan import seat_of, spec_of
from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.paired.arms import BASE
from wargame.paired.intervals import Interval, interval
from wargame.paired.readings import MeasureOf
from wargame.paired.rows import GameRow

MOST_UNMOVED = 0.1
"""The most that an aim may weigh which no way of playing moves."""
LEAST_MOVED = 0.25
"""Points of final score by which two ways of playing must lie apart for an aim to be moved."""


@dataclass(frozen=True, slots=True)
class AimMoved:
    """One aim of a seat, and how far apart two ways of playing that seat bring it."""

    seat: SeatId
    measure: str
    weight: float
    """Its part of the score, 0-1."""
    least: str
    """The way of playing by which it ends lowest; the doctrine as it is shipped is called `scripted`."""
    most: str
    """The way by which it ends highest."""
    apart: Interval
    """The aim, 0-100, by the way of the most less that of the least, over games of the same seeds."""

    @property
    def moved(self) -> bool:
        """Whether the two ways lie apart by so much of the score, clear of zero."""
        return self.apart.low > 0 and self.weight * self.apart.mean >= LEAST_MOVED

    @property
    def idle(self) -> bool:
        """Whether it weighs more than an aim may that no way of playing moves."""
        return self.weight > MOST_UNMOVED and not self.moved


def aim_readings(seats: Iterable[Seat]) -> Mapping[str, MeasureOf]:
    """What has to be read of games for `aims_moved`."""
    return {
        _reading(seat.id, aim.measure): MeasureOf(seat=seat.id, measure=aim.measure)
        for seat in seats
        for aim in seat.aims
    }


def aims_moved(rows: Sequence[GameRow], seats: Iterable[Seat]) -> tuple[AimMoved, ...]:
    """Every aim of every seat, in their order; none of a seat that was not played in two ways with two seeds or more.

    `rows` are games of the base and of arms in which one seat is played otherwise, with the readings of
    `aim_readings`; games that failed do not count. Ways are compared over the seeds that all of them have.
    """
    found = []
    for seat in seats:
        ways: dict[str, dict[int, GameRow]] = {}
        for row in rows:
            if row.played and (row.arm == BASE or seat_of(row.arm) == seat.id):
                ways.setdefault("scripted" if row.arm == BASE else spec_of(row.arm), {})[row.seed] = row
        seeds = sorted(set.intersection(*(set(games) for games in ways.values()))) if ways else []
        if len(ways) < 2 or len(seeds) < 2:
            continue
        for aim in seat.aims:
            name = _reading(seat.id, aim.measure)
            ends = {way: [games[seed].series[name][-1] or 0.0 for seed in seeds] for way, games in ways.items()}
            least, most = min(ends, key=lambda way: fmean(ends[way])), max(ends, key=lambda way: fmean(ends[way]))
            apart = interval([high - low for high, low in zip(ends[most], ends[least], strict=True)])
            found.append(AimMoved(seat.id, aim.measure, aim.weight, least, most, apart))
    return tuple(found)


def _reading(seat: SeatId, measure: str) -> str:
    return f"aim {seat}.{measure}"
