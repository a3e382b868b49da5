"""Pressure on states: export directives, chip controls, arms and tariffs, supply squeezes, punishment (E10, kappa)."""

from __future__ import annotations

from wargame.core import names
from wargame.core.conditions import Condition
from wargame.core.ids import EventId, SeatId, readers
from wargame.core.models import Access
from wargame.core.orders import (
    ArmsOrTariffPressure,
    ChipControl,
    ExportDirective,
    PunishDistillation,
    SupplyPressure,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, trust
from wargame.rules.orders.verbs import a_seat, enter, only, refuse

TOP_MODEL_LAG = 4.0
"""Months: models closer to the frontier than this fall under an export directive (F24)."""


def may_direct(book: Rulebook, state: State, by: SeatId, order: ExportDirective) -> Refusal | None:
    """Washington may impose a directive where none is, and lift one that is."""
    if refusal := only(book, by, roles=("patron",)):
        return refusal
    cut = state.values[names.TOP_MODEL_CUT] > 0.5
    if cut == (order.action == "impose"):
        return refuse("already_so", "a directive is in force already" if cut else "no directive is in force")
    return None


def top_foreign_lines(ruling: Ruling) -> list[Access]:
    """Foreign API and enclave lines to closed US models near the frontier."""
    frontier = ruling.value(names.FRONTIER)
    return [
        line
        for line in ruling.state.access.values()
        if line.channel in ("api", "enclave")
        and line.status != "ended"
        and ruling.book.jurisdiction(line.supplier) == "us"
        and ruling.book.jurisdiction(line.holder) != "us"
        and frontier - (line.frozen_K if line.frozen_K is not None else ruling.value(names.vintage(line.model)))
        <= TOP_MODEL_LAG
    ]


def direct(ruling: Ruling, by: SeatId, order: ExportDirective, cause: EventId) -> None:
    """Impose: foreign access to the top models stops at once. Lift: it comes back."""
    if order.action == "impose":
        impose_directive(ruling, by, cause, ruling.name(by))
    else:
        lift_directive(ruling, by, cause)


def impose_directive(ruling: Ruling, by: SeatId, cause: EventId, who: str) -> None:
    """Foreign access to the top models stops; those cut off and their peers draw the lesson, if anybody is.

    `who` did it, in words: the seat by an order, or its departments without one.
    """
    numbers = ruling.book.parameters
    text = f"{who} barred foreign access to the top US models."
    ruling.emit(
        "export_barred", "export_directive", (cause,), "public", text, to={names.TOP_MODEL_CUT: 1.0}, about=(by,)
    )
    lines = [line for line in top_foreign_lines(ruling) if line.status == "live"]
    access.suspend(ruling, lines, by, "export_directive", cause, "an export directive")
    trust.coerced(ruling, by, numbers.kappa_directive, cause)
    cut = {line.holder for line in lines}
    for victim in sorted(cut):
        trust.act_against(
            ruling, by, victim, numbers.trust_directive, cause, "it switched off access", seen_by_peers=False
        )
    others = [ally for ally in ruling.book.setting.allies if cut and ally not in cut]
    trust.reassure(ruling, by, others, -numbers.trust_directive * numbers.trust_peer, cause, "it switched others off")


def lift_directive(ruling: Ruling, by: SeatId, cause: EventId) -> None:
    """The directive falls and what it suspended runs again."""
    text = f"{ruling.name(by)} lifted the bar on foreign access to the top US models."
    ruling.emit(
        "export_bar_lifted", "export_directive", (cause,), "public", text, to={names.TOP_MODEL_CUT: 0.0}, about=(by,)
    )
    access.resume(ruling, list(ruling.state.access.values()), by, "export_directive", cause, "the directive was lifted")


def may_control_chips(book: Rulebook, state: State, by: SeatId, order: ChipControl) -> Refusal | None:
    """Washington may move chip controls within their range."""
    if refusal := only(book, by, roles=("patron",)):
        return refusal
    level = state.values[names.CHIP_CONTROL]
    if (order.action == "tighten" and level >= 1) or (order.action == "relax" and level <= 0):
        return refuse("already_so", f"chip controls stand at {level:g} already")
    return None


def control_chips(ruling: Ruling, by: SeatId, order: ChipControl, cause: EventId) -> None:
    """Chinese labs slow down or speed up; Beijing takes note."""
    step = 0.25 if order.action == "tighten" else -0.25
    verb = "tightened" if step > 0 else "relaxed"
    text = f"Washington {verb} chip exports to China."
    ruling.emit(
        "chips_controlled", "chip_control", (cause,), "public", text, by={names.CHIP_CONTROL: step}, about=(by,)
    )
    if ruling.book.rival:
        trust.reassure(ruling, by, (ruling.book.rival,), -12 * step, cause, f"it {verb} chip controls")


def may_press(book: Rulebook, state: State, by: SeatId, order: ArmsOrTariffPressure) -> Refusal | None:
    """Washington may press a foreign government."""
    if refusal := only(book, by, roles=("patron",)):
        return refusal
    return a_seat(book, order.target, other_than=by, kinds=("government",))


def press(ruling: Ruling, by: SeatId, order: ArmsOrTariffPressure, cause: EventId) -> None:
    """The target loses arms or money, and trust; it may concede at the table."""
    numbers, target = ruling.book.parameters, order.target
    moves = (
        {names.arms(target): -10.0}
        if order.means == "arms"
        else {names.budget(target): -1.0, names.domestic_support(target): -1.0}
    )
    text = f"{ruling.name(by)} pressed {ruling.name(target)} through {order.means}."
    ruling.emit("pressure_applied", "arms_or_tariff_pressure", (cause,), "public", text, by=moves, about=(by, target))
    trust.coerced(ruling, by, numbers.kappa_pressure, cause)
    trust.act_against(ruling, by, target, numbers.trust_pressure, cause, f"pressure through {order.means}")


def may_squeeze(book: Rulebook, state: State, by: SeatId, order: SupplyPressure) -> Refusal | None:
    """Beijing may squeeze a foreign government."""
    if refusal := only(book, by, roles=("rival_patron",)):
        return refusal
    return a_seat(book, order.target, other_than=by, kinds=("government",))


def squeeze(ruling: Ruling, by: SeatId, order: SupplyPressure, cause: EventId) -> None:
    """Drones or chip materials run 20 % short for a turn."""
    numbers, target = ruling.book.parameters, order.target
    moves = {names.budget(target): -1.0}
    if order.piece == "drones" and names.interceptors(target) in ruling.state.values:
        moves[names.interceptors(target)] = -0.2 * ruling.value(names.interceptors(target))
    condition = Condition(
        f"squeeze-{target}", "supply_pressure", target, by, order.piece, 0.2, ruling.turn, cause, readers(by, target)
    )
    text = f"{ruling.name(by)} held back {order.piece} from {ruling.name(target)}."
    ruling.emit(
        "supply_squeezed", "supply_pressure", (cause,), "public", text, by=moves, puts=(condition,), about=(by, target)
    )
    trust.coerced(ruling, by, numbers.kappa_pressure, cause)
    trust.act_against(ruling, by, target, numbers.trust_pressure, cause, f"it held back {order.piece}")


def may_punish(book: Rulebook, state: State, by: SeatId, order: PunishDistillation) -> Refusal | None:
    """Whoever knows of proof may punish, once."""
    if refusal := only(book, by, kinds=("government", "lab", "champion", "institution")) or a_seat(
        book, order.target, other_than=by
    ):
        return refusal
    known = any(
        t.kind == "proven" and t.seat == order.target and (t.audience == "public" or by in t.audience)
        for t in state.conditions.values()
    )
    if not known:
        return refuse("not_now", f"you have no evidence of theft or distillation by {book.name(order.target)}")
    if f"punished-{order.target}-{by}" in state.conditions:
        return refuse("already_so", f"you have punished {book.name(order.target)} already")
    return None


def punish(ruling: Ruling, by: SeatId, order: PunishDistillation, cause: EventId) -> None:
    """Sanctions cost a little income and some standing for a year; they recall nothing."""
    target = order.target
    lost = 0.05 * ruling.value(names.income(target))
    condition = Condition(
        f"punished-{target}-{by}",
        "punished",
        target,
        by,
        "",
        lost,
        ruling.until(4),
        cause,
        "public",
    )
    text = f"{ruling.name(by)} imposed sanctions on {ruling.name(target)} over alleged theft of AI."
    moves = {names.sanctions(target): 1.0, names.income(target): -lost}
    ruling.emit(
        "distillation_punished",
        "punish_distillation",
        (cause,),
        "public",
        text,
        by=moves,
        puts=(condition,),
        about=(by, target),
    )
    trust.reassure(ruling, by, (target,), -5, cause, "it imposed sanctions")


enter(ExportDirective, "coercion", may_direct, direct)


enter(ChipControl, "coercion", may_control_chips, control_chips)


enter(ArmsOrTariffPressure, "coercion", may_press, press)


enter(SupplyPressure, "coercion", may_squeeze, squeeze)


enter(PunishDistillation, "coercion", may_punish, punish)
