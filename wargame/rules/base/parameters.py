"""Every number that the rules lean on, with unit, range and source; nothing else in the rules is a bare constant.

A scenario overrides them under `parameters:`, the command line with `--param NAME=VALUE`, an experiment likewise.
Source `design` marks an estimate; F-numbers are facts listed in docs/facts.md.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from wargame.errors import PackError


def p(default: float, low: float, high: float, unit: str, source: str, meaning: str) -> Any:
    """A documented parameter: its default, range, unit, source and meaning."""
    return field(
        default=default, metadata={"low": low, "high": high, "unit": unit, "source": source, "meaning": meaning}
    )


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers of the rules; E-numbers are the equations of docs/model.md."""

    # E1-E2 frontier and catch-up
    frontier_run: float = p(80, 5, 400, "budget points", "F5", "cost of a frontier run at the start of the game")
    frontier_run_growth: float = p(2.4, 1, 5, "x a year", "F5", "growth of that cost a year")
    quality_cheaper: float = p(3.0, 1, 10, "x a year", "F6", "fall of compute needed for equal quality a year")
    compute_step: float = p(0.05, 0, 1, "factor", "design", "compute that a quarter's purchase adds to a lab")
    compute_fade: float = p(
        0.25, 0, 1, "share a quarter", "F5", "way back of compute to what the lab's income sustains"
    )
    chip_control_bite: float = p(
        0.8,
        0,
        1,
        "factor",
        "F7, F50",
        "means that full chip control takes from Chinese labs that have no chips from home",
    )
    home_chips: float = p(0.5, 0, 1, "share", "F7", "what a chip made at home makes up for one that is withheld")
    pace_rate: float = p(
        0.4, 0, 1, "share a quarter", "design", "E1: way of a lab to the vintage that its means come to"
    )
    dissent_drag: float = p(0.2, 0, 1, "share", "F17", "E1: means that full dissent takes from a lab")
    # E3-E6 adoption and fielding
    delay_floor: float = p(3.0, 0, 12, "months", "F33", "E3: delay of a perfect adopter")
    delay_slope: float = p(33.0, 0, 100, "months", "F38, F56", "E3: delay added as adoption capacity falls")
    delay_support: float = p(2.0, 0, 6, "months", "design", "E3: delay saved per level of support")
    delay_depth: float = p(0.5, 0, 1, "share", "design", "E3: share of delay saved by full integration")
    half_life_cyber: float = p(8, 1, 60, "months", "design", "E4: lag that halves usefulness in cyber")
    half_life_intelligence: float = p(14, 1, 60, "months", "design", "E4: the same in intelligence")
    half_life_command: float = p(14, 1, 60, "months", "design", "E4: the same in command")
    half_life_logistics: float = p(24, 1, 60, "months", "design", "E4: the same in logistics")
    half_life_targeting: float = p(18, 1, 60, "months", "design", "E4: the same in targeting")
    half_life_autonomy: float = p(18, 1, 60, "months", "design", "E4: the same in autonomy")
    general_cyber: float = p(0.85, 0, 1, "share", "design", "general-purpose share in cyber")
    general_intelligence: float = p(0.65, 0, 1, "share", "design", "the same in intelligence")
    general_command: float = p(0.60, 0, 1, "share", "design", "the same in command")
    general_logistics: float = p(0.50, 0, 1, "share", "design", "the same in logistics")
    general_targeting: float = p(0.25, 0, 1, "share", "design", "the same in targeting")
    general_autonomy: float = p(0.15, 0, 1, "share", "design", "the same in autonomy")
    edge_cyber: float = p(0.1, 0, 1, "share", "design", "work done at the edge in cyber")
    edge_intelligence: float = p(0.1, 0, 1, "share", "design", "the same in intelligence")
    edge_command: float = p(0.4, 0, 1, "share", "design", "the same in command")
    edge_logistics: float = p(0.2, 0, 1, "share", "design", "the same in logistics")
    edge_targeting: float = p(0.6, 0, 1, "share", "design", "the same in targeting")
    edge_autonomy: float = p(0.9, 0, 1, "share", "design", "the same in autonomy")
    fielding_rate: float = p(0.5, 0, 1, "share a quarter", "design", "E5: part of the gap to the target that closes")
    narrow_rate: float = p(0.04, 0, 0.5, "per point", "design", "E6: narrow growth per budget point")
    coding_boost: float = p(0.5, 0, 2, "factor", "design", "E6: boost of narrow growth by useful coding models")
    tuning_gain: float = p(3, 0, 12, "months", "F32", "lag that a fine-tune for the edge takes off")
    adoption_step: float = p(
        4, 0, 20, "points", "design", "integrate(adoption): gain at zero capacity; shrinks with it"
    )
    depth_step: float = p(0.15, 0, 1, "share", "design", "integrate(depth): gain of integration depth")
    operator_step: float = p(1, 0, 10, "points", "design", "adoption gained by training operators")
    operator_growth: float = p(0.12, 0, 1, "share", "F42", "crews gained by training, at full adoption capacity")
    bundle_speed: float = p(0.2, 0, 1, "share", "F33", "integration depth that a contractor's bundle gives")
    bundle_layer: float = p(0.2, 0, 1, "share", "design", "integration layer that a bundle hands to the contractor")
    exercise_drift: float = p(0.6, 0, 5, "points a quarter", "F56", "adoption gained by living with fielded systems")
    arms_gain: float = p(0.15, 0, 1, "share", "F48", "targeting and autonomy that arms on time add, late ones take")
    threat_gain: float = p(0.06, 0, 0.5, "share", "design", "cyber and intelligence gain from shared threat data")
    partner_gain: float = p(0.02, 0, 0.2, "a quarter", "design", "narrow growth from joint production, per volume")
    # E8-E9 dependence and deal value
    data_penalty: float = p(4.0, 0, 20, "points", "design", "E9: cost of data leaving the country, times sovereignty")
    leverage_price: float = p(
        50, 0, 200, "points", "design", "E9: cost of full leverage, times sovereignty and mistrust"
    )
    guarantee_worth: float = p(
        0.75, 0, 1, "share", "design", "E9: part of the leverage price that a guarantee takes off"
    )
    audit_light: float = p(0.2, 0, 10, "points", "design", "E9: burden of a light audit")
    audit_intrusive: float = p(1.0, 0, 10, "points", "design", "E9: burden of an intrusive audit")
    exit_worth: float = p(0.3, 0, 5, "points a quarter", "design", "E9: cost of a longer notice, times sovereignty")
    belief_low: float = p(0.7, 0, 3, "factor", "design", "E9: weight of general AI for a seat that doubts it")
    belief_high: float = p(1.4, 0, 3, "factor", "design", "E9: the same for one that thinks it imminent")
    price_worth: float = p(1.0, 0, 5, "points", "design", "E9: value of a budget point of a price, in capability")
    # E10 trust and coercion
    trust_peer: float = p(0.4, 0, 1, "share", "design", "E10: the same act against a peer")
    trust_labs: float = p(0.2, 0, 1, "share", "design", "E10: the same act against a lab at home")
    trust_kept: float = p(1, 0, 5, "points", "design", "E10: per promise kept")
    trust_broken: float = p(6, 0, 30, "points", "design", "E10: per promise broken")
    trust_reversion: float = p(0.02, 0, 1, "share a quarter", "design", "E10: pull back to the start")
    belief_memory: float = p(0.1, 0, 1, "share a quarter", "design", "E9: part of a belief that quiet wears off")
    belief_peer: float = p(0.4, 0, 1, "share", "design", "E9: what is done to a peer, as evidence about oneself")
    belief_lab: float = p(0.4, 0, 1, "share", "F24", "E9: what a power does to its labs, as evidence about oneself")
    rival_base: float = p(4, 0, 20, "points", "F43, F52", "E9: political price of a rival camp's model to an ally")
    rival_pieces: float = p(0.25, 0, 1, "share", "F43, F52", "E9: part of a rival model's price that pieces cost")
    rival_base_support: float = p(2, 0, 20, "points", "F52", "domestic support that a Chinese base model costs an ally")
    trust_suspend: float = p(8, 0, 40, "points", "design", "suspension")
    trust_revoke: float = p(15, 0, 60, "points", "design", "revocation (peers 40 %)")
    trust_coerced_lab: float = p(25, 0, 60, "points", "design", "compulsion or designation of a lab")
    trust_threat: float = p(8, 0, 40, "points", "design", "threat against a lab")
    trust_stake: float = p(10, 0, 40, "points", "F25", "state stake in a lab, in the eyes of others (times 0.2)")
    trust_guarantee: float = p(25, 0, 60, "points", "design", "breach of a guarantee")
    trust_breach: float = p(5, 0, 40, "points", "design", "breach of another clause")
    trust_signed: float = p(1.5, 0, 10, "points", "design", "signature of an agreement, between its parties")
    trust_pressure: float = p(6, 0, 40, "points", "design", "arms or tariff pressure, supply pressure")
    trust_arms: float = p(4, 0, 20, "points", "design", "arms expedited")
    trust_package: float = p(3, 0, 20, "points", "F9", "export package or subsidised offer")
    trust_data: float = p(2, 0, 20, "points", "F11", "data rules respected (or opposed)")
    trust_directive: float = p(6, 0, 40, "points", "F24", "export directive, in the eyes of those cut off")
    trust_theft: float = p(20, 0, 60, "points", "design", "proven theft or distillation, in the victim's eyes")
    trust_shared: float = p(2, 0, 10, "points", "design", "threat data shared")
    trust_norms: float = p(0.5, 0, 10, "points", "F51", "norms endorsed together")
    kappa_decay: float = p(0.10, 0, 1, "share a quarter", "design", "fading of the coercion index")
    kappa_threaten: float = p(0.1, 0, 1, "index", "design", "coercion index: threat")
    kappa_dpa: float = p(0.3, 0, 1, "index", "design", "coercion index: compulsion")
    kappa_designate: float = p(0.25, 0, 1, "index", "F12", "coercion index: supply-chain label")
    kappa_stake: float = p(0.2, 0, 1, "index", "design", "coercion index: state stake")
    kappa_directive: float = p(0.1, 0, 1, "index", "F24", "coercion index: export directive")
    kappa_pressure: float = p(0.1, 0, 1, "index", "design", "coercion index: arms, tariff or supply pressure")
    # E11-E12 dissent
    dissent_scale: float = p(15, 0, 60, "points", "F17, F18", "E11: rise per step of severity beyond the line")
    dissent_decay: float = p(0.15, 0, 1, "share a quarter", "design", "E11: cooling")
    mode_consulted: float = p(0.5, 0, 2, "factor", "design", "E11: staff consulted, or a say in deployment")
    mode_rushed: float = p(1.0, 0, 2, "factor", "design", "E11: the usual haste")
    mode_compelled: float = p(1.6, 0, 3, "factor", "design", "E11: compelled by the state")
    visibility_secret: float = p(0.25, 0, 1, "factor", "design", "E11: use known to few")
    visibility_reported: float = p(0.75, 0, 1, "factor", "design", "E11: use reported in the press")
    voice_consulted: float = p(5, 0, 20, "points", "design", "E11: what being heard takes off")
    dissent_habit: float = p(
        0.2, 0, 1, "share a quarter", "F18, F19", "E11: part of the shock that returns while the use goes on"
    )
    dissent_threat: float = p(5, 0, 30, "points", "design", "a threat by the state, times sensitivity")
    dissent_spill: float = p(0.15, 0, 1, "share", "F17", "rise that spills over to other labs, times sensitivity")
    dissent_letter: float = p(6, 0, 30, "points", "F17", "an open staff letter, times sensitivity")
    dissent_withdraw: float = p(20, 0, 60, "points", "F18", "relief when a contract is dropped")
    resign_above: float = p(30, 0, 100, "points", "F16", "E11: dissent above which people resign")
    resign_rate: float = p(0.7, 0, 5, "people a point and quarter", "F16", "E11: resignations per point above")
    talent_per_ten: float = p(1, 0, 10, "points", "design", "E11: talent lost per ten resignations")
    talent_regrowth: float = p(0.5, 0, 10, "points a quarter", "design", "talent that hiring brings back")
    staff_line_drift: float = p(0.25, 0, 1, "share a quarter", "design", "staff line drifts to the published policy")
    yield_base: float = p(8, 0, 60, "points", "F18", "E12: pressure to hold a contract worth nothing")
    yield_revenue: float = p(60, 0, 200, "points", "F13", "E12: pressure of a contract that is all the revenue")
    yield_rivals: float = p(6, 0, 40, "points", "F14", "E12: pressure per rival already signed")
    yield_coercion: float = p(40, 0, 200, "points", "F12", "E12: pressure of full coercion")
    # E13-E15 shocks, defection, automation
    shock_base: float = p(0.25, 0, 1, "severity", "design", "E13: severity that any agreement survives")
    shock_back: float = p(0.8, 0, 2, "factor", "design", "E13: weight of what the breaker would lose itself")
    shock_trust: float = p(0.15, 0, 1, "factor", "design", "E13: weight of trust")
    shock_framework: float = p(0.10, 0, 1, "severity", "design", "E13: bonus of a standing framework")
    distil_multiplier: float = p(14, 1, 40, "factor", "F26, F28", "E14: effective share of a run per share paid")
    distil_floor: float = p(3, 0, 24, "months", "F27", "E14: lag behind the teacher at best")
    distil_penalty: float = p(0.85, 0, 1, "factor", "F27", "E14: usefulness kept on real tasks")
    detect_base: float = p(0.10, 0, 1, "an act", "F26", "E14: detection without monitoring")
    detect_monitor: float = p(0.5, 0, 1, "an act", "F26", "E14: detection added by full monitoring")
    illicit_exposed: float = p(0.05, 0, 1, "a quarter", "F31", "chance that illicit use comes to light")
    illicit_legitimacy: float = p(5, 0, 40, "points", "design", "legitimacy lost when it does")
    theft_low: float = p(0.02, 0, 1, "chance", "F53", "theft of weights at security 5")
    theft_high: float = p(0.08, 0, 1, "chance", "F53", "theft of weights at security 1")
    onprem_theft: float = p(0.01, 0, 1, "chance", "design", "theft risk added per on-premises customer")
    leak: float = p(0.1, 0, 1, "a quarter", "design", "chance that a secret comes out")
    leak_cost: float = p(2, 0, 20, "points", "design", "legitimacy or reputation that a leak costs those concerned")
    error_rate: float = p(0.1, 0, 1, "share", "F34", "E15: errors of automated targeting without oversight")
    scandal_scale: float = p(4.0, 0.1, 50, "errors", "F34", "E15: errors at which a scandal has 63 % chance")
    scandal_legitimacy: float = p(12, 0, 60, "points", "F34", "E15: legitimacy lost")
    scandal_support: float = p(5, 0, 60, "points", "F34", "E15: domestic support lost")
    scandal_dissent: float = p(12, 0, 60, "points", "F35", "E15: dissent at the supplying lab, times sensitivity")
    automation_gain: float = p(0.15, 0, 1, "share", "F33", "targeting capability that full automation adds")
    # E16 air war
    hit_base: float = p(0.5, 0, 1, "share", "F42", "E16: interception without narrow AI")
    hit_narrow: float = p(0.3, 0, 1, "share", "F40, F41", "E16: interception added by mature autonomy")
    strike_base: float = p(0.2, 0, 1, "share", "F40", "E16: strike success without narrow AI")
    strike_narrow: float = p(0.6, 0, 1, "share", "F41", "E16: strike success added by mature autonomy")
    strike_reach: float = p(0.15, 0, 1, "share", "F40", "E16: raiders that own strikes stop at their bases, if all hit")
    grid_damage: float = p(0.07, 0, 1, "points", "F42", "grid lost a quarter per raider a day that leaks through")
    grid_repair: float = p(12, 0, 60, "points a quarter", "design", "grid repaired")
    grid_support: float = p(0.1, 0, 1, "points", "F42", "domestic support lost per point of grid under 60, a quarter")
    # E17-E18 courts, anchor
    enjoin: float = p(0.5, 0, 1, "chance", "F12", "E17: injunction at each of two stages")
    label_revenue: float = p(0.3, 0, 0.9, "share", "F13", "income that a supply-chain label takes from a lab")
    use_sharpness: float = p(6, 1, 30, "power", "design", "E8: how much work goes to the model that suits best")
    anchor_stack: float = p(0.4, 0, 1, "weight", "design", "E18: US share of allied stacks")
    anchor_trust: float = p(0.3, 0, 1, "weight", "design", "E18: mean allied trust")
    anchor_joint: float = p(0.3, 0, 1, "weight", "design", "E18: joint capability")
    # household
    points_a_turn: float = p(5, 0, 20, "political points a quarter", "design", "political points that come in")
    points_kept: float = p(10, 0, 40, "political points", "design", "most that can be saved up")
    budget_kept: float = p(2, 1, 10, "incomes", "design", "most budget that can be saved up, in quarters of income")
    support_cost: float = p(
        0.5, 0, 5, "budget points a quarter", "design", "cost of a level of support to who gives it"
    )
    support_reversion: float = p(0.05, 0, 1, "share a quarter", "design", "domestic support drifts back to its start")
    serving_cost: float = p(0.3, 0, 1, "share of price", "design", "part of a price that serving costs the lab")
    # argument
    argument_bar: float = p(7, 2, 12, "sum of two dice", "matrix games", "an argument succeeds at this sum or more")
    argument_effect: float = p(4, 0, 20, "points", "design", "size of the effect of a successful argument")
    argument_net: float = p(3, 0, 6, "dice", "design", "largest net of pros and cons that counts")
    # estimates
    estimate_narrowed: float = p(0.25, 0, 1, "factor", "design", "noise left after an intelligence request")
    intelligence_turns: float = p(2, 1, 12, "quarters", "design", "how long it helps")
    red_line_cost: float = p(10, 0, 50, "score", "design", "score lost per red line crossed at the end")
    # random events per quarter (section 6 of the model)
    rate_closed_release: float = p(0.60, 0, 1, "a quarter", "design", "a lab with a newer model inside releases it")
    rate_model_withheld: float = p(0.15, 0, 1, "a quarter", "F23", "a lab withholds a model")
    rate_open_leap: float = p(0.25, 0, 1, "a quarter", "F1", "an open model leaps by three months")
    rate_open_goes_closed: float = p(0.03, 0, 1, "a quarter", "F30", "an open supplier goes closed")
    rate_jailbreak: float = p(0.20, 0, 1, "a quarter", "design", "a jailbreak is disclosed")
    rate_export_directive: float = p(0.10, 0, 1, "a quarter", "F24", "an export directive")
    rate_directive_lifted: float = p(0.70, 0, 1, "a quarter", "F24", "it is lifted again")
    rate_tariff_shock: float = p(0.25, 0, 1, "a quarter", "design", "a tariff shock")
    rate_arms_slip: float = p(0.20, 0, 1, "a quarter", "F48", "arms deliveries slip")
    rate_intelligence_pause: float = p(0.05, 0, 1, "a quarter", "F46", "intelligence sharing pauses")
    rate_distillation_expose: float = p(0.20, 0, 1, "a quarter", "F26", "a distillation campaign is exposed")
    rate_staff_letter: float = p(0.10, 0, 1, "a quarter", "F17", "a staff letter")
    rate_tragedy: float = p(0.05, 0, 1, "a quarter", "F34", "an AI-linked tragedy")
    rate_supplier_cuts_unit: float = p(0.05, 0, 1, "a quarter", "F35", "a supplier cuts off a unit over misuse")
    rate_government_change: float = p(0.08, 0, 1, "a quarter", "design", "a government changes")
    rate_mass_strike: float = p(0.60, 0, 1, "a quarter", "F42", "a mass strike in winter")
    rate_strait_scare: float = p(0.05, 0, 1, "a quarter", "design", "a scare in the Strait cuts chips by 30 %")
    rate_funding_windfall: float = p(0.10, 0, 1, "a quarter", "design", "a lab's funding windfall")
    rate_small_model_parity: float = p(0.15, 0, 1, "a quarter", "F32", "a small model reaches parity in one area")
    rate_progress_speed_up: float = p(0.05, 0, 1, "a quarter", "F4", "frontier progress speeds up")
    rate_sovereign_slip: float = p(0.25, 0, 1, "a quarter", "F38", "a sovereign programme slips")
    rate_champions_merge: float = p(0.05, 0, 1, "a quarter", "F37", "champions merge")

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all parameters."""
        return tuple(item.name for item in fields(cls))

    def with_overrides(self, overrides: Mapping[str, float]) -> Parameters:
        """The same numbers with some replaced, by name.

        PackError names an unknown name with those that resemble it, or a value out of its range with the range.
        """
        known = {item.name: item.metadata for item in fields(self)}
        for name, value in overrides.items():
            if name not in known:
                near = difflib.get_close_matches(name, known, 3)
                raise PackError(
                    f"no parameter is called {name!r}" + (f"; did you mean {', '.join(near)}?" if near else "")
                )
            low, high = known[name]["low"], known[name]["high"]
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise PackError(f"parameter {name} is {value!r}; it must be a number from {low:g} to {high:g}")
            if not low <= value <= high:
                raise PackError(f"parameter {name} is {value:g}; it must be from {low:g} to {high:g}")
        return replace(self, **{name: float(value) for name, value in overrides.items()})
