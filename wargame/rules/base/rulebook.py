"""The rulebook of one game: setting, parameters and seed, with the tables that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, Protocol

from wargame.core.agreements import Agreement
from wargame.core.conditions import Condition
from wargame.core.ids import AREAS, AgreementId, Area, Channel, ModelId, Phase, SeatId, Variable
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge
from wargame.core.setting import Seat, Setting
from wargame.rules.base.parameters import Parameters

BEFORE_ADJUDICATION: frozenset[Phase] = frozenset(("start", "brief", "inject", "talk", "orders", "weigh"))
"""Phases whose draws fall before what was ordered is ruled on."""


class Sight(Protocol):
    """What formulas read: the truth (a state) or what one seat sees of it (a view)."""

    @property
    def turn(self) -> int:
        """The turn."""
        ...

    @property
    def values(self) -> Mapping[Variable, float]:
        """Numbers by dotted name."""
        ...

    @property
    def models(self) -> Mapping[ModelId, Model]:
        """Models by id."""
        ...

    @property
    def access(self) -> Mapping[str, Access]:
        """Lines of access by id."""
        ...

    @property
    def agreements(self) -> Mapping[AgreementId, Agreement]:
        """Agreements by id."""
        ...

    @property
    def pledges(self) -> Mapping[str, Pledge]:
        """Promises made to one seat, by id."""
        ...

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """Passing states of affairs by id."""
        ...


class AreaRule(NamedTuple):
    """Constants of a mission area (E4)."""

    area: Area
    general: float
    """Share of the work that general-purpose models can do."""
    half_life: float
    """Lag in months that halves usefulness."""
    fit: Mapping[Channel, float]
    """Usefulness kept by channel, given how much work lies at the edge."""


@dataclass(frozen=True)
class Rulebook:
    """What every rule is given."""

    setting: Setting
    parameters: Parameters
    seed: int
    later: Mapping[int, Parameters] = field(default_factory=dict)
    """Parameters that count from the start of a turn on, where a branch changes some in the middle of a game."""
    fresh: Mapping[int, int] = field(default_factory=dict)
    """Seeds of dice that count from the adjudication of a turn on, where a branch goes on under other luck; fog and
    names stay those of `seed`."""
    middling: frozenset[tuple[int, str]] = frozenset()
    """Draws, by turn and purpose, that fall in the middle whatever the dice say: neither luck nor bad luck. For whoever
    asks what the luck of a draw was worth; no game is played so."""

    def dice_seed(self, turn: int, phase: Phase) -> int:
        """The seed of all chance that the rules draw in a phase of a turn."""
        late = phase not in BEFORE_ADJUDICATION
        due = max((first for first in self.fresh if first < turn or (first == turn and late)), default=None)
        return self.seed if due is None else self.fresh[due]

    def of_turn(self, turn: int) -> Rulebook:
        """The rulebook as it counts in a turn: the latest of `later` that is due, or this one where none is."""
        due = max((first for first in self.later if first <= turn), default=None)
        return self if due is None else replace(self, parameters=self.later[due], later={})

    @cached_property
    def areas(self) -> tuple[AreaRule, ...]:
        """The mission areas with their constants."""
        numbers = self.parameters
        rules = []
        for area in AREAS:
            edge = float(getattr(numbers, f"edge_{area}"))
            fit: dict[Channel, float] = {"api": 1 - edge, "enclave": 1 - edge / 2, "on_premises": 1.0, "weights": 1.0}
            general = float(getattr(numbers, f"general_{area}"))
            rules.append(AreaRule(area, general, float(getattr(numbers, f"half_life_{area}")), fit))
        return tuple(rules)

    @cached_property
    def weights(self) -> Mapping[SeatId, tuple[float, ...]]:
        """Mission weights of each government, in the order of `areas`, summing to 1; all 0 for one without missions."""
        out = {}
        for seat in self.setting.seats:
            if seat.kind == "government":
                total = sum(seat.missions.values()) or 1.0
                out[seat.id] = tuple(seat.missions.get(area, 0.0) / total for area in AREAS)
        return out

    @cached_property
    def patron(self) -> SeatId | None:
        """The seat that plays the patron, if there is one."""
        return next((seat.id for seat in self.setting.seats if seat.role == "patron"), None)

    @cached_property
    def rival(self) -> SeatId | None:
        """The seat that plays the rival patron, if there is one."""
        return next((seat.id for seat in self.setting.seats if seat.role == "rival_patron"), None)

    def seat(self, seat: SeatId) -> Seat:
        """A seat by id; KeyError if there is none."""
        return self.setting.by_id[seat]

    def name(self, seat: SeatId) -> str:
        """A seat's display name; an unknown id as it is."""
        return self.setting.name_of(seat)

    def jurisdiction(self, seat: SeatId) -> str:
        """The law a seat is under; `??` for whoever is not at this table."""
        found = self.setting.by_id.get(seat)
        return found.jurisdiction if found else "??"

    def behind(self, supplier: SeatId, holder: SeatId) -> SeatId:
        """Whose will a foreign supplier finally stands under: its patron, or itself.

        A power does not stand behind what serves itself.
        """
        law = self.jurisdiction(supplier)
        if law == "us" and self.patron and holder != self.patron:
            return self.patron
        if law == "cn" and self.rival and holder != self.rival:
            return self.rival
        return supplier
