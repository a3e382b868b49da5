"""What does not change during a game: seats, missions, calendar, injects. A scenario builds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from wargame.core.ids import AREAS, Area, Audience, Belief, Layer, Role, SeatId, SeatKind, Variable

MISSIONS: Mapping[str, Mapping[Area, float]] = {
    "broad": dict.fromkeys(AREAS, 1.0),
    "border": {"cyber": 0, "intelligence": 1, "command": 1, "logistics": 1, "targeting": 3, "autonomy": 4},
    "island": {"cyber": 2, "intelligence": 3, "command": 2, "logistics": 2, "targeting": 2, "autonomy": 2},
    "expeditionary": {"cyber": 2, "intelligence": 2, "command": 2, "logistics": 3, "targeting": 1, "autonomy": 1},
}
"""Weights of the mission areas by mission profile (design; island and expeditionary see docs/decisions)."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One weighted objective of a seat."""

    measure: str
    """Name of a measure of `rules.model.measures`."""
    weight: float
    """Share of the score; a seat's weights sum to 1."""


StepDone = Literal["answer", "message", "offer", "agreement", "pledge", "statement", "order", "argument"]
"""What shows that a first step is done; `answer` is any answer of the turn."""
StepPlace = Literal["offer", "world", "news"]
"""Where there is something to look at: the form of an offer, what is known of the world, the news."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something that a newcomer on a seat is shown to try."""

    says: str
    done: StepDone
    turn: int
    """The turn in which it is shown, from 1."""
    to: SeatId | None
    """With whom; null for anybody."""
    verb: str = ""
    """The order that is meant, by its verb; empty for any."""
    look: StepPlace | None = None
    """Where it is to be looked at, for what needs no more than a look; null where nothing is."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An actor present in the game, at the table or played by its doctrine."""

    id: SeatId
    name: str
    kind: SeatKind
    role: Role
    jurisdiction: str
    """Whose law it is under, such as `us`, `cn`, `fr`; dependence is counted by it."""
    bloc: Literal["us", "allied", "cn", "other"]
    seated: bool
    """At the table; an actor that is present but not seated is played by its doctrine."""
    doctrine: str
    """Scripted doctrine that plays it when nobody else does."""
    habits: str = field(default="", kw_only=True)
    """How its script is set, as `core.habits.read` takes it; empty for nothing set."""
    aims: tuple[Aim, ...]
    red_lines: tuple[str, ...]
    """Names of red lines of `rules.model.scoring`."""
    missions: Mapping[Area, float] = field(default_factory=dict)
    sovereignty: float = 0.0
    """Weight of sovereignty, 0-1, fixed."""
    sensitivity: float = 0.0
    """How strongly a lab's staff reacts, 0-1."""
    staff: int = 1000
    belief: Belief = "medium"
    """Private view of how imminent transformation is."""
    members: tuple[SeatId, ...] = ()
    """Members of an institution."""
    anchor: SeatId | None = None
    """The government that a champion is anchored to."""
    layers: Mapping[Layer, Mapping[str, float]] = field(default_factory=dict)
    """Foreign suppliers of each layer by jurisdiction, as shares of the part not under home control."""
    brief: str = ""
    """The private dossier text: for this seat and control only."""
    public: str = ""
    """What everyone knows of it."""
    voice: str = ""
    """How it speaks: for its own mind only."""
    first_steps: tuple[FirstStep, ...] = ()
    """What whoever is new to the game may try first: for the people of this seat only."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a conditional inject fires: a variable (stored or derived) beyond a bar."""

    variable: Variable
    above: float | None
    below: float | None


@dataclass(frozen=True, slots=True)
class Inject:
    """A scheduled, conditional or random event of the world."""

    id: str
    kind: str
    """A procedure of `rules.injects`, such as `export_directive`, or `news` for words alone."""
    text: str
    objective: str
    """What the facilitator wants of it; for control's list only."""
    turn: int | None
    """Fires in this turn; null for conditional and random injects."""
    when: Trigger | None
    probability: float | None
    """Chance per quarter of a random inject; scaled with the length of the turn."""
    audience: Audience
    target: str | None
    """Seat or model it touches, where the kind needs one."""
    changes: Mapping[Variable, float] = field(default_factory=dict)
    """Deltas that it applies, beside those of its kind."""
    expected: str = field(default="", kw_only=True)
    """The action that planners expect of the players; for control's list only, as all that follows."""
    sender: str = field(default="", kw_only=True)
    """From whom it comes, in words."""
    delivery: str = field(default="", kw_only=True)
    """How it reaches the players."""
    controller: str = field(default="", kw_only=True)
    """Which role of the control group brings it in."""
    notes: str = field(default="", kw_only=True)


REHEARSAL = "REHEARSAL"
"""What stands before the title of a practice game, wherever the title is shown."""


@dataclass(frozen=True)
class Setting:
    """The fixed frame of one game."""

    name: str
    title: str
    months: float
    """Months a turn; every rate scales with it."""
    turns: int
    start: str
    """Month of turn 1, `YYYY-MM`."""
    talk_rounds: int
    seats: tuple[Seat, ...]
    injects: tuple[Inject, ...]
    """The MSEL, the list of events that the scenario has prepared, in the order in which they are tried."""
    random_injects: bool
    """Whether the standing random events of the rules are drawn too."""
    war: Mapping[str, float] = field(default_factory=dict)
    """Air-war constants by name; empty where there is no war."""
    public_scores: bool = True
    briefing: str = ""
    """What everyone reads before the first turn."""
    pace: float = 3.0
    """Months in which a script acts as much as one sheet holds; a turn that is longer is its own pace."""
    objectives: tuple[str, ...] = ()
    """What the exercise is for; control's alone."""

    @cached_property
    def by_id(self) -> Mapping[SeatId, Seat]:
        """Seats by id."""
        return {seat.id: seat for seat in self.seats}

    @cached_property
    def governments(self) -> tuple[SeatId, ...]:
        """All governments, patrons included."""
        return tuple(seat.id for seat in self.seats if seat.kind == "government")

    @cached_property
    def allies(self) -> tuple[SeatId, ...]:
        """Middle powers that Washington counts as allies."""
        return tuple(s.id for s in self.seats if s.kind == "government" and s.bloc == "allied")

    @cached_property
    def labs(self) -> tuple[SeatId, ...]:
        """Labs and champions: whoever makes models."""
        return tuple(seat.id for seat in self.seats if seat.kind in ("lab", "champion"))

    @cached_property
    def ids(self) -> tuple[SeatId, ...]:
        """All seats in table order."""
        return tuple(seat.id for seat in self.seats)

    @cached_property
    def quarter(self) -> float:
        """Length of a turn in quarters."""
        return self.months / 3.0

    def name_of(self, seat: SeatId) -> str:
        """A seat's display name; `control` and unknown ids are returned as they are."""
        return self.names.get(seat, seat)

    @cached_property
    def names(self) -> Mapping[SeatId, str]:
        """Display names of the seats by id."""
        return {seat.id: seat.name for seat in self.seats}
