"""A seat that people play: nobody is called and nothing waits; what they decide is handed in."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.errors import NotAllowed
from wargame.players.base import Answer, Ask, PlayerKind


@dataclass(frozen=True, slots=True)
class People:
    """Whoever sits there, one or several; their answers come through `RunningGame.submit`."""

    spec: str = "human"
    kind: PlayerKind = "person"
    instant: bool = False

    async def decide(self, ask: Ask) -> Answer:
        """Always NotAllowed: people are not called."""
        raise NotAllowed(f"{ask.seat} is played by people: they hand in an answer, nobody calls them for it")
