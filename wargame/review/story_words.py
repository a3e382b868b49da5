"""The sentences of a story, made from what events say as values, and what each seat said, did and meant."""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from wargame.core.deeds import order_as_deed
from wargame.core.event_values import OrderOpened, Outcome, Signed
from wargame.core.ids import ModelId, SeatId
from wargame.core.moves import Decision, GiveNotice, Respond, Sealed, Talk, Withdraw
from wargame.core.orders import Argument
from wargame.core.plain_text import plain_line
from wargame.core.telling import Telling
from wargame.core.views import Seen
from wargame.core.words import Namer, clause_in_brief, listed, move_in_words, turns_in_words
from wargame.review.story_deeds import StoryDeed

LONGEST = 160
"""Characters of a headline; longer prose is cut after a word."""
SENTENCE_END = re.compile(r"(?<![.\s]\w)[.!?](?= [^\W\d_a-z])")
"""A stop before a capital, but none after a single letter: `U.S. Army` is no end of a sentence."""
WORD = re.compile(r"\w+")
DOERS = frozenset(("author", "speaker", "giver", "breaker", "debtor", "supplier", "copier", "parties"))
"""First roles of events in which somebody does something; in the others something happens to them."""


BEGINNINGS = frozenset(
    (
        *("A", "An", "The", "No", "All", "Both", "Two", "What", "Who", "It", "Nobody", "Somebody"),
        *("About", "After", "Allied", "Arms", "At", "Automated", "Between", "In", "Of", "On"),
        *(
            "Budgets",
            "Commanders",
            "Compute,",
            "Contracts",
            "Departments",
            "Dissent",
            "Firms",
            "Forces",
            "Hopes",
            "Labs",
        ),
        *("Leaders", "Researchers", "Service", "Staff", "Support", "Trust", "Warnings", "Weights", "Wrongful"),
    )
)
"""Words with which sentences of the rules and of scenarios begin, and which are no names."""


def within(text: str) -> str:
    """A sentence as part of a longer one: without its capital where it does not begin with a name."""
    return text[:1].lower() + text[1:] if text.partition(" ")[0] in BEGINNINGS else text


def namer(telling: Telling, name: Namer) -> Namer:
    """Names of seats, and of models as the viewer knows them; anything else as it is."""
    models = telling.views[telling.turns].models

    def called(id_: str) -> str:
        known = models.get(ModelId(id_))
        return known.name if known else name(id_)

    return called


def decided(decision: Decision, part: str, seen: Seen, name: Namer) -> str:
    """A decision, or the part of it, behind an event, in a few words; empty where the event's sentence says it all."""
    body = decision.body
    move: Any = None
    if part.isdigit() and isinstance(body, Talk | Sealed):
        parts: Sequence[Any] = body.moves if isinstance(body, Talk) else body.orders
        move = parts[int(part) - 1] if int(part) <= len(parts) else None
    match move:
        case Respond() | Withdraw() | GiveNotice():
            return shortened(seen.text.rstrip("."))
        case Argument():
            return shortened(f'{name(decision.seat)} argued: "{move.action}"')
        case None:
            return ""
        case _ if isinstance(body, Sealed):
            return f"{name(decision.seat)} decided to {order_as_deed(move, name)}"
        case _:
            return shortened(f"{name(decision.seat)} {move_in_words(move, name)}")


def headline(telling: Telling, deed: StoryDeed, name: Namer) -> str:
    """What a deed came to, in one sentence: made from what its events say as values, else the rule's own sentence."""
    lead = telling.told[deed.lead].seen
    if isinstance(lead.value, Signed):
        terms = lead.value.terms
        clauses = dict.fromkeys(clause_in_brief(clause, name, name) for clause in terms.clauses)
        return f"{listed(map(name, terms.parties))} signed: {', '.join(clauses)}; {turns_in_words(terms.turns)}"
    if isinstance(lead.value, Outcome) and (argument := _argument(telling, deed)) is not None:
        came = "succeeded" if lead.value.won else "failed"
        return f"{name(lead.about[0])}'s argument ({_plain(argument.effect)}, {name(argument.target)}) {came}"
    return shortened(sentence(lead).rstrip("."))


def sentence(seen: Seen) -> str:
    """What an event tells: the rule's own sentence, with what was said where it is a message."""
    if seen.kind == "message_sent" and seen.body:
        return f'{seen.text.rstrip(".")}: "{plain_line(seen.body)}"'
    return seen.text


def shortened(text: str) -> str:
    """Prose on one line; where it is longer than a headline, the whole sentences that fit, else cut after a word."""
    line = plain_line(text)
    if len(line) <= LONGEST:
        return line
    ends = [found.start() for found in SENTENCE_END.finditer(line) if found.start() <= LONGEST]
    return line[: ends[-1]] if ends else textwrap.shorten(line, LONGEST, placeholder="…")


def repeats(text: str, said: str) -> bool:
    """Whether a reason says a headline over again: the one stands in the other, word for word."""
    one, other = (f" {' '.join(WORD.findall(each.casefold()))} " for each in (text, said))
    return one in other or other in one


def _argument(telling: Telling, deed: StoryDeed) -> Argument | None:
    for at in deed.places:
        value = telling.told[at].seen.value
        if isinstance(value, OrderOpened) and isinstance(value.order, Argument):
            return value.order
    return None


def _plain(text: str) -> str:
    return text.replace("_", " ")


class Minds:
    """The decisions that a viewer may read, by seat and turn, and the plans that were stated with them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        """In the order in which they were made; linear in them."""
        self._made: dict[tuple[SeatId, int], list[Decision]] = {}
        self._plans: dict[SeatId, list[tuple[int, str]]] = {}
        for made in decisions:
            self._made.setdefault((made.seat, made.turn), []).append(made)
            if made.plan:
                self._plans.setdefault(made.seat, []).append((made.turn, made.plan))

    def of(self, seat: SeatId, turn: int) -> Sequence[Decision]:
        """What a seat decided in a turn."""
        return self._made.get((seat, turn), ())

    def plan(self, seat: SeatId, turn: int) -> str:
        """The plan of a seat as last stated up to the end of a turn; empty if there is none."""
        plans = self._plans.get(seat, [])
        at = bisect_right(plans, turn, key=lambda stated: stated[0])
        return plans[at - 1][1] if at else ""
