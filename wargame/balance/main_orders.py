"""Whether a doctrine would be better off without what it mostly does: each of its main orders is barred in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.paired.arms import BASE, Arm
from wargame.paired.intervals import Interval, interval
from wargame.paired.rows import GameRow, differences
from wargame.players.levers import Bar, Reins

MAIN = 0.1
"""Share of a seat's orders from which on a kind is one of its main orders."""
BARRED_SEEDS = 40
"""Seeds with which main orders are barred, at most."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a seat gains by not giving orders of a kind."""

    seat: SeatId
    kind: str
    share: float
    """Share of the seat's orders that are of this kind, 0-1."""
    gain: Interval
    """Score without them less score with them, the same seeds, all else the same."""

    @property
    def harmful(self) -> bool:
        """Whether the seat is better off without, clear of chance."""
        return self.gain.low > 0


def main_orders(rows: Iterable[GameRow], seat: SeatId) -> dict[str, float]:
    """The kinds that make up at least a tenth of a seat's orders in these games, with their share, largest first."""
    given = Counter(kind for row in rows for turn in row.tally.orders.get(seat, ()) for kind in turn)
    return {kind: many / given.total() for kind, many in given.most_common() if many >= MAIN * given.total()}


def barring_arms(base: Sequence[GameRow], seats: Iterable[Seat]) -> tuple[Arm, ...]:
    """One arm for each seat and each of its main orders in these games."""
    return tuple(
        Arm(_name(seat.id, kind), reins=Reins(bars=(Bar(seat=seat.id, orders=(kind,)),)))
        for seat in seats
        for kind in main_orders(base, seat.id)
    )


def dropped(rows: Sequence[GameRow], base: Sequence[GameRow], seats: Iterable[Seat]) -> tuple[Dropped, ...]:
    """What dropping each main order brings; `rows` are those of `barring_arms(base, seats)` with their base.

    Pairs in which a game failed do not count, and a kind without any pair is left out.
    """
    gains: dict[str, list[float]] = {}
    for each in differences(row for row in rows if row.played):
        seat = SeatId(each.arm.partition(_WITHOUT)[0])
        gains.setdefault(each.arm, []).append(each.scores[seat])
    return tuple(
        Dropped(seat.id, kind, share, interval(gains[arm]))
        for seat in seats
        for kind, share in main_orders((row for row in base if row.arm == BASE), seat.id).items()
        if (arm := _name(seat.id, kind)) in gains
    )


_WITHOUT = " without "


def _name(seat: SeatId, kind: str) -> str:
    return f"{seat}{_WITHOUT}{kind}"
