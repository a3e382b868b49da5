"""Estimates: how well one seat sees one variable. The error is fixed for the game by its seed."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wargame.core.chance import standing_noise
from wargame.core.codebook import Family, family_of, owner
from wargame.core.ids import SeatId, Variable
from wargame.core.models import COPY
from wargame.core.setting import Setting
from wargame.core.state import State

HIDDEN_MODELS = (COPY,)
"""Model lines that nobody but their owner knows of."""


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


EXACT, HIDDEN = Plan(0.0, 0.0, 0.0, 0.0, "", ""), Plan(-1.0, 0.0, 0.0, 0.0, "", "")
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


def plan(setting: Setting, seed: int, seat: SeatId, state: State, variable: Variable) -> Plan:
    """How this seat sees this variable."""
    whose, side, family = _nature(variable)
    noise = _noise(setting, seat, state, variable, whose, family)
    if noise > 0:
        error = noise * standing_noise(seed, seat, variable)
        return Plan(noise, error, family.low, family.high, whose, side)
    return EXACT if noise == 0 else HIDDEN


def known_to(state: State, variable: Variable) -> SeatId | None:
    """The one seat that knows a variable exactly, or None where it is public knowledge."""
    whose, _, family = _nature(variable)
    if family.noise == 0:
        return None
    if whose == "model":
        model = state.models.get(variable.split(".")[1])
        return model.owner if model else whose
    return whose


@lru_cache(maxsize=16384)
def _nature(variable: Variable) -> tuple[SeatId, str, Family]:
    """Whose variable it is, which side of its owner, and its family; KeyError if it is in no family."""
    family = family_of(variable)
    if family is None:
        raise KeyError(f"no variable is called {variable!r}")
    side = "adoption" if variable.endswith(".A") else next((name for part, name in SIDE_OF if part in variable), "")
    return owner(variable), side, family


def _noise(setting: Setting, seat: SeatId, state: State, variable: Variable, whose: SeatId, family: Family) -> float:
    if whose == seat:
        return 0.0
    if whose == "model":
        model = state.models.get(variable.split(".")[1])
        if model is not None and model.owner == seat:
            return 0.0
        if model is None or model.id.startswith(HIDDEN_MODELS):
            return -1.0
        maker, viewer = setting.by_id.get(model.owner), setting.by_id[seat]
        if maker and maker.bloc == "cn" and viewer.bloc != "cn":
            return FOG
    return -1.0 if family.noise is None else family.noise
