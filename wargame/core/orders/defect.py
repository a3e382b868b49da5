"""Defect: use what was not granted, copy what was not sold, turn elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import ModelId, SeatId
from wargame.core.orders.base import Order, order


@order("defect", "a government", visibility="secret")
@dataclass(frozen=True, slots=True, kw_only=True)
class IllicitUse(Order):
    """Put open or licensed weights to military uses that their terms forbid; nobody can recall them."""

    kind: Literal["illicit_use"] = "illicit_use"
    model: ModelId


@order("defect", "a government, lab or champion", budget=3, visibility="secret")
@dataclass(frozen=True, slots=True, kw_only=True)
class Distil(Order):
    """Query a closed model millions of times to train a copy of it."""

    kind: Literal["distil"] = "distil"
    model: ModelId


@order("defect", "Beijing", points=1, budget=2, visibility="secret")
@dataclass(frozen=True, slots=True, kw_only=True)
class StealWeights(Order):
    """Try to steal the weights of a model from its lab."""

    kind: Literal["steal_weights"] = "steal_weights"
    model: ModelId


@order("defect", "Paris or Mistral", budget=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalPitch(Order):
    """Pitch a European path to a government: models of a champion, owned by no giant."""

    kind: Literal["regional_pitch"] = "regional_pitch"
    customer: SeatId


@order("defect", "a government", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchFamily(Order):
    """Move the forces from a supplier's models to others at hand, and drop the old ones."""

    kind: Literal["switch_family"] = "switch_family"
    supplier: SeatId
