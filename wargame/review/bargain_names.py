"""Offers and agreements of a game by whose they are, from the ids under which decisions name them."""

from __future__ import annotations

from wargame.core.event_values import Offered
from wargame.core.ids import AgreementId
from wargame.core.words import listed, terms_in_words
from wargame.transcript.verify import Replayed


class BargainNames:
    """Calls a bargain of one game by its parties, since nobody knows it by its id."""

    def __init__(self, game: Replayed) -> None:
        """Index the offers once; linear in the events of the game."""
        self._name = game.sequence.book.setting.name_of
        self._offers = {
            str(event.value.proposal): (event.about[0], event.value.terms)
            for event in game.events
            if isinstance(event.value, Offered)
        }
        self._agreements = game.sequence.state.agreements

    def __call__(self, id_: str) -> str:
        """`the offer of Kyiv`, `the agreement of Kyiv and OpenAI`; `a bargain` where none of that id was made."""
        if id_ in self._offers:
            return f"the offer of {self._name(self._offers[id_][0])}"
        agreement = self._agreements.get(AgreementId(id_))
        return f"the agreement of {listed(map(self._name, agreement.parties))}" if agreement else "a bargain"

    def with_terms(self, id_: str) -> str:
        """The same, with the terms of an offer in brackets."""
        terms = f" ({terms_in_words(self._offers[id_][1], self._name)})" if id_ in self._offers else ""
        return f"{self(id_)}{terms}"
