"""Events: one recorded fact each. Every change of state is an event with its rule, causes and audience.

They are never written to once made. They are not declared frozen only because a game makes tens of
thousands of them, and making frozen ones takes twice as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wargame.core.agreements import Agreement, Proposal
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.chance import Draw
from wargame.core.conditions import Condition
from wargame.core.court_cases import CourtCase
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import EventValue
from wargame.core.ids import Audience, EventId, Phase, SeatId, Variable
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge

Entity: TypeAlias = Model | Access | Agreement | Proposal | Pledge | Fact | CaseUnderArgument | CourtCase | Condition

Table = Literal["models", "access", "agreements", "proposals", "pledges", "facts", "arguments", "cases", "conditions"]
"""The tables of the state, by name."""
TABLE_OF: Mapping[type[Entity], Table] = {
    Model: "models",
    Access: "access",
    Agreement: "agreements",
    Proposal: "proposals",
    Pledge: "pledges",
    Fact: "facts",
    CaseUnderArgument: "arguments",
    CourtCase: "cases",
    Condition: "conditions",
}
"""The table of the state that each kind of entity lives in."""


@dataclass(slots=True)
class Change:
    """A variable that moved."""

    variable: Variable
    before: float
    after: float


@dataclass(slots=True)
class Put:
    """An entity entered or replaced."""

    table: Table
    entity: Entity


@dataclass(slots=True)
class Drop:
    """An entity removed, such as an offer that was answered."""

    table: Table
    id: str


@dataclass(slots=True)
class Event:
    """One recorded fact."""

    id: EventId
    turn: int
    phase: Phase
    kind: EventKind
    """What happened; the register says what each kind means."""
    rule: str
    """The rule that said so: an equation (`E11`), an order kind, or a named procedure."""
    causes: tuple[str, ...]
    """Ids of the decisions, decision moves and events that brought it about."""
    audience: Audience
    text: str
    """One sentence for readers, made by the rule."""
    changes: tuple[Change, ...] = ()
    puts: tuple[Put, ...] = ()
    drops: tuple[Drop, ...] = ()
    draws: tuple[Draw, ...] = ()
    about: tuple[SeatId, ...] = ()
    """Seats it concerns, in the roles that the register gives for its kind."""
    body: str = ""
    """Prose that is carried and never parsed: a message, a statement, a reason."""
    value: EventValue | None = None
    """What it says, for programs: `text` puts the same into words and is never read back."""
