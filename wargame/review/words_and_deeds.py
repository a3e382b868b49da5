"""What seats planned, announced and did, up to a place of a game: plans beside outcomes, gaps counted, broken words.

Only what is typed is counted: intents of statements, orders, pledges, clauses. Plans and reasons are words, and are
shown as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision, Sealed
from wargame.core.orders import aimed_at
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
