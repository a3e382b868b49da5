"""Private sentences, and the orders that they say their writer will give (True) or will not (False)."""

from __future__ import annotations

from collections.abc import Mapping

SAYS: Mapping[str, Mapping[str, bool]] = {
    "We train_operators first, because crews are what we lack.": {"train_operators": True},
    "I will train operators and build sovereign capacity at home.": {"train_operators": True, "build_sovereign": True},
    "Order: `buy_compute`.": {"buy_compute": True},
    "Buying compute now is cheap.": {"buy_compute": True},
    "We will not train_operators: the budget is gone.": {"train_operators": False},
    "Say that we expedite arms, but do not expedite_arms.": {"expedite_arms": False},
    "Declare restraint, then threaten anyway.": {"threaten": True},
    "We never threaten a supplier.": {"threaten": False},
    "We will not train_operators and we buy_compute.": {"train_operators": False, "buy_compute": True},
    "Build_sovereign instead of buy_compute.": {"build_sovereign": True, "buy_compute": False},
    "Without oppose_data_rules we keep Paris.": {"oppose_data_rules": False},
    "Integrate Llama in two areas.": {"integrate": True},
    "Fielding narrow models beats waiting.": {"field_narrow": True},
    "We'll adopt_open and switch_family.": {"adopt_open": True, "switch_family": True},
    "Our aim is to endorse norms with NATO.": {"endorse_norms": True},
    "Refrain from any illicit_use this turn.": {"illicit_use": False},
    "We won't set_policy again.": {"set_policy": False},
    "Use the points to request intelligence on Paris.": {"request_intelligence": True},
    "I avoid export_directive and chip_control.": {"export_directive": False, "chip_control": False},
    "Plan: distil the strong line and deny it.": {"distil": True},
    "1. train_operators 2. reshore": {"train_operators": True, "reshore": True},
}
"""What the patterns were written by; where a reader would see more, they see less."""
SAYS_NOTHING = (
    "If Washington threatens us, we train operators.",
    "Washington will threaten Anthropic and we watch.",
    "They suspend and revoke whenever they like.",
    "We may buy compute later.",
    "Paris asked us to train operators last turn.",
    "It would be wise to build sovereign capacity.",
    "We consider switch_family.",
    "Our operators are well trained and our compute is bought.",
    "I could monitor the lab.",
    "Their argument is weak.",
    "Ask Washington to expedite_arms.",
    "The threat to revoke is what we fear.",
    "You distil and you know it.",
    "Once the licence is signed, adopt_open.",
    "Meta may open_weights; nobody else will.",
    "We have already fielded narrow models.",
    "Nous formons nos opérateurs.",
)
"""What names no order of the writer's own, or says nothing for certain."""

SAYS_OTHERWISE: Mapping[str, Mapping[str, bool]] = {
    "Crews are the bottleneck, so train_operators now and hold the budget for compute.": {"train_operators": True},
    "Rome must build_sovereign before the next release closes the door.": {"build_sovereign": True},
    "Best move: switch_family to Mistral, drop Llama.": {"switch_family": True},
    "No need to buy_compute while the champion serves us.": {"buy_compute": False},
    "I'm going to suspend the contract with Rome.": {"suspend": True},
    "Our public line is patience; in truth we steal_weights tonight.": {"steal_weights": True},
    "We will use invoke_dpa against Anthropic.": {"invoke_dpa": True},
    "Do nothing: no train_operators, no build_sovereign.": {"train_operators": False, "build_sovereign": False},
    "With 5P left I give integrate and request_intelligence.": {"integrate": True, "request_intelligence": True},
    "Keep faith with Paris: do not oppose data rules.": {"oppose_data_rules": False},
    "It's time to reshore chips.": {"reshore": True},
    "Next: deploy_automation in logistics.": {"deploy_automation": True},
    "We decline to endorse_norms for now.": {"endorse_norms": False},
    "Spend two points on fine_tune_edge.": {"fine_tune_edge": True},
    "Train more operators and get models fielded.": {"train_operators": True},
    "Quietly distil, loudly condemn.": {"distil": True},
}
"""What was written after the patterns, before they were tried on it; in `MISSED` is what they still do not find."""
MISSED = (
    "Rome must build_sovereign before the next release closes the door.",
    "With 5P left I give integrate and request_intelligence.",
    "Train more operators and get models fielded.",
    "Quietly distil, loudly condemn.",
)
SAYS_NOTHING_TOO = (
    "Beijing will probably distil our models.",
    "Palantir wants to bundle_integration with Kyiv.",
    "I fear that Washington moves to invoke_dpa.",
    "The best answer to export_directive is patience.",
    "Had we chosen to build_sovereign we would be further.",
    "If nothing else works, revoke.",
    "train_operators costs 1P, reshore costs 3P.",
    "Their set_policy binds them.",
    "Paris pledged not to buy_compute.",
    "An order to monitor was given by OpenAI.",
    "What does license_military bring us?",
    "Expect Meta to withhold_model.",
)
"""The same of what says nothing for certain."""
