"""The shape of `scenarios/NAME/scenario.yaml`: who sits, for how long, and what the world does."""

from __future__ import annotations

from operator import not_
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.core.agreements import Terms
from wargame.core.arguments import Mode
from wargame.core.ids import Variable
from wargame.core.setting import StepDone, StepPlace
from wargame.scenario.dossier import (
    AimLine,
    Citation,
    HabitText,
    Month,
    Name,
    OneLine,
    OtherName,
    Plain,
    Start,
    check_weights,
)

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$", description="lower-case letters, digits and -")]

InjectKind = Literal[
    "news",
    "closed_release",
    "model_withheld",
    "open_leap",
    "open_goes_closed",
    "jailbreak",
    "export_directive",
    "tariff_shock",
    "arms_slip",
    "intelligence_pause",
    "distillation_expose",
    "staff_letter",
    "tragedy",
    "supplier_cuts_unit",
    "government_change",
    "mass_strike",
    "strait_scare",
    "funding_windfall",
    "small_model_parity",
    "progress_speed_up",
    "sovereign_slip",
    "champions_merge",
]


Level = Literal["tutorial", "medium", "hard"]
SessionPreset = Literal["untimed", "90-minutes", "two-hours", "half-day"]
"""What a session is planned for; the minutes stand in `table.presets`."""


class ConditionLine(Plain):
    """The trigger of a conditional inject: give `above`, `below` or both."""

    variable: Variable
    above: float | None = None
    below: float | None = None


class InjectLine(Plain):
    """One line of the master scenario events list: what the rules do with it, and what planners note beside it."""

    id: Slug
    kind: InjectKind
    text: Annotated[str, Field(min_length=10)]
    objective: str = ""
    """Which objective of the exercise it serves, or what else it is for."""
    expected: Annotated[str, Field(exclude_if=not_)] = ""
    """The action that planners expect of the players; nothing happens if it does not come."""
    sender: Annotated[OneLine, Field(exclude_if=not_)] = ""
    """From whom it comes, in words."""
    delivery: Annotated[OneLine, Field(exclude_if=not_)] = ""
    """How it reaches the players, such as a press release that is read aloud."""
    controller: Annotated[OneLine, Field(exclude_if=not_)] = ""
    """Which role of the control group brings it in; never a person's name."""
    notes: Annotated[str, Field(exclude_if=not_)] = ""
    """Anything else for the control group."""
    turn: Annotated[int, Field(ge=1, le=60)] | None = None
    """Turn in which it comes, from 1."""
    when: ConditionLine | None = None
    probability: Annotated[float, Field(gt=0, le=1)] | None = None
    """Chance in a quarter, whatever the length of a turn."""
    audience: Literal["public"] | tuple[Name, ...] = "public"
    target: str | None = None
    changes: dict[Variable, float] = {}
    """What is added to each variable, in its own unit."""

    @model_validator(mode="after")
    def _one_trigger(self) -> InjectLine:
        if sum(trigger is not None for trigger in (self.turn, self.when, self.probability)) != 1:
            raise ValueError("an inject needs exactly one of turn, when or probability")
        return self


class FirstStepLine(Plain):
    """Something that a newcomer on a seat is shown to try, in its turn and until it is done."""

    says: Annotated[OneLine, Field(min_length=10, max_length=150)]
    done: StepDone
    turn: Annotated[int, Field(ge=1, le=60)] = 1
    to: Name | None = None
    """With whom it is to be done; anybody unless said."""
    verb: Annotated[Name | None, Field(exclude_if=not_)] = None
    """The order that is meant, where `done` is `order`; any unless said."""
    look: Annotated[StepPlace | None, Field(exclude_if=not_)] = None
    """Where it is to be looked at, where `done` is `answer`; told with its key."""


class LedgerLine(Plain):
    """A fact, or a project on its way to be one, that everybody knows of when play begins."""

    id: Slug
    """By which arguments cite, back or end it."""
    text: Annotated[str, Field(min_length=10)]
    about: tuple[Name, ...] = ()
    """Whom it concerns; left out, it bears on everybody's case."""
    needs: Annotated[int, Field(ge=1, le=5)] = 1
    """Successful arguments that settle it; a project needs several."""
    done: Annotated[int, Field(ge=0, le=5)] | None = None
    """Those that it has had; all that it needs unless said."""
    protection: Annotated[int, Field(ge=0, le=3)] = 0
    """Successful arguments against it that it withstands before the one that ends it."""
    brings: dict[Variable, float] = {}
    """What is added to each variable, in its own unit, when a project is finished."""


class Variant(Plain):
    """A smaller table of the same scenario, chosen with `--seats NAME`."""

    seats: Annotated[tuple[Name, ...], Field(min_length=1)]
    present: tuple[Name, ...] = ()


class ActorChange(Plain):
    """What this scenario changes in a dossier."""

    start: dict[str, float | dict[str, float]] = {}
    doctrine: str | None = None
    habits: HabitText | None = None
    """How its script is set, in place of what its dossier says."""
    belief: Literal["low", "medium", "high"] | None = None
    aims: Annotated[tuple[AimLine, ...] | None, Field(exclude_if=not_)] = None
    """What it is scored on here, in place of what its dossier says: what its play can move in a game of this length."""

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> ActorChange:
        check_weights(self.aims or ())
        return self


class Pack(Plain):
    """A scenario as content."""

    id: Slug
    title: Annotated[OneLine, Field(min_length=3, max_length=60)]
    summary: Annotated[str, Field(min_length=40)]
    """Two or three sentences for the list of scenarios."""
    level: Annotated[Level | None, Field(exclude_if=not_)] = None
    """How hard it is for newcomers; a tutorial is listed first."""
    months: Annotated[float, Field(ge=0.25, le=3)]
    """Months a turn."""
    turns: Annotated[int, Field(ge=1, le=60)]
    start: Month
    """The month of turn 1, such as `2026-07`."""
    talk_rounds: Annotated[int, Field(ge=1, le=4)] = 2
    """Rounds of talk in each turn."""
    pace: Annotated[float, Field(ge=0.25, le=3)] = 3
    """Months in which a script acts as much as one sheet holds; less where events press, as in a crisis of weeks."""
    seats: Annotated[tuple[Name, ...], Field(min_length=1)]
    present: tuple[Name, ...] = ()
    """Actors in the world that are not seated: played by their doctrines."""
    variants: dict[Slug, Variant] = {}
    parameters: dict[str, float] = {}
    """Parameters of the rules that this scenario sets otherwise, by name."""
    world: dict[str, float] = {}
    """Starting values of `world.*` variables, by their last part."""
    actors: dict[Name, ActorChange] = {}
    agreements: tuple[Terms, ...] = ()
    """Agreements in force when the game begins."""
    ledger: tuple[LedgerLine, ...] = ()
    """Facts and projects that are there when the game begins."""
    random_injects: bool = True
    """Whether the standing random events of the rules are drawn too."""
    injects: tuple[InjectLine, ...] = ()
    war: dict[str, float] = {}
    """Raiders a day (`raiders`, `winter_raiders`), interceptions a day per crew (`rate`); empty without an air war."""
    public_scores: bool = True
    objectives: Annotated[tuple[Annotated[OneLine, Field(min_length=10)], ...], Field(exclude_if=not_)] = ()
    """What the exercise is for, one sentence each; for the control group."""
    preset: Annotated[SessionPreset | None, Field(exclude_if=not_)] = None
    """What a session is planned for unless whoever sets the table chooses otherwise."""
    adjudication: Annotated[Mode | None, Field(exclude_if=not_)] = None
    """How control rules arguments unless it, or whoever sets the table, chooses otherwise."""
    first_steps: Annotated[dict[Name, tuple[FirstStepLine, ...]], Field(exclude_if=not_)] = {}
    """What newcomers may try first, by seat."""
    institutions: Annotated[tuple[OtherName, ...], Field(exclude_if=not_)] = ()
    """Firms, bodies, programmes and texts that it names, where a name looks like a person's. `check` alone reads it."""
    sources: tuple[Citation, ...] = ()


__all__ = [
    "ActorChange",
    "ConditionLine",
    "FirstStepLine",
    "InjectKind",
    "InjectLine",
    "LedgerLine",
    "Pack",
    "SessionPreset",
    "Slug",
    "Start",
    "Variant",
]
