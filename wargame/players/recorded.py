"""A seat that repeats what it did in another game: decisions come by id, and where there is none it passes."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.ids import DecisionId
from wargame.core.moves import Decision, silence
from wargame.players.base import Answer, Ask, PlayerKind


class Recorded:
    """Plays the decisions that it was given; the rules refuse what no longer fits."""

    kind: PlayerKind = "record"
    instant = True

    def __init__(self, spec: str, decisions: Mapping[DecisionId, Decision]) -> None:
        """From a spec, which goes to the record, and the decisions by id; they are kept as given, not copied."""
        self.spec = spec
        self._decisions = decisions

    async def decide(self, ask: Ask) -> Answer:
        """The decision of the same id with its rationale, or silence with the reason; plan and notebook stay behind."""
        made = self._decisions.get(ask.id)
        if made is None:
            return Answer(silence(ask.phase), "recorded", "", (f"the other game has no decision {ask.id}",))
        return Answer(made.body, "recorded", made.rationale)
