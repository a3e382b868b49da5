"""Supply: to serve, to stop serving, to release, to license."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import ModelId, SeatId
from wargame.core.orders.base import Order, order


@order("supply", "a supplier", points=1, visibility="parties")
@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Order):
    """Stop serving a customer; the service can be resumed later."""

    kind: Literal["suspend"] = "suspend"
    customer: SeatId


@order("supply", "a supplier", visibility="parties")
@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Order):
    """Serve a suspended customer again."""

    kind: Literal["resume"] = "resume"
    customer: SeatId


@order("supply", "a supplier", points=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke(Order):
    """End a customer's access for good; weights already downloaded stay where they are."""

    kind: Literal["revoke"] = "revoke"
    customer: SeatId


@order("supply", "a lab")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseModel(Order):
    """Put a lab's newest version of a model line on offer."""

    kind: Literal["release_model"] = "release_model"
    model: ModelId


@order("supply", "a lab")
@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdModel(Order):
    """Keep a model line back: no new customers, and present ones stay at today's version."""

    kind: Literal["withhold_model"] = "withhold_model"
    model: ModelId


@order("supply", "a lab", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWeights(Order):
    """Publish the weights of a model line, or a new open version; this cannot be recalled."""

    kind: Literal["open_weights"] = "open_weights"
    model: ModelId


@order("supply", "a lab", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class CloseWeights(Order):
    """Take a line closed from here on: copies already out stay out, new versions do not follow."""

    kind: Literal["close_weights"] = "close_weights"
    model: ModelId


@order("supply", "a lab with security 3 or more", budget=2, visibility="parties")
@dataclass(frozen=True, slots=True, kw_only=True)
class DeployOnPremises(Order):
    """Move a customer's service onto its own machines: better at the edge, hard to take back, at some risk of theft."""

    kind: Literal["deploy_on_premises"] = "deploy_on_premises"
    customer: SeatId


@order("supply", "a lab", visibility="parties")
@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTrustedAccess(Order):
    """Let a chosen government use a model that is not on general offer."""

    kind: Literal["grant_trusted_access"] = "grant_trusted_access"
    model: ModelId
    customer: SeatId


@order("supply", "an owner of open weights", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseMilitary(Order):
    """Give a government an official military licence to open weights, without payment or support."""

    kind: Literal["license_military"] = "license_military"
    model: ModelId
    customer: SeatId
