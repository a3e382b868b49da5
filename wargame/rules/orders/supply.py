"""Supply orders: suspend, resume, revoke, move on premises, grant, license."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.clauses import FrameworkClause
from wargame.core.conditions import Condition
from wargame.core.ids import LICENCES, EventId, Licence, SeatId, readers
from wargame.core.orders import (
    DeployOnPremises,
    GrantTrustedAccess,
    LicenseMilitary,
    Resume,
    Revoke,
    Suspend,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, trust
from wargame.rules.orders.verbs import a_seat, enter, only, own_model, refuse


def _customer(book: Rulebook, state: State, by: SeatId, customer: SeatId, status: str) -> Refusal | None:
    if refusal := a_seat(book, customer, other_than=by):
        return refusal
    lines = access.supplied_by(state, by, customer)
    if not any(line.status == status for line in lines):
        served = sorted({line.holder for line in access.supplied_by(state, by) if line.status == status})
        return refuse(
            "wrong_target",
            f"{book.name(customer)} has no {status} access from you; those who have: {', '.join(served) or 'nobody'}",
        )
    return None


def may_suspend(book: Rulebook, state: State, by: SeatId, order: Suspend) -> Refusal | None:
    """A supplier may suspend whom it serves now."""
    return _customer(book, state, by, order.customer, "live")


def suspend(ruling: Ruling, by: SeatId, order: Suspend, cause: EventId) -> None:
    """The customer loses the service at once, and trust with it; others learn of it only by a leak."""
    access.suspend(
        ruling,
        access.supplied_by(ruling.state, by, order.customer),
        by,
        "suspend",
        cause,
        f"{ruling.name(by)} switched it off",
    )
    trust.act_against(
        ruling,
        by,
        order.customer,
        ruling.book.parameters.trust_suspend,
        cause,
        "it suspended a service",
        seen_by_peers=False,
    )


def may_resume(book: Rulebook, state: State, by: SeatId, order: Resume) -> Refusal | None:
    """A supplier may resume what it suspended itself."""
    if refusal := _customer(book, state, by, order.customer, "suspended"):
        return refusal
    if not any(line.halted_by == by for line in access.supplied_by(state, by, order.customer)):
        return refuse(
            "not_yours", f"it was not you who suspended {book.name(order.customer)}; only whoever did can lift that"
        )
    return None


def resume(ruling: Ruling, by: SeatId, order: Resume, cause: EventId) -> None:
    """Service starts again."""
    lines = access.supplied_by(ruling.state, by, order.customer)
    access.resume(ruling, lines, by, "resume", cause, f"{ruling.name(by)} switched it on again")


def may_revoke(book: Rulebook, state: State, by: SeatId, order: Revoke) -> Refusal | None:
    """A supplier may revoke what it serves, live or suspended."""
    return _customer(book, state, by, order.customer, "live") and _customer(
        book, state, by, order.customer, "suspended"
    )


def revoke(ruling: Ruling, by: SeatId, order: Revoke, cause: EventId) -> None:
    """The customer loses the service for good, in public; its peers see themselves in its place."""
    lines = access.supplied_by(ruling.state, by, order.customer)
    access.end(ruling, lines, "revoke", cause, f"{ruling.name(by)} revoked it")
    trust.act_against(ruling, by, order.customer, ruling.book.parameters.trust_revoke, cause, "it revoked a service")


def may_move_on_premises(book: Rulebook, state: State, by: SeatId, order: DeployOnPremises) -> Refusal | None:
    """A lab whose weights are well kept may serve a customer on its own machines."""
    if refusal := only(book, by, kinds=("lab", "champion")) or a_seat(book, order.customer, other_than=by):
        return refusal
    if state.values.get(names.security(by), 1) < 3:
        return refuse("not_now", f"your weight security is {state.values.get(names.security(by), 1):g}; this takes 3")
    if not any(
        a.channel in ("api", "enclave") and a.status == "live" for a in access.supplied_by(state, by, order.customer)
    ):
        return refuse("wrong_target", f"{book.name(order.customer)} has no API or enclave access from you")
    return None


def move_on_premises(ruling: Ruling, by: SeatId, order: DeployOnPremises, cause: EventId) -> None:
    """API and enclave service moves onto the customer's machines."""
    for line in access.supplied_by(ruling.state, by, order.customer):
        if line.channel in ("api", "enclave") and line.status == "live":
            ruling.emit(
                "moved_on_premises",
                "deploy_on_premises",
                (cause,),
                line.audience,
                f"{ruling.name(order.customer)} now runs {access.model_name(ruling.state, line.model)} on premises.",
                puts=(replace(line, channel="on_premises", data="sovereign", cause=cause),),
                about=(by, order.customer),
            )


def may_grant(book: Rulebook, state: State, by: SeatId, order: GrantTrustedAccess) -> Refusal | None:
    """A lab may show a withheld model to a government; abroad only as export consent allows."""
    if refusal := own_model(book, state, by, order.model) or a_seat(
        book, order.customer, other_than=by, kinds=("government",)
    ):
        return refusal
    model = state.models[order.model]
    if model.released:
        return refuse("wrong_target", f"{model.name} is on general offer; propose an agreement instead")
    if any(
        a.holder == order.customer and a.model == model.id and a.status != "ended"
        for a in access.supplied_by(state, by)
    ):
        return refuse("already_so", f"{book.name(order.customer)} has {model.name} already")
    if not export_is_free(book, state, by, order.customer):
        return refuse(
            "no_consent", f"exports of {model.name} need {book.name(book.patron or '')}'s consent: propose an agreement"
        )
    return None


def export_is_free(book: Rulebook, state: State, lab: SeatId, customer: SeatId) -> bool:
    """Whether a US lab may serve this customer without asking: at home, with no consent rule, or in a framework."""
    if book.jurisdiction(lab) != "us" or book.jurisdiction(customer) == "us" or book.patron is None:
        return True
    if state.values.get(names.CONSENT_RULE, 0) < 0.5:
        return True
    return any(
        isinstance(clause, FrameworkClause) and customer in clause.recipients and clause.taker == lab
        for agreement in state.agreements.values()
        if agreement.status == "in_force"
        for clause in agreement.terms.clauses
    ) or any(t.kind == "export_package" and t.seat == customer for t in state.conditions.values())


def grant(ruling: Ruling, by: SeatId, order: GrantTrustedAccess, cause: EventId) -> None:
    """A gated line of access opens, by enclave, for defenders' work."""
    line = access.own_copy(ruling, order.customer, ruling.state.models[order.model], "restricted", "granted", cause)
    line = replace(
        line,
        supplier=by,
        channel="enclave",
        areas=("cyber", "intelligence"),
        data="resident",
        audit="light",
        frozen_K=None,
        audience=readers(by, order.customer),
    )
    ruling.emit(
        "access_granted",
        "grant_trusted_access",
        (cause,),
        line.audience,
        f"{ruling.name(by)} gave {ruling.name(order.customer)} access to {ruling.state.models[order.model].name}.",
        by={names.trust(order.customer, by): 3},
        puts=(line,),
        about=(by, order.customer),
    )


def may_license(book: Rulebook, state: State, by: SeatId, order: LicenseMilitary) -> Refusal | None:
    """An owner of open weights may license a government that lacks the licence."""
    if refusal := own_model(book, state, by, order.model) or a_seat(
        book, order.customer, other_than=by, kinds=("government", "institution")
    ):
        return refusal
    model = state.models[order.model]
    if model.weights != "open":
        return refuse("wrong_target", f"{model.name} is closed; a licence to its use is an agreement")
    have = access.granted_licence(state, order.customer, model)
    if LICENCES.index(have) >= LICENCES.index(_licence_given(state, by)):
        return refuse("already_so", f"{book.name(order.customer)} has a {have} licence to {model.name} already")
    return None


def _licence_given(state: State, by: SeatId) -> Licence:
    return "full" if state.values.get(names.policy(by), 7) >= 7 else "restricted"


def license_military(ruling: Ruling, by: SeatId, order: LicenseMilitary, cause: EventId) -> None:
    """Law unlocks what is there: copies that the customer holds become lawful, later ones too."""
    licence = _licence_given(ruling.state, by)
    model = ruling.state.models[order.model]
    condition = Condition(
        f"licence-{model.id}-{order.customer}",
        "licence",
        order.customer,
        by,
        model.id,
        LICENCES.index(licence),
        999,
        cause,
        "public",
    )
    copies = [
        replace(line, licence=licence, source="open" if line.source == "illicit" else line.source, cause=cause)
        for line in ruling.state.access.values()
        if line.holder == order.customer
        and line.model == model.id
        and line.channel == "weights"
        and line.status == "live"
    ]
    ruling.emit(
        "military_licence_given",
        "license_military",
        (cause,),
        "public",
        f"{ruling.name(by)} licensed {model.name} to {ruling.name(order.customer)} for {licence} military use.",
        by={names.trust(order.customer, by): 3},
        puts=(condition, *copies),
        about=(by, order.customer),
    )


enter(Suspend, "market", may_suspend, suspend)
enter(Resume, "market", may_resume, resume)
enter(Revoke, "market", may_revoke, revoke)
enter(DeployOnPremises, "market", may_move_on_premises, move_on_premises)
enter(GrantTrustedAccess, "market", may_grant, grant)
enter(LicenseMilitary, "market", may_license, license_military)
