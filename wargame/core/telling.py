"""A game as one viewer may tell it: the events that it sees, what of them brought about what, and what it knew when.

Like a view it holds nothing that its viewer may not know. A link between two events stands here only if the viewer sees
both, and a decision only if it is the viewer's own; control is told everything, `public` what every seat knows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.core.estimates import known_to
from wargame.core.events import Drop, Event, Put
from wargame.core.fold import apply, copy
from wargame.core.ids import CONTROL, PUBLIC, SeatId, Variable, may_read
from wargame.core.moves import Decision
from wargame.core.readable import SIGHT
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.views import WITHDRAWN, Observer, Seen, Shared, View, publicly, withdrawn


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as its viewer sees it, and what the viewer sees of its causes and effects."""

    seen: Seen
    number: int
    """Its place among all events that stand, from 1; 0 where the viewer is not to know how many there are."""
    because: tuple[int, ...]
    """Places, from 0, of the events told before that brought it about."""
    decisions: tuple[str, ...]
    """Names of decisions, or parts of them, that brought it about."""
    puts: tuple[Put, ...]
    """What entered or was replaced, as the viewer sees it."""
    drops: tuple[Drop, ...]


@dataclass(frozen=True, slots=True)
class Undoing:
    """Turns that control took back."""

    turn: int
    """The turn in which it did so."""
    to_turn: int
    """The turn to whose start the game went back."""
    events: tuple[Event, ...]
    """What does not stand any more, oldest first."""


@dataclass(frozen=True, slots=True)
class Undone:
    """Turns that control took back, as a viewer may know of them."""

    turn: int
    to_turn: int
    gone: tuple[Seen, ...]
    """Of what does not stand any more, what the viewer had seen."""


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one viewer may tell of a game."""

    viewer: str
    """A seat, `control` for the truth, or `public`."""
    told: tuple[ToldEvent, ...]
    """What it has seen, oldest first: the events of its view, in their order."""
    views: Mapping[int, View]
    """What it knew at the end of each turn, 0 for the opening; of the turn under way, what it knows now."""
    decisions: Mapping[str, Decision]
    """The decisions that it may read, by id: its own; all for control, none for `public`."""
    undone: tuple[Undone, ...] = ()
    """Every time that control took turns back, in order."""

    @property
    def turns(self) -> int:
        """The last turn of which anything is told."""
        return max(self.views, default=0)

    def of_turn(self, turn: int) -> range:
        """Places of the events of a turn; turns follow one another, so they stand together."""
        first, last = (find(self.told, turn, key=lambda told: told.seen.turn) for find in (bisect_left, bisect_right))
        return range(first, last)


def telling(
    setting: Setting,
    seed: int,
    viewer: str,
    events: Sequence[Event],
    decisions: Mapping[str, Decision],
    *,
    undone: Sequence[Undoing] = (),
    numbered: bool = False,
) -> Telling:
    """What a viewer may tell of these events, which are all that stand, oldest first, and of these decisions.

    `undone` are the times that turns were taken back. With `numbered` each event says its place among all of them, for
    those who look into the record afterwards; a seat in play is not to learn it. KeyError for a viewer that is no seat
    of the setting, `control` or `public`. Folds every event once and copies the state once a turn.
    """
    views, state = _views(setting, seed, viewer, events)
    places: dict[str, int] = {}
    told: list[ToldEvent] = []
    known: set[tuple[str, str]] = set()
    for number, event, seen in _seen(viewer, state, events):
        because = tuple([places[cause] for cause in event.causes if cause in places])
        named = tuple([cause for cause in event.causes if _may_know(viewer, cause, decisions)])
        puts = tuple(_puts(viewer, event.puts))
        known.update((put.table, put.entity.id) for put in puts)
        drops = tuple([drop for drop in event.drops if (drop.table, drop.id) in known])
        told.append(ToldEvent(seen, number if numbered else 0, because, named, puts, drops))
        places[event.id] = len(told) - 1
    own = {name: made for name, made in decisions.items() if viewer in (CONTROL, made.seat)}
    taken = tuple([lost(viewer, state, each) for each in undone])
    return Telling(viewer, tuple(told), views, own, taken)


def lost(viewer: str, state: State, undoing: Undoing) -> Undone:
    """What a viewer may know of turns that were taken back; `state` holds the models that there are by now."""
    gone = tuple([seen for _, _, seen in _seen(viewer, state, undoing.events)])
    return Undone(undoing.turn, undoing.to_turn, gone)


def _may_know(viewer: str, cause: str, decisions: Mapping[str, Decision]) -> bool:
    made = decisions.get(cause.partition("#")[0])
    return made is not None and viewer in (CONTROL, made.seat)


def _seen(viewer: str, state: State, events: Sequence[Event]) -> list[tuple[int, Event, Seen]]:
    if viewer == PUBLIC:
        gone = withdrawn(event for event in events if event.audience == PUBLIC)
        return [
            (number, event, _blank(publicly(state, event)) if event.id in gone else publicly(state, event))
            for number, event in enumerate(events, 1)
            if event.audience == PUBLIC
        ]
    shared = Shared()
    shared.look(state, events)
    readable = [
        (number, event)
        for number, event in enumerate(events, 1)
        if viewer == CONTROL or may_read(event.audience, viewer)
    ]
    return [(number, event, seen) for (number, event), seen in zip(readable, shared.shown(viewer), strict=True)]


def _blank(seen: Seen) -> Seen:
    return replace(seen, text=WITHDRAWN, body="", value=None)


def _puts(viewer: str, puts: Sequence[Put]) -> list[Put]:
    if viewer == CONTROL:
        return list(puts)
    found = []
    for put in puts:
        entity = SIGHT[put.table](viewer, put.entity) if put.table in SIGHT else put.entity
        if entity is not None:
            found.append(Put(put.table, entity))
    return found


def _views(setting: Setting, seed: int, viewer: str, events: Sequence[Event]) -> tuple[dict[int, View], State]:
    """What the viewer knew at the end of each turn, and the state after the last event."""
    observer = None if viewer == PUBLIC else Observer(setting, seed, viewer)
    found: dict[int, View] = {}
    state = State()
    for at, event in enumerate(events):
        apply(state, event)
        if at + 1 == len(events) or events[at + 1].turn != event.turn:
            kept = copy(state)
            found[event.turn] = observer.view(kept, events[: at + 1]) if observer else _public_view(kept)
    return found, state


def _public_view(state: State) -> View:
    """What every seat knows exactly, and what it may read; without the events."""
    values: dict[Variable, float] = {name: v for name, v in state.values.items() if known_to(state, name) is None}
    tables = {
        name: {
            key: seen
            for key, entity in getattr(state, name).items()
            if (seen := SIGHT[name](PUBLIC, entity)) is not None
        }
        for name in SIGHT
    }
    return View(
        SeatId(PUBLIC),
        state.turn,
        state.phase,
        values,
        {},
        tables["models"],
        tables["access"],
        tables["agreements"],
        {},
        tables["pledges"],
        state.facts,
        state.arguments,
        state.cases,
        tables["conditions"],
        (),
        "",
    )
