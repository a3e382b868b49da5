"""What seats planned, announced and did, up to a place of a game: plans, gaps by name and in counts, broken words.

Only what is typed is counted: intents of statements, orders, pledges, clauses. Plans and reasons are words, and are
shown as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from wargame.core.event_values import BrokenIntent
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision, Intent, Sealed
from wargame.core.orders import AnyOrder, aimed_at
from wargame.review.timeline import BROKEN

CLAUSES: frozenset[str] = frozenset(("clause_breached", "clause_breached_covertly", "payment_missed"))


@dataclass(frozen=True, slots=True)
class PlanBeside:
    """The first plan that a seat stated, and the last."""

    seat: SeatId
    first: Decision
    """The decision with which it was stated."""
    last: Decision
    """The decision with which it was last stated; the same one if it stood."""


@dataclass(frozen=True, slots=True)
class WordGap:
    """How far apart a seat's words and deeds were, in counts."""

    seat: SeatId
    kept: int = 0
    """Intents that were announced and held: what it would do was ordered, what it would not was not."""
    undone: int = 0
    """What it said it would do, and did not order."""
    denied: int = 0
    """What it said it would not do, and ordered."""
    orders: int = 0
    unannounced: int = 0
    """Orders of which its statement said nothing."""
    pledges: int = 0
    pledges_kept: int = 0
    pledges_broken: int = 0
    clauses_broken: int = 0

    @property
    def announced(self) -> int:
        """Intents that it announced."""
        return self.kept + self.undone + self.denied


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """An event by which a word was broken."""

    number: int
    """Its place among the events, from 1."""
    event: Event
    seat: SeatId
    """Who broke it."""


GapKind = Literal["not done", "done all the same", "not announced", "word broken"]
"""not done: announced, and not ordered; done all the same: it had said that it would not; not announced: ordered
without a word; word broken: a pledge, a clause or a payment."""


@dataclass(frozen=True, slots=True)
class NamedGap:
    """One place where what a seat meant, announced and did lie apart."""

    seat: SeatId
    turn: int
    kind: GapKind
    decision: Decision | None
    """With which it announced and ordered, and in which it said what it meant; None for a broken word."""
    intent: Intent | None
    """What it had announced."""
    orders: tuple[AnyOrder, ...]
    """What it did."""
    numbers: tuple[int, ...]
    """Places of the events that show it, from 1: orders that were opened, the finding that it was untrue, the break."""


def named_gaps(decisions: Iterable[Decision], events: Sequence[Event]) -> Sequence[NamedGap]:
    """Every gap by itself, in the order of the record; those of one decision together. Linear in both."""
    opened: dict[object, int] = {}
    for number, event in enumerate(events, 1):
        if event.kind == "order_opened":
            opened |= {cause: number for cause in event.causes if "#" in cause}
        elif isinstance(event.value, BrokenIntent):
            opened[event.turn, event.about[0], event.value.intent] = number
    found = [gap for made in decisions if isinstance(made.body, Sealed) for gap in _named(made, made.body, opened)]
    found += [
        NamedGap(each.seat, each.event.turn, "word broken", None, None, (), (each.number,))
        for each in broken_words(events)
        if each.event.kind != "signal_broken"
    ]
    return sorted(found, key=lambda gap: gap.turn)


def _named(made: Decision, sheet: Sealed, opened: Mapping[object, int]) -> Iterator[NamedGap]:
    spoken_of: set[int] = set()
    for intent in sheet.signal.intents if sheet.signal else ():
        covered = [at for at, order in enumerate(sheet.orders) if intent.covers(order.kind, aimed_at(order))]
        spoken_of.update(covered)
        if bool(covered) != intent.will:
            yield _gap(made, sheet, "not done" if intent.will else "done all the same", intent, covered, opened)
    if silent := [at for at in range(len(sheet.orders)) if at not in spoken_of]:
        yield _gap(made, sheet, "not announced", None, silent, opened)


def _gap(
    made: Decision, sheet: Sealed, kind: GapKind, intent: Intent | None, orders: list[int], opened: Mapping[object, int]
) -> NamedGap:
    shown: list[object] = [f"{made.id}#{at + 1}" for at in orders]
    shown += [(made.turn, made.seat, intent)] if intent else []
    numbers = tuple(opened[name] for name in shown if name in opened)
    return NamedGap(made.seat, made.turn, kind, made, intent, tuple(sheet.orders[at] for at in orders), numbers)


def plans(decisions: Iterable[Decision]) -> Sequence[PlanBeside]:
    """The plans of the seats that stated one, in the order in which they were first stated."""
    found: dict[SeatId, PlanBeside] = {}
    for decision in decisions:
        if decision.plan:
            before = found.get(decision.seat)
            found[decision.seat] = (
                PlanBeside(decision.seat, decision, decision) if before is None else replace(before, last=decision)
            )
    return tuple(found.values())


def gaps(seats: Iterable[SeatId], decisions: Iterable[Decision], events: Iterable[Event]) -> Sequence[WordGap]:
    """The gap of each seat, in their order, by these decisions and events; linear in both."""
    found: dict[SeatId, WordGap] = {seat: WordGap(seat) for seat in seats}
    for decision in decisions:
        if isinstance(decision.body, Sealed) and decision.seat in found:
            found[decision.seat] = _announced(found[decision.seat], decision.body)
    for event in events:
        name = _COUNTED.get(event.kind)
        if name is not None and event.about and event.about[0] in found:
            gap = found[event.about[0]]
            found[gap.seat] = replace(gap, **{name: getattr(gap, name) + 1})
    return tuple(found.values())


_COUNTED: Mapping[str, str] = {
    "pledge_made": "pledges",
    "pledge_kept": "pledges_kept",
    "pledge_broken": "pledges_broken",
    "pledge_broken_covertly": "pledges_broken",
    **dict.fromkeys(CLAUSES, "clauses_broken"),
}


def _announced(gap: WordGap, sheet: Sealed) -> WordGap:
    intents = sheet.signal.intents if sheet.signal else ()
    kept = undone = denied = 0
    spoken_of = set()
    for intent in intents:
        covered = [at for at, order in enumerate(sheet.orders) if intent.covers(order.kind, aimed_at(order))]
        spoken_of.update(covered)
        if bool(covered) == intent.will:
            kept += 1
        elif intent.will:
            undone += 1
        else:
            denied += 1
    return replace(
        gap,
        kept=gap.kept + kept,
        undone=gap.undone + undone,
        denied=gap.denied + denied,
        orders=gap.orders + len(sheet.orders),
        unannounced=gap.unannounced + len(sheet.orders) - len(spoken_of),
    )


def broken_words(events: Iterable[Event]) -> Sequence[BrokenWord]:
    """Every event by which somebody's word was broken, in order; `agreement_broken` only follows from one."""
    numbered = enumerate(events, 1)
    return tuple(
        BrokenWord(number, event, event.about[0])
        for number, event in numbered
        if event.kind in BROKEN and event.kind != "agreement_broken" and event.about
    )
