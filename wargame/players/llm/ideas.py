"""Offers that a seat might make, with what they are worth: its own, turned down or drafted, and those of scripts."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Any

from wargame.core.agreements import Terms
from wargame.core.event_values import OfferAnswered, Offered
from wargame.core.moves import Propose, Talk
from wargame.players.base import Ask
from wargame.players.best import worthwhile_offers
from wargame.players.llm.deal_sheet import turn_of, worths
from wargame.players.llm.event_lines import on_one_line
from wargame.players.llm.loose_json import read_loosely
from wargame.players.llm.position_lines import clauses, length
from wargame.players.llm.reply_reading import read
from wargame.players.scripted import Scripted, script_of
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.without_signing import Standings

IDEAS = 4
"""Most offers of scripts that are shown."""
DRAFTS = 3
"""Most offers in a notebook that are priced."""
TURNED_DOWN = 2
"""Most offers of its own to which no yes came that are priced again for a seat."""
USUAL = {"secret": False, "turns": 4}
"""What a draft means that does not say it; its parties are whoever gives or takes."""
REFUSAL = 200
"""Characters of why a draft could not be offered that are shown."""


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
            yield _priced(ask, terms, standings)


def _priced(ask: Ask, terms: Terms, standings: Standings) -> str:
    return f"{clauses(terms)}; {length(terms)}. {worths(ask, terms, standings)}"


def drafted(ask: Ask) -> Iterator[str]:
    """The offers that the seat drafted in its notebook as JSON, as they count now, or why one could not be made.

    Nothing else than a line of its next prompt comes of a draft. Whatever the notebook holds, nothing is raised.
    """
    standings = Standings()
    for number, draft in enumerate(_drafts(ask.diary.notebook)[:DRAFTS], 1):
        move = {"kind": "propose", "terms": USUAL | draft, "text": ""}
        found = read(ask, json.dumps({"rationale": "", "moves": [move]}))
        if isinstance(found.body, Talk) and isinstance(offer := found.body.moves[0], Propose):
            yield f"your draft {number}: {_priced(ask, offer.terms, standings)}"
        else:
            why = found.faults[0].removeprefix("moves[0].terms.").removeprefix("moves[0] (propose): ")
            yield f"your draft {number} could not be offered now: {on_one_line(why)[:REFUSAL]}"


def _drafts(notebook: str) -> list[dict[str, Any]]:
    """The objects with clauses in a text, by themselves or within an offer."""
    found, at = [], 0
    while (at := notebook.find("{", at)) >= 0:
        try:
            value, at, _ = read_loosely(notebook, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        inner = value.get("terms", value) if isinstance(value, dict) else None
        if isinstance(inner, dict) and isinstance(inner.get("clauses"), list):
            found.append(inner)
    return found


def turned_down(ask: Ask) -> Iterator[str]:
    """The seat's own offers that were refused or lapsed in the turn before, as they would count now, the newest first.

    One to the same parties, and none that could not be made again.
    """
    standings, seen_last = Standings(), ask.view.events[bisect_left(ask.view.events, ask.turn - 2, key=turn_of) :]
    offers = {
        seen.value.proposal: (seen.turn, seen.value.terms)
        for seen in seen_last
        if isinstance(seen.value, Offered) and seen.about[:1] == (ask.seat,)
    }
    gone: dict[frozenset[str], tuple[int, str, Terms]] = {}
    for seen in seen_last:
        if seen.turn == ask.turn - 1 and isinstance(seen.value, OfferAnswered) and seen.value.proposal in offers:
            turn, terms = offers[seen.value.proposal]
            if seen.value.how in ("rejected", "lapsed"):
                gone.pop(frozenset(terms.parties), None)
                gone[frozenset(terms.parties)] = turn, seen.value.how, terms
    able = (each for each in reversed(gone.values()) if ask.menu.talk_refusal(Propose(terms=each[2], text="")) is None)
    for turn, how, terms in islice(able, TURNED_DOWN):
        yield f"your offer of turn {turn}, {how}: {_priced(ask, terms, standings)}"
