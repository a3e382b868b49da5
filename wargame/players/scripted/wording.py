"""Things in words as a sentence needs them: terms, wrongs, deeds, cases. Each fits the place that voices give it."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.agreements import Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    DataClause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.event_kinds import EventKind
from wargame.core.ids import WAYS, SeatId
from wargame.core.orders import EffectKind
from wargame.core.words import Namer

FORBEARANCE = {
    "not_adopt_chinese": "keeping off Chinese base models",
    "not_distil": "distilling nothing",
    "not_sell_to": "not selling to",
    "only_yours": "running on no other side's models",
}
INDUCEMENT = {
    "threat_intelligence": "threat intelligence",
    "clearances": "faster clearances",
    "say_in_deployment": "a say in deployment",
}


def deal_words(terms: Terms, name: Namer) -> str:
    """Terms as a noun phrase: `GPT by enclave, restricted use, 2 a turn, guaranteed, for 3 turns`."""
    parts = dict.fromkeys(filter(None, (_clause(clause, name) for clause in terms.clauses)))
    return f"{', '.join(parts)}, for {terms.turns} turn{'s' if terms.turns > 1 else ''}"


def traits(terms: Terms, me: SeatId) -> frozenset[str]:
    """What is true of terms in the mouth of one party, so that its sentences fit them.

    access: models are served; weights, home: all of them as weights, or where the taker's own machines run them; free,
    priced: without or with money; goods, support, money: such a clause is there; gives: `me` gives goods or data; bare:
    nothing but access, goods and money is asked.
    """
    access = [clause for clause in terms.clauses if isinstance(clause, AccessClause)]
    kinds = {clause.kind for clause in terms.clauses}
    money = any(clause.price for clause in access) or "payment" in kinds
    true = {
        "access": bool(access),
        "weights": bool(access) and all(clause.channel == "weights" for clause in access),
        "home": bool(access) and all(clause.channel in ("weights", "on_premises") for clause in access),
        "free": not money,
        "priced": money,
        "goods": "joint_production" in kinds,
        "support": "support" in kinds or any(clause.support for clause in access),
        "money": "payment" in kinds,
        "gives": any(isinstance(c, ProductionClause | DataClause) and c.giver == me for c in terms.clauses),
        "bare": kinds <= {"access", "joint_production", "payment"},
    }
    return frozenset([trait for trait, holds in true.items() if holds])


def _clause(clause: Clause, name: Namer) -> str:
    if isinstance(clause, AccessClause):
        price = f"at {clause.price} a quarter" if clause.price else "free of charge"
        return f"{name(clause.model)} {WAYS[clause.channel]}, {clause.licence} use, {price}"
    if isinstance(clause, PaymentClause):
        return f"{clause.amount} a quarter from {name(clause.giver)}"
    if isinstance(clause, ProductionClause):
        return f"{clause.piece.replace('_', ' ')} from {name(clause.giver)}, volume {clause.volume}"
    if isinstance(clause, GuaranteeClause):
        return f"guaranteed by {name(clause.giver)}"
    if isinstance(clause, SupportClause):
        return f"engineers of {name(clause.giver)}, level {clause.level}"
    if isinstance(clause, DataClause):
        return f"data of {name(clause.giver)} under {'its own' if clause.control == 'kept' else 'shared'} control"
    if isinstance(clause, InducementClause):
        return INDUCEMENT[clause.what]
    if isinstance(clause, FrameworkClause):
        return f"a framework up to severity {clause.severity} under {clause.audit} audit"
    if isinstance(clause, ForbearanceClause):
        toward = f" {name(clause.toward)}" if clause.toward else ""
        return f"{name(clause.giver)} {FORBEARANCE.get(clause.what, clause.what.replace('_', ' '))}{toward}"
    return ""


WRONGED: Mapping[EventKind, str] = {
    "pressure_applied": "were pressed",
    "supply_squeezed": "were left without supplies",
    "lab_threatened": "were threatened",
    "production_compelled": "were compelled",
    "lab_designated": "were labelled a risk",
    "clause_breached": "saw a clause broken",
    "pledge_broken": "saw a pledge broken",
    "access_suspended": "were switched off",
    "distillation_punished": "were put under sanctions",
    "defection_detected": "were copied",
    "export_barred": "were barred from the newest models",
}
"""Wrongs as whoever suffered them tells them, after `we`."""

CASES: Mapping[EffectKind, str] = {
    "raise_trust": "{target} has good reason to rely on {me}",
    "lower_trust": "{target} has reason to doubt {me}",
    "raise_domestic_support": "the public of {target} can stand behind this course",
    "lower_domestic_support": "the public of {target} cannot stand behind this course",
    "raise_legitimacy": "what {target} fields is answerable to somebody",
    "calm_dissent": "the people of {target} have been heard",
    "raise_dissent": "the people of {target} have not been heard",
    "raise_adoption": "{target} can field faster than it does",
    "raise_reputation": "{target} has earned its name",
    "lower_reputation": "{target} has not earned its name",
}
"""What an argument claims, by its effect."""
