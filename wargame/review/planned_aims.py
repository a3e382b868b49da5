"""The aims of a plan beside what became of them: each sentence of it with the events that answer to what it names.

A plan is words. What can be held against the record is whom and which orders it names: bargains signed and refused with
them, orders given, words broken. A sentence that names neither is shown, and it is said that nothing answers to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wargame.core.deeds import DEEDS
from wargame.core.event_kinds import BROKEN
from wargame.core.event_values import OfferAnswered, OrderOpened, Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision

AIM_ENDS = re.compile(r"(?<=[.;!?])\s+|\n+")
BEFORE_ORDERS = ("start", "brief", "inject", "talk")

AimOutcome = Literal["ordered", "signed", "refused", "broke a word"]
"""How an event answers to an aim."""


@dataclass(frozen=True, slots=True)
class CameOfAim:
    """An event that answers to an aim."""

    how: AimOutcome
    number: int
    """Its place among the events, from 1."""
    event: Event


@dataclass(frozen=True, slots=True)
class PlannedAim:
    """One sentence of a plan, and what became of it."""

    words: str
    names: tuple[SeatId, ...]
    """Other seats that it names, by their names or those of their models."""
    verbs: tuple[str, ...]
    """Kinds of orders that it names in the words of deeds."""
    came: tuple[CameOfAim, ...]
    """In the order of the record."""


def planned_aims(plan: Decision, called: Mapping[str, SeatId], events: Sequence[Event]) -> tuple[PlannedAim, ...]:
    """The aims of the plan that was stated with a decision, held against the events so far, which stand in order.

    `called` gives the seat behind each name: of seats, and of the models that they make. Linear in the events for each
    sentence.
    """
    after = [(number, event) for number, event in enumerate(events, 1) if _follows(event, plan)]
    found = []
    for words in filter(None, (part.strip(" -*>\t") for part in AIM_ENDS.split(plan.plan))):
        named = tuple(dict.fromkeys(seat for name, seat in called.items() if _says(words, name) and seat != plan.seat))
        verbs = tuple(kind for kind, deed in DEEDS.items() if _phrase(deed) and _phrase(deed) in words.casefold())
        came = tuple(_answers(after, plan.seat, named, verbs))
        found.append(PlannedAim(words, named, verbs, came))
    return tuple(found)


def _answers(
    after: Iterable[tuple[int, Event]], seat: SeatId, named: Sequence[SeatId], verbs: Sequence[str]
) -> Iterator[CameOfAim]:
    for number, event in after:
        if seat not in event.about:
            continue
        with_named = any(other in event.about for other in named)
        value = event.value
        if isinstance(value, Signed) and with_named:
            yield CameOfAim("signed", number, event)
        elif isinstance(value, OfferAnswered) and value.how == "rejected" and with_named:
            yield CameOfAim("refused", number, event)
        elif event.kind == "order_opened" and isinstance(value, OrderOpened) and event.about[0] == seat:
            if value.order.kind in verbs or (with_named and not verbs):
                yield CameOfAim("ordered", number, event)
        elif event.kind in BROKEN and event.kind != "agreement_broken" and with_named:
            yield CameOfAim("broke a word", number, event)


def _follows(event: Event, plan: Decision) -> bool:
    """Whether an event comes after a decision, so that it can be what became of it."""
    same = event.turn == plan.turn and (plan.phase == "talk" or event.phase not in BEFORE_ORDERS)
    return event.turn > plan.turn or same


def _says(words: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", words))


def _phrase(deed: str) -> str:
    """A deed up to whatever it names, in lower case; empty where too little would be left to know it by."""
    phrase = deed.partition("{")[0].strip().casefold()
    return phrase if " " in phrase else ""
