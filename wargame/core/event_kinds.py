"""The register of kinds of events: each with what it means, how much it weighs, and who stands in its `about`.

It is closed: no event of another kind is recorded, and every kind is emitted by some rule. Readers sort events
by weight, subject and role, so that a new kind is told, counted and listed rightly everywhere by its one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

# fmt: off
EventKind: TypeAlias = Literal[
    "game_started",
    "means_arrived", "effect_ended", "support_settled", "trust_drifted", "coercion_faded", "frontier_advanced",
    "labs_advanced", "practice_gained", "capability_fielded", "revenue_counted", "revenue_restored", "staff_hired",
    "staff_line_drifted", "means_wore_down", "dissent_cooled", "chips_recovered",
    "closed_release", "model_withheld_news", "export_directive", "directive_eased", "tariff_shock", "arms_slip",
    "intelligence_pause", "distillation_expose", "staff_letter", "tragedy", "supplier_cuts_unit", "government_change",
    "mass_strike", "open_leap", "open_goes_closed", "jailbreak", "strait_scare", "small_model_parity",
    "funding_windfall", "progress_speed_up", "sovereign_slip", "champions_merge",
    "inject_fired", "inject_cancelled",
    "message_sent",
    "signal_made", "signal_broken",
    "order_opened", "move_refused",
    "argument_put", "argument_weighed", "odds_set", "argument_rolled", "argument_ruled",
    "offer_made", "offer_countered", "offer_accepted", "offer_rejected", "offer_withdrawn", "offer_lapsed",
    "agreement_signed", "agreement_performed", "agreement_expired", "agreement_stands", "clauses_kept",
    "clause_breached", "clause_breached_covertly", "payment_missed", "notice_given", "support_ended",
    "agreement_broken", "agreement_ended", "agreement_lapsed", "access_suspended",
    "pledge_made", "pledge_kept", "pledge_broken", "pledge_broken_covertly",
    "access_granted", "access_resumed", "access_ended", "access_compelled", "access_narrowed", "moved_on_premises",
    "military_licence_given",
    "lab_threatened", "production_compelled", "lab_designated", "stake_taken", "export_barred", "chips_controlled",
    "pressure_applied", "supply_squeezed", "contractors_swapped", "coercion_index_rose",
    "case_opened", "court_ruled",
    "open_weights_adopted", "sovereign_model_built", "sovereign_model_fielded", "model_withheld", "illicit_use_began",
    "illicit_use_exposed", "model_distilled", "copy_fielded", "theft_tried", "defection_detected",
    "distillation_punished",
    "model_released", "weights_opened", "weights_closed", "model_fine_tuned", "narrow_ai_grew",
    "compute_bought", "integration_rose", "integration_bundled", "integration_lost", "operators_trained",
    "automation_set", "oversight_set", "air_war_fought", "targeting_scandal", "estimate_narrowed",
    "policy_set", "protest_handled", "monitoring_raised", "contract_left", "gap_opened", "gap_filled", "dissent_rose",
    "staff_resigned",
    "trust_rose", "trust_fell", "cut_off_feared", "cut_off_forgotten",
    "data_stance_set", "export_bar_lifted", "arms_expedited", "package_granted", "offer_subsidised", "norms_endorsed",
    "procurement_pooled", "layer_reshored", "threat_data_shared", "regional_pitch_made",
    "secret_leaked", "final_argument", "secrets_revealed", "secret_told",
    "control_message", "text_retracted", "value_overridden", "game_ended",
    "score_given",
]
"""What happened."""

Weight = Literal["routine", "deal", "blow", "news"]
"""routine: comes with every turn, to be counted rather than told; deal: part of the record of who kept faith with
whom; blow: shook somebody, and is still worth a line turns later; news: the rest, worth telling when it happens."""

Subject = Literal[
    "start", "upkeep", "world", "inject", "talk", "signal", "order", "argument", "offer", "agreement", "break",
    "pledge", "access", "coercion", "court", "exit", "model", "forces", "staff", "trust", "policy", "secret",
    "control", "score",
]
# fmt: on
"""What an event belongs to. `world` happens to the table, `break` is the end of a bond before its time, `exit` a way
out of depending on others: models of one's own, open weights, copies, and what is done about them."""


@dataclass(frozen=True, slots=True)
class AboutRole:
    """One part that seats play in an event."""

    name: str
    least: int = 1
    most: int | None = 1
    """None: any number."""


@dataclass(frozen=True, slots=True)
class EventKindRow:
    """One row of the register."""

    weight: Weight
    subject: Subject
    meaning: str
    """One sentence."""
    roles: tuple[AboutRole, ...]
    """Who stands in `about`, in its order; the last role may be played by any number."""

    def fits(self, about: Sequence[str]) -> bool:
        """Whether so many seats can play these parts."""
        most = sum(len(about) if role.most is None else role.most for role in self.roles)
        return sum(role.least for role in self.roles) <= len(about) <= most


def _row(weight: Weight, subject: Subject, meaning: str, roles: str = "") -> EventKindRow:
    """A row; `holder` is one seat, `holder?` one or none, `holders*` any number."""
    return EventKindRow(weight, subject, meaning, tuple(map(_role, roles.split())))


def _role(name: str) -> AboutRole:
    if name.endswith("?"):
        return AboutRole(name[:-1], 0)
    return AboutRole(name[:-1], 0, None) if name.endswith("*") else AboutRole(name)


KINDS: Mapping[EventKind, EventKindRow] = {
    "game_started": _row("routine", "start", "The opening is set: starting values and whatever stands in the world."),
    "means_arrived": _row("routine", "upkeep", "Budgets and political points come in."),
    "effect_ended": _row("routine", "upkeep", "A passing condition is over.", "seat"),
    "support_settled": _row("routine", "upkeep", "Domestic support drifts back to where it began."),
    "trust_drifted": _row("routine", "upkeep", "Trust reverts a little toward where it began."),
    "coercion_faded": _row("routine", "upkeep", "The memory of coercion fades."),
    "frontier_advanced": _row("routine", "upkeep", "The frontier of the field moves on."),
    "labs_advanced": _row("routine", "upkeep", "Internal models of the labs move on."),
    "practice_gained": _row("routine", "upkeep", "Forces grow used to what they run."),
    "capability_fielded": _row("routine", "upkeep", "Capability moves toward what can be used.", "holder"),
    "revenue_counted": _row("routine", "upkeep", "Firms count what agreements brought in."),
    "revenue_restored": _row("news", "upkeep", "A lab regains customers after its label is lifted."),
    "staff_hired": _row("routine", "upkeep", "Labs hire."),
    "staff_line_drifted": _row("routine", "upkeep", "What staff will stand for drifts."),
    "means_wore_down": _row("routine", "upkeep", "Compute, programmes and warnings of yesterday count for less."),
    "dissent_cooled": _row("routine", "upkeep", "Tempers cool at the labs."),
    "chips_recovered": _row("news", "upkeep", "Chip deliveries recover after a scare."),
    "closed_release": _row("news", "world", "A lab announces a new closed model.", "lab"),
    "model_withheld_news": _row("news", "world", "A lab calls its newest model too dangerous to sell.", "lab"),
    "export_directive": _row("news", "world", "A directive on exports falls from outside.", "patron"),
    "directive_eased": _row("news", "world", "An export directive is lifted with conditions.", "patron"),
    "tariff_shock": _row("blow", "world", "New tariffs hit a country.", "patron target"),
    "arms_slip": _row("blow", "world", "Arms deliveries slip.", "patron target"),
    "intelligence_pause": _row("blow", "world", "Intelligence to a country is paused.", "patron target"),
    "distillation_expose": _row("blow", "world", "Copying of a lab's model is published.", "copier victim"),
    "staff_letter": _row("blow", "world", "Staff of a lab write an open letter.", "lab"),
    "tragedy": _row("blow", "world", "Civilian deaths are linked to a country's use of AI.", "target"),
    "supplier_cuts_unit": _row("blow", "world", "A supplier cuts off a unit.", "supplier holder"),
    "government_change": _row("blow", "world", "A government changes.", "target"),
    "mass_strike": _row("blow", "world", "A massed strike hits a power grid.", "target"),
    "open_leap": _row("blow", "world", "An open model leaps ahead.", "lab"),
    "open_goes_closed": _row("blow", "world", "A lab reconsiders open weights.", "lab"),
    "jailbreak": _row("blow", "world", "Safeguards of closed models are stripped."),
    "strait_scare": _row("blow", "world", "A scare disrupts chip deliveries."),
    "small_model_parity": _row("news", "world", "A small open model is claimed to match large ones."),
    "funding_windfall": _row("news", "world", "A lab raises a large round.", "lab"),
    "progress_speed_up": _row("news", "world", "Progress of the field speeds up."),
    "sovereign_slip": _row("news", "world", "A home-grown programme slips.", "target"),
    "champions_merge": _row("blow", "world", "Two national champions join forces.", "lab"),
    "inject_fired": _row("blow", "inject", "An inject of the scenario's list, or control's own, is told.", "target?"),
    "inject_cancelled": _row("news", "inject", "Control strikes an inject from the list."),
    "message_sent": _row("news", "talk", "A seat says something to others.", "author readers*"),
    "signal_made": _row("news", "signal", "A seat states its intentions before sealed orders are opened.", "author"),
    "signal_broken": _row("deal", "signal", "A seat did other than it had said.", "author target?"),
    "order_opened": _row("news", "order", "A sealed order is opened and paid for.", "author targets*"),
    "move_refused": _row("news", "order", "A move or an order is refused.", "author"),
    "argument_put": _row("news", "argument", "An argument goes before the table.", "author target"),
    "argument_weighed": _row("news", "argument", "A seat speaks for or against an argument.", "speaker author"),
    "odds_set": _row("news", "argument", "The odds of an argument are set.", "author"),
    "argument_rolled": _row("news", "argument", "Chance is let decide an argument.", "author"),
    "argument_ruled": _row("blow", "argument", "An argument succeeded or failed.", "author target"),
    "offer_made": _row("news", "offer", "Terms are put on the table.", "author others*"),
    "offer_countered": _row("news", "offer", "Other terms answer an offer.", "author others*"),
    "offer_accepted": _row("news", "offer", "A seat gives its word on an offer.", "speaker author"),
    "offer_rejected": _row("news", "offer", "An offer is turned down or set aside by a counter.", "speaker author"),
    "offer_withdrawn": _row("news", "offer", "An offer is taken back.", "author"),
    "offer_lapsed": _row("news", "offer", "An offer lapses unanswered.", "author"),
    "agreement_signed": _row("deal", "agreement", "Everyone needed has accepted: an agreement binds.", "parties*"),
    "agreement_performed": _row("routine", "agreement", "The parties did what they had agreed.", "parties*"),
    "agreement_expired": _row("deal", "agreement", "An agreement ran out.", "parties*"),
    "agreement_stands": _row("routine", "agreement", "An agreement is in force when the game closes.", "parties*"),
    "clauses_kept": _row("routine", "agreement", "A turn passed without a breach.", "parties*"),
    "clause_breached": _row("deal", "agreement", "A clause was broken, and its victim knows.", "breaker victim"),
    "clause_breached_covertly": _row(
        "deal", "agreement", "A clause was broken behind its victim's back.", "breaker victim"
    ),
    "payment_missed": _row("deal", "agreement", "A party could not pay what it owed.", "debtor others*"),
    "notice_given": _row("deal", "agreement", "A party gives notice on an agreement.", "author parties*"),
    "support_ended": _row("news", "agreement", "Support under an agreement ended with it."),
    "agreement_broken": _row("deal", "break", "An agreement ended by a breach.", "parties*"),
    "agreement_ended": _row("deal", "break", "An agreement ended on notice.", "parties*"),
    "agreement_lapsed": _row("deal", "break", "An agreement did not survive a shock.", "parties*"),
    "access_suspended": _row("deal", "break", "A line of access is suspended.", "supplier holder"),
    "pledge_made": _row("deal", "pledge", "A seat pledges something checkable to another.", "giver taker"),
    "pledge_kept": _row("deal", "pledge", "A pledge is kept.", "giver taker"),
    "pledge_broken": _row("deal", "pledge", "A pledge is broken, and its taker knows.", "giver taker"),
    "pledge_broken_covertly": _row("deal", "pledge", "A pledge is broken behind its taker's back.", "giver taker"),
    "access_granted": _row("deal", "access", "A supplier grants access.", "supplier holder"),
    "access_resumed": _row("deal", "access", "A suspended line of access is live again.", "supplier holder"),
    "access_ended": _row("deal", "access", "A line of access ended.", "supplier holder"),
    "access_compelled": _row("deal", "access", "A government takes the use of a model.", "supplier holder"),
    "access_narrowed": _row("news", "access", "A line of access no longer serves some areas."),
    "moved_on_premises": _row("news", "access", "A model moves to the customer's own machines.", "supplier holder"),
    "military_licence_given": _row("news", "access", "A model is licensed for military use.", "supplier holder"),
    "lab_threatened": _row("blow", "coercion", "A lab is threatened at home.", "author lab"),
    "production_compelled": _row("blow", "coercion", "A lab is compelled to produce.", "author lab"),
    "lab_designated": _row("blow", "coercion", "A lab is labelled a supply-chain risk.", "author lab"),
    "stake_taken": _row("blow", "coercion", "A government takes a stake in a lab.", "author lab"),
    "export_barred": _row("blow", "coercion", "Foreign access to the top models is barred.", "author"),
    "chips_controlled": _row("blow", "coercion", "Chip exports are tightened or eased.", "author"),
    "pressure_applied": _row("blow", "coercion", "A government is pressed through arms or tariffs.", "author target"),
    "supply_squeezed": _row("blow", "coercion", "A supply is held back.", "author target"),
    "contractors_swapped": _row("news", "coercion", "Contractors drop a labelled lab.", "lab holder"),
    "coercion_index_rose": _row("news", "coercion", "A patron is seen as more coercive."),
    "case_opened": _row("blow", "court", "A lab goes to court.", "author"),
    "court_ruled": _row("blow", "court", "A court rules.", "lab"),
    "open_weights_adopted": _row("news", "exit", "A seat takes up open weights.", "author lab"),
    "sovereign_model_built": _row("routine", "exit", "Effort goes into a model line of one's own.", "author"),
    "sovereign_model_fielded": _row("blow", "exit", "A seat fields its own model.", "author"),
    "model_withheld": _row("news", "exit", "A lab keeps a model back.", "author"),
    "illicit_use_began": _row("news", "exit", "A model is used outside its terms.", "author lab"),
    "illicit_use_exposed": _row("news", "exit", "A use outside the terms comes out.", "holder"),
    "model_distilled": _row("news", "exit", "A model is copied by its answers.", "author lab"),
    "copy_fielded": _row("news", "exit", "A copy is fielded.", "author"),
    "theft_tried": _row("news", "exit", "A theft of weights is tried.", "author lab"),
    "defection_detected": _row("blow", "exit", "A victim has evidence of copying or theft.", "author victim"),
    "distillation_punished": _row("news", "exit", "Sanctions answer alleged theft.", "author target"),
    "model_released": _row("routine", "model", "A lab releases a new version.", "author"),
    "weights_opened": _row("blow", "model", "Weights are published.", "author"),
    "weights_closed": _row("blow", "model", "A model is closed from here on.", "author"),
    "model_fine_tuned": _row("news", "model", "A model is tuned to a mission.", "author"),
    "narrow_ai_grew": _row("news", "model", "Specialised AI of one's own matures.", "author"),
    "compute_bought": _row("routine", "forces", "A seat buys compute."),
    "integration_rose": _row("routine", "forces", "A government works models deeper into its forces.", "author"),
    "integration_bundled": _row("news", "forces", "A contractor ties a customer to itself.", "author customer"),
    "integration_lost": _row("news", "forces", "Work with the old models is written off.", "author"),
    "operators_trained": _row("routine", "forces", "A government trains operators.", "author"),
    "automation_set": _row("news", "forces", "The automation of targeting changes.", "author"),
    "oversight_set": _row("news", "forces", "Human oversight of targeting changes.", "author"),
    "air_war_fought": _row("news", "forces", "A turn of the air war.", "holder"),
    "targeting_scandal": _row("news", "forces", "Automated targeting causes a scandal.", "holder"),
    "estimate_narrowed": _row("routine", "forces", "Intelligence narrows an estimate.", "author target"),
    "policy_set": _row("news", "staff", "A lab sets its line on military use.", "author"),
    "protest_handled": _row("news", "staff", "A lab answers a protest.", "author"),
    "monitoring_raised": _row("routine", "staff", "A lab watches accounts more closely.", "author"),
    "contract_left": _row("news", "staff", "A lab leaves a contract.", "author customer"),
    "gap_opened": _row("news", "staff", "A customer looks for another supplier.", "customer lab"),
    "gap_filled": _row("news", "staff", "A lab steps in where another left.", "author customer"),
    "dissent_rose": _row("news", "staff", "Dissent rises at a lab.", "lab holder?"),
    "staff_resigned": _row("news", "staff", "Staff of a lab resign.", "lab"),
    "trust_rose": _row("routine", "trust", "Trust in a seat, or between seats, rises.", "seats*"),
    "trust_fell": _row("news", "trust", "Trust in a seat falls.", "actor? victim?"),
    "cut_off_feared": _row("news", "trust", "A supplier or power is thought likelier to cut others off.", "actor"),
    "cut_off_forgotten": _row("routine", "trust", "Who could cut others off and did not is feared less."),
    "data_stance_set": _row("blow", "policy", "A patron presses or respects data rules.", "author"),
    "export_bar_lifted": _row("blow", "policy", "Foreign access to the top models is open again.", "author"),
    "arms_expedited": _row("news", "policy", "Arms come early.", "author target"),
    "package_granted": _row("news", "policy", "An export package is financed.", "author target"),
    "offer_subsidised": _row("news", "policy", "Servers and models are offered below cost.", "author target"),
    "norms_endorsed": _row("news", "policy", "A seat endorses norms of use.", "author"),
    "procurement_pooled": _row("news", "policy", "Members buy together.", "author members*"),
    "layer_reshored": _row("news", "policy", "Part of the supply chain comes home.", "author"),
    "threat_data_shared": _row("news", "policy", "Warnings are shared.", "author target"),
    "regional_pitch_made": _row("news", "policy", "A path owned by no giant is pitched.", "author customer"),
    "secret_leaked": _row("blow", "secret", "A secret order or agreement comes out.", "parties*"),
    "final_argument": _row("news", "talk", "A seat says its last word when the play is over.", "author"),
    "secrets_revealed": _row("news", "secret", "Control begins to tell what was secret."),
    "secret_told": _row("news", "secret", "Control tells one secret.", "parties*"),
    "control_message": _row("news", "control", "Control says something."),
    "text_retracted": _row("news", "control", "Control takes words back."),
    "value_overridden": _row("news", "control", "Control sets a number."),
    "game_ended": _row("news", "control", "Control ends the game."),
    "score_given": _row("news", "score", "A seat is scored.", "seat"),
}
"""Every kind of event with its row."""


def enter(kind: str, weight: Weight, subject: Subject, meaning: str, roles: str = "") -> EventKind:
    """Register a kind that a rule outside of this package gives; ValueError if the name is taken.

    `roles` are names with blanks between: `author`, `target?` for one that may be missing, `others*` for any number.
    The type checker knows only the kinds of this file: give back what comes from here to `emit`.
    """
    if kind in KINDS:
        raise ValueError(f"{kind!r} is a kind of event already: {KINDS[cast(EventKind, kind)].meaning}")
    cast(dict[str, EventKindRow], KINDS)[kind] = _row(weight, subject, meaning, roles)
    return cast(EventKind, kind)


def weight_of(kind: EventKind) -> Weight:
    """How much events of a kind weigh."""
    return KINDS[kind].weight


def subject_of(kind: EventKind) -> Subject:
    """What events of a kind belong to."""
    return KINDS[kind].subject


def in_role(kind: EventKind, about: Sequence[str], role: str) -> str | None:
    """The seat that plays a role in an event of this kind, or None: nobody does, or the role takes any number."""
    for place, each in enumerate(KINDS[kind].roles[: len(about)]):
        if each.name == role and each.most == 1:
            return about[place]
    return None


BROKEN: frozenset[EventKind] = frozenset(
    {
        "clause_breached",
        "clause_breached_covertly",
        "pledge_broken",
        "pledge_broken_covertly",
        "payment_missed",
        "agreement_broken",
    }
)
"""A word that was not kept; what ends on notice or by a shock breaks none."""
