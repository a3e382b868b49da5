"""What scripts make use of: orders and clauses, whether they repeat themselves, which deals and bets come about."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from wargame.core.ids import SeatId
from wargame.core.orders import ORDER_TYPES
from wargame.paired.rows import GameRow
from wargame.players.levers import CLAUSE_KINDS


@dataclass(frozen=True, slots=True)
class Usage:
    """What was done in a number of games."""

    orders: Mapping[str, float]
    """Orders a game by kind, all kinds there are."""
    clauses: Mapping[str, float]
    """Clauses signed a game by kind, all kinds there are."""
    repeated: Mapping[SeatId, float]
    """Share of a seat's orders that are of a kind which it also gave in the turn before, from turn 2 on."""
    signed: float
    """Agreements signed a game."""
    twice: float
    """Pacts a game that were in force twice."""
    bets: Mapping[SeatId, Mapping[str, float]]
    """Shares of the bets of each middle power at the end."""

    @property
    def never(self) -> tuple[str, ...]:
        """Kinds of orders that nobody gave."""
        return tuple(kind for kind, often in self.orders.items() if not often)

    @property
    def never_signed(self) -> tuple[str, ...]:
        """Kinds of clauses that nobody signed."""
        return tuple(kind for kind, often in self.clauses.items() if not often)


def usage(games: Sequence[GameRow]) -> Usage:
    """What was done in these games, all of one arm; games that failed do not count, and one at least must be left."""
    rows = [row for row in games if row.played]
    orders: Counter[str] = Counter()
    clauses: Counter[str] = Counter()
    for row in rows:
        clauses.update(row.tally.clauses)
        for by_turn in row.tally.orders.values():
            orders.update(kind for turn in by_turn for kind in turn)
    many = len(rows)
    return Usage(
        orders={kind: orders[kind] / many for kind in ORDER_TYPES},
        clauses={kind: clauses[kind] / many for kind in CLAUSE_KINDS},
        repeated={seat: share for seat in rows[0].scores if (share := repeated(rows, seat)) is not None},
        signed=fmean(row.tally.signed for row in rows),
        twice=fmean(row.tally.twice for row in rows),
        bets=shares_of_bets(rows),
    )


def shares_of_bets(games: Sequence[GameRow]) -> Mapping[SeatId, Mapping[str, float]]:
    """By middle power, the share of games that it ended with each bet, the most frequent first; failed games out."""
    rows = [row for row in games if row.played]
    found: dict[SeatId, Counter[str]] = {}
    for row in rows:
        for seat, bet in row.tally.bets.items():
            found.setdefault(seat, Counter()).update([bet])
    return {seat: {bet: often / len(rows) for bet, often in counted.most_common()} for seat, counted in found.items()}


def repeated(rows: Sequence[GameRow], seat: SeatId) -> float | None:
    """Share of a seat's orders of a kind that it also gave in the turn before, 0-1, over all games.

    None if it gave none after turn 1.
    """
    again = given = 0
    for row in rows:
        by_turn = row.tally.orders.get(seat, ())
        for before, now in itertools.pairwise(by_turn):
            given += len(now)
            again += sum(kind in before for kind in now)
    return again / given if given else None
