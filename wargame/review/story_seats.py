"""What each seat had to do with a deed: what it knew beforehand, what it said on the matter, did and meant.

Knowledge is typed: events that the seat had read, and numbers as it then saw them, an estimate with its error. A
statement or message is told under one deed of its turn alone: the weightiest to which it speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from wargame.core.deeds import intent_in_words, words_of
from wargame.core.event_kinds import KINDS
from wargame.core.event_values import BrokenIntent, OrderOpened, Signed
from wargame.core.ids import PUBLIC, SeatId, Variable, may_read
from wargame.core.moves import Decision, Intent, Sealed
from wargame.core.orders import AnyOrder, aimed_at
from wargame.core.plain_text import plain_line
from wargame.core.setting import Setting
from wargame.core.telling import Telling
from wargame.core.views import Seen, View
from wargame.core.words import Namer
from wargame.review.story_deeds import StoryDeed
from wargame.review.story_parts import Because, SeatPart
from wargame.review.story_words import DOERS, Minds, sentence, shortened
from wargame.rules.model.variable_words import figure, spoken

MOST_SAID, MOST_SEATS, MOST_NUMBERS = 3, 4, 2
OFFERS = frozenset(("offer_made", "offer_countered", "offer_accepted", "offer_rejected"))
Look = Callable[[SeatId, int], View | None]
"""What a seat knew at the end of a turn, as far as the viewer may know it; None where it may not."""


def own_look(telling: Telling) -> Look:
    """The look of a viewer that knows its own views: a seat its own, everybody what is public."""

    def look(seat: SeatId, turn: int) -> View | None:
        return telling.views.get(turn) if telling.viewer in (seat, PUBLIC) else None

    return look


class SeatParts:
    """The parts of the seats in the deeds of one turn, to be asked for in the order of their weight."""

    def __init__(self, telling: Telling, setting: Setting, turn: int, minds: Minds, name: Namer, look: Look) -> None:
        """Nothing has been said under any deed yet."""
        self._telling, self._setting, self._turn, self._minds, self._name = telling, setting, turn, minds, name
        self._look = look
        self._quoted: set[object] = set()

    def of(self, deed: StoryDeed, because: Iterable[Because], moved: Sequence[Variable]) -> Iterator[SeatPart]:
        """A part for each of the seats that a deed concerns, the viewer's first.

        `because` is what brought the deed about, `moved` what it moved, the largest first.
        """
        told = self._telling.told
        seats = dict.fromkeys(seat for at in (deed.lead, *deed.places) for seat in told[at].seen.about)
        order = sorted(seats, key=lambda seat: seat != self._telling.viewer)
        before = [told[each.place].seen for each in because if each.place is not None and each.how != "chance"]
        within = [told[at].seen for at in deed.places]
        behind = dict.fromkeys(decision.partition("#")[0] for at in deed.places for decision in told[at].decisions)
        deciders = {*(self._telling.decisions[each].seat for each in behind), *_authors(within)}
        for seat in order[:MOST_SEATS]:
            own = self._minds.of(seat, self._turn)
            events = [self._read(seen) for seen in before if may_read(seen.audience, seat)]
            numbers = self._numbers(seat, moved) if seat in deciders else ()
            yield SeatPart(
                seat,
                knew=(*events, *numbers),
                said=tuple(self._said(seat, within, own))[:MOST_SAID],
                did=tuple(self._did(seat, within))[:MOST_SAID],
                meant=tuple(self._meant(seat, own, behind)),
            )

    def _read(self, seen: Seen) -> str:
        return f"turn {seen.turn}: {shortened(sentence(seen))}"

    def _numbers(self, seat: SeatId, moved: Iterable[Variable]) -> Iterator[str]:
        """What the deed was to move, as its author saw it when the turn began."""
        view = self._look(seat, self._turn - 1)
        if view is None:
            return
        for variable in [name for name in moved if name in view.values][:MOST_NUMBERS]:
            said = f"{spoken(self._setting, variable)} {figure(variable, view.values[variable])}"
            error = view.spread.get(variable)
            yield f"{said}, give or take {figure(variable, error)}" if error else said

    def _did(self, seat: SeatId, within: Iterable[Seen]) -> Iterator[str]:
        yield from dict.fromkeys(shortened(sentence(seen)) for seen in within if _did(seen, seat))

    def _meant(self, seat: SeatId, own: Iterable[Decision], behind: Collection[str]) -> Iterator[str]:
        """The plan as it then stood, and the reasons of the decisions behind a deed."""
        if plan := self._minds.plan(seat, self._turn):
            yield f"plan: {plain_line(plan)}"
        yield from (f"why: {plain_line(made.rationale)}" for made in own if made.id in behind and made.rationale)

    def _said(self, seat: SeatId, within: Sequence[Seen], own: Sequence[Decision]) -> Iterator[str]:
        """What it said of this deed, in public, as an intent, or to those whom the deed concerns."""
        orders = [seen.value.order for seen in within if isinstance(seen.value, OrderOpened) and _did(seen, seat)]
        broken = [seen.value.intent for seen in within if isinstance(seen.value, BrokenIntent)]
        intents = [intent for intent in _intents(own) if intent in broken or _speaks_of(intent, orders)]
        others = {party for seen in within for party in seen.about} - {seat}
        aims = {aim for order in orders for aim in aimed_at(order)}
        aims |= {party for seen in within if isinstance(seen.value, Signed) for party in seen.about} & others
        for at in self._telling.of_turn(self._turn):
            seen = self._telling.told[at].seen
            if seen.about[:1] != (seat,) or not seen.body or at in self._quoted:
                continue
            words = plain_line(seen.body)
            on_it = self._mentions(words, aims) or any(_phrase(order) in words.casefold() for order in orders)
            if seen.kind == "signal_made" and (intents or on_it or (orders and self._loose(seat, words, own))):
                self._quoted.add(at)
                yield f'in public: "{words}"'
            elif seen.kind == "message_sent" and (others & {*seen.about[1:]} or on_it):
                self._quoted.add(at)
                yield f'{seen.text.rstrip(".")}: "{words}"'
            elif seen.kind in OFFERS and seen in within:
                self._quoted.add(at)
                yield f'with the offer: "{words}"'
        for intent in intents:
            if (seat, intent) not in self._quoted:
                self._quoted.add((seat, intent))
                yield f"stated: {intent_in_words(intent, self._name)}"

    def _loose(self, seat: SeatId, words: str, own: Sequence[Decision]) -> bool:
        """Whether a statement speaks of no order of its turn by intent or by deed: it belongs to the weightiest."""
        seen = [self._telling.told[at].seen for at in self._telling.of_turn(self._turn)]
        orders = [
            each.value.order for each in seen if isinstance(each.value, OrderOpened) and each.about[:1] == (seat,)
        ]
        spoken_of = any(_speaks_of(intent, orders) for intent in _intents(own))
        return not spoken_of and not any(_phrase(order) in words.casefold() for order in orders)

    def _mentions(self, words: str, seats: Iterable[SeatId]) -> bool:
        return any(self._name(seat) in words for seat in seats)


def _authors(within: Iterable[Seen]) -> Iterator[SeatId]:
    yield from (seen.about[0] for seen in within if isinstance(seen.value, OrderOpened))


def _intents(own: Iterable[Decision]) -> Iterator[Intent]:
    for made in own:
        if isinstance(made.body, Sealed) and made.body.signal:
            yield from made.body.signal.intents


def _speaks_of(intent: Intent, orders: Iterable[AnyOrder]) -> bool:
    return any(intent.covers(order.kind, aimed_at(order)) for order in orders)


def _phrase(order: AnyOrder) -> str:
    """How an order is spoken of: its deed up to whatever it names."""
    return words_of(order.kind).partition("{")[0].strip().casefold() or order.kind


def _did(seen: Seen, seat: SeatId) -> bool:
    """Whether this seat did what the event tells."""
    roles = KINDS[seen.kind].roles
    if not roles or roles[0].name not in DOERS or seen.kind in ("message_sent", "signal_made", "odds_set"):
        return False
    return seat in seen.about if roles[0].most is None else seen.about[:1] == (seat,)
