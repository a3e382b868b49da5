"""Which habit an order belongs to: what is switched off is given by no doctrine, whatever it wishes."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.orders import AnyOrder, ChipControl, ExportDirective

GATES: Mapping[str, str] = {
    "threaten": "coerce",
    "invoke_dpa": "coerce",
    "designate_supply_chain_risk": "coerce",
    "take_equity_stake": "coerce",
    "arms_or_tariff_pressure": "coerce",
    "supply_pressure": "coerce",
    "oppose_data_rules": "coerce",
    "punish_distillation": "punish",
    "respect_data_sovereignty": "reassure",
    "expedite_arms": "reassure",
    "export_package": "reassure",
    "subsidised_offer": "reassure",
    "share_threat_data": "reassure",
    "endorse_norms": "reassure",
    "suspend": "suspend",
    "resume": "suspend",
    "revoke": "suspend",
    "withdraw_from_contract": "leave",
    "fill_gap": "fill",
    "build_sovereign": "hedge",
    "reshore": "hedge",
    "regional_pitch": "hedge",
    "switch_family": "hedge",
    "adopt_open": "adopt",
    "distil": "copy",
    "steal_weights": "copy",
    "illicit_use": "copy",
    "deploy_automation": "automate",
    "withhold_model": "close",
    "close_weights": "close",
    "argument": "argue",
}
"""The habit behind each kind of order; kinds that are left out belong to none and can be barred by name alone."""


def habit_of(order: AnyOrder) -> str:
    """The habit that an order shows; empty for none."""
    if isinstance(order, ExportDirective):
        return "coerce" if order.action == "impose" else "reassure"
    if isinstance(order, ChipControl):
        return "coerce" if order.action == "tighten" else "reassure"
    return GATES.get(order.kind, "")
