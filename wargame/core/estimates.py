"""Estimates: how well one seat sees one variable. The error drifts through the game, fixed by its seed.

What moved a hidden number cannot be read off a change of its estimate, for the error has moved as well; at a bound an
estimate is thrown back, so that the bound does not tell; and intelligence looks anew instead of lifting the old error.

A seat reads few of the numbers that it could read, so each is estimated when somebody reads it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from wargame.core.chance import drifting_noise
from wargame.core.codebook import Family, family_of, owner
from wargame.core.ids import ModelId, Phase, SeatId, Variable
from wargame.core.models import Model, hidden_from, unlisted
from wargame.core.setting import Setting
from wargame.core.state import State


class Precision(NamedTuple):
    """How a seat sees one variable."""

    noise: float
    """Standard error; 0 = exact, below 0 = hidden altogether."""
    low: float
    high: float
    owner: SeatId
    side: str
    """Side of its owner that an intelligence request would name."""


EXACT, HIDDEN = Precision(0.0, 0.0, 0.0, "", ""), Precision(-1.0, 0.0, 0.0, "", "")
MEMORY = 0.6
"""Share of an error that is left a turn later (design): half of the drift comes when orders are ruled on, half with
the new turn. By turns and not by time, for a seat looks once a turn."""
_KEPT = math.sqrt(MEMORY)
AFTER_ORDERS: frozenset[Phase] = frozenset({"adjudication", "spillover", "news", "end"})
FOG = 3.0
"""Standard error, in months, of foreign estimates of Chinese models held back (F1, F2: 4 to 8 months behind)."""

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


def moment_of(state: State) -> int:
    """How often errors have drifted by now: twice a turn. The count that `Plans.error` and `Estimates` go by."""
    return 2 * state.turn + (state.phase in AFTER_ORDERS)


def thrown_back(value: float, low: float, high: float) -> float:
    """A value inside its range: beyond a bound it comes back by as much, so that no estimate sits on the bound.

    What lies too far outside for that gives the lower bound.
    """
    value = low + abs(value - low)
    return max(low, high - abs(high - value))


def precision(setting: Setting, seat: SeatId, models: Mapping[ModelId, Model], variable: Variable) -> Precision:
    """How this seat sees this variable: exactly, with an error, or not at all. KeyError if it is in no family."""
    whose, side, family = _nature(variable)
    noise = _noise(setting, seat, models, variable, whose, family)
    if noise > 0:
        return Precision(noise, family.low, family.high, whose, side)
    return EXACT if noise == 0 else HIDDEN


Narrowed = Mapping[tuple[SeatId, str], float]
"""Share of its error that an estimate keeps while intelligence lasts, by (seat asked about, side of it)."""


class Estimates(Mapping[Variable, float]):
    """Numbers as one seat sees them: a mapping that works each out when it is read, always to the same value.

    The values that it stands on must not change any more, as those of a settled state do not. Copied or sent
    elsewhere it is a plain dict of what the seat may know, and nothing of the truth behind it.
    """

    __slots__ = ("_known", "_moment", "_narrowed", "_plans", "_truth")

    def __init__(self, truth: Mapping[Variable, float], plans: Plans, narrowed: Narrowed, moment: int) -> None:
        """The truth, how the seat sees it, what narrows its errors now, and how often these have drifted.

        `moment` is what `moment_of` gives; `narrowed` holds shares from 0 to 1.
        """
        self._truth, self._plans, self._narrowed, self._moment = truth, plans, narrowed, moment
        self._known: dict[Variable, float] = {}

    def get(self, variable: Variable, default: Any = None) -> Any:
        """The number, or the default where the seat cannot even estimate it."""
        found = self._known.get(variable)
        if found is not None:
            return found
        value = self._truth.get(variable)
        if value is None:
            return default
        plan = self._plans.found.get(variable) or self._plans.of(variable)
        noise = plan[0]
        if noise:
            if noise < 0:
                return default
            _, low, high, whose, side = plan
            share = self._narrowed.get((whose, side)) if self._narrowed else None
            error = self._plans.error(variable, self._moment, share is not None)
            value = thrown_back(value + noise * error * (1.0 if share is None else share), low, high)
        self._known[variable] = value
        return value

    def __getitem__(self, variable: Variable) -> float:
        found = self.get(variable)
        if found is None:
            raise KeyError(variable)
        return float(found)

    def __contains__(self, variable: object) -> bool:
        return variable in self._truth and self._plans.of(Variable(str(variable))).noise >= 0

    def __iter__(self) -> Iterator[Variable]:
        of = self._plans.of
        return (variable for variable in self._truth if of(variable).noise >= 0)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type, tuple[dict[Variable, float]]]:
        return dict, (dict(self),)


class Spreads(Mapping[Variable, float]):
    """Standard errors of what one seat estimates; what it knows exactly and what it cannot know is absent."""

    __slots__ = ("_narrowed", "_plans", "_truth")

    def __init__(self, truth: Mapping[Variable, float], plans: Plans, narrowed: Narrowed) -> None:
        """The variables there are, how the seat sees them, and what narrows its errors now.

        `narrowed` holds shares from 0 to 1. The errors are in the unit of each variable.
        """
        self._truth, self._plans, self._narrowed = truth, plans, narrowed

    def __getitem__(self, variable: Variable) -> float:
        if variable in self._truth:
            found = self._plans.of(variable)
            if found.noise > 0:
                return found.noise * self._narrowed.get((found.owner, found.side), 1.0)
        raise KeyError(variable)

    def __contains__(self, variable: object) -> bool:
        return variable in self._truth and self._plans.of(Variable(str(variable))).noise > 0

    def __iter__(self) -> Iterator[Variable]:
        of = self._plans.of
        return (variable for variable in self._truth if of(variable).noise > 0)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type, tuple[dict[Variable, float]]]:
        return dict, (dict(self),)


class Plans:
    """How one seat sees each variable while the models there are stay the same, made out once."""

    __slots__ = ("_drifts", "_models", "_seat", "_seed", "_setting", "found")

    def __init__(self, setting: Setting, seed: int, seat: SeatId, models: Mapping[ModelId, Model]) -> None:
        """For a seat of the setting; whose the models are, and whether they are released, decides who knows them."""
        self._setting, self._seed, self._seat, self._models = setting, seed, seat, models
        self._drifts: dict[tuple[Variable, bool], tuple[int, float, Iterator[float]]] = {}
        self.found: dict[Variable, Precision] = {}
        """What was made out so far; `of` makes out the rest."""

    def now(self, models: Mapping[ModelId, Model]) -> Plans:
        """How the seat sees each variable when these are the models.

        What was made out of anything but models is taken over; errors go on drifting where they were.
        """
        new = Plans(self._setting, self._seed, self._seat, models)
        new._drifts = self._drifts
        new.found = {name: found for name, found in self.found.items() if not name.startswith("model.")}
        return new

    def of(self, variable: Variable) -> Precision:
        """How the seat sees this variable; KeyError if it is in no family."""
        found = self.found.get(variable)
        if found is None:
            found = self.found[variable] = precision(self._setting, self._seat, self._models, variable)
        return found

    def error(self, variable: Variable, moment: int, asked: bool) -> float:
        """The error at a moment, in standard errors; what intelligence finds out (`asked`) errs by itself.

        Asking for later moments in turn is cheap; an earlier one than the last begins the drift anew from moment 0.
        """
        found = self._drifts.get((variable, asked))
        if found is None or found[0] > moment:
            name = f"{variable}|intelligence" if asked else variable
            drift = drifting_noise(self._seed, self._seat, name, moment, _KEPT)
            found = self._drifts[variable, asked] = moment, next(drift), drift
        while found[0] < moment:
            found = self._drifts[variable, asked] = found[0] + 1, next(found[2]), found[2]
        return found[1]


def known_to(state: State, variable: Variable) -> SeatId | None:
    """The one seat that knows a variable exactly, or None where it is public knowledge.

    Whoever owns the variable or, of a model, the model. KeyError if it is in no family.
    """
    whose = _knower(variable)
    if whose == "model":
        model = state.models.get(ModelId(variable.split(".")[1]))
        return model.owner if model else whose
    return whose


@lru_cache(maxsize=16384)
def _knower(variable: Variable) -> SeatId | None:
    """The one seat that knows a variable exactly, `model` where that is the owner of a model; None if all do."""
    whose, _, family = _nature(variable)
    return None if family.noise == 0 else whose


@lru_cache(maxsize=16384)
def _nature(variable: Variable) -> tuple[SeatId, str, Family]:
    """Whose variable it is, which side of its owner, and its family; KeyError if it is in no family."""
    family = family_of(variable)
    if family is None:
        raise KeyError(f"no variable is called {variable!r}")
    side = "adoption" if variable.endswith(".A") else next((name for part, name in SIDE_OF if part in variable), "")
    return owner(variable), side, family


def _noise(
    setting: Setting, seat: SeatId, models: Mapping[ModelId, Model], variable: Variable, whose: SeatId, family: Family
) -> float:
    if whose == seat:
        return 0.0
    if whose == "model":
        model = models.get(ModelId(variable.split(".")[1]))
        if model is not None and model.owner == seat:
            return 0.0
        if model is None or hidden_from(seat, model):
            return -1.0
        if model.released and not unlisted(model.id):
            return 0.0
        maker, viewer = setting.by_id.get(model.owner), setting.by_id[seat]
        if maker and maker.bloc == "cn" and viewer.bloc != "cn":
            return FOG
    return -1.0 if family.noise is None else family.noise
