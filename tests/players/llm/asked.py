"""What a seat is asked in a game of scripts, for tests of what is made of it."""

from __future__ import annotations

import asyncio

from wargame.players import specs
from wargame.players.base import Ask
from wargame.table.opening import choose, new_game
from wargame.table.players import Means


class _Asked:
    """A player that keeps what it is asked."""

    spec, kind, instant = "scripted", "script", True

    def __init__(self, player: object, asks: list[Ask]) -> None:
        self._player, self._asks = player, asks

    async def decide(self, ask: Ask) -> object:
        self._asks.append(ask)
        return await self._player.decide(ask)  # type: ignore[attr-defined]


def asked_of_rome() -> list[Ask]:
    """All that Rome is asked in one turn."""
    found: list[Ask] = []

    def make(spec: str, seat: object, seed: int) -> object:
        player = specs.make(spec, seat, seed)  # type: ignore[arg-type]
        return _Asked(player, found) if seat.id == "rome" else player  # type: ignore[attr-defined]

    game = new_game(choose("first-download", turns=1), None, means=Means(make=make))  # type: ignore[arg-type]
    asyncio.run(game.play())
    return found
