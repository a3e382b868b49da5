"""The passing player: it says nothing, signs nothing and orders nothing. The zero that scores are measured from."""

from __future__ import annotations

from wargame.core.moves import silence
from wargame.players.base import Answer, Ask, PlayerKind


class PassingPlayer:
    """A seat that does nothing, whatever it is asked."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, spec: str = "passing") -> None:
        """`spec` is what the record calls it."""
        self.spec = spec

    async def decide(self, ask: Ask) -> Answer:
        """Silence of the kind that was asked for."""
        return Answer(silence(ask.phase), "scripted")
