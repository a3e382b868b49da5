"""What whoever sits at control's desk does, as values: they may come from a screen beside the table or over a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from wargame.core.arguments import Mode
from wargame.core.control_acts import ControlMove
from wargame.core.events import Event
from wargame.core.ids import DecisionId, EventId, SeatId
from wargame.core.moves import Body
from wargame.table.people import Person, PersonRole, Right


@dataclass(frozen=True, slots=True)
class DoInGame:
    """Something that has effects in the game; arguments are ruled by `RuleOn`."""

    move: ControlMove
    reason: str = ""
    kind: Literal["in_game"] = "in_game"


@dataclass(frozen=True, slots=True)
class RuleOn:
    """A ruling; what it does not say is the room's own, as `Control.rule` tells."""

    case: str
    mode: Mode | None
    reason: str
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    chance: float | None = None
    votes: Mapping[str, bool] | None = None
    outcome: bool | None = None
    kind: Literal["rule_on"] = "rule_on"


@dataclass(frozen=True, slots=True)
class CastVote:
    """One's own vote on an argument."""

    case: str
    success: bool
    kind: Literal["cast_vote"] = "cast_vote"


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Back to the start of a turn."""

    reason: str
    to_turn: int | None = None
    kind: Literal["take_back"] = "take_back"


@dataclass(frozen=True, slots=True)
class ChangePlayer:
    """Another player on a seat."""

    seat: SeatId
    spec: str
    reason: str
    kind: Literal["change_player"] = "change_player"


@dataclass(frozen=True, slots=True)
class EnterSlip:
    """What a seat wrote on paper, as its answer to `asked`."""

    seat: SeatId
    asked: DecisionId | None
    body: Body
    rationale: str
    plan: str
    notebook: str
    kind: Literal["enter_slip"] = "enter_slip"


@dataclass(frozen=True, slots=True)
class EnterDissent:
    """That somebody of a seat wrote on the slip what they would have done."""

    seat: SeatId
    text: str
    handle: str | None
    kind: Literal["enter_dissent"] = "enter_dissent"


@dataclass(frozen=True, slots=True)
class MoveClock:
    """The clock: stopped, let run, or given so many seconds more (less if negative)."""

    how: Literal["pause", "resume", "extend"]
    seconds: float = 0.0
    kind: Literal["move_clock"] = "move_clock"


@dataclass(frozen=True, slots=True)
class ClosePhase:
    """The phase is closed now."""

    reason: str = ""
    kind: Literal["close_phase"] = "close_phase"


@dataclass(frozen=True, slots=True)
class MakeUp:
    """From the next phase on, play by the plan that makes up for so many lost minutes."""

    lost_minutes: float
    reason: str
    kind: Literal["make_up"] = "make_up"


@dataclass(frozen=True, slots=True)
class NoteMoment:
    """A note beside the record, on an event or on what happened last."""

    text: str
    event: EventId | None = None
    kind: Literal["note_moment"] = "note_moment"


@dataclass(frozen=True, slots=True)
class SitDown:
    """Somebody with a role of their own acts at this desk."""

    name: str
    role: PersonRole
    kind: Literal["sit_down"] = "sit_down"


@dataclass(frozen=True, slots=True)
class TryTo:
    """An act of this name is asked for: without the right to it, it is recorded as refused."""

    right: Right
    what: str
    kind: Literal["try_to"] = "try_to"


DeskAct: TypeAlias = (
    DoInGame
    | RuleOn
    | CastVote
    | TakeBack
    | ChangePlayer
    | EnterSlip
    | EnterDissent
    | MoveClock
    | ClosePhase
    | MakeUp
    | NoteMoment
    | SitDown
    | TryTo
)


@dataclass(frozen=True, slots=True)
class CameOfAct:
    """What came of an act."""

    events: tuple[Event, ...] = field(default=())
    """In the game."""
    person: Person | None = None
    """Whoever has sat down."""
    line: int = 0
    """The line of the record at which a note stands, from 1; 0 for none."""
