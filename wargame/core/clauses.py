"""The clauses that an agreement can be made of. Each binds one giver toward one taker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from wargame.core.ids import Area, Audit, Channel, DataTerms, ModelId, Piece, SeatId

GrantedLicence = Literal["civil", "restricted", "full"]
DEAREST = 20
"""The highest price or payment that a clause may name, in budget points a quarter."""


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class AccessClause:
    """The giver lets the taker use a model, on these terms, for a price a quarter."""

    kind: Literal["access"] = "access"
    giver: SeatId
    taker: SeatId
    model: ModelId
    channel: Channel
    licence: GrantedLicence
    """civil: back office only; restricted: a human decides; full: any lawful use."""
    areas: tuple[Area, ...]
    data: DataTerms
    """Where the taker's data lie: with the supplier, in the taker's country, or under its sole control."""
    audit: Audit
    support: Literal[0, 1, 2, 3]
    price: int
    """Budget points a quarter from taker to giver."""
    notice: Literal[0, 1, 2]
    """Turns of notice before the giver may end the service without breach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeClause:
    """The giver promises not to suspend, revoke or bar the taker's access for the agreement's life."""

    kind: Literal["guarantee"] = "guarantee"
    giver: SeatId
    taker: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportClause:
    """The giver sends engineers: the taker's adoption delay shrinks while it lasts."""

    kind: Literal["support"] = "support"
    giver: SeatId
    taker: SeatId
    level: Literal[1, 2, 3]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentClause:
    """The giver pays or finances the taker each turn."""

    kind: Literal["payment"] = "payment"
    giver: SeatId
    taker: SeatId
    amount: int
    """Budget points a quarter, 1-20."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataClause:
    """The giver shares battlefield or operational data; control is kept or ceded."""

    kind: Literal["data_sharing"] = "data_sharing"
    giver: SeatId
    taker: SeatId
    control: Literal["kept", "ceded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionClause:
    """The giver supplies an indispensable piece of the stack; both sides lose if it stops."""

    kind: Literal["joint_production"] = "joint_production"
    giver: SeatId
    taker: SeatId
    piece: Piece
    volume: Literal[1, 2, 3]
    """Budget points' worth that the taker pays for each turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InducementClause:
    """A government gives a lab what it cannot get alone: threat data, clearances, a say in deployment."""

    kind: Literal["inducement"] = "inducement"
    giver: SeatId
    taker: SeatId
    what: Literal["threat_intelligence", "clearances", "say_in_deployment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkClause:
    """Washington and labs agree in advance who may be served, how severe the use, and what audit."""

    kind: Literal["framework"] = "framework"
    giver: SeatId
    taker: SeatId
    recipients: tuple[SeatId, ...]
    severity: Literal[1, 2, 3, 4, 5, 6, 7]
    """Highest severity of use agreed; neither side asks for more or refuses less."""
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbearanceClause:
    """The giver promises the taker not to do something."""

    kind: Literal["forbearance"] = "forbearance"
    giver: SeatId
    taker: SeatId
    what: Literal["not_adopt_chinese", "not_distil", "not_sell_to", "only_yours"]
    """only_yours: to use no models but its own and those made under the taker's law."""
    toward: SeatId | None
    """The buyer meant by `not_sell_to`; null otherwise."""


Clause: TypeAlias = (
    AccessClause
    | GuaranteeClause
    | SupportClause
    | PaymentClause
    | DataClause
    | ProductionClause
    | InducementClause
    | FrameworkClause
    | ForbearanceClause
)
CLAUSE_TYPES: tuple[type[Clause], ...] = get_args(Clause)
