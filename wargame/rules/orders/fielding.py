"""Fielding orders: integrate, train, bundle, automate, oversee (E3, E15)."""

from __future__ import annotations

from wargame.core import names
from wargame.core.ids import EventId, SeatId
from wargame.core.orders import (
    BundleIntegration,
    DeployAutomation,
    Integrate,
    SetOversight,
    TrainOperators,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.calendar import grown, scaled
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import capability
from wargame.rules.orders.verbs import a_seat, enter, only, refuse

GOVERNMENT = ("government",)


def may_integrate(book: Rulebook, state: State, by: SeatId, order: Integrate) -> Refusal | None:
    """A government may integrate; depth needs a model in use."""
    if refusal := only(book, by, kinds=GOVERNMENT):
        return refusal
    if order.focus == "depth" and not capability.live_access(state, by):
        return refuse("not_now", "you have no model in use to integrate more deeply")
    return None


def integrate(ruling: Ruling, by: SeatId, order: Integrate, cause: EventId) -> None:
    """Adoption rises with diminishing returns, or depth with the family that does most of the work."""
    numbers, setting = ruling.book.parameters, ruling.book.setting
    if order.focus == "adoption":
        moves = {
            names.adoption(by): scaled(setting, numbers.adoption_step) * (1 - ruling.value(names.adoption(by)) / 100)
        }
    elif not capability.live_access(ruling.state, by):
        moves = {}
    else:
        moves = {
            names.integration(by, family_in_use(ruling.book, ruling.state, by)): scaled(setting, numbers.depth_step)
        }
    ruling.shift(
        "integration_rose",
        "E3",
        (cause,),
        f"{ruling.name(by)} worked models deeper into its forces.",
        by=moves,
        about=(by,),
    )


def family_in_use(book: Rulebook, state: State, holder: SeatId) -> str:
    """The model family that does most of a seat's work now; its lines must not be empty."""
    grid = capability.usefulness(book, state, holder, capability.live_access(state, holder))
    line = max(grid, key=lambda item: (capability.weighted(book, holder, item[1]), item[0].id))[0]
    return state.models[line.model].family


def may_train(book: Rulebook, state: State, by: SeatId, order: TrainOperators) -> Refusal | None:
    """A government may train its people."""
    return only(book, by, kinds=GOVERNMENT)


def train(ruling: Ruling, by: SeatId, order: TrainOperators, cause: EventId) -> None:
    """Crews and staff: operators grow with adoption capacity (F42), and adoption a little too."""
    numbers, adoption = ruling.book.parameters, ruling.value(names.adoption(by))
    setting = ruling.book.setting
    moves = {names.adoption(by): scaled(setting, numbers.operator_step) * (1 - adoption / 100)}
    if names.operators(by) in ruling.state.values:
        moves[names.operators(by)] = ruling.value(names.operators(by)) * grown(
            setting, numbers.operator_growth * adoption / 100
        )
    ruling.shift("operators_trained", "E16", (cause,), f"{ruling.name(by)} trained operators.", by=moves, about=(by,))


def may_bundle(book: Rulebook, state: State, by: SeatId, order: BundleIntegration) -> Refusal | None:
    """A contractor may bundle for a government that has an agreement with it and a model in use."""
    if refusal := only(book, by, kinds=("contractor",)) or a_seat(
        book, order.customer, other_than=by, kinds=GOVERNMENT
    ):
        return refusal
    if not any(a.status == "in_force" and {by, order.customer} <= set(a.parties) for a in state.agreements.values()):
        return refuse("no_consent", f"{book.name(order.customer)} has no agreement with you")
    return None


def bundle(ruling: Ruling, by: SeatId, order: BundleIntegration, cause: EventId) -> None:
    """Faster fielding at once, and one more layer in foreign hands."""
    numbers, customer, setting = ruling.book.parameters, order.customer, ruling.book.setting
    families = {ruling.state.models[a.model].family for a in capability.live_access(ruling.state, customer)}
    moves = {names.integration(customer, family): scaled(setting, numbers.bundle_speed) for family in sorted(families)}
    moves[names.bundled(customer, by)] = scaled(setting, numbers.bundle_layer)
    if ruling.book.jurisdiction(by) != ruling.book.jurisdiction(customer):
        moves[names.home_share(customer, "integration")] = -scaled(setting, numbers.bundle_layer / 2)
    moves[names.norm_pull(by)] = scaled(setting, 0.05)
    text = f"{ruling.name(by)} bundled models, engineers and infrastructure for {ruling.name(customer)}."
    ruling.shift("integration_bundled", "E3", (cause,), text, by=moves, about=(by, customer))


def may_automate(book: Rulebook, state: State, by: SeatId, order: DeployAutomation) -> Refusal | None:
    """A government may automate targeting to another degree than now."""
    if refusal := only(book, by, kinds=GOVERNMENT):
        return refusal
    now = (state.values.get(names.automation(by), 0.0), state.values.get(names.oversight(by), 0.0))
    if (round(order.degree / 3, 6), order.oversight / 2) == now:
        return refuse("already_so", "automation and oversight are at these settings already")
    return None


def automate(ruling: Ruling, by: SeatId, order: DeployAutomation, cause: EventId) -> None:
    """Target selection is automated to this degree, under this oversight."""
    to = {names.automation(by): order.degree / 3, names.oversight(by): order.oversight / 2}
    ruling.shift(
        "automation_set",
        "E15",
        (cause,),
        f"{ruling.name(by)} changed the automation of its targeting.",
        to=to,
        about=(by,),
    )


def may_set_oversight(book: Rulebook, state: State, by: SeatId, order: SetOversight) -> Refusal | None:
    """A government may change its oversight."""
    if refusal := only(book, by, kinds=GOVERNMENT):
        return refusal
    if state.values.get(names.oversight(by), 0.0) == order.oversight / 2:
        return refuse("already_so", "oversight is at this level already")
    return None


def set_oversight(ruling: Ruling, by: SeatId, order: SetOversight, cause: EventId) -> None:
    """A public step: more oversight wins legitimacy, less loses it."""
    change = order.oversight / 2 - ruling.value(names.oversight(by))
    ruling.shift(
        "oversight_set",
        "E15",
        (cause,),
        f"{ruling.name(by)} {'raised' if change > 0 else 'lowered'} human oversight of automated targeting.",
        to={names.oversight(by): order.oversight / 2},
        by={names.legitimacy(by): 4 * change},
        about=(by,),
    )


enter(Integrate, "fielding", may_integrate, integrate, steady=True)


enter(TrainOperators, "fielding", may_train, train, steady=True)


enter(BundleIntegration, "fielding", may_bundle, bundle, steady=True)


enter(DeployAutomation, "fielding", may_automate, automate)


enter(SetOversight, "fielding", may_set_oversight, set_oversight)
