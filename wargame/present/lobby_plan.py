"""A table as it is being set: who plays which seat, for how long, under which rules of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from wargame.core import spec_words
from wargame.core.ids import SeatId
from wargame.errors import SpecError, WargameError
from wargame.players import specs
from wargame.present.local_table import LocalTable
from wargame.scenario.bundle import Bundle
from wargame.scenario.pack import Pack
from wargame.table.people import unfit_name
from wargame.table.presets import preset_of
from wargame.table.settings import AT_A_TERMINAL, SessionSettings


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """One seat as it is being filled."""

    kind: str = "scripted"
    """`human`, `scripted`, `scripted:DOCTRINE`, `random`, `llm`, `single` or `recorded`."""
    rest: str = ""
    """What `llm`, `single` and `recorded` need: MODEL or MODEL@URL, or a file. Kept while another kind is chosen."""
    people: str = ""
    """Names of the people on the seat, separated by commas; the first one hands in."""
    word: str = ""
    """The seat word; empty for none."""

    @property
    def spec(self) -> str:
        """The player spec, such as `llm:small`; whether it is a good one is for `fault_of` to say."""
        return spec_words.spec_of(self.kind, self.rest.strip()) if self.kind in spec_words.WITH_REST else self.kind

    @staticmethod
    def parts(spec: str) -> tuple[str, str]:
        """A player spec as kind and rest; SpecError if it is none."""
        return spec_words.split(specs.check(spec))

    @property
    def names(self) -> tuple[str, ...]:
        """The people, each once."""
        return tuple(dict.fromkeys(name.strip() for name in self.people.split(",") if name.strip()))


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Everything that the lobby asks."""

    scenario: str = ""
    variant: str | None = None
    seed: int = 1
    seats: Mapping[SeatId, SeatPlan] = field(default_factory=dict)
    rehearsal: bool = False
    """Whether a turn is played first that does not count."""
    control_word: str = ""
    """The word that opens control's desk; empty for none."""
    settings: SessionSettings = AT_A_TERMINAL
    """What is chosen for the session, whole."""
    survey: str = ""
    """`default` for the shipped survey before and after the game, `file` for one's own; empty for none."""
    survey_file: str = ""
    """Where the items of one's own survey stand. Kept while another one is chosen."""
    out: Path | None = None
    """Where the game is recorded, which must not exist; None for a name of the day's own under `runs`."""

    def having(self, **parts: Any) -> TablePlan:
        """The plan with some fields otherwise, its own or those of its settings, by name; TypeError for any other."""
        own = {name: value for name, value in parts.items() if name in TablePlan.__slots__}
        chosen = {name: value for name, value in parts.items() if name not in own}
        return replace(self, **{"settings": replace(self.settings, **chosen), **own})

    def planned_for(self, pack: Pack) -> TablePlan:
        """The plan with the session that a scenario is made for: its preset, and how arguments are ruled there."""
        meant: dict[str, Any] = {} if pack.preset is None else {"preset": preset_of(pack.preset)}
        meant |= {} if pack.adjudication is None else {"adjudication": pack.adjudication}
        return self.having(**meant)

    def with_seat(self, seat: SeatId, **parts: str) -> TablePlan:
        """One seat filled otherwise, by the fields of `SeatPlan`; TypeError for any other."""
        return replace(self, seats={**self.seats, seat: replace(self.seats.get(seat, SeatPlan()), **parts)})

    def seated(self, bundle: Bundle) -> tuple[SeatId, ...]:
        """Who sits at the table in the variant chosen; a variant that the scenario does not have counts as none."""
        return bundle.cast(self.variant if self.variant in bundle.pack.variants else None)[0]

    def specs(self, bundle: Bundle) -> dict[SeatId, str]:
        """Player specs of everyone at the table; a seat of which nothing is said is scripted."""
        return {seat: self.seats.get(seat, SeatPlan()).spec for seat in self.seated(bundle)}

    def for_cast(self, bundle: Bundle) -> TablePlan:
        """The plan with those alone who sit in the variant chosen."""
        return replace(self, seats={seat: self.seats.get(seat, SeatPlan()) for seat in self.seated(bundle)})

    def with_judges(self, text: str) -> TablePlan:
        """The judges as somebody types them: models with commas between, each with or without `llm:`."""
        names = [spec_words.model_of(name.strip()) for name in text.split(",") if name.strip()]
        return self.having(judges=tuple(spec_words.spec_of(spec_words.MODEL, name) for name in dict.fromkeys(names)))

    @property
    def survey_given(self) -> str:
        """The survey as the command line names it: `default`, a path, or nothing."""
        return self.survey_file.strip() if self.survey == "file" else self.survey

    def models(self, bundle: Bundle) -> tuple[SeatId, ...]:
        """Seats that models play."""
        return tuple(seat for seat, spec in self.specs(bundle).items() if spec_words.is_model(spec))

    def people(self, bundle: Bundle) -> tuple[SeatId, ...]:
        """Seats that people play."""
        return tuple(seat for seat, spec in self.specs(bundle).items() if spec == "human")


MISSING = {
    **dict.fromkeys(spec_words.OF_MODELS, "name the model that plays here, such as small@http://localhost:8080/v1"),
    spec_words.RECORDED: "name the file of the transcript that is played again here",
}
"""What a kind of player cannot do without, asked for in a sentence."""


def fault_of(plan: SeatPlan) -> str:
    """What is wrong with one seat, in a sentence; empty if nothing is.

    It looks for the file of a transcript, but opens nothing and asks no model.
    """
    if wrong := next(filter(None, map(unfit_name, plan.names)), ""):
        return wrong
    if plan.kind in MISSING and not plan.rest.strip():
        return MISSING[plan.kind]
    try:
        specs.check(plan.spec)
    except SpecError as fault:
        return str(fault)
    if plan.kind == spec_words.RECORDED and not Path(plan.rest.strip()).is_file():
        return f"there is no file {plan.rest.strip()!r}; give the path of a transcript"
    return ""


def fault_of_judges(judges: Sequence[str]) -> str:
    """What is wrong with the judges, given as player specs, in a sentence; empty if nothing is."""
    for spec in judges:
        try:
            specs.check(spec)
        except SpecError as fault:
            return f"judges: {fault}"
        if spec_words.word_of(spec) != spec_words.MODEL:
            return f"judges: {spec!r} is no model; a judge is llm:MODEL or llm:MODEL@URL"
    return ""


def fault_of_survey(file: str) -> str:
    """What is wrong with a file of survey items, its first fault in a sentence; empty if nothing is."""
    if not file:
        return "survey: name the file of its items, or choose the shipped one"
    from wargame.review.survey import survey_of

    try:
        survey_of(Path(file))
    except WargameError as fault:
        told = str(fault).splitlines()
        return f"survey: {told[1 if len(told) > 1 else 0].strip()}"
    return ""


def fault_of_table(plan: TablePlan, bundle: Bundle) -> str:
    """The first thing that keeps the table from being opened; empty if nothing does.

    Seats in table order, then the judges, then the survey, then whether a person plays at all.
    """
    for seat in plan.seated(bundle):
        fault = fault_of(plan.seats.get(seat, SeatPlan()))
        if fault:
            return f"{bundle.dossiers[seat].name}: {fault}"
    if fault := fault_of_judges(plan.settings.judges):
        return fault
    if plan.survey == "file" and (fault := fault_of_survey(plan.survey_file.strip())):
        return fault
    if not plan.people(bundle):
        return "nobody plays here: put a person on a seat, or play without people with `wargame run`"
    return ""


class Opener(Protocol):
    """Whoever can open a table; WargameError says in a sentence why not."""

    async def open(self, plan: TablePlan) -> LocalTable:
        """A new game."""
        ...

    async def resume(self, path: Path) -> LocalTable:
        """A game that was broken off."""
        ...

    def account(self, path: Path) -> str:
        """A recorded game told in words."""
        ...
