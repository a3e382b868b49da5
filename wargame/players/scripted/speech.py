"""Speech of a script: sentences of its seat's own voice, filled with what is at hand, and none twice in a game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from wargame.core.agreements import Terms
from wargame.core.ids import SeatId
from wargame.core.words import Namer
from wargame.players.scripted.past import sentences
from wargame.players.scripted.voices import Template
from wargame.players.scripted.wording import deal_words, traits


class Speech:
    """What a seat says in one answer, nothing of it twice in a game: it says nothing where nothing new is left."""

    def __init__(
        self, lines: Mapping[str, tuple[Template, ...]], me: SeatId, said: Set[str], turn: int, start: int
    ) -> None:
        """`lines` are templates of `me` by occasion, `said` the sentences that are spent, `start` which comes first."""
        self._lines, self._me, self._said, self._turn, self._start = lines, me, said, turn, start
        self._now: set[str] = set()

    def say(self, occasion: str, having: frozenset[str] = frozenset(), **slots: str) -> str:
        """Words for an occasion with their slots filled; empty if there are none that are new.

        `having` are the traits of what is spoken of: a sentence that needs others does not fit and is not said.
        """
        templates = [each for each in self._lines.get(occasion, ()) if each.needs <= having]
        for place in range(len(templates)):
            words = templates[(self._start + place) % len(templates)].words.format_map(slots)
            found = sentences(words)
            if not any(each in self._said or each in self._now for each in found):
                self._now.update(found)
                return words
        return ""

    def of_terms(self, occasion: str, terms: Terms, others: Sequence[SeatId], name: Namer, why: str = "") -> str:
        """Words on terms, to whoever else is party to them."""
        if occasion not in self._lines:
            return ""
        other, deal, having = " and ".join(map(name, others)), deal_words(terms, name), traits(terms, self._me)
        words = self.say(occasion, having, other=other, deal=deal, why=why)
        again = f" (turn {self._turn})"
        return words or self.say(occasion, having, other=other, deal=deal + again, why=why + again)
