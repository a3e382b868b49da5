"""A cell of an experiment: one way of playing, as a game that can be opened, and all that decides its games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from wargame.batch.record_start import RecordStart
from wargame.core.arguments import Mode
from wargame.players import specs
from wargame.players.levers import Reins, as_data
from wargame.rules.base.parameters import Parameters
from wargame.rules.version import RULES
from wargame.scenario.bundle import Bundle
from wargame.transcript.lean import bundle_hash
from wargame.transcript.setup import GameSetup, code_hash


@dataclass(frozen=True)
class ScenarioData:
    """A scenario as data, worked out once for all cells that have it in common."""

    bundle: Bundle

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """As it stands in the header of a record."""
        return self.bundle.model_dump(mode="json")

    @cached_property
    def hash(self) -> str:
        """Its hash, as lean records name it."""
        return bundle_hash(self.data)


@dataclass(frozen=True)
class ExperimentCell:
    """One way of playing: a level of each factor, and the game that they make."""

    name: str
    """`FACTOR=LEVEL`, separated by `, `; `all games` without factors."""
    levels: Mapping[str, str]
    """Name of the level by that of the factor."""
    setup: GameSetup
    """The game; its own seed does not count."""
    reins: Reins

    scenario: ScenarioData
    start: RecordStart | None = None
    """Where its games leave a record; None if they begin at their first turn."""
    amended: Mapping[str, float] = field(default_factory=dict)
    """Parameters that are otherwise from there on."""
    adjudication: Mode = "rules"
    """How arguments are ruled."""
    judges: tuple[str, ...] = ()
    """Specs of the models that rule them, if any do."""

    @property
    def shared(self) -> int:
        """The last line that its games share with the record that they leave; 0 if they leave none."""
        return 0 if self.start is None else self.start.left

    @property
    def bundle(self) -> Mapping[str, Any]:
        """The scenario, as it stands in the header of a record."""
        return self.scenario.data

    @property
    def models(self) -> tuple[str, ...]:
        """Specs of the models that sit at its table or rule arguments there."""
        return (*specs.models_in(self.setup.seats.values()), *self.judges)

    @property
    def has_models(self) -> bool:
        """Whether there are any."""
        return bool(self.models)

    @cached_property
    def parameters(self) -> Parameters:
        """The parameters of the rules that its games are played on with."""
        book = self.setup.opening()[0]
        begun = book if self.start is None else book.of_turn(self.start.step[0])
        return begun.parameters.with_overrides(self.amended)

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """All that decides what its games are, as plain data: the same settings and seed give the same game."""
        prompts = {"prompts": dict(self.setup.prompts)} if self.setup.prompts else {}
        start = {} if self.start is None else {"from": self.start.told}
        ways = {"mode": self.adjudication, "judges": list(self.judges)} if self.judges else self.adjudication
        ruled = {} if ways == "rules" else {"adjudication": ways}
        return {
            **prompts,
            **start,
            **ruled,
            "scenario": self.scenario.hash,
            "variant": self.setup.variant,
            "turns": self.setup.turns,
            "parameters": asdict(self.parameters),
            "seats": dict(self.setup.seats),
            "reins": as_data(self.reins),
            "rules": RULES,
            "code": code_hash(),
        }
