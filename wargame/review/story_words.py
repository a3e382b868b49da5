"""The sentences of a story, made from what events say as values, and what each seat said, did and meant."""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from wargame.core.deeds import intent_in_words, order_as_deed
from wargame.core.event_kinds import KINDS
from wargame.core.event_values import OrderOpened, Outcome, Signed
from wargame.core.ids import ModelId, SeatId, may_read
from wargame.core.moves import Decision, GiveNotice, Respond, Sealed, Talk, Withdraw
from wargame.core.orders import Argument
from wargame.core.plain_text import plain_line
from wargame.core.telling import Telling
from wargame.core.views import Seen
from wargame.core.words import Namer, clause_in_brief, listed, move_in_words
from wargame.review.story_deeds import StoryDeed
from wargame.review.story_parts import SeatPart

LONGEST = 160
"""Characters of a headline; longer prose is cut after a word."""
SENTENCE_END = re.compile(r"(?<![.\s]\w)[.!?](?= [^\W\d_a-z])")
"""A stop before a capital, but none after a single letter: `U.S. Army` is no end of a sentence."""
WORD = re.compile(r"\w+")
MOST_SAID, MOST_SEATS = 3, 4
DOERS = frozenset(("author", "speaker", "giver", "breaker", "debtor", "supplier", "copier", "parties"))
"""First roles of events in which somebody does something; in the others something happens to them."""


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
        return f"{listed(map(name, terms.parties))} signed: {', '.join(clauses)}; {terms.turns} turns"
    if isinstance(lead.value, Outcome) and (argument := _argument(telling, deed)) is not None:
        came = "succeeded" if lead.value.won else "failed"
        return f"{name(lead.about[0])}'s argument ({_plain(argument.effect)}, {name(argument.target)}) {came}"
    return shortened(sentence(lead, name).rstrip("."))


def sentence(seen: Seen, name: Namer) -> str:
    """What an event tells, orders by what they are meant to do instead of by their kind; the rule's own words else."""
    if seen.kind == "message_sent" and seen.body:
        return f'{seen.text.rstrip(".")}: "{plain_line(seen.body)}"'
    if not isinstance(seen.value, OrderOpened) or isinstance(seen.value.order, Argument):
        return seen.text
    leak = "A leak: " if seen.kind == "secret_leaked" else ""
    return f"{leak}{name(seen.about[0])} decided to {order_as_deed(seen.value.order, name)}."


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


def parts(
    telling: Telling, turn: int, deed: StoryDeed, sources: Iterable[int], minds: Minds, name: Namer
) -> Iterator[SeatPart]:
    """What the seats that a deed concerns knew of it beforehand, and what they said, did and meant in its turn.

    As far as the viewer may know: what others could read is told by who the readers of an event are, and what a seat
    meant only to control and to the seat itself.
    """
    seats = dict.fromkeys(seat for at in (deed.lead, *deed.places) for seat in telling.told[at].seen.about)
    order = sorted(seats, key=lambda seat: seat != telling.viewer)
    before = [telling.told[at].seen for at in sources]
    of_turn = [telling.told[at].seen for at in telling.of_turn(turn)]
    within = [telling.told[at].seen for at in deed.places]
    behind = dict.fromkeys(name.partition("#")[0] for at in deed.places for name in telling.told[at].decisions)
    for seat in order[:MOST_SEATS]:
        own = minds.of(seat, turn)
        yield SeatPart(
            seat,
            knew=tuple(f"turn {s.turn}: {shortened(sentence(s, name))}" for s in before if may_read(s.audience, seat)),
            said=tuple(_said(of_turn, seat, own, name))[:MOST_SAID],
            did=tuple(dict.fromkeys(shortened(sentence(s, name)) for s in within if _did(s, seat)))[:MOST_SAID],
            meant=tuple(_meant(minds.plan(seat, turn), own, behind)),
        )


def _did(seen: Seen, seat: SeatId) -> bool:
    """Whether this seat did what the event tells."""
    roles = KINDS[seen.kind].roles
    if not roles or roles[0].name not in DOERS or seen.kind in ("message_sent", "signal_made", "odds_set"):
        return False
    return seat in seen.about if roles[0].most is None else seen.about[:1] == (seat,)


def _said(seen: Iterable[Seen], seat: SeatId, made: Iterable[Decision], name: Namer) -> Iterator[str]:
    of_seat = [each for each in seen if each.about[:1] == (seat,)]
    yield from (f'in public: "{plain_line(each.body)}"' for each in of_seat if each.kind == "signal_made")
    for decision in made:
        if isinstance(decision.body, Sealed) and decision.body.signal:
            for intent in decision.body.signal.intents:
                yield f"stated: {intent_in_words(intent, name)}"
    for each in of_seat:
        if each.kind == "message_sent":
            yield f'{each.text.rstrip(".")}: "{plain_line(each.body)}"'


def _meant(plan: str, own: Sequence[Decision], behind: Collection[str]) -> Iterator[str]:
    """The plan as it then stood, and the reasons of the decisions behind a deed."""
    if plan:
        yield f"plan: {plain_line(plan)}"
    yield from (f"why: {plain_line(made.rationale)}" for made in own if made.id in behind and made.rationale)
