"""Control's desk as its screens know it: what its holder sees beside the table, may do and does, here or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wargame.core.arguments import CaseUnderArgument, Mode
from wargame.core.ids import SeatId
from wargame.core.setting import Inject
from wargame.table.chair import Chair, Clock
from wargame.table.desk_acts import CameOfAct, DeskAct
from wargame.table.judges import Opinions
from wargame.table.people import PersonRole, Right
from wargame.table.presets import Preset, TimePlan, replan, to_come
from wargame.transcript.deviations import Deviation

IDLE = 180.0
"""Seconds without a sign of life after which a seat that owes an answer is flagged."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An inject of the scenario's list and how it stands."""

    inject: Inject
    status: str
    """`waiting`, `fired` or `cancelled`."""
    turn: int = 0
    """In which turn it was fired or cancelled; 0 while it waits."""


@dataclass(frozen=True, slots=True)
class SeatHealth:
    """One seat as the facilitator may know it: never what it prepares."""

    seat: SeatId
    name: str
    standing: str
    idle: float
    """Seconds since its last sign of life, while it owes an answer; 0 otherwise."""
    flagged: bool
    """Idle for three minutes while it owes an answer."""
    messages: int
    moves: int
    """Moves of talk of all kinds."""
    share: float
    """Its part of all moves of talk, 0-1."""
    unsent: bool
    """Whether a draft lies there."""


class ControlDesk(Protocol):
    """Control's desk in one person's hands. What is read is there at once; what acts is awaited and may be refused."""

    @property
    def who(self) -> str:
        """Handle of whoever acts."""
        ...

    @property
    def role(self) -> PersonRole:
        """In which role."""
        ...

    @property
    def planned_mode(self) -> Mode | None:
        """How arguments are meant to be ruled in this session; None where nothing beside the rules was chosen."""
        ...

    def may(self, right: Right) -> bool:
        """Whether this person has a right at this table."""
        ...

    def acting(self, handle: str) -> ControlDesk:
        """The same desk in the hands of another person, with their rights; SpecError if nobody is called so."""
        ...

    def injects(self) -> tuple[Listed, ...]:
        """The scenario's list of injects, in its order, and how each stands."""
        ...

    def cases(self) -> tuple[CaseUnderArgument, ...]:
        """Arguments that wait for a ruling."""
        ...

    def deviations(self) -> tuple[Deviation, ...]:
        """The deviation log so far, in order of the acts."""
        ...

    def health(self) -> tuple[SeatHealth, ...]:
        """How the room is doing, seat by seat; never what a seat prepares."""
        ...

    def presence(self) -> Mapping[str, str]:
        """Where whoever holds each place is, in words, by place; empty where all sit at this machine."""
        ...

    def replan(self, lost_minutes: float) -> TimePlan:
        """What could be cut to make up for minutes lost; `MakeUp` makes it so. Changes nothing."""
        ...

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer, whoever plays it."""
        ...

    async def do(self, act: DeskAct) -> CameOfAct:
        """Have an act done. NotAllowed if the rules, the role or the moment forbid it, or a line is down; SpecError."""
        ...

    async def consult(self, case: str) -> Opinions:
        """Ask every judge of the room what it makes of an argument; waits for the slowest. NotAllowed as for acts."""
        ...

    async def slip(self, seat: SeatId) -> Chair:
        """What a seat sees, for whoever enters its paper slip; NotAllowed without the right or for no such seat."""
        ...


def made_up(preset: Preset, now: Clock, rounds: int, lost_minutes: float) -> TimePlan:
    """What could be cut to make up for minutes lost, from this moment on, with so many rounds of talk a turn."""
    coming = to_come(preset, now.phase, now.round, rounds)
    return replan(preset, lost_minutes, turn=now.turn, last_turn=now.turns, under_way=coming)
