"""What games of claims cost before they are played: games of one sort take the same time, and one of each is timed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic

from wargame.balance.claim_games import ClaimGame
from wargame.paired.run import row_of

LONG_TURN = 0.3
"""Seconds of a first turn from which a game is not timed whole: all its turns are taken to be as long."""


@dataclass(frozen=True, slots=True)
class GameSort:
    """Games that take the same time: of one scenario and length, with the same players."""

    game: ClaimGame
    """One of them."""
    games: int
    """How many are to be played."""

    @property
    def key(self) -> tuple[object, ...]:
        """What decides its time; levers and parameters are no part of it."""
        setup = self.game.setup
        players = tuple(sorted(set(setup.seats.values())))
        return setup.bundle.pack.id, setup.variant, setup.turns, players


def sorts_of(games: Mapping[str, ClaimGame], left: Iterable[tuple[str, int]]) -> tuple[GameSort, ...]:
    """The sorts among games that are to be played, by key and seed."""
    found: dict[tuple[object, ...], GameSort] = {}
    for key, _ in left:
        one = GameSort(games[key], 1)
        before = found.get(one.key)
        found[one.key] = one if before is None else replace(before, games=before.games + 1)
    return tuple(found.values())


class GameTimes:
    """Seconds of one game of each sort on this machine, timed once each."""

    def __init__(self, timed: Callable[[], None] = lambda: None) -> None:
        """`timed` is told of each sort that has been timed."""
        self._timed = timed
        self._seconds: dict[tuple[object, ...], float] = {}

    def of(self, sorts: Iterable[GameSort]) -> float:
        """Seconds of all these games in a row; plays one game of each sort, or a turn where that is long."""
        return sum(each.games * self._one(each) for each in sorts)

    def _one(self, sort: GameSort) -> float:
        if sort.key not in self._seconds:
            book, _ = sort.game.setup.opening()
            turn = self._played(sort.game, 1)
            turns = book.setting.turns
            self._seconds[sort.key] = turn * turns if turn >= LONG_TURN else self._played(sort.game, turns)
            self._timed()
        return self._seconds[sort.key]

    def _played(self, game: ClaimGame, turns: int) -> float:
        begun = monotonic()
        row_of("", game.setup.changed(seed=1, turns=turns), game.start, game.reins, {})
        return monotonic() - begun
