"""Reassure: make reliance on oneself less frightening, or more rewarding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import SeatId
from wargame.core.orders.base import Order, order


@order("reassure", "Washington", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class RespectDataSovereignty(Order):
    """Accept that partners keep military data at home and under their own control."""

    kind: Literal["respect_data_sovereignty"] = "respect_data_sovereignty"


@order("reassure", "Washington", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class OpposeDataRules(Order):
    """Tell partners to drop rules on where data may lie."""

    kind: Literal["oppose_data_rules"] = "oppose_data_rules"


@order("reassure", "Washington", budget=3)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpediteArms(Order):
    """Bring late arms deliveries forward."""

    kind: Literal["expedite_arms"] = "expedite_arms"
    target: SeatId


@order("reassure", "Washington", budget=4)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPackage(Order):
    """Finance a full-stack export package for a government."""

    kind: Literal["export_package"] = "export_package"
    target: SeatId


@order("reassure", "Beijing", budget=3)
@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidisedOffer(Order):
    """Offer a government servers and open models below cost."""

    kind: Literal["subsidised_offer"] = "subsidised_offer"
    target: SeatId


@order("reassure", "a government or institution", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class EndorseNorms(Order):
    """Endorse norms for the responsible military use of AI."""

    kind: Literal["endorse_norms"] = "endorse_norms"


@order("reassure", "an institution", budget=5)
@dataclass(frozen=True, slots=True, kw_only=True)
class PooledProcurement(Order):
    """Buy integration and open models for the members together."""

    kind: Literal["pooled_procurement"] = "pooled_procurement"


@order("reassure", "a government", budget=5)
@dataclass(frozen=True, slots=True, kw_only=True)
class Reshore(Order):
    """Bring a layer of the supply chain home, at a price."""

    kind: Literal["reshore"] = "reshore"


@order("reassure", "a government", visibility="parties")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShareThreatData(Order):
    """Share classified threat intelligence with a government or lab."""

    kind: Literal["share_threat_data"] = "share_threat_data"
    target: SeatId
