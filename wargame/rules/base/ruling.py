"""One ruling under way: rules read the state through it and say what happens by emitting events.

Every event goes through `emit` and is folded at once, so the live state is always the fold of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wargame.core import chance
from wargame.core.chance import Draw
from wargame.core.codebook import owner, settle
from wargame.core.event_kinds import KINDS, EventKind
from wargame.core.event_values import EventValue
from wargame.core.events import TABLE_OF, Change, Drop, Entity, Event, Put
from wargame.core.fold import apply, copy
from wargame.core.ids import PUBLIC, Audience, EventId, ModelId, Phase, SeatId, Variable, readers
from wargame.core.state import State
from wargame.rules.base.calendar import turns_in
from wargame.rules.base.rulebook import Rulebook

START = EventId("0.1")
"""The event that set all starting values."""


NOTHING: Mapping[Variable, float] = {}


class Ruling:
    """The working sheet of the adjudicator for one stretch of play."""

    def __init__(self, book: Rulebook, state: State, turn: int, phase: Phase) -> None:
        """Start from a state, which stays untouched; events carry this turn and phase."""
        self.book = book
        self.state = copy(state)
        self.turn = turn
        self.phase = phase
        self.events: list[Event] = []
        self._number = state.count if state.turn == turn else 0

    # reading

    def value(self, variable: Variable, absent: float | None = None) -> float:
        """A stored number in the unit of its family; `absent` is what it counts as where none is stored.

        KeyError without it: what every entity of a kind has is never missing, so a number that is was asked of the
        wrong entity or under a wrong name.
        """
        number = self.state.values.get(variable, absent)
        if number is None:
            raise KeyError(f"turn {self.turn}, {self.phase}: no number is stored as {variable!r}")
        return number

    def last(self, *names: Variable) -> tuple[EventId, ...]:
        """The events that last changed these variables: the causes of whatever follows from them."""
        touched = self.state.touched
        return tuple(dict.fromkeys(touched.get(name, START) for name in names))

    def happened(self, *kinds: str) -> list[Event]:
        """Events of these kinds in this ruling so far."""
        return [event for event in self.events if event.kind in kinds]

    @property
    def next_id(self) -> EventId:
        """The id that the next event will have."""
        return EventId(f"{self.turn}.{self._number + 1}")

    def until(self, quarters: float) -> int:
        """The last turn of what lasts so many quarters from now."""
        return self.turn + turns_in(self.book.setting, quarters)

    # chance

    def draw(self, purpose: str) -> float:
        """A uniform draw of this turn in [0, 1); the same purpose gives the same number."""
        if (self.turn, purpose) in self.book.middling:
            return chance.MIDDLE
        return chance.uniform(self.book.dice_seed(self.turn, self.phase), self.turn, purpose)

    def happens(self, purpose: str, probability: float) -> tuple[bool, Draw]:
        """Whether a chance from 0 to 1 comes true, and the draw for the record. The same purpose, the same draw."""
        value = self.draw(purpose)
        return value < probability, Draw(purpose, value, round(probability, 6))

    def label(self, purpose: str) -> str:
        """A new short name that tells nothing about how many others there are."""
        return chance.label(self.book.seed, f"{self.turn}|{purpose}")

    # writing

    def emit(
        self,
        kind: EventKind,
        rule: str,
        causes: Iterable[str],
        audience: Audience,
        text: str,
        *,
        to: Mapping[Variable, float] | None = None,
        by: Mapping[Variable, float] | None = None,
        puts: Iterable[Entity] = (),
        drops: Iterable[Drop] = (),
        draws: Iterable[Draw] = (),
        about: tuple[SeatId, ...] = (),
        body: str = "",
        value: EventValue | None = None,
    ) -> Event:
        """Record one fact and fold it. `to` sets variables, `by` moves them; both are kept in range.

        KeyError for a number that the codebook does not name or only derives. Without causes it points at the start.
        """
        moved = self._changes(to or NOTHING, by or NOTHING) if to or by else ()
        return self._record(kind, rule, causes, audience, text, moved, puts, drops, draws, about, body, value)

    def _record(
        self,
        kind: EventKind,
        rule: str,
        causes: Iterable[str],
        audience: Audience,
        text: str,
        changes: tuple[Change, ...],
        puts: Iterable[Entity] = (),
        drops: Iterable[Drop] = (),
        draws: Iterable[Draw] = (),
        about: tuple[SeatId, ...] = (),
        body: str = "",
        value: EventValue | None = None,
    ) -> Event:
        assert kind in KINDS, f"{kind!r} is no kind of event: core/event_kinds.py registers all there are"
        self._number += 1
        event = Event(
            EventId(f"{self.turn}.{self._number}"),
            self.turn,
            self.phase,
            kind,
            rule,
            causes if type(causes) is tuple and len(causes) == 1 else tuple(dict.fromkeys(causes)) or (START,),
            audience,
            text,
            changes,
            tuple([Put(TABLE_OF[type(entity)], entity) for entity in puts]) if puts else (),
            tuple(drops),
            tuple(draws),
            about,
            body,
            value,
        )
        apply(self.state, event)
        self.events.append(event)
        return event

    def shift(
        self,
        kind: EventKind,
        rule: str,
        causes: Iterable[str],
        text: str,
        *,
        to: Mapping[Variable, float] | None = None,
        by: Mapping[Variable, float] | None = None,
        draws: Iterable[Draw] = (),
        about: tuple[str, ...] = (),
    ) -> Event | None:
        """Move numbers that only their owners know exactly; nothing is recorded if none of them moves.

        KeyError as for `emit`.
        """
        changes = self._changes(to or NOTHING, by or NOTHING)
        if not changes:
            return None
        seats = {owner(change.variable) for change in changes}
        audience: Audience = PUBLIC if "world" in seats else readers(*(seats & self.book.setting.by_id.keys()))
        return self._record(kind, rule, causes, audience, text, changes, draws=draws, about=about)

    def _changes(self, to: Mapping[Variable, float], by: Mapping[Variable, float]) -> tuple[Change, ...]:
        values = self.state.values
        changes: list[Change] = []
        for variable, after in to.items():
            before = values.get(variable)
            after = settle(variable, after)
            if after != before:
                changes.append(Change(variable, before or 0.0, after))
        for variable, delta in by.items():
            before = values.get(variable, 0.0)
            after = settle(variable, before + delta)
            if after != before:
                changes.append(Change(variable, before, after))
        return tuple(changes)

    # words

    def name(self, seat: SeatId) -> str:
        """A seat's display name."""
        return self.book.name(seat)

    def called(self, id: str) -> str:
        """The display name of a model or a seat; anything else as it is."""
        model = self.state.models.get(ModelId(id))
        return model.name if model else self.book.name(id)
