"""Sealed unilateral actions, one file per family; `ORDER_TYPES` lists them all by kind."""

from __future__ import annotations

from typing import TypeAlias

from wargame.core.orders.argue import EFFECT_KINDS, Argument, EffectKind, Reason
from wargame.core.orders.base import (
    MAJOR_BUDGET,
    MAJOR_POINTS,
    ORDER_TYPES,
    Order,
    OrderFamily,
    Spec,
    Visibility,
    aimed_at,
    audience_of,
    has_aim,
)
from wargame.core.orders.build import (
    AdoptOpen,
    BuildSovereign,
    BundleIntegration,
    BuyCompute,
    DeployAutomation,
    FieldNarrow,
    FineTuneEdge,
    Integrate,
    SetOversight,
    TrainOperators,
)
from wargame.core.orders.coerce import (
    ArmsOrTariffPressure,
    ChipControl,
    DesignateSupplyChainRisk,
    ExportDirective,
    InvokeDpa,
    PunishDistillation,
    SupplyPressure,
    TakeEquityStake,
    Threaten,
)
from wargame.core.orders.conduct import FillGap, HandleProtest, Litigate, Monitor, SetPolicy, WithdrawFromContract
from wargame.core.orders.defect import Distil, IllicitUse, RegionalPitch, StealWeights, SwitchFamily
from wargame.core.orders.know import RequestIntelligence
from wargame.core.orders.reassure import (
    EndorseNorms,
    ExpediteArms,
    ExportPackage,
    OpposeDataRules,
    PooledProcurement,
    Reshore,
    RespectDataSovereignty,
    ShareThreatData,
    SubsidisedOffer,
)
from wargame.core.orders.supply import (
    CloseWeights,
    DeployOnPremises,
    GrantTrustedAccess,
    LicenseMilitary,
    OpenWeights,
    ReleaseModel,
    Resume,
    Revoke,
    Suspend,
    WithholdModel,
)

AnyOrder: TypeAlias = (
    AdoptOpen
    | Argument
    | ArmsOrTariffPressure
    | BuildSovereign
    | BundleIntegration
    | BuyCompute
    | ChipControl
    | CloseWeights
    | DeployAutomation
    | DeployOnPremises
    | DesignateSupplyChainRisk
    | Distil
    | EndorseNorms
    | ExpediteArms
    | ExportDirective
    | ExportPackage
    | FieldNarrow
    | FillGap
    | FineTuneEdge
    | GrantTrustedAccess
    | HandleProtest
    | IllicitUse
    | Integrate
    | InvokeDpa
    | LicenseMilitary
    | Litigate
    | Monitor
    | OpenWeights
    | OpposeDataRules
    | PooledProcurement
    | PunishDistillation
    | RegionalPitch
    | ReleaseModel
    | RequestIntelligence
    | Reshore
    | RespectDataSovereignty
    | Resume
    | Revoke
    | SetOversight
    | SetPolicy
    | ShareThreatData
    | StealWeights
    | SubsidisedOffer
    | SupplyPressure
    | Suspend
    | SwitchFamily
    | TakeEquityStake
    | Threaten
    | TrainOperators
    | WithdrawFromContract
    | WithholdModel
)
"""Any order, told apart by `kind`."""

__all__ = [
    "AdoptOpen",
    "AnyOrder",
    "Argument",
    "ArmsOrTariffPressure",
    "BuildSovereign",
    "BundleIntegration",
    "BuyCompute",
    "ChipControl",
    "CloseWeights",
    "DeployAutomation",
    "DeployOnPremises",
    "DesignateSupplyChainRisk",
    "Distil",
    "EFFECT_KINDS",
    "EffectKind",
    "EndorseNorms",
    "ExpediteArms",
    "ExportDirective",
    "ExportPackage",
    "FieldNarrow",
    "FillGap",
    "FineTuneEdge",
    "GrantTrustedAccess",
    "HandleProtest",
    "IllicitUse",
    "Integrate",
    "InvokeDpa",
    "LicenseMilitary",
    "Litigate",
    "MAJOR_BUDGET",
    "MAJOR_POINTS",
    "Monitor",
    "ORDER_TYPES",
    "OpenWeights",
    "OpposeDataRules",
    "Order",
    "OrderFamily",
    "PooledProcurement",
    "PunishDistillation",
    "Reason",
    "RegionalPitch",
    "ReleaseModel",
    "RequestIntelligence",
    "Reshore",
    "RespectDataSovereignty",
    "Resume",
    "Revoke",
    "SetOversight",
    "SetPolicy",
    "ShareThreatData",
    "Spec",
    "StealWeights",
    "SubsidisedOffer",
    "SupplyPressure",
    "Suspend",
    "SwitchFamily",
    "TakeEquityStake",
    "Threaten",
    "TrainOperators",
    "Visibility",
    "WithdrawFromContract",
    "WithholdModel",
    "aimed_at",
    "audience_of",
    "has_aim",
]
