"""The small vocabularies that every other module speaks: who, what, where, when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NewType, TypeAlias, get_args

SeatId: TypeAlias = Annotated[str, "seat"]
"""A decision maker at the table, such as `paris`."""
ModelId = NewType("ModelId", str)
"""A model line on offer, such as `claude` or `llama`."""
AgreementId = NewType("AgreementId", str)
ProposalId = NewType("ProposalId", AgreementId)
"""An offer; the agreement that it becomes keeps its id."""
FactId = NewType("FactId", str)
"""A settled fact that an argument may cite."""
EventId = NewType("EventId", str)
"""`turn.number`, such as `2.17`; `0.1` is the start of the game."""
DecisionId: TypeAlias = str
"""`turn.phase.seat`, such as `2.talk1.paris`; `#k` after it names one move of it."""
Cause: TypeAlias = str
"""What brought something about, by its id: an event, a decision or one move of it, or an act of control."""
Variable = NewType("Variable", str)
"""A dotted name, such as `kyiv.C.autonomy`."""

Area = Literal["cyber", "intelligence", "command", "logistics", "targeting", "autonomy"]
AREAS: tuple[Area, ...] = get_args(Area)

Channel = Literal["api", "enclave", "on_premises", "weights"]
WAYS: Mapping[Channel, str] = {
    "api": "by API",
    "enclave": "by enclave",
    "on_premises": "on premises",
    "weights": "by weights",
}
"""How a model comes to its user, as it stands behind the model's name in a sentence."""
Licence = Literal["none", "civil", "restricted", "full"]
LICENCES: tuple[Licence, ...] = get_args(Licence)
DataTerms = Literal["supplier", "resident", "sovereign"]
Audit = Literal["none", "light", "intrusive"]
Weights = Literal["open", "closed"]
Piece = Literal["drones", "chips", "precision_parts"]
Belief = Literal["low", "medium", "high"]

SeatKind = Literal["government", "institution", "lab", "champion", "contractor"]
Role = Literal["patron", "rival_patron", "middle_power", "pool", "frontier", "open", "anchored", "integrator"]

Phase = Literal["start", "brief", "inject", "talk", "orders", "weigh", "adjudication", "spillover", "news", "end"]
"""A turn's phases; `orders` carries the public signal and the sealed orders of one decision."""

Origin = Literal["chosen", "repaired", "fallback", "timeout", "refusal", "human", "scripted", "recorded"]
"""How a decision came about; statistics never mix the first with the others."""

Layer = Literal["chips", "cloud", "model", "integration", "data"]
LAYERS: tuple[Layer, ...] = get_args(Layer)

PUBLIC: Literal["public"] = "public"
CONTROL = "control"
"""The facilitator's side: it sees the truth."""
RESERVED: frozenset[str] = frozenset(
    (
        *(
            CONTROL,
            "umpire",
            "facilitator",
            "owner",
            "controller",
            "white_cell",
            "scribe",
            "observer",
            "player",
            "judge",
        ),
        *(PUBLIC, "room", "all", "everyone", "everybody", "nobody", "none"),
        *("world", "model", "scenario", "max", "prompts"),
        *("system", "developer", "user", "assistant", "tool"),
    )
)
"""Words that no seat may be called: who has authority, readers, parts of other names, and speakers in a prompt."""
Audience: TypeAlias = tuple[str, ...] | Literal["public"]
"""The seats that may read an entry; `public` is all of them, `()` is control alone."""


def may_read(audience: Audience, seat: SeatId) -> bool:
    """Whether a seat belongs to an audience."""
    return audience == PUBLIC or seat in audience


def readers(*seats: SeatId) -> tuple[SeatId, ...]:
    """An audience of exactly these seats, sorted and without repeats."""
    return seats if len(seats) == 1 else tuple(sorted(set(seats)))
