"""Court cases: coercive acts before the courts, while they are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import EventId, SeatId


@dataclass(frozen=True, slots=True)
class CourtCase:
    """A coercive act before the courts (E17)."""

    id: str
    plaintiff: SeatId
    act: Literal["invoke_dpa", "designate_supply_chain_risk", "take_equity_stake"]
    stage: int
    """1 or 2; a ruling comes a turn after each stage opens."""
    opened: int
    enjoined: bool
    closed: bool
    event: EventId
