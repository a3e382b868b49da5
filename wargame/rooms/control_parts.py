"""What control's desk is sent, part by part: all that control may see of a table, as values.

The record and the decisions go turn by turn, so that what is over costs nothing more. The dice stay at the host: no
seed is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.table.chair import Clock, SeatStatus
from wargame.table.desk import SeatHealth
from wargame.table.judges import Opinions
from wargame.table.people import PersonRole
from wargame.table.presets import Preset

RECORD, DECISIONS, SLIP = "record ", "decisions ", "slip "
"""How the names of parts begin that hold the events of a turn, its decisions, and what a seat sees whose paper slip is
entered."""


@dataclass(frozen=True, slots=True)
class ControlMoment:
    """Where the game stands for control, and who stands around it."""

    who: str
    """Handle of whoever holds the desk."""
    role: PersonRole
    research: bool
    clock: Clock
    """Without seconds: what is left stands in the head of each frame."""
    rings: float | None
    """When the clock rings, in whole seconds of the host's own time; None if it stands or the phase is untimed."""
    statuses: tuple[SeatStatus, ...]
    """How every seat stands; in place of how long it is idle, the moment of its last sign, by the host's time."""
    seen: tuple[SeatStatus, ...]
    """The same as everybody sees it."""
    health: tuple[SeatHealth, ...]
    """Without what follows from how long a seat is idle."""
    facilitated: bool
    over: bool
    ended: bool
    players: Mapping[SeatId, str]
    fallbacks: Mapping[SeatId, str]
    votes: Mapping[str, Mapping[str, bool]]
    """Votes cast on each argument, by handle."""
    opinions: Mapping[str, Opinions]
    """What judges made of each argument."""
    asked: int
    """How many questions to the judges have been answered."""
    planned_mode: Mode | None
    preset: Preset
    presence: Mapping[str, str]
    """Where whoever holds each place is, in words."""
