"""Events: one recorded fact each. Every change of state is an event with its rule, causes and audience.

They are never written to once made. They are not declared frozen only because a game makes tens of
thousands of them, and making frozen ones takes twice as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from wargame.core.agreements import Agreement, Proposal
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.chance import Draw
from wargame.core.conditions import Condition
from wargame.core.court_cases import CourtCase
from wargame.core.ids import Audience, EventId, Phase, Variable
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge

Entity: TypeAlias = Model | Access | Agreement | Proposal | Pledge | Fact | CaseUnderArgument | CourtCase | Condition

TABLE_OF: Mapping[type[Entity], str] = {
    Model: "models",
    Access: "access",
    Agreement: "agreements",
    Proposal: "proposals",
    Pledge: "pledges",
    Fact: "facts",
    CaseUnderArgument: "arguments",
    CourtCase: "cases",
    Condition: "tilts",
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

    table: str
    entity: Entity


@dataclass(slots=True)
class Drop:
    """An entity removed, such as an offer that was answered."""

    table: str
    id: str


@dataclass(slots=True)
class Event:
    """One recorded fact."""

    id: EventId
    turn: int
    phase: Phase
    kind: str
    """What happened, such as `agreement_signed`."""
    rule: str
    """The rule that said so: an equation (`E11`), an order kind, or a named procedure."""
    causes: tuple[str, ...]
    """Ids of the decisions, decision moves and events that brought it about."""
    audience: Audience
    text: str
    """One sentence for readers."""
    changes: tuple[Change, ...] = ()
    puts: tuple[Put, ...] = ()
    drops: tuple[Drop, ...] = ()
    draws: tuple[Draw, ...] = ()
    about: tuple[str, ...] = ()
    """Seats it concerns: the actor first."""
    body: str = ""
    """Prose that is carried and never parsed: a message, a statement, a reason."""
