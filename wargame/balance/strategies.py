"""Whether a seat can be played in more than one way: named settings of its doctrine, each against the same others."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from wargame.balance.plan import arm_name
from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.paired.arms import BASE, Arm
from wargame.paired.intervals import Interval, interval
from wargame.paired.rows import GameRow
from wargame.players.scripted.strategies import STRATEGIES

CLOSE = 5.0
"""Points of score within which a strategy is about as good as the best."""
APART = 1 / 3
"""Share of orders in which two strategies must differ to count as two."""
WANTED = 3
"""Strategies about as good as the best that a seat should have."""
STRATEGY_SEEDS = 40
"""Seeds with which strategies are played, at most."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to play a seat, and what came of it."""

    name: str
    spec: str
    score: Interval
    """Mean score of the seat, with its interval over seeds."""
    behind: float
    """Points that it lies behind the seat's best strategy, 0 or more."""
    differs: float
    """Share of its orders, by kind and aim, that differ from those of the first strategy, 0-1."""
    bet: str
    """The bet that it most often ended with; empty for a seat that makes none."""
    acts: Mapping[str, int]
    """Orders over all its games, by kind and aim."""


@dataclass(frozen=True, slots=True)
class SeatStrategies:
    """The strategies of one seat."""

    seat: SeatId
    strategies: tuple[Strategy, ...]
    worthwhile: tuple[str, ...]
    """The most that are about as good as the best and no two of which are the same in another guise."""

    @property
    def enough(self) -> bool:
        """Whether there are as many as there should be."""
        return len(self.worthwhile) >= WANTED


def strategy_arms(seats: Iterable[Seat]) -> tuple[Arm, ...]:
    """One arm for each seat and strategy of its doctrine; the doctrine as it is shipped is the base."""
    return tuple(
        Arm(arm_name(seat.id, spec), seats={seat.id: spec})
        for seat in seats
        for spec in STRATEGIES.get(seat.doctrine, {}).values()
        if not _as_shipped(seat, spec)
    )


def strategies(rows: Sequence[GameRow], seats: Iterable[Seat]) -> tuple[SeatStrategies, ...]:
    """What the strategies of each seat came to, in the order of the table; games that failed do not count.

    `rows` are those of `strategy_arms` and their base. A seat without named strategies, or without games, is left out.
    """
    by_arm: dict[str, list[GameRow]] = {}
    for row in rows:
        if row.played:
            by_arm.setdefault(row.arm, []).append(row)
    found = []
    for seat in seats:
        named = STRATEGIES.get(seat.doctrine, {})
        arms = {name: BASE if _as_shipped(seat, spec) else arm_name(seat.id, spec) for name, spec in named.items()}
        games = {name: by_arm[arm] for name, arm in arms.items() if arm in by_arm}
        if games:
            found.append(_of_seat(seat.id, named, games))
    return tuple(found)


def _as_shipped(seat: Seat, spec: str) -> bool:
    return spec == f"scripted:{seat.doctrine}"


def _of_seat(seat: SeatId, specs: Mapping[str, str], games: Mapping[str, Sequence[GameRow]]) -> SeatStrategies:
    means = {name: fmean(row.scores[seat] for row in rows) for name, rows in games.items()}
    acts = {name: _acts(seat, rows) for name, rows in games.items()}
    first = next(iter(acts.values()))
    made = tuple(
        Strategy(
            name,
            specs[name],
            interval([row.scores[seat] for row in rows]),
            max(means.values()) - means[name],
            difference(first, acts[name]),
            _bet(seat, rows),
            acts[name],
        )
        for name, rows in games.items()
    )
    return SeatStrategies(seat, made, tuple(each.name for each in _worthwhile(made)))


def _acts(seat: SeatId, rows: Iterable[GameRow]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for row in rows:
        counted.update(row.tally.aimed.get(seat, {}))
    return dict(counted)


def _bet(seat: SeatId, rows: Iterable[GameRow]) -> str:
    made = Counter(str(row.tally.bets[seat]) for row in rows if seat in row.tally.bets)
    return made.most_common(1)[0][0] if made else ""


def difference(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The share of orders that two ways do not have in common, 0-1, of the one that gave more; 0 if neither gave any.

    Each maps kinds of orders, with their aim, to how many were given.
    """
    most = max(sum(one.values()), sum(other.values()))
    return 1 - sum(min(many, other.get(act, 0)) for act, many in one.items()) / most if most else 0.0


def _worthwhile(made: Sequence[Strategy]) -> Sequence[Strategy]:
    """The largest set of close strategies that differ in pairs, the best scores first among sets of a size."""
    close = sorted((each for each in made if each.behind <= CLOSE), key=lambda each: each.behind)
    for many in range(len(close), 1, -1):
        for chosen in itertools.combinations(close, many):
            if all(_two(one, other) for one, other in itertools.combinations(chosen, 2)):
                return chosen
    return close[:1]


def _two(one: Strategy, other: Strategy) -> bool:
    """Whether two strategies are two: other orders and, of a seat that bets, another bet."""
    return difference(one.acts, other.acts) >= APART and not (one.bet and one.bet == other.bet)
