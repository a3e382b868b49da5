"""The choices with which rooms are opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.players.scripted.advice import Adviser
from wargame.table.clock import TimeSource
from wargame.table.judges import Judge
from wargame.table.opening import Maker
from wargame.table.presets import Preset


class Means(TypedDict, total=False):
    """What a room works with; nothing of it is recorded."""

    make: Maker
    time: TimeSource | None
    adviser: Adviser
    judges: Sequence[Judge]


class Options(Means, total=False):
    """What is chosen for a new room, and kept in its session."""

    preset: str | Preset
    facilitated: bool
    research: bool
    hide_players: bool
    adjudication: Mode
    model_seconds: float | None
    judged_by: Sequence[str]
    tokens: int | None
    money: float | None
    fallbacks: Mapping[SeatId, str] | None


class Kit(NamedTuple):
    """The means of a room, all of them there."""

    make: Maker
    time: TimeSource
    adviser: Adviser
    judges: tuple[Judge, ...]
