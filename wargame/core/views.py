"""The one door for secrets: everything that a seat may know of state and record goes through here.

A view is plain data. Numbers that a seat does not know exactly are estimates whose error is fixed for
the game; entities and events outside its audience are absent, and events are numbered anew for each
seat, so that not even a gap in the numbering tells that something happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from wargame.core.agreements import Agreement, Proposal
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.chance import standing_noise
from wargame.core.events import Change, Event
from wargame.core.ids import PUBLIC, Audience, ModelId, Phase, SeatId, Variable, may_read
from wargame.core.models import Access, Model
from wargame.core.pending import CourtCase, Tilt
from wargame.core.promises import Pledge
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.variables import DECIMALS, bounds, family_of, owner

CONTROL = "control"
"""The umpire's side: it sees the truth."""
HIDDEN_MODELS = ("copy-",)
"""Model lines that nobody but their owner knows of."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as one seat sees it."""

    number: int
    """Its place among the events that this seat has seen, from 1."""
    turn: int
    phase: Phase
    kind: str
    text: str
    body: str
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
    tilts: Mapping[str, Tilt]
    events: tuple[Seen, ...]
    """All that it has seen, oldest first."""
    brief: str
    """Its own dossier and briefing."""


class Observer:
    """Builds the views of one seat as the game goes on; it never sees more than its seat may."""

    def __init__(self, setting: Setting, seed: int, seat: SeatId) -> None:
        """An observer for a seat of the setting, or for control, who sees the truth."""
        self.seat = seat
        self._setting, self._seed = setting, seed
        self._seen: list[Seen] = []
        self._read = 0
        self._truth: Mapping[Variable, float] = {}
        self._narrowed: Mapping[tuple[SeatId, str], float] = {}
        self._plans: dict[Variable, Plan] = {}
        self._values: dict[Variable, float] = {}
        self._spread: dict[Variable, float] = {}
        self._brief = "" if seat == CONTROL else setting.by_id[seat].brief

    def view(self, state: State, record: list[Event]) -> View:
        """What the seat knows now; `record` is the whole list of events so far, in order."""
        self._notice(state, record)
        self._estimate(state)
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
            {key: t for key, t in state.tilts.items() if may_read(t.audience, seat)},
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
            state.tilts,
            tuple(self._seen),
            "",
        )

    def _masked(self, line: Access) -> Access:
        """Another's copy looks lawful until it is exposed."""
        if line.source == "illicit" and line.holder != self.seat and line.audience != PUBLIC:
            return replace(line, source="open", licence="none")
        return line

    def _notice(self, state: State, record: list[Event]) -> None:
        for event in record[self._read :]:
            if self.seat == CONTROL or may_read(event.audience, self.seat):
                self._seen.append(self._as_seen(state, event))
        self._read = len(record)

    def _as_seen(self, state: State, event: Event) -> Seen:
        if event.kind == "game_started":
            changes: tuple[Change, ...] = ()
        elif self.seat == CONTROL:
            changes = event.changes
        else:
            changes = tuple([c for c in event.changes if self._plan(state, c.variable).noise == 0])
        return Seen(
            len(self._seen) + 1,
            event.turn,
            event.phase,
            event.kind,
            event.text,
            event.body,
            event.about,
            event.audience,
            changes,
            event.id if event.audience == PUBLIC else None,
        )

    def _estimate(self, state: State) -> None:
        if self._truth is state.values or self.seat == CONTROL:
            return
        narrowed = {
            (tilt.by, tilt.variable): tilt.amount
            for tilt in state.tilts.values()
            if tilt.kind == "intelligence" and tilt.seat == self.seat
        }
        known = self._truth if narrowed == self._narrowed else {}
        values, spread = dict(self._values), dict(self._spread)
        for variable, value in state.values.items():
            if known.get(variable) == value:
                continue
            plan = self._plans.get(variable) or self._plan(state, variable)
            if plan.noise == 0:
                values[variable] = value
            elif plan.noise > 0:
                share = narrowed.get((plan.owner, plan.side), 1.0) if narrowed else 1.0
                guess = round(value + plan.error * share, DECIMALS)
                values[variable] = plan.low if guess < plan.low else plan.high if guess > plan.high else guess
                spread[variable] = plan.noise * share
        self._truth, self._narrowed, self._values, self._spread = state.values, narrowed, values, spread

    def _plan(self, state: State, variable: Variable) -> Plan:
        plan = self._plans.get(variable)
        if plan is None:
            noise = self._noise(state, variable)
            low, high = bounds(variable)
            side = (
                "adoption"
                if variable.endswith(".A")
                else next((name for part, name in SIDE_OF if part in variable), "")
            )
            error = noise * standing_noise(self._seed, self.seat, variable) if noise > 0 else 0.0
            plan = self._plans[variable] = Plan(noise, error, low, high, owner(variable), side)
        return plan

    def _noise(self, state: State, variable: Variable) -> float:
        whose, _, rest = variable.partition(".")
        family = family_of(variable)
        if whose == self.seat:
            return 0.0
        if family is None or family.noise is None or variable.startswith("model.copy-"):
            model = state.models.get(rest.rpartition(".")[0])
            return 0.0 if model is not None and model.owner == self.seat else -1.0
        if whose == "model":
            model = state.models.get(rest.rpartition(".")[0])
            if model is not None and model.owner == self.seat:
                return 0.0
            maker = self._setting.by_id.get(model.owner) if model else None
            viewer = self._setting.by_id[self.seat]
            return FOG if maker and maker.bloc == "cn" and viewer.bloc != "cn" else family.noise
        return family.noise


class Plan(NamedTuple):
    """How a seat sees one variable."""

    noise: float
    """Standard error; 0 = exact, below 0 = hidden altogether."""
    error: float
    """The error itself, fixed for the game."""
    low: float
    high: float
    owner: SeatId
    side: str
    """Side of its owner that an intelligence request would name."""


FOG = 3.0
"""Standard error, in months, of foreign estimates of Chinese models (F1, F2: 4 to 8 months behind)."""

SIDE_OF: tuple[tuple[str, str], ...] = (
    (".C.", "capability"),
    (".trust.", "trust"),
    (".N.", "narrow"),
    (".automation", "narrow"),
    (".oversight", "narrow"),
    (".budget", "budget"),
    (".income", "budget"),
    (".dissent", "dissent"),
    (".talent", "dissent"),
    (".vintage", "vintage"),
    (".compute", "vintage"),
)
"""Which side of a seat a variable belongs to, as intelligence requests name them."""
