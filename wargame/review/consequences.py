"""What a deed moved: only what the rules moved on account of it, with the amount and the sign that each move had.

A rule that answers a deed points at it with its first cause: trust that falls, staff that is angered, a fear that
grows. What comes with every turn (forces that grow, tempers that cool) is nobody's deed, whatever it points at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wargame.core.event_kinds import EventKind
from wargame.core.events import Change, Event
from wargame.core.fold import apply, copy
from wargame.core.ids import AREAS, Area, EventId, SeatId
from wargame.core.models import Access
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model import capability

REACTIONS: frozenset[EventKind] = frozenset(
    {"trust_fell", "trust_rose", "dissent_rose", "cut_off_feared", "revenue_restored"}
)
"""Events that move numbers on account of a deed and of nothing else."""
SWITCHED: frozenset[EventKind] = frozenset({"access_suspended", "access_ended", "access_narrowed", "access_resumed"})
"""Events that change what somebody can run from now on."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a holder can field in one area with what is at hand, before and after a line of access changed."""

    holder: SeatId
    area: Area
    before: float
    """0-100."""
    after: float


def owners(deeds: Iterable[Event]) -> Mapping[str, EventId]:
    """By cause, the first of these deeds that it stands for: itself, or what it brought about."""
    found: dict[str, EventId] = {}
    for deed in deeds:
        found.setdefault(deed.id, deed.id)
        found.setdefault(deed.causes[0], deed.id)
    return found


def moved_by(deed: Event, events: Sequence[Event], owner: Mapping[str, EventId]) -> tuple[Change, ...]:
    """What a deed moved itself, and what rules moved on account of it, in the order of the record.

    A number that was moved twice is told once, from the first value to the last, if nothing came between.
    """
    moved: dict[str, Change] = {}
    for event in events:
        answers = event.kind in REACTIONS and all(owner.get(cause) == deed.id for cause in _grounds(event))
        if event is deed or answers:
            for change in event.changes:
                known = moved.get(change.variable)
                if known is None:
                    moved[change.variable] = change
                elif known.after == change.before:
                    moved[change.variable] = Change(change.variable, known.before, change.after)
    return tuple(moved.values())


def _grounds(event: Event) -> tuple[str, ...]:
    """The deeds that an event answers: its first cause, or all of them where it counts several."""
    return event.causes if event.kind == "cut_off_feared" else event.causes[:1]


def reaches(book: Rulebook, before: State, events: Iterable[Event]) -> Mapping[EventId, Reach]:
    """For each change of access in a turn, the area where it changed most what its holder can field.

    `before` is the state at the end of the turn before, `events` are those of the turn in their order.
    """
    now, found = copy(before), dict[EventId, Reach]()
    for event in events:
        lines = [put.entity for put in event.puts if isinstance(put.entity, Access)]
        if event.kind not in SWITCHED or not lines or lines[0].holder not in book.setting.governments:
            apply(now, event)
            continue
        holder = lines[0].holder
        old = _reach(book, now, holder)
        apply(now, event)
        new = _reach(book, now, holder)
        largest = max(range(len(AREAS)), key=lambda area: abs(new[area] - old[area]))
        found[event.id] = Reach(holder, AREAS[largest], old[largest], new[largest])
    return found


def _reach(book: Rulebook, state: State, holder: SeatId) -> tuple[float, ...]:
    lines = capability.live_access(state, holder)
    useful = capability.best(capability.usefulness(book, state, holder, lines))
    return capability.targets(book, state, holder, useful)
