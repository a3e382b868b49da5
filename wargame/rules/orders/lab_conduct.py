"""Lab conduct: the published line, the protest, the watch, leaving a contract, filling a gap (E11, E12)."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.conditions import Condition
from wargame.core.ids import AREAS, EventId, SeatId, readers
from wargame.core.orders import FillGap, HandleProtest, Monitor, SetPolicy, WithdrawFromContract
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.calendar import scaled
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, dissent, trust
from wargame.rules.orders.coercion import best_model
from wargame.rules.orders.verbs import a_seat, enter, only, refuse

LABS = ("lab", "champion")
PROTEST_FROM = 30.0
"""Dissent above which staff protest openly (design)."""


def may_set_policy(book: Rulebook, state: State, by: SeatId, order: SetPolicy) -> Refusal | None:
    """A lab may move its line by one step inside 0-7."""
    if refusal := only(book, by, kinds=LABS):
        return refusal
    line = state.values.get(names.policy(by), 7)
    if (order.stance == "harden" and line <= 0) or (order.stance in ("soften", "withdraw") and line >= 7):
        return refuse("already_so", f"your published line stands at {line:g} of 7 already")
    return None


def set_policy(ruling: Ruling, by: SeatId, order: SetPolicy, cause: EventId) -> None:
    """Hardening wins standing; softening shrinks later gaps but costs integrity and reputation."""
    line = ruling.value(names.policy(by))
    moves = {
        "publish": {names.integrity(by): 2.0},
        "harden": {
            names.policy(by): -1.0,
            names.integrity(by): 4.0,
            names.reputation(by): 1.0,
            names.dissent(by): -2.0,
        },
        "soften": {names.policy(by): 1.0, names.integrity(by): -6.0, names.reputation(by): -3.0},
        "withdraw": {names.policy(by): 7 - line, names.integrity(by): -12.0, names.reputation(by): -6.0},
    }[order.stance]
    verb = {"publish": "reaffirmed", "harden": "hardened", "soften": "softened", "withdraw": "withdrew"}[order.stance]
    text = f"{ruling.name(by)} {verb} its published line on military use."
    ruling.emit("policy_set", "E11", (cause,), "public", text, by=moves, about=(by,))


def may_handle(book: Rulebook, state: State, by: SeatId, order: HandleProtest) -> Refusal | None:
    """There must be a protest to answer."""
    if refusal := only(book, by, kinds=LABS):
        return refusal
    level = state.values.get(names.dissent(by), 0)
    if level <= PROTEST_FROM:
        return refuse("not_now", f"dissent stands at {level:.0f}; staff protest openly above {PROTEST_FROM:g}")
    return None


def handle(ruling: Ruling, by: SeatId, order: HandleProtest, cause: EventId) -> None:
    """Consulting opens a season of consultation; conceding drops the gravest contract; dismissing costs talent."""
    if order.how == "concede":
        _concede(ruling, by, cause)
        return
    moves = {
        "consult": {names.dissent(by): -6.0},
        "ignore": {names.reputation(by): -1.0},
        "dismiss": {
            names.dissent(by): 6.0 * ruling.book.seat(by).sensitivity,
            names.talent(by): -2.0,
            names.reputation(by): -2.0,
        },
    }[order.how]
    conditions: tuple[Condition, ...] = ()
    if order.how == "consult":
        conditions = (
            Condition(
                f"consulted-{by}",
                "consulted",
                by,
                by,
                "",
                1.0,
                ruling.until(2),
                cause,
                "public",
            ),
        )
    verb = {"consult": "consulted its staff on", "ignore": "ignored", "dismiss": "dismissed people over"}[order.how]
    text = (
        f"{ruling.name(by)} {verb} their protest."
        if order.how == "ignore"
        else f"{ruling.name(by)} {verb} the protest."
    )
    ruling.emit("protest_handled", "E11", (cause,), "public", text, by=moves, puts=conditions, about=(by,))


def _concede(ruling: Ruling, by: SeatId, cause: EventId) -> None:
    lines = [
        line for line in access.supplied_by(ruling.state, by) if ruling.book.seat(line.holder).kind == "government"
    ]
    relief = {names.dissent(by): -ruling.book.parameters.dissent_withdraw}
    text = f"{ruling.name(by)} conceded to its staff."
    ruling.emit("protest_handled", "E11", (cause,), "public", text, by=relief, about=(by,))
    if lines:
        gravest = max(lines, key=lambda line: (dissent.severity(ruling.state, line), line.id))
        leave(ruling, by, gravest.holder, cause)


def may_monitor(book: Rulebook, state: State, by: SeatId, order: Monitor) -> Refusal | None:
    """A lab may watch more closely until it watches fully."""
    if refusal := only(book, by, kinds=LABS):
        return refusal
    if state.values.get(names.monitor(by), 0) >= 1:
        return refuse("already_so", "you watch every account already")
    return None


def monitor(ruling: Ruling, by: SeatId, order: Monitor, cause: EventId) -> None:
    """A fifth more of the accounts is watched."""
    ruling.shift(
        "monitoring_raised",
        "E14",
        (cause,),
        f"{ruling.name(by)} watches accounts more closely.",
        by={names.monitor(by): scaled(ruling.book.setting, 0.2)},
        about=(by,),
    )


def may_withdraw(book: Rulebook, state: State, by: SeatId, order: WithdrawFromContract) -> Refusal | None:
    """A lab may leave a government that it serves, unless compelled."""
    if refusal := only(book, by, kinds=LABS) or a_seat(book, order.customer, other_than=by, kinds=("government",)):
        return refusal
    if not access.supplied_by(state, by, order.customer):
        return refuse("wrong_target", f"{book.name(order.customer)} has no access from you")
    if state.values.get(names.compelled(by)) and order.customer == book.patron:
        return refuse("not_now", "you are compelled to serve; only a court can change that")
    return None


def withdraw(ruling: Ruling, by: SeatId, order: WithdrawFromContract, cause: EventId) -> None:
    """The contract ends on grounds of use; staff are relieved, the customer is not."""
    relief = {
        names.dissent(by): -ruling.book.parameters.dissent_withdraw,
        names.reputation(by): 2.0,
        names.integrity(by): 3.0,
    }
    text = f"{ruling.name(by)} withdrew from its work for {ruling.name(order.customer)}."
    ruling.emit(
        "contract_left", "withdraw_from_contract", (cause,), "public", text, by=relief, about=(by, order.customer)
    )
    leave(ruling, by, order.customer, cause)


def leave(ruling: Ruling, lab: SeatId, customer: SeatId, cause: EventId) -> None:
    """End a lab's service to a government and leave a gap that others may fill."""
    access.end(
        ruling,
        access.supplied_by(ruling.state, lab, customer),
        "withdraw_from_contract",
        cause,
        f"{ruling.name(lab)} left",
    )
    condition = Condition(
        f"gap-{customer}-{lab}",
        "gap",
        customer,
        lab,
        "",
        1.0,
        ruling.until(3),
        cause,
        "public",
    )
    text = f"{ruling.name(customer)} has lost a supplier and looks for another."
    ruling.emit(
        "gap_opened", "withdraw_from_contract", (cause,), "public", text, puts=(condition,), about=(customer, lab)
    )
    trust.reassure(ruling, lab, (customer,), -10, cause, "it left a contract")


def may_fill(book: Rulebook, state: State, by: SeatId, order: FillGap) -> Refusal | None:
    """A lab may step in where another lab left."""
    if refusal := only(book, by, kinds=LABS) or a_seat(book, order.customer, other_than=by, kinds=("government",)):
        return refusal
    left = [t.by for t in state.conditions.values() if t.kind == "gap" and t.seat == order.customer]
    if not any(lab != by for lab in left):
        return refuse("not_now", f"no other lab has left {book.name(order.customer)} lately")
    if book.jurisdiction(by) != "us" and book.seat(order.customer).bloc == "us":
        return refuse("wrong_target", f"{book.name(order.customer)} takes domestic labs only")
    return None


def fill(ruling: Ruling, by: SeatId, order: FillGap, cause: EventId) -> None:
    """Full use, on the customer's terms; the staff learn of it from the press (F14, F16)."""
    model = best_model(ruling.state, by)
    if model is None:
        return
    line = access.held(ruling.state, order.customer, model)
    base = line or access.own_copy(ruling, order.customer, ruling.state.models[model], "full", "granted", cause)
    filled = replace(
        base,
        supplier=by,
        channel="enclave" if line is None or line.channel == "api" else line.channel,
        licence="full",
        areas=AREAS,
        data="resident",
        source="granted",
        frozen_K=None,
        status="live",
        since=ruling.turn,
        cause=cause,
        audience=readers(by, order.customer),
    )
    numbers = ruling.book.parameters
    gaps = [t for t in ruling.state.conditions.values() if t.kind == "gap" and t.seat == order.customer]
    text = f"{ruling.name(by)} stepped in at {ruling.name(order.customer)} on that government's terms."
    closed = [replace(t, until=ruling.turn) for t in gaps]
    moves = {names.budget(by): 3.0, names.trust(order.customer, by): 4.0}
    ruling.emit(
        "gap_filled", "fill_gap", (cause,), "public", text, by=moves, puts=[filled, *closed], about=(by, order.customer)
    )
    dissent.shock(
        ruling,
        by,
        7,
        dissent.mode_of(ruling, by),
        numbers.visibility_reported,
        cause,
        "it took over what another lab refused",
    )


enter(SetPolicy, "market", may_set_policy, set_policy)
enter(HandleProtest, "market", may_handle, handle)
enter(Monitor, "market", may_monitor, monitor, steady=True)
enter(WithdrawFromContract, "market", may_withdraw, withdraw)
enter(FillGap, "market", may_fill, fill)
