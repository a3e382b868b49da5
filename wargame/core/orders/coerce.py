"""Coerce: threaten, compel, bar, squeeze, punish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import SeatId
from wargame.core.orders.base import Order, order


@order("coerce", "Washington", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class Threaten(Order):
    """Threaten a lab with compulsion or with a supply-chain-risk label."""

    kind: Literal["threaten"] = "threaten"
    lab: SeatId
    instrument: Literal["defense_production_act", "supply_chain_risk"]


@order("coerce", "Washington", points=3)
@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeDpa(Order):
    """Compel a lab under the Defense Production Act to serve any lawful use."""

    kind: Literal["invoke_dpa"] = "invoke_dpa"
    lab: SeatId


@order("coerce", "Washington", points=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateSupplyChainRisk(Order):
    """Label a lab a supply-chain risk: contractors must drop its models."""

    kind: Literal["designate_supply_chain_risk"] = "designate_supply_chain_risk"
    lab: SeatId


@order("coerce", "Washington", budget=5)
@dataclass(frozen=True, slots=True, kw_only=True)
class TakeEquityStake(Order):
    """Take a state share in a lab."""

    kind: Literal["take_equity_stake"] = "take_equity_stake"
    lab: SeatId


@order("coerce", "Washington", points=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDirective(Order):
    """Bar foreign access to the top closed US models, or lift the bar."""

    kind: Literal["export_directive"] = "export_directive"
    action: Literal["impose", "lift"]


@order("coerce", "Washington", points=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChipControl(Order):
    """Tighten or relax chip exports to China."""

    kind: Literal["chip_control"] = "chip_control"
    action: Literal["tighten", "relax"]


@order("coerce", "Washington", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsOrTariffPressure(Order):
    """Press a government through arms deliveries or tariffs to buy and to fall into line."""

    kind: Literal["arms_or_tariff_pressure"] = "arms_or_tariff_pressure"
    target: SeatId
    means: Literal["arms", "tariffs"]


@order("coerce", "Beijing", points=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyPressure(Order):
    """Hold back drones or chip materials from a government for a turn."""

    kind: Literal["supply_pressure"] = "supply_pressure"
    target: SeatId
    piece: Literal["drones", "chips"]


@order("coerce", "a government or lab that knows of it", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class PunishDistillation(Order):
    """Sanction a seat whose theft or distillation has come to light."""

    kind: Literal["punish_distillation"] = "punish_distillation"
    target: SeatId
