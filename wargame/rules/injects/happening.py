"""What events of the world have in common: their signature, how they are told, whose models they touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from wargame.core import names
from wargame.core.chance import Draw
from wargame.core.event_kinds import EventKind
from wargame.core.ids import Cause, EventId, ModelId, SeatId, Variable
from wargame.rules.base.ruling import Ruling

Draws: TypeAlias = tuple[Draw, ...]


Causes: TypeAlias = tuple[Cause, ...]


Happen: TypeAlias = Callable[[Ruling, str, Causes, Draws, str], None]
"""(ruling, target, causes, draws, the inject's own words if it had any)."""


def open_models(ruling: Ruling, lab: SeatId) -> list[ModelId]:
    """A lab's models with open weights."""
    return [m.id for m in ruling.state.models.values() if m.owner == lab and m.weights == "open"]


def newest(ruling: Ruling, lab: SeatId, weights: str) -> ModelId | None:
    """A lab's newest released model of this kind, or None."""
    own = [m.id for m in ruling.state.models.values() if m.owner == lab and m.weights == weights and m.released]
    return max(own, key=lambda m: (ruling.value(names.vintage(m)), m), default=None)


def news(
    ruling: Ruling,
    kind: EventKind,
    causes: Causes,
    draws: Draws,
    text: str,
    by: Mapping[Variable, float] | None = None,
    about: tuple[str, ...] = (),
) -> EventId:
    """Tell everyone; gives the event's id."""
    return ruling.emit(kind, f"inject.{kind}", causes, "public", text, by=by, draws=draws, about=about).id
