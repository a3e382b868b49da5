"""What a game costs: time of the rules and of the scripts, for each turn of each seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time

from wargame.core.setting import Seat
from wargame.loops import finish
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player
from wargame.table.opening import new_game
from wargame.transcript.setup import GameSetup


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of processor time for each turn of each seat, medians over games."""

    rules: float
    scripts: float

    @property
    def share(self) -> float:
        """Part of a game's time that scripts take, 0-1."""
        whole = self.rules + self.scripts
        return self.scripts / whole if whole else 0.0


class _Clocked:
    """A player whose time is counted."""

    def __init__(self, player: Player, spent: list[float]) -> None:
        self._player, self._spent = player, spent
        self.spec, self.kind, self.instant = player.spec, player.kind, player.instant

    async def decide(self, ask: Ask) -> Answer:
        begun = process_time()
        try:
            return await self._player.decide(ask)
        finally:
            self._spent.append(process_time() - begun)


def speed(setup: GameSetup, seeds: Sequence[int]) -> Speed:
    """Play these seeds in this process with a clock on every player. Scripts and chance alone can be timed.

    SpecError for a player that is neither; StatisticsError without seeds. Plays one game a seed.
    """
    rules, scripts = [], []
    for seed in seeds:
        spent: list[float] = []

        def make(spec: str, seat: Seat, number: int, into: list[float] = spent) -> Player:
            return _Clocked(specs.make(spec, seat, number), into)

        game = new_game(setup.changed(seed=seed), None, make=make)
        begun = process_time()
        result = finish(game.play())
        whole = process_time() - begun
        turns = 1000 / (result.turns * len(setup.seats))
        scripts.append(sum(spent) * turns)
        rules.append((whole - sum(spent)) * turns)
    return Speed(median(rules), median(scripts))
