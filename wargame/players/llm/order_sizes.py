"""How much each order does and when it is felt, in a few words made from the parameters of this game.

It stands in the part of a prompt that never changes. What an order does at all stands in the order itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from wargame.rules.base.parameters import Parameters

SIZES: Mapping[str, str] = {
    "argument": "{argument_effect:g} points of the number argued about (half of it for adoption), ruled on this turn",
    "adopt_open": "at once, in today's version; a Chinese one costs a US ally {rival_base_support:g} of support",
    "build_sovereign": "a model at once; effort counts against a frontier run of {frontier_run:g}B at the start, "
    "and half of it fades a quarter",
    "buy_compute": "{compute_step:g} of home cloud or of a lab's compute a quarter, less where chips are scarce",
    "field_narrow": "up to {narrow_two:.2g} of narrow AI in that area, by adoption and data, less as it matures",
    "fine_tune_edge": "{tuning_gain:g} months closer to the frontier in that area, for the family of the weights",
    "integrate": "adoption up to +{adoption_step:g}, less as it nears 100, or integration +{depth_step:g}; "
    "{fielding_rate:.0%} of what it makes usable is fielded a quarter",
    "train_operators": "crews up to +{operator_growth:.0%} by adoption, adoption up to +{operator_step:g}",
    "bundle_integration": "customer's integration +{bundle_speed:g} at once; its home share of integration falls",
    "deploy_automation": "targeting up to +{automation_gain:.0%}; without oversight errors of {error_rate:.0%}, and a "
    "scandal costs {scandal_legitimacy:g} legitimacy and {scandal_support:g} support",
    "set_oversight": "legitimacy +2 a step up, -2 a step down, at once",
    "threaten": "its trust in you -{trust_threat:g}, coercion +{kappa_threaten:g}, its dissent up to "
    "+{dissent_threat:g}; weighs on it for half a year",
    "invoke_dpa": "its best model for any use at once; its trust -{trust_coerced_lab:g}, coercion +{kappa_dpa:g}, a "
    "shock of dissent; a court may undo it from next quarter",
    "designate_supply_chain_risk": "its income -{label_revenue:.0%} and its service suspended at once; its trust "
    "-{trust_coerced_lab:g}, coercion +{kappa_designate:g}; a court may undo it from next quarter",
    "take_equity_stake": "a tenth of it, up to a half; coercion +{kappa_stake:g}, allies trust you less",
    "export_directive": "foreign use of models within 4 months of the frontier stops or returns at once; coercion "
    "+{kappa_directive:g}, trust of those cut off -{trust_directive:g}",
    "chip_control": "a quarter of the scale; Chinese labs slow over the next quarters",
    "arms_or_tariff_pressure": "arms -10, or budget -1 and support -1; its trust -{trust_pressure:g}, coercion "
    "+{kappa_pressure:g}",
    "supply_pressure": "budget -1, a fifth of drones for this turn; its trust -{trust_pressure:g}, coercion "
    "+{kappa_pressure:g}",
    "punish_distillation": "5% of its income for a year; its trust -5",
    "set_policy": "harden: line -1, reputation +1, dissent -2; soften: line +1, reputation -3; withdraw: line to 7, "
    "reputation -6",
    "handle_protest": "consult: dissent -6 and half of later shocks for half a year; concede: dissent "
    "-{dissent_withdraw:g}, your gravest contract ends; dismiss: dissent and talent worse",
    "monitor": "a fifth more accounts watched a quarter; watching all adds {detect_monitor:.0%} to detection",
    "litigate": "{enjoin:.0%} at each of two stages; first ruling next quarter",
    "withdraw_from_contract": "dissent -{dissent_withdraw:g}, reputation +2; the customer's trust -10, its access ends",
    "fill_gap": "budget +3, its trust +4; a shock of dissent",
    "illicit_use": "all areas at once; {illicit_exposed:.0%} a quarter to come to light, then legitimacy "
    "-{illicit_legitimacy:g}",
    "distil": "a copy {distil_floor:g} months behind its teacher at best, {distil_penalty:.0%} as useful, at once; "
    "detected with {detect_base:.0%} or more, then trust -{trust_theft:g}",
    "steal_weights": "{theft_low:.0%} to {theft_high:.0%} by security, more for each copy on premises; seen at least "
    "every fourth time, then trust -{trust_theft:g}",
    "regional_pitch": "its trust in you and your champion +2 to +5, by how coercive the more coercive giant is",
    "switch_family": "their access ends at once, integration with it is written off; their trust -3",
    "request_intelligence": "{estimate_narrowed:.0%} of the error is left, for {intelligence_turns:g} quarters",
    "respect_data_sovereignty": "allies' trust +{trust_data:g}; sovereign data terms become possible at once",
    "oppose_data_rules": "allies' trust -{trust_data:g}; no sovereign data terms from then on",
    "expedite_arms": "arms +15, its trust +{trust_arms:g}",
    "export_package": "its budget +3, trust +{trust_package:g}, engineers and consent given in advance for half a year",
    "subsidised_offer": "Chinese weights free and engineers for half a year; its trust +{trust_package:g}",
    "endorse_norms": "standing behind norms +0.25, legitimacy +1.5, support +0.5; trust of others who did "
    "+{trust_norms:g}",
    "pooled_procurement": "members' adoption +1, home cloud +0.04, trust in you +2, integration of weights +0.05, a "
    "quarter",
    "reshore": "home share of chips +0.1 and of cloud +0.05 a quarter",
    "share_threat_data": "a gap in its warnings closes by half, cyber and intelligence up to +{threat_gain:.0%}; its "
    "trust up to +{trust_shared:g}, once a year",
    "suspend": "at once; its trust -{trust_suspend:g}",
    "resume": "at once",
    "revoke": "at once and for good; its trust -{trust_revoke:g}, its peers' {peer_revoke:g}",
    "release_model": "customers have it at once",
    "withhold_model": "at once; those served stay at today's version",
    "open_weights": "reputation +2 where the line was closed; at once, by a civil licence",
    "close_weights": "reputation -2; copies already out stay",
    "deploy_on_premises": "at once, with sovereign data; theft of its weights {onprem_theft:.0%} likelier a quarter",
    "grant_trusted_access": "cyber and intelligence by enclave, at once; its trust +3",
    "license_military": "its copies are lawful at once, later ones too; its trust +3",
}
"""What each order moves, for a turn of a quarter where it goes by time; names in braces are parameters."""


@cache
def order_sizes(numbers: Parameters) -> Mapping[str, str]:
    """For each order its effect and delay by these parameters."""
    given: dict[str, Any] = asdict(numbers)
    given |= {
        "narrow_two": 2 * numbers.narrow_rate,
        "peer_revoke": -numbers.trust_revoke * numbers.trust_peer,
    }
    return {kind: text.format(**given) for kind, text in SIZES.items()}
