"""The shape of `actors/NAME/dossier.yaml`: one institution, its interests, assets and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import not_
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wargame.core import habits
from wargame.core.ids import Area, Audit, Belief, Channel, DataTerms, Layer, Licence, Role, SeatKind, Weights
from wargame.errors import SpecError
from wargame.scenario.faults import shown

NAME = r"^[a-z][a-z0-9_]{1,23}$"
"""How the names of actors, seats and their folders look."""
Name = Annotated[str, Field(pattern=NAME, description="lower-case letters, digits and _")]
ModelName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,31}$")]


def _on_one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError(f"this is {shown(text)}; it must stand on one line, without line breaks and tabs")
    return text


OneLine = Annotated[str, AfterValidator(_on_one_line)]
"""What is shown within a line."""


OtherName = Annotated[OneLine, Field(min_length=2, max_length=40)]
"""One more word for an actor, or a name that looks like a person's."""


def _settings(text: str) -> str:
    try:
        habits.read(text)
    except SpecError as fault:
        raise ValueError(str(fault)) from None
    return text


HabitText = Annotated[str, AfterValidator(_settings)]
"""How a script is set: `NAME=VALUE` with commas between."""
Share = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]

DoctrineName = Literal[
    "patron",
    "rival_patron",
    "wary_power",
    "fighting_power",
    "careful_lab",
    "eager_lab",
    "open_lab",
    "contractor",
    "institution",
]
Measure = Literal[
    "anchor",
    "capability",
    "us_stack_share",
    "rival_lag",
    "lab_goodwill",
    "low_leverage",
    "low_dependence",
    "domestic_support",
    "legitimacy",
    "grid_and_support",
    "strike_capability",
    "supplier_diversity",
    "pact_gains",
    "stack_share_abroad",
    "closed_lag",
    "low_us_cohesion",
    "sanctions_avoided",
    "integrity",
    "pace",
    "revenue",
    "defender_access",
    "low_dissent",
    "state_favour",
    "ecosystem_share",
    "indirect_revenue",
    "home_stack_share",
    "small_lag",
    "contracts",
    "customer_capability",
    "vendor_choice",
    "allied_capability",
    "interoperability",
    "members_low_dependence",
    "norms",
]
RedLine = Literal[
    "two_labs_refuse",
    "ally_on_chinese_stack",
    "leverage_above_60",
    "data_off_soil",
    "core_mission_lost",
    "support_below_30",
    "single_kill_chain_supplier",
    "proven_theft_three_sanctions",
    "severity_above_5_uncontested",
    "dissent_above_60",
    "open_lag_above_9",
    "anchor_lost",
    "forced_swap_in_war",
    "member_leaves_pool",
]


class Plain(BaseModel):
    """Base of everything read from YAML: an unknown key is a fault, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Citation(Plain):
    """One dated source that the dossier or briefing leans on."""

    fact: Annotated[str, Field(pattern=r"^F\d{1,3}$")]
    date: OneLine
    source: OneLine
    confidence: Literal["H", "M", "L"]
    says: str
    """The fact in one sentence, attributed where it is an allegation."""


class Passage(Plain):
    """A piece of a text, shown only in games that have everybody whom it names, and in its time."""

    says: Annotated[str, Field(min_length=10)]
    names: Annotated[tuple[Name, ...], Field(exclude_if=not_)] = ()
    """Actors that it names, by their folders: each must sit or be present."""
    since: Annotated[Month, Field(exclude_if=not_)] = ""
    """First month in which it is true and known; shown in games that begin then or later, in all unless said."""
    until: Annotated[Month, Field(exclude_if=not_)] = ""
    """Last month in which it holds; shown in games that begin then or earlier, in all unless said."""

    @model_validator(mode="after")
    def _in_order(self) -> Passage:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until is {self.until}; it must not be before since, which is {self.since}")
        return self


class ModelLine(Plain):
    """A model line that a lab owns at the start."""

    id: ModelName
    name: OneLine
    family: ModelName
    weights: Weights
    licence: Licence
    released: bool
    K: Annotated[float, Field(ge=-120, le=120)]
    """Vintage in frontier-months before (negative) or after the month from which the dossiers of a scenario count: July
    2026 in the shared ones, often the start in those of a single scenario."""
    trail: Annotated[float, Field(ge=0, le=60)]
    """Months by which a new release trails the best model inside."""
    ages: bool = False
    """Whether it stays as it is while it is kept back, instead of going on with its lab."""


class StartAccess(Plain):
    """A line of access that a government has when the game begins."""

    model: ModelName
    channel: Channel
    licence: Licence
    areas: tuple[Area, ...] | Literal["all"] = "all"
    data: DataTerms = "resident"
    audit: Audit = "none"
    support: Annotated[int, Field(ge=0, le=3)] = 0
    """Level of support, from 0, none, to 3."""
    price: Annotated[int, Field(ge=0, le=20)] = 0
    """Budget points a quarter; carried by a standing agreement of the whole game's length when above 0."""


class Start(Plain):
    """Starting values; what is absent takes the default of the seat's kind."""

    A: Percent = 50
    """Adoption capacity: organisation, skills, doctrine."""
    income: Annotated[float, Field(ge=0, le=400)] = 4
    """Budget points a quarter, each about $50m."""
    DS: Percent = 55
    """Domestic support."""
    Leg: Percent = 70
    """Legitimacy of the use of force."""
    N: dict[Area, Share] | Share = 0.35
    """Narrow-AI maturity by area, or one number for all."""
    I: dict[ModelName, Share] = {}  # noqa: E741 (the model's own symbol)
    """Integration depth by model family."""
    trust: dict[Name, Percent] = {}
    """Trust in other seats; the rest starts at 50."""
    home: dict[Layer, Share] = {}
    """Share of each supply layer under home control; the rest starts at 0.2."""
    data: Annotated[float, Field(ge=0, le=3)] = 0.7
    """Worth of the data at hand for narrow AI, as a factor: battlefield 1.5, none 0.7."""
    grid: Percent | None = None
    """Power grid that works; None where there is no air war."""
    operators: Annotated[float, Field(ge=0, le=5000)] = 0
    """Trained air-defence crews; counted only where there is a grid."""
    interceptors: Annotated[float, Field(ge=0, le=20000)] = 0
    """Interceptors at hand each day; counted only where there is a grid."""
    oversight: Share = 0.9
    """Human oversight of automated targeting."""
    automation: Share = 0
    """Degree to which targeting is automated."""
    norms: Share = 0
    """Public norms that bless military use."""
    vintage: Annotated[float, Field(ge=-120, le=120)] | None = None
    """Best model that a lab has inside, counted as `K` of a model; None for the best of its models."""
    dissent: Percent = 10
    integrity: Percent = 80
    reputation: Percent = 60
    talent: Percent = 100
    """Share of its best people that a lab still has, in per cent."""
    policy: Annotated[float, Field(ge=0, le=7)] = 7
    """Highest severity of use that the published policy permits."""
    compute: Annotated[float, Field(ge=0, le=3)] = 1
    """Compute of a lab against what the frontier needs, as a factor."""
    monitor: Share = 0.2
    """Watch that a lab keeps for distillation."""
    security: Annotated[float, Field(ge=1, le=5)] = 2
    """Security of a lab's weights, as a level."""


class AimLine(Plain):
    """One weighted objective."""

    measure: Measure
    weight: Share


def check_weights(aims: Sequence[AimLine]) -> None:
    """ValueError unless weights sum to 1, or there are none."""
    total = sum(aim.weight for aim in aims)
    if aims and abs(total - 1) > 0.001:
        raise ValueError(f"the weights of aims sum to {total:g}; they must sum to 1")


class Dossier(Plain):
    """An institution as content: who it is, what it wants, what it has, and on whose word we say so."""

    id: Name
    name: Annotated[OneLine, Field(min_length=2, max_length=40)]
    also: Annotated[tuple[OtherName, ...], Field(exclude_if=not_)] = ()
    """What else people call it: the country, its people, a short form. `check` alone reads it."""
    institutions: Annotated[tuple[OtherName, ...], Field(exclude_if=not_)] = ()
    """Firms, bodies, programmes and texts that it names, where a name looks like a person's. `check` alone reads it."""
    kind: SeatKind
    role: Role
    jurisdiction: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    bloc: Literal["us", "allied", "cn", "other"]
    doctrine: DoctrineName
    habits: HabitText = ""
    """How its script is set, such as `temper=hawk,coerce=off`; empty leaves its temper to chance."""
    as_of: Month
    """The month that the dossier describes."""
    public: Annotated[str, Field(min_length=40)]
    """What everyone at the table may read, true in every game that can have this actor."""
    news: Annotated[tuple[Passage, ...], Field(exclude_if=not_)] = ()
    """More that everyone may read, each where those whom it names are, from its month on."""
    brief: Annotated[str, Field(min_length=80)]
    """Private: interests, fears, instructions, true in every game. Shown to this seat and control only."""
    bargains: Annotated[tuple[Passage, ...], Field(exclude_if=not_)] = ()
    """Private: what it would offer and ask, each with partners who are there."""
    knows: Annotated[tuple[Passage, ...], Field(exclude_if=not_)] = ()
    """Private: what it knows that others do not."""
    decides: Annotated[str, Field(exclude_if=not_)] = ""
    """Private: how it comes to a decision, in a sentence or two."""
    aims: tuple[AimLine, ...]
    red_lines: tuple[RedLine, ...] = ()
    sovereignty: Share = 0.5
    """Weight of sovereignty."""
    missions: Literal["broad", "border", "island", "expeditionary"] = "broad"
    sensitivity: Share = 0
    """How strongly a lab's staff reacts."""
    staff: Annotated[int, Field(ge=1, le=10_000_000)] = 1000
    belief: Belief = "medium"
    members: tuple[Name, ...] = ()
    anchor: Name | None = None
    layers: dict[Layer, dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Share]] = {}
    models: tuple[ModelLine, ...] = ()
    access: tuple[StartAccess, ...] = ()
    start: Start = Start()
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> Dossier:
        check_weights(self.aims)
        return self


FACT_REFERENCE = re.compile(r"\bF\d{1,3}\b")
"""How texts refer to sourced facts."""


Cast: TypeAlias = Mapping[str, Dossier]
"""The dossiers of those present, by the name of their folder."""
