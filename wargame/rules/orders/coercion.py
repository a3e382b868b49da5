"""Coercion of labs: threats, compulsion, supply-chain labels, state stakes (E10, E11, kappa)."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.clauses import InducementClause, PaymentClause
from wargame.core.conditions import Condition
from wargame.core.ids import EventId, ModelId, SeatId, readers
from wargame.core.orders import (
    DesignateSupplyChainRisk,
    InvokeDpa,
    TakeEquityStake,
    Threaten,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, dissent, trust
from wargame.rules.orders.verbs import a_seat, enter, only, refuse


def _domestic_lab(book: Rulebook, by: SeatId, lab: SeatId) -> Refusal | None:
    if refusal := only(book, by, roles=("patron",)) or a_seat(book, lab, other_than=by, kinds=("lab",)):
        return refusal
    if book.jurisdiction(lab) != book.jurisdiction(by):
        return refuse("wrong_target", f"{book.name(lab)} is not under your law")
    return None


def may_threaten(book: Rulebook, state: State, by: SeatId, order: Threaten) -> Refusal | None:
    """Washington may threaten a US lab."""
    return _domestic_lab(book, by, order.lab)


INSTRUMENTS = {
    "defense_production_act": "the Defense Production Act",
    "supply_chain_risk": "a label as a supply-chain risk",
}


def threaten(ruling: Ruling, by: SeatId, order: Threaten, cause: EventId) -> None:
    """Pressure on the lab's management, anger among its staff, a note taken abroad."""
    numbers, lab = ruling.book.parameters, order.lab
    condition = Condition(f"threat-{lab}", "threatened", lab, by, "", 0.5, ruling.until(2), cause, "public")
    text = f"{ruling.name(by)} threatened {ruling.name(lab)} with {INSTRUMENTS[order.instrument]}."
    ruling.emit("lab_threatened", "threaten", (cause,), "public", text, puts=(condition,), about=(by, lab))
    ruling.shift(
        "dissent_rose",
        "E11",
        (cause,),
        f"Staff at {ruling.name(lab)} are angered by the threat.",
        by={names.dissent(lab): numbers.dissent_threat * ruling.book.seat(lab).sensitivity},
        about=(lab,),
    )
    trust.coerced(ruling, by, numbers.kappa_threaten, cause)
    trust.act_against_lab(ruling, by, lab, numbers.trust_threat, cause, "it threatened a lab at home")


def may_invoke(book: Rulebook, state: State, by: SeatId, order: InvokeDpa) -> Refusal | None:
    """Washington may compel a US lab that is not compelled yet."""
    if refusal := _domestic_lab(book, by, order.lab):
        return refusal
    if state.values.get(names.compelled(order.lab)):
        return refuse("already_so", f"{book.name(order.lab)} is compelled already")
    return None


def best_model(state: State, lab: SeatId) -> ModelId | None:
    """A lab's closest model to the frontier, released or not."""
    own = [m.id for m in state.models.values() if m.owner == lab]
    return max(own, key=lambda m: (state.values[names.vintage(m)], m), default=None)


def invoke(ruling: Ruling, by: SeatId, order: InvokeDpa, cause: EventId) -> None:
    """The best model serves any lawful use beside what was agreed before; the staff shock is E11's, `compelled`."""
    numbers, lab = ruling.book.parameters, order.lab
    model = best_model(ruling.state, lab)
    text = f"{ruling.name(by)} invoked the Defense Production Act against {ruling.name(lab)}."
    ruling.emit(
        "production_compelled", "invoke_dpa", (cause,), "public", text, to={names.compelled(lab): 1.0}, about=(by, lab)
    )
    if model:
        seized = replace(
            access.own_copy(ruling, by, ruling.state.models[model], "full", "compelled", cause),
            id=ruling.label(f"compelled|{by}|{lab}"),
            supplier=lab,
            channel="enclave",
            frozen_K=None,
            audience=readers(by, lab),
        )
        text = f"{ruling.name(by)} has {ruling.state.models[model].name} for any lawful use."
        ruling.emit("access_compelled", "invoke_dpa", (cause,), seized.audience, text, puts=(seized,), about=(lab, by))
    dissent.shock(
        ruling, lab, 7, "compelled", numbers.visibility_reported, cause, "it is compelled to serve any lawful use"
    )
    trust.coerced(ruling, by, numbers.kappa_dpa, cause)
    trust.act_against_lab(ruling, by, lab, numbers.trust_coerced_lab, cause, "it compelled a lab at home")


def may_designate(book: Rulebook, state: State, by: SeatId, order: DesignateSupplyChainRisk) -> Refusal | None:
    """Washington may label a US lab that is not labelled yet."""
    if refusal := _domestic_lab(book, by, order.lab):
        return refusal
    if state.values.get(names.risk_label(order.lab)):
        return refuse("already_so", f"{book.name(order.lab)} is labelled already")
    return None


def designate(ruling: Ruling, by: SeatId, order: DesignateSupplyChainRisk, cause: EventId) -> None:
    """The lab loses revenue; contractors swap it out, which delays whoever runs it through them."""
    numbers, lab = ruling.book.parameters, order.lab
    text = f"{ruling.name(by)} designated {ruling.name(lab)} a supply-chain risk."
    loss = -numbers.label_revenue * ruling.value(names.income(lab))
    ruling.emit(
        "lab_designated",
        "designate_supply_chain_risk",
        (cause,),
        "public",
        text,
        to={names.risk_label(lab): 1.0},
        by={names.income(lab): loss},
        about=(by, lab),
    )
    own = [a for a in access.supplied_by(ruling.state, lab, by) if a.channel != "weights"]
    access.suspend(ruling, own, "control", "designate_supply_chain_risk", cause, "agencies were told to stop")
    for line in access.supplied_by(ruling.state, lab):
        firms = [seat.id for seat in ruling.book.setting.seats if seat.kind == "contractor"]
        swapped = sum(ruling.value(names.bundled(line.holder, firm), 0.0) for firm in firms)
        if swapped and line.status == "live":
            family = ruling.state.models[line.model].family
            text = f"Contractors dropped {ruling.name(lab)} from systems in use at {ruling.name(line.holder)}."
            ruling.shift(
                "contractors_swapped",
                "E3",
                (cause,),
                text,
                to={names.integration(line.holder, family): 0.0},
                about=(lab, line.holder),
            )
            access.suspend(
                ruling, (line,), "control", "designate_supply_chain_risk", cause, "contractors dropped the model"
            )
    trust.coerced(ruling, by, numbers.kappa_designate, cause)
    trust.act_against_lab(ruling, by, lab, numbers.trust_coerced_lab, cause, "it labelled a lab at home a risk")


def may_take_stake(book: Rulebook, state: State, by: SeatId, order: TakeEquityStake) -> Refusal | None:
    """Washington may take a stake in a US lab, up to a half."""
    if refusal := _domestic_lab(book, by, order.lab):
        return refusal
    if state.values.get(names.stake(order.lab), 0) >= 0.5:
        return refuse("already_so", f"the state holds half of {book.name(order.lab)} already")
    return None


def consents_to_stake(state: State, by: SeatId, lab: SeatId) -> bool:
    """A lab consents to a stake while an agreement gives it an inducement or money from Washington."""
    return any(
        isinstance(clause, InducementClause | PaymentClause) and clause.giver == by and clause.taker == lab
        for agreement in state.agreements.values()
        if agreement.status == "in_force"
        for clause in agreement.terms.clauses
    )


def stake_cost(book: Rulebook, state: State, by: SeatId, order: TakeEquityStake) -> tuple[int, int]:
    """Five budget points; three political points besides where the lab does not consent."""
    return (0 if consents_to_stake(state, by, order.lab) else 3), 5


def take_stake(ruling: Ruling, by: SeatId, order: TakeEquityStake, cause: EventId) -> None:
    """The lab gains money and loses face; abroad it looks state-controlled."""
    numbers, lab = ruling.book.parameters, order.lab
    took = "raised its" if ruling.value(names.stake(lab), 0.0) > 0 else "took a"
    ruling.emit(
        "stake_taken",
        "take_equity_stake",
        (cause,),
        "public",
        f"{ruling.name(by)} {took} stake in {ruling.name(lab)}.",
        by={names.stake(lab): 0.1, names.integrity(lab): -10, names.budget(lab): 5},
        about=(by, lab),
    )
    trust.coerced(ruling, by, numbers.kappa_stake, cause)
    trust.reassure(
        ruling,
        by,
        ruling.book.setting.allies,
        -numbers.trust_stake * numbers.trust_labs,
        cause,
        "it holds part of a lab",
    )


enter(Threaten, "coercion", may_threaten, threaten)
enter(InvokeDpa, "coercion", may_invoke, invoke)
enter(DesignateSupplyChainRisk, "coercion", may_designate, designate)
enter(TakeEquityStake, "coercion", may_take_stake, take_stake, stake_cost)
