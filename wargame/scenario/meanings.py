"""What the measures and red lines of a dossier mean, in words for whoever is scored by them."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.scenario.dossier import Measure, RedLine

MEASURE_MEANING: Mapping[Measure, str] = {
    "anchor": "the anchor index: allied stacks shared with Washington, trust, joint capability",
    "capability": "fielded capability over your missions",
    "us_stack_share": "the American share of allied stacks",
    "rival_lag": "months by which China's best model trails the frontier (18 count in full)",
    "lab_goodwill": "trust of your own country's labs in you",
    "low_leverage": "how little your strongest supplier could take away today",
    "low_dependence": "how little you lean on few foreign suppliers",
    "domestic_support": "support at home",
    "legitimacy": "legitimacy of your use of force",
    "grid_and_support": "the power grid that works, and support at home, half each",
    "strike_capability": "fielded capability in autonomy and targeting",
    "supplier_diversity": "models from several countries in even shares",
    "pact_gains": "agreements in force; production, data and support clauses count extra",
    "stack_share_abroad": "your country's share of the models that other governments use",
    "closed_lag": "how close your country's best model is to the frontier (18 months behind count nothing)",
    "low_us_cohesion": "how little the United States and its allies trust each other",
    "sanctions_avoided": "theft that stays unproven or unpunished: each government that punishes you costs a fifth",
    "integrity": "deeds that match what you publish",
    "pace": "the best people, and a model at the frontier",
    "revenue": "income, above all from agreements",
    "defender_access": "Washington and allies that use your models for cyber work",
    "low_dissent": "calm among your staff",
    "state_favour": "trust of your government in you",
    "ecosystem_share": "governments with a live use of your models",
    "indirect_revenue": "governments that use your models, and your public standing",
    "home_stack_share": "governments with a live use of your models",
    "small_lag": "how close your best model is to the frontier (36 months behind count nothing)",
    "contracts": "agreements in force; four count in full",
    "customer_capability": "fielded capability of the governments that you have agreements with",
    "vendor_choice": "makers of models on the market; one that is labelled a risk does not count",
    "allied_capability": "fielded capability of your members",
    "interoperability": "pairs of members that share a model family",
    "members_low_dependence": "how little your members lean on few foreign suppliers",
    "norms": "public norms on military use among your members",
}
"""Each measure runs from 0 to 100; more is better."""

RED_LINE_MEANING: Mapping[RedLine, str] = {
    "two_labs_refuse": "two labs have walked away from you at once",
    "ally_on_chinese_stack": "an ally runs more than half of its work on Chinese models",
    "leverage_above_60": "one supplier could take away more than 60% of your capability",
    "data_off_soil": "your data lie with a foreign supplier",
    "core_mission_lost": "capability in your heaviest mission areas falls below 15",
    "support_below_30": "support at home falls below 30",
    "single_kill_chain_supplier": "targeting depends on one supplier alone",
    "proven_theft_three_sanctions": "three seats punish you for proven theft",
    "severity_above_5_uncontested": "your model serves uses above severity 5 and nobody compelled you",
    "dissent_above_60": "dissent among your staff rises above 60",
    "open_lag_above_9": "the best open weights trail the frontier by more than 9 months",
    "anchor_lost": "trust of your anchor government in you falls below 20",
    "forced_swap_in_war": "a lab is labelled a supply-chain risk while there is war",
    "member_leaves_pool": "trust of a member in you falls below 25",
}
"""What crosses each red line."""
