"""The one door for secrets: everything that a seat may know of state and record goes through here.

A view is plain data. Numbers that a seat does not know exactly are estimates whose error drifts, fixed
by the seed; entities and events outside its audience are absent, and events are numbered anew for each
seat, so that not even a gap in the numbering tells that something happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from wargame.core.agreements import Agreement, Proposal
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.conditions import Condition
from wargame.core.court_cases import CourtCase
from wargame.core.estimates import Estimates, Narrowed, Plans, Spreads, known_to, moment_of
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import EventValue
from wargame.core.events import Change, Entity, Event
from wargame.core.ids import (
    CONTROL,
    PUBLIC,
    AgreementId,
    Audience,
    EventId,
    ModelId,
    Phase,
    ProposalId,
    SeatId,
    Variable,
)
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge
from wargame.core.readable import SIGHT
from wargame.core.setting import Setting
from wargame.core.state import State

WITHDRAWN = "(withdrawn by control)"
"""What seats read where control has taken words back."""


def withdrawn(events: Iterable[Event]) -> frozenset[EventId]:
    """Ids of the events whose words control has taken back, and of the acts that did so. Reads every event once."""
    return frozenset(EventId(name) for event in events if event.kind == "text_retracted" for name in event.causes)


@dataclass(slots=True)
class Seen:
    """An event as one seat sees it; its number is its place among those that the seat has seen. Never written to."""

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


@dataclass(slots=True)
class View:
    """What one seat knows: its own numbers exactly, the rest as estimates, and what it may read. Never written to."""

    seat: SeatId
    turn: int
    phase: Phase
    values: Mapping[Variable, float]
    """Exact where known, estimated elsewhere; what cannot even be estimated is absent."""
    spread: Mapping[Variable, float]
    """Standard error of each estimated value; exact ones are absent."""
    models: Mapping[ModelId, Model]
    access: Mapping[str, Access]
    agreements: Mapping[AgreementId, Agreement]
    proposals: Mapping[ProposalId, Proposal]
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


_NO_OWNERS: Mapping[SeatId, Seen] = {}


class Glance(NamedTuple):
    """An event, worked out once for all seats."""

    event: Event
    seen: Seen | None
    """How it looks to those who own none of the numbers that it moved; None if no such seat may read it."""
    owners: Mapping[SeatId, Seen]
    """How it looks to those of its readers who do: they see these numbers move as well."""

    def to(self, seat: SeatId) -> Seen | None:
        """What this seat sees of it, or None if it may not read it; control sees all."""
        event = self.event
        if seat == CONTROL:
            return _seen(event, () if event.kind == "game_started" else event.changes)
        if event.audience == PUBLIC or seat in event.audience:
            return self.owners.get(seat, self.seen)
        return None


def glance(state: State, event: Event) -> Glance:
    """An event as it is shared out among the seats; KeyError if it moves a number that is in no family."""
    if not event.changes:
        return Glance(event, _seen(event, ()), _NO_OWNERS)
    everyones: list[Change] = []
    owners: dict[SeatId, list[Change]] = {}
    for change in event.changes:
        whose = known_to(state, change.variable)
        if whose is None:
            everyones.append(change)
        else:
            owners.setdefault(whose, []).append(change)
    audience, shared = event.audience, tuple(everyones)
    if audience == PUBLIC:
        seen = {seat: _seen(event, (*shared, *changes)) for seat, changes in owners.items()}
        return Glance(event, _seen(event, shared), seen)
    seen = {seat: _seen(event, (*shared, *owners[seat])) for seat in audience if seat in owners}
    return Glance(event, _seen(event, shared) if len(seen) < len(audience) else None, seen)


def publicly(state: State, event: Event) -> Seen:
    """An event as those see it who own none of the numbers that it moved; whether they may read it is not asked."""
    return _seen(event, tuple([change for change in event.changes if known_to(state, change.variable) is None]))


class Shared:
    """What the observers of one game work out only once for all seats: each event is looked at when it is new."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.read = 0
        """Events looked at so far."""
        self.moved = 0
        """How many events there were when a number last moved."""
        self.entered: dict[str, list[tuple[str, Entity | None, bool]]] = {name: [] for name in SIGHT}
        """What was entered into each table: the id, the entity or None where it left, and whether the id was new."""
        self._ids: dict[str, set[str]] = {name: set() for name in SIGHT}
        self._glances: list[Glance] = []
        self._shown: dict[SeatId, list[Seen]] = {}

    def shown(self, seat: SeatId) -> list[Seen]:
        """What a seat has seen so far: a list that grows by itself, not to be written to."""
        if seat not in self._shown:
            found = [each.to(seat) for each in self._glances]
            self._shown[seat] = [seen for seen in found if seen is not None]
            for each in self._glances:
                if each.event.kind == "text_retracted":
                    self._withdraw(each, seat)
        return self._shown[seat]

    def look(self, state: State, record: Sequence[Event]) -> None:
        """Look at what is new in the record and show it to whom it concerns. Linear in what is new."""
        for event in record[self.read :]:
            each = glance(state, event)
            self._glances.append(each)
            self.read += 1
            if event.changes:
                self.moved = self.read
            for put in event.puts:
                if put.table in SIGHT:
                    ids, id_ = self._ids[put.table], put.entity.id
                    self.entered[put.table].append((id_, put.entity, id_ not in ids))
                    ids.add(id_)
            for drop in event.drops:
                if drop.table in SIGHT:
                    self.entered[drop.table].append((drop.id, None, False))
                    self._ids[drop.table].discard(drop.id)
            if event.audience == PUBLIC and CONTROL not in self._shown:
                owners, seen = each.owners, each.seen
                assert seen is not None
                for seat, shown in self._shown.items():
                    shown.append(owners.get(seat, seen) if owners else seen)
            else:
                for seat in self._shown if CONTROL in self._shown else event.audience:
                    if seat in self._shown and (its := each.to(seat)) is not None:
                        self._shown[seat].append(its)
            if event.kind == "text_retracted":
                for seat in self._shown:
                    self._withdraw(each, seat)

    def _withdraw(self, retraction: Glance, seat: SeatId) -> None:
        """Blank the words of an event for a seat that reads that they are taken back; control keeps them."""
        if seat == CONTROL or retraction.to(seat) is None:
            return
        readable = (each.event.id for each in self._glances if each.to(seat) is not None)
        for place, name in enumerate(readable):
            if name in retraction.event.causes:
                self._shown[seat][place] = replace(self._shown[seat][place], text=WITHDRAWN, body="", value=None)
                return


class Observer:
    """Builds the views of one seat as the game goes on; it never sees more than its seat may."""

    def __init__(self, setting: Setting, seed: int, seat: SeatId, shared: Shared | None = None) -> None:
        """An observer for a seat of the setting, or for control, who sees the truth; KeyError for any other name.

        `seed` is that of the game, by which errors drift. `shared` lets the observers of one game share what looks the
        same to all who see it; all of them are then shown the same growing record.
        """
        self.seat = seat
        self._shared = Shared() if shared is None else shared
        self._seen = self._shared.shown(seat)
        self._shown: tuple[Seen, ...] = ()
        self._read = -1
        self._narrowed: Narrowed = {}
        self._moment = -1
        self._plans = Plans(setting, seed, seat, {})
        self._values: Mapping[Variable, float] = {}
        self._spread: Mapping[Variable, float] = {}
        self._tables: dict[str, Mapping[Any, Any]] = {}
        self._entered: dict[str, int] = {}
        """How much of what was entered into each table has been looked at."""
        self._brief = "" if seat == CONTROL else setting.by_id[seat].brief

    def view(self, state: State, record: Sequence[Event]) -> View:
        """What the seat knows now; `record` is the whole list of events so far, in order.

        The state must be what these events make, and settled: nothing may be folded into it any more. What the
        events since the last look did not touch is taken over from the view before.
        """
        shared, tables, seat = self._shared, self._tables, self.seat
        if shared.read < len(record):
            shared.look(state, record)
        if self._read < shared.read:
            self._shown = tuple(self._seen)
        if seat == CONTROL:
            return self._everything(state)
        read = self._read
        if read < shared.read:
            touched = [name for name in SIGHT if self._entered.get(name) != len(shared.entered[name])]
            for name in touched:
                self._enter(name, getattr(state, name))
            released = "models" in touched
            if released:
                self._plans = self._plans.now(state.models)
            moved = shared.moved > read or released
            if moved or "conditions" in touched or moment_of(state) != self._moment:
                self._estimate(state, moved)
            self._read = shared.read
        return View(
            seat,
            state.turn,
            state.phase,
            self._values,
            self._spread,
            tables["models"],
            tables["access"],
            tables["agreements"],
            tables["proposals"],
            tables["pledges"],
            state.facts,
            state.arguments,
            state.cases,
            tables["conditions"],
            self._shown,
            self._brief,
        )

    def _enter(self, name: str, table: Mapping[Any, Any]) -> None:
        """Bring what the seat sees of a table up to now, in the table's own order."""
        new = self._grown(name) if name in self._tables else None
        if new is None:
            see, seat = SIGHT[name], self.seat
            new = {id_: seen for id_, entity in table.items() if (seen := see(seat, entity)) is not None}
        self._tables[name], self._entered[name] = new, len(self._shared.entered[name])

    def _grown(self, name: str) -> Mapping[Any, Any] | None:
        """A table as last seen with what was entered since; None where that belongs between what it had."""
        see, seat, old = SIGHT[name], self.seat, self._tables[name]
        own: dict[Any, Any] | None = None
        for id_, entity, fresh in self._shared.entered[name][self._entered[name] :]:
            seen = None if entity is None else see(seat, entity)
            there = id_ in (old if own is None else own)
            if seen is None and not there:
                continue
            if seen is not None and not (there or fresh):
                return None
            own = dict(old) if own is None else own
            if seen is None:
                del own[id_]
            else:
                own[id_] = seen
        return old if own is None else own

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
            self._shown,
            "",
        )

    def _estimate(self, state: State, moved: bool) -> None:
        """Look at the numbers anew if any has moved, or if other intelligence than before narrows an error."""
        narrowed = {
            (condition.by, condition.variable): condition.amount
            for condition in state.conditions.values()
            if condition.kind == "intelligence" and condition.seat == self.seat
        }
        moment = moment_of(state)
        if moved or narrowed != self._narrowed or moment != self._moment:
            self._narrowed, self._moment = narrowed, moment
            self._values = Estimates(state.values, self._plans, narrowed, moment)
            self._spread = Spreads(state.values, self._plans, narrowed)
