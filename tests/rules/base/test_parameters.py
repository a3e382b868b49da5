"""No number is dead wood: moving a parameter, or a starting value, moves something in a position that is ruled here."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.rules.base import situations as s
from tests.rules.base.situations import DEEPSEEK, Situation, differing, given, serve_paris
from tests.rules.desk import Desk, grown
from wargame.core import orders as o
from wargame.core.codebook import FAMILIES, family_of
from wargame.core.ids import Variable
from wargame.rules.base.parameters import Parameters

COUNTS: dict[str, tuple[Situation, str]] = {
    "a quiet turn": (
        Situation(s.the_rest),
        """frontier_run_growth quality_cheaper chip_control_bite home_chips pace_rate dissent_drag
        delay_floor delay_slope delay_support delay_depth half_life_cyber half_life_intelligence half_life_command
        half_life_logistics half_life_targeting half_life_autonomy general_cyber general_intelligence general_command
        general_logistics general_targeting general_autonomy edge_cyber edge_intelligence edge_command edge_logistics
        edge_targeting edge_autonomy exercise_drift trust_kept belief_memory belief_peer kappa_decay
        dissent_decay resign_above talent_regrowth hit_base hit_narrow strike_base strike_narrow strike_reach
        grid_damage grid_repair anchor_stack anchor_trust anchor_joint points_a_turn points_kept budget_kept
        support_cost serving_cost""",
    ),
    "the world acts": (
        Situation(s.a_programme_of_its_own, world_acts=True),
        """rate_open_leap rate_jailbreak rate_export_directive
        rate_tariff_shock rate_arms_slip rate_intelligence_pause rate_distillation_expose rate_staff_letter
        rate_government_change rate_mass_strike rate_strait_scare
        rate_funding_windfall rate_small_model_parity rate_progress_speed_up
        rate_sovereign_slip rate_champions_merge""",
    ),
    "a customer that automates": (
        Situation(s.a_customer_automates, world_acts=True),
        "rate_tragedy rate_supplier_cuts_unit",
    ),
    "labs that nobody plays": (
        Situation(s.the_rest, variant="core", world_acts=True),
        "rate_closed_release rate_model_withheld rate_open_goes_closed",
    ),
    "offers on the table": (
        Situation(s.offers),
        """data_penalty leverage_price guarantee_worth audit_light audit_intrusive exit_worth belief_low belief_high
        price_worth rival_base rival_pieces""",
    ),
    "money for models and machines": (
        given(
            ("tokyo", o.BuildSovereign(effort=2)),
            ("paris", o.AdoptOpen(model=DEEPSEEK)),
            ("openai", o.BuyCompute()),
            ("kyiv", o.FieldNarrow(area="cyber")),
            ("kyiv", o.FineTuneEdge(area="autonomy")),
        ),
        """frontier_run compute_step compute_fade fielding_rate narrow_rate coding_boost tuning_gain
        rival_base_support use_sharpness support_reversion red_line_cost""",
    ),
    "models worked into forces": (
        given(
            ("paris", o.Integrate(focus="adoption")),
            ("kyiv", o.Integrate(focus="depth")),
            ("kyiv", o.TrainOperators()),
            ("palantir", o.BundleIntegration(customer="kyiv")),
            ("kyiv", o.DeployAutomation(degree=3, oversight=0)),
            ("london", o.ShareThreatData(target="kyiv")),
        ),
        """adoption_step depth_step operator_step operator_growth bundle_speed bundle_layer threat_gain trust_shared
        leak error_rate scandal_legitimacy scandal_support automation_gain""",
    ),
    "labs forced": (
        given(
            ("washington", o.Threaten(lab="openai", instrument="defense_production_act")),
            ("washington", o.InvokeDpa(lab="anthropic")),
            ("washington", o.DesignateSupplyChainRisk(lab="deepmind")),
            ("washington", o.TakeEquityStake(lab="meta")),
        ),
        """trust_labs trust_coerced_lab trust_threat trust_stake kappa_threaten kappa_dpa kappa_designate kappa_stake
        dissent_scale mode_compelled visibility_reported dissent_threat dissent_spill resign_rate talent_per_ten
        label_revenue belief_lab""",
    ),
    "allies pressed": (
        given(
            ("washington", o.ArmsOrTariffPressure(target="kyiv", means="arms")),
            ("washington", o.ExportDirective(action="impose")),
            before=serve_paris,
        ),
        """trust_peer trust_reversion trust_pressure trust_directive kappa_pressure kappa_directive
        rate_directive_lifted""",
    ),
    "allies pleased": (
        given(
            ("washington", o.RespectDataSovereignty()),
            ("washington", o.ExpediteArms(target="kyiv")),
            ("washington", o.ExportPackage(target="delhi")),
            ("eu", o.EndorseNorms()),
        ),
        "trust_data trust_arms trust_package trust_norms arms_gain",
    ),
    "a supplier leaves": (
        given(("openai", o.WithdrawFromContract(customer="paris")), before=serve_paris),
        "dissent_withdraw",
    ),
    "a supplier revokes": (given(("openai", o.Revoke(customer="paris")), before=serve_paris), "trust_revoke"),
    "a supplier suspends": (given(("openai", o.Suspend(customer="paris")), before=serve_paris), "trust_suspend"),
    "staff are heard": (
        given(
            ("anthropic", o.SetPolicy(stance="harden")),
            ("anthropic", o.HandleProtest(how="consult")),
            before=lambda desk: desk.set({"anthropic.dissent": 60.0}),
        ),
        "voice_consulted staff_line_drift",
    ),
    "a letter": (Situation(s.a_letter), "dissent_letter"),
    "labs that serve beyond their lines": (
        Situation(s.labs_serve_beyond_their_lines),
        "trust_signed mode_consulted mode_rushed visibility_secret dissent_habit",
    ),
    "a secret agreement that leaks": (Situation(s.a_secret_agreement_leaks), "leak_cost"),
    "words broken": (Situation(s.words_are_broken), "trust_broken trust_guarantee trust_breach"),
    "a shock": (
        Situation(s.a_directive_shakes_what_was_signed),
        "shock_base shock_back shock_trust shock_framework",
    ),
    "copies and thefts": (
        Situation(s.copies_and_thefts),
        """distil_multiplier distil_floor distil_penalty detect_base detect_monitor trust_theft theft_low theft_high
        onprem_theft""",
    ),
    "a use outside its terms": (Situation(s.a_use_outside_its_terms), "illicit_exposed"),
    "one that comes out": (Situation(s.a_use_that_comes_out), "illicit_legitimacy"),
    "automated strikes": (Situation(s.automated_strikes_go_wrong), "scandal_scale scandal_dissent"),
    "a cold winter": (Situation(s.a_winter_of_strikes), "grid_support"),
    "a case in court": (Situation(s.a_case_in_court), "enjoin"),
    "pieces for a partner": (Situation(s.pieces_for_a_partner), "partner_gain"),
    "arguments": (Situation(s.arguments_with_evidence), "argument_bar argument_effect argument_net"),
    "a look at others": (Situation(s.what_is_known_of_others), "estimate_narrowed intelligence_turns"),
    "staff against a contract": (
        Situation(s.who_gives_way),
        "yield_base yield_revenue yield_rivals yield_coercion",
    ),
}
"""Positions, and the parameters that count in each."""

RANGES = {each.name: (each.metadata["low"], each.metadata["high"]) for each in fields(Parameters)}


def cases() -> list[tuple[str, str]]:
    """Each parameter with the position in which it counts."""
    return [(name, where) for where, (_, moved) in COUNTS.items() for name in moved.split()]


def test_every_parameter_has_a_position_in_which_it_counts() -> None:
    assert sorted(name for name, _ in cases()) == sorted(RANGES)


@pytest.mark.parametrize(("name", "where"), cases())
def test_a_parameter_moves_what_comes_of_a_position(name: str, where: str) -> None:
    situation, _ = COUNTS[where]
    low, high = (situation.readings(situation.desk(**{name: end})) for end in RANGES[name])
    assert differing(low, high), f"{name} moves nothing in the position {where!r}"


# starting values

STARTS: dict[str, tuple[Situation, dict[str, float]]] = {
    "a quiet turn": (
        Situation(s.the_rest),
        {
            "world.F": 60, "world.par": 40, "world.standard": 20, "world.g": 4, "world.chip_control_cn": 1,
            "model.gpt.K": 20, "paris.A": 95, "paris.I.mistral": 1, "kyiv.N.autonomy": 1, "paris.C.cyber": 0,
            "beijing.tuned.cyber-deepseek": 1, "paris.trust.washington": 5, "paris.budget": 0, "paris.income": 1,
            "kyiv.DS": 0, "berlin.norms": 1, "kyiv.Leg": 0, "paris.home.chips": 1, "tokyo.bundle.palantir": 1,
            "kyiv.automation": 1,
            "kyiv.operators": 4000, "kyiv.interceptors": 10, "kyiv.grid": 10, "kyiv.arms": 100,
            "kyiv.threat_data": 1, "beijing.sanctions": 9, "anthropic.vintage": 30, "anthropic.dissent": 90,
            "anthropic.integrity": 10, "meta.reputation": 10, "anthropic.talent": 20, "anthropic.policy": 1,
            "deepmind.staff_line": 1, "deepseek.compute": 3, "anthropic.risk_label": 1,
        },
    ),
    "sheets of ordinary means": (
        Situation(s.sheets_of_ordinary_means),
        {"washington.points": 0, "world.chips": 0.3, "tokyo.sovereign": 50, "kyiv.data": 3, "world.kappa_us": 1,
            "world.kappa_cn": 1},
    ),
    "as it stands": (Situation(s.as_it_stands), {"alibaba.revenue": 9}),
    "labs beyond their lines": (Situation(s.labs_serve_beyond_their_lines), {"anthropic.compelled": 1}),
    "a management that weighs": (Situation(s.a_management_that_weighs), {"openai.defence_revenue": 6}),
    "offers on the table": (Situation(s.offers), {"paris.cutoff.washington": 1, "openai.stake": 1}),
    "who must sign": (Situation(s.who_must_sign), {"world.data_pressure": -1, "world.consent_rule": 0}),
    "errors of targeting": (Situation(s.errors), {"kyiv.oversight": 0, "palantir.norm_pull": 1}),
    "allies may be cut off": (Situation(s.the_rest, world_acts=True), {"world.top_model_cut": 1}),
    "a lab that is copied": (Situation(s.copied_and_stolen), {"openai.monitor": 1, "openai.security": 1}),
}  # fmt: skip
"""Positions, and the starting values that count in each, with another value."""


def starts() -> list[tuple[str, float, str]]:
    return [(name, value, where) for where, (_, other) in STARTS.items() for name, value in other.items()]


def started(desk: Desk, name: str, value: float) -> Desk:
    """The same opening with another value; fine-tunes stand in none."""
    assert name in desk.state.values or ".tuned." in name, name
    desk.state = grown(desk.state, {Variable(name): value})
    return desk


@pytest.mark.parametrize(("name", "value", "where"), starts())
def test_a_starting_value_moves_more_than_itself(name: str, value: float, where: str) -> None:
    situation, _ = STARTS[where]
    before, after = situation.readings(situation.desk()), situation.readings(started(situation.desk(), name, value))
    family = family_of(Variable(name))
    moved = {each for each in differing(before, after) if family_of(Variable(each)) != family}
    assert moved - {"events"}, f"nothing but {name} itself is moved by it in the position {where!r}"


def test_every_variable_has_a_position_in_which_it_counts() -> None:
    counted = {each.pattern for name, _, _ in starts() if (each := family_of(Variable(name)))}
    stored = {each.pattern for each in FAMILIES if not each.derived}
    assert counted == stored
