"""Offers that a seat might make: legal, and worth something to it by the rule of thumb for deals."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.agreements import Terms
from wargame.core.moves import Propose, Talk
from wargame.players.base import Ask
from wargame.players.best import worthwhile_offers
from wargame.players.llm.deal_sheet import worths
from wargame.players.llm.position_lines import clauses, length
from wargame.players.scripted import Scripted, script_of
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.without_signing import Standings

IDEAS = 4
"""Most offers that are shown."""


class OwnIdeas:
    """The ideas of one seat; what its script has looked at before is not looked at again."""

    def __init__(self) -> None:
        """Nothing is looked at yet."""
        self._script: Scripted | None = None

    def of(self, ask: Ask) -> Iterator[str]:
        """What scripts would offer in this seat's place, worth most to it first: its doctrine, and plain interest.

        One to a counterpart, none that is worth nothing to the seat. Three milliseconds at a table of eleven.
        """
        standings = Standings()
        script = self._script = self._script or script_of(ask.book.seat(ask.seat), 0)
        found: dict[frozenset[str], tuple[float, Terms]] = {}
        body = script.answer(ask).body
        assert isinstance(body, Talk)
        of_doctrine = (move.terms for move in body.moves if isinstance(move, Propose))
        for terms in (*of_doctrine, *worthwhile_offers(script.mind(ask), IDEAS)):
            own = appraise(ask.book, ask.view, ask.seat, terms, standings).total
            if own > found.get(frozenset(terms.parties), (0.0,))[0]:
                found[frozenset(terms.parties)] = own, terms
        for _, terms in sorted(found.values(), key=lambda each: (-each[0], each[1].parties))[:IDEAS]:
            yield f"{clauses(terms)}; {length(terms)}. {worths(ask, terms, standings)}"
