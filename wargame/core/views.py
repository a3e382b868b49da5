"""The one door for secrets: everything that a seat may know of state and record goes through here.

A view is plain data. Numbers that a seat does not know exactly are estimates whose error is fixed for
the game; entities and events outside its audience are absent, and events are numbered anew for each
seat, so that not even a gap in the numbering tells that something happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from wargame.core.agreements import Agreement, Proposal
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.conditions import Condition
from wargame.core.court_cases import CourtCase
from wargame.core.estimates import HIDDEN_MODELS, Plan, known_to, plan
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import EventValue
from wargame.core.events import Change, Event
from wargame.core.ids import CONTROL, PUBLIC, Audience, EventId, ModelId, Phase, SeatId, Variable, may_read
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge
from wargame.core.setting import Setting
from wargame.core.state import State

WITHDRAWN = "(withdrawn by control)"
"""What seats read where control has taken words back."""


def withdrawn(events: Iterable[Event]) -> frozenset[EventId]:
    """Ids of the events whose words control has taken back."""
    return frozenset(name for event in events if event.kind == "text_retracted" for name in event.causes)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one seat sees it; its number is its place among those that the seat has seen."""

    turn: int
    phase: Phase
    kind: EventKind
    text: str
    body: str
    value: EventValue | None
    """What it says, as far as its readers may know."""
    about: tuple[SeatId, ...]
    audience: Audience
    changes: tuple[Change, ...]
    """Only variables whose exact value this seat knows."""
    cite: str | None
    """The name under which an argument may cite it: public events only."""


@dataclass(frozen=True, slots=True)
class View:
    """What one seat knows: its own numbers exactly, the rest as estimates, and what it may read."""

    seat: SeatId
    turn: int
    phase: Phase
    values: Mapping[Variable, float]
    """Exact where known, estimated elsewhere; what cannot even be estimated is absent."""
    spread: Mapping[Variable, float]
    """Standard error of each estimated value; exact ones are absent."""
    models: Mapping[ModelId, Model]
    access: Mapping[str, Access]
    agreements: Mapping[str, Agreement]
    proposals: Mapping[str, Proposal]
    pledges: Mapping[str, Pledge]
    facts: Mapping[str, Fact]
    arguments: Mapping[str, CaseUnderArgument]
    cases: Mapping[str, CourtCase]
    conditions: Mapping[str, Condition]
    events: tuple[Seen, ...]
    """All that it has seen, oldest first."""
    brief: str
    """Its own dossier and briefing."""


def _seen(event: Event, changes: tuple[Change, ...]) -> Seen:
    """An event as it is shown, with these of its changes."""
    return Seen(
        event.turn,
        event.phase,
        event.kind,
        event.text,
        event.body,
        event.value,
        event.about,
        event.audience,
        changes,
        event.id if event.audience == PUBLIC else None,
    )


class Glance(NamedTuple):
    """An event, worked out once for all seats."""

    moved: dict[Variable, None]
    """The variables that it moved, in order."""
    seen: Seen
    """How it looks to those who own none of the numbers that it moved."""
    everyones: tuple[Change, ...]
    """Changes of public numbers."""
    owners: dict[SeatId, tuple[Change, ...]]
    """Changes of numbers that only their owner knows exactly."""


class Shared:
    """What the observers of one game need to work out only once for all seats."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._glances: dict[EventId, Glance] = {}

    def glance(self, state: State, event: Event) -> Glance:
        """The event as it is shared out among the seats."""
        found = self._glances.get(event.id)
        if found is None:
            everyones: list[Change] = []
            owners: dict[SeatId, list[Change]] = {}
            for change in event.changes:
                whose = known_to(state, change.variable)
                if whose is None:
                    everyones.append(change)
                else:
                    owners.setdefault(whose, []).append(change)
            found = self._glances[event.id] = Glance(
                dict.fromkeys([change.variable for change in event.changes]),
                _seen(event, tuple(everyones)),
                tuple(everyones),
                {seat: tuple(changes) for seat, changes in owners.items()},
            )
        return found


class Observer:
    """Builds the views of one seat as the game goes on; it never sees more than its seat may."""

    def __init__(self, setting: Setting, seed: int, seat: SeatId, shared: Shared | None = None) -> None:
        """An observer for a seat of the setting, or for control, who sees the truth.

        `shared` lets the observers of one game share what looks the same to all who see it.
        """
        self.seat = seat
        self._shared = Shared() if shared is None else shared
        self._setting, self._seed = setting, seed
        self._seen: list[Seen] = []
        self._read = 0
        self._narrowed: dict[tuple[SeatId, str], float] = {}
        self._plans: dict[Variable, Plan] = {}
        self._values: dict[Variable, float] = {}
        self._spread: dict[Variable, float] = {}
        self._brief = "" if seat == CONTROL else setting.by_id[seat].brief

    def view(self, state: State, record: list[Event]) -> View:
        """What the seat knows now; `record` is the whole list of events so far, in order."""
        self._estimate(state, self._notice(state, record))
        seat = self.seat
        if seat == CONTROL:
            return self._everything(state)
        models = {m.id: m for m in state.models.values() if m.owner == seat or not m.id.startswith(HIDDEN_MODELS)}
        return View(
            seat,
            state.turn,
            state.phase,
            self._values,
            self._spread,
            models,
            {key: self._masked(a) for key, a in state.access.items() if may_read(a.audience, seat)},
            {key: a for key, a in state.agreements.items() if may_read(a.audience, seat)},
            {key: p for key, p in state.proposals.items() if seat in p.needed},
            {key: p for key, p in state.pledges.items() if may_read(p.audience, seat)},
            state.facts,
            state.arguments,
            state.cases,
            {key: t for key, t in state.conditions.items() if may_read(t.audience, seat)},
            tuple(self._seen),
            self._brief,
        )

    def _everything(self, state: State) -> View:
        return View(
            CONTROL,
            state.turn,
            state.phase,
            state.values,
            {},
            state.models,
            state.access,
            state.agreements,
            state.proposals,
            state.pledges,
            state.facts,
            state.arguments,
            state.cases,
            state.conditions,
            tuple(self._seen),
            "",
        )

    def _masked(self, line: Access) -> Access:
        """Another's copy looks lawful until it is exposed."""
        if line.source == "illicit" and line.holder != self.seat and line.audience != PUBLIC:
            return replace(line, source="open", licence="none")
        return line

    def _notice(self, state: State, record: list[Event]) -> dict[Variable, None]:
        """Read on in the record; gives the variables that have moved since the last look."""
        seat, seen, glance = self.seat, self._seen, self._shared.glance
        moved: dict[Variable, None] = {}
        for event in record[self._read :]:
            shared = glance(state, event)
            if shared.moved:
                moved.update(shared.moved)
            audience = event.audience
            if seat == CONTROL:
                seen.append(_seen(event, () if event.kind == "game_started" else event.changes))
            elif audience == PUBLIC or seat in audience:
                mine = shared.owners.get(seat)
                seen.append(shared.seen if mine is None else _seen(event, (*shared.everyones, *mine)))
                if event.kind == "text_retracted":
                    self._withdraw(record, event)
        self._read = len(record)
        return moved

    def _withdraw(self, record: list[Event], retraction: Event) -> None:
        """Blank the words of an event that this seat has read."""
        shown = (e for e in record if e.audience == PUBLIC or self.seat in e.audience)
        for place, event in enumerate(shown):
            if event.id in retraction.causes:
                self._seen[place] = replace(self._seen[place], text=WITHDRAWN, body="", value=None)
                return

    def _estimate(self, state: State, moved: dict[Variable, None]) -> None:
        if self.seat == CONTROL:
            return
        narrowed = {
            (condition.by, condition.variable): condition.amount
            for condition in state.conditions.values()
            if condition.kind == "intelligence" and condition.seat == self.seat
        }
        if narrowed != self._narrowed:
            moved, self._spread = dict.fromkeys(state.values), {}
        elif not moved:
            return
        values, plans, truth = dict(self._values), self._plans, state.values
        fresh: dict[Variable, float] = {}
        for variable in moved:
            value = truth[variable]
            noise, error, low, high, whose, side = plans.get(variable) or self._plan(state, variable)
            if noise == 0:
                values[variable] = value
            elif noise > 0:
                share = narrowed.get((whose, side), 1.0) if narrowed else 1.0
                guess = value + error * share
                values[variable] = low if guess < low else high if guess > high else guess
                if variable not in self._spread:
                    fresh[variable] = noise * share
        if fresh:
            self._spread = {**self._spread, **fresh}
        self._narrowed, self._values = narrowed, values

    def _plan(self, state: State, variable: Variable) -> Plan:
        found = self._plans.get(variable)
        if found is None:
            found = self._plans[variable] = plan(self._setting, self._seed, self.seat, state, variable)
        return found
