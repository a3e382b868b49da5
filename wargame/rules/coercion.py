"""Coercion: threats, compulsion, labels, stakes, directives, chips, pressure, punishment (E10, E11, kappa)."""

from __future__ import annotations

from dataclasses import replace

from wargame.core.clauses import InducementClause, PaymentClause
from wargame.core.ids import AREAS, SeatId, readers
from wargame.core.models import Access
from wargame.core.orders import (
    ArmsOrTariffPressure,
    ChipControl,
    DesignateSupplyChainRisk,
    ExportDirective,
    InvokeDpa,
    PunishDistillation,
    SupplyPressure,
    TakeEquityStake,
    Threaten,
)
from wargame.core.pending import Tilt
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules import access, dissent, trust
from wargame.rules.rulebook import Rulebook
from wargame.rules.ruling import Ruling
from wargame.rules.verbs import a_seat, enter, only, refuse

TOP_MODEL_LAG = 4.0
"""Months: models closer to the frontier than this fall under an export directive (F24)."""


def _domestic_lab(book: Rulebook, by: SeatId, lab: SeatId) -> Refusal | None:
    if refusal := only(book, by, roles=("patron",)) or a_seat(book, lab, other_than=by, kinds=("lab",)):
        return refusal
    if book.jurisdiction(lab) != book.jurisdiction(by):
        return refuse("wrong_target", f"{book.name(lab)} is not under your law")
    return None


def may_threaten(book: Rulebook, state: State, by: SeatId, order: Threaten) -> Refusal | None:
    """Washington may threaten a US lab."""
    return _domestic_lab(book, by, order.lab)


def threaten(ruling: Ruling, by: SeatId, order: Threaten, cause: str) -> None:
    """Pressure on the lab's management, anger among its staff, a note taken abroad."""
    numbers, lab = ruling.book.parameters, order.lab
    instrument = order.instrument.replace("_", " ")
    tilt = Tilt(f"threat-{lab}", "threatened", lab, by, "", 0.5, ruling.turn + 2, cause, "public")
    text = f"{ruling.name(by)} threatened {ruling.name(lab)} with the {instrument}."
    ruling.emit("lab_threatened", "threaten", (cause,), "public", text, puts=(tilt,), about=(by, lab))
    ruling.shift(
        "dissent_rose",
        "E11",
        (cause,),
        f"Staff at {ruling.name(lab)} are angered by the threat.",
        by={f"{lab}.dissent": numbers.dissent_threat * ruling.book.seat(lab).sensitivity},
        about=(lab,),
    )
    trust.coerced(ruling, "world.kappa_us", numbers.kappa_threaten, cause)
    trust.act_against_lab(ruling, by, lab, numbers.trust_threat, cause, "it threatened a lab at home")


def may_invoke(book: Rulebook, state: State, by: SeatId, order: InvokeDpa) -> Refusal | None:
    """Washington may compel a US lab that is not compelled yet."""
    if refusal := _domestic_lab(book, by, order.lab):
        return refusal
    if state.values.get(f"{order.lab}.compelled"):
        return refuse("already_so", f"{book.name(order.lab)} is compelled already")
    return None


def best_model(state: State, lab: SeatId) -> str | None:
    """A lab's closest model to the frontier, released or not."""
    own = [m.id for m in state.models.values() if m.owner == lab]
    return max(own, key=lambda m: (state.values[f"model.{m}.K"], m), default=None)


def invoke(ruling: Ruling, by: SeatId, order: InvokeDpa, cause: str) -> None:
    """The best model serves any lawful use; the staff shock is E11's with the mode `compelled`."""
    numbers, lab = ruling.book.parameters, order.lab
    model = best_model(ruling.state, lab)
    text = f"{ruling.name(by)} invoked the Defense Production Act against {ruling.name(lab)}."
    ruling.emit(
        "production_compelled", "invoke_dpa", (cause,), "public", text, to={f"{lab}.compelled": 1.0}, about=(by, lab)
    )
    if model:
        line = access.held(ruling.state, by, model)
        seized = replace(
            line or access.own_copy(ruling, by, ruling.state.models[model], "full", "granted", cause),
            supplier=lab,
            channel=line.channel if line else "enclave",
            licence="full",
            areas=AREAS,
            source="granted",
            frozen_K=None,
            status="live",
            since=ruling.turn,
            cause=cause,
            audience=readers(by, lab),
        )
        text = f"{ruling.name(by)} has {ruling.state.models[model].name} for any lawful use."
        ruling.emit("access_compelled", "invoke_dpa", (cause,), seized.audience, text, puts=(seized,), about=(lab, by))
    dissent.shock(
        ruling, lab, 7, "compelled", numbers.visibility_reported, cause, "it is compelled to serve any lawful use"
    )
    trust.coerced(ruling, "world.kappa_us", numbers.kappa_dpa, cause)
    trust.act_against_lab(ruling, by, lab, numbers.trust_coerced_lab, cause, "it compelled a lab at home")


def may_designate(book: Rulebook, state: State, by: SeatId, order: DesignateSupplyChainRisk) -> Refusal | None:
    """Washington may label a US lab that is not labelled yet."""
    if refusal := _domestic_lab(book, by, order.lab):
        return refusal
    if state.values.get(f"{order.lab}.risk_label"):
        return refuse("already_so", f"{book.name(order.lab)} is labelled already")
    return None


def designate(ruling: Ruling, by: SeatId, order: DesignateSupplyChainRisk, cause: str) -> None:
    """The lab loses revenue; contractors swap it out, which delays whoever runs it through them."""
    numbers, lab = ruling.book.parameters, order.lab
    text = f"{ruling.name(by)} designated {ruling.name(lab)} a supply-chain risk."
    loss = -numbers.label_revenue * ruling.value(f"{lab}.income")
    ruling.emit(
        "lab_designated",
        "designate_supply_chain_risk",
        (cause,),
        "public",
        text,
        to={f"{lab}.risk_label": 1.0},
        by={f"{lab}.income": loss},
        about=(by, lab),
    )
    own = [a for a in access.supplied_by(ruling.state, lab, by) if a.channel != "weights"]
    access.end(ruling, own, "designate_supply_chain_risk", cause, "agencies were told to stop")
    for line in access.supplied_by(ruling.state, lab):
        swapped = sum(
            ruling.value(f"{line.holder}.bundle.{s.id}") for s in ruling.book.setting.seats if s.kind == "contractor"
        )
        if swapped and line.status == "live":
            family = ruling.state.models[line.model].family
            text = f"Contractors dropped {ruling.name(lab)} from systems in use at {ruling.name(line.holder)}."
            ruling.shift(
                "contractors_swapped",
                "E3",
                (cause,),
                text,
                to={f"{line.holder}.I.{family}": 0.0},
                about=(lab, line.holder),
            )
            access.suspend(ruling, (line,), "designate_supply_chain_risk", cause, "contractors dropped the model")
    trust.coerced(ruling, "world.kappa_us", numbers.kappa_designate, cause)
    trust.act_against_lab(ruling, by, lab, numbers.trust_coerced_lab, cause, "it labelled a lab at home a risk")


def may_take_stake(book: Rulebook, state: State, by: SeatId, order: TakeEquityStake) -> Refusal | None:
    """Washington may take a stake in a US lab, up to a half."""
    if refusal := _domestic_lab(book, by, order.lab):
        return refusal
    if state.values.get(f"{order.lab}.stake", 0) >= 0.5:
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


def take_stake(ruling: Ruling, by: SeatId, order: TakeEquityStake, cause: str) -> None:
    """The lab gains money and loses face; abroad it looks state-controlled."""
    numbers, lab = ruling.book.parameters, order.lab
    ruling.emit(
        "stake_taken",
        "take_equity_stake",
        (cause,),
        "public",
        f"{ruling.name(by)} took a stake in {ruling.name(lab)}.",
        by={f"{lab}.stake": 0.1, f"{lab}.integrity": -10, f"{lab}.budget": 5},
        about=(by, lab),
    )
    trust.coerced(ruling, "world.kappa_us", numbers.kappa_stake, cause)
    trust.reassure(
        ruling,
        by,
        ruling.book.setting.allies,
        -numbers.trust_stake * numbers.trust_labs,
        cause,
        "it holds part of a lab",
    )


def may_direct(book: Rulebook, state: State, by: SeatId, order: ExportDirective) -> Refusal | None:
    """Washington may impose a directive where none is, and lift one that is."""
    if refusal := only(book, by, roles=("patron",)):
        return refusal
    cut = state.values["world.top_model_cut"] > 0.5
    if cut == (order.action == "impose"):
        return refuse("already_so", "a directive is in force already" if cut else "no directive is in force")
    return None


def top_foreign_lines(ruling: Ruling) -> list[Access]:
    """Foreign API and enclave lines to closed US models near the frontier."""
    frontier = ruling.value("world.F")
    return [
        line
        for line in ruling.state.access.values()
        if line.channel in ("api", "enclave")
        and line.status != "ended"
        and ruling.book.jurisdiction(line.supplier) == "us"
        and ruling.book.jurisdiction(line.holder) != "us"
        and frontier - (line.frozen_K if line.frozen_K is not None else ruling.value(f"model.{line.model}.K"))
        <= TOP_MODEL_LAG
    ]


def direct(ruling: Ruling, by: SeatId, order: ExportDirective, cause: str) -> None:
    """Impose: foreign access to the top models stops at once. Lift: it comes back."""
    if order.action == "impose":
        impose_directive(ruling, by, cause)
    else:
        lift_directive(ruling, by, cause)


def impose_directive(ruling: Ruling, by: SeatId, cause: str) -> None:
    """Foreign access to the top models stops; those cut off and their peers draw the lesson."""
    numbers = ruling.book.parameters
    text = "Washington barred foreign access to the top US models."
    ruling.emit(
        "export_barred", "export_directive", (cause,), "public", text, to={"world.top_model_cut": 1.0}, about=(by,)
    )
    lines = top_foreign_lines(ruling)
    access.suspend(ruling, lines, "export_directive", cause, "an export directive")
    trust.coerced(ruling, "world.kappa_us", numbers.kappa_directive, cause)
    cut = {line.holder for line in lines}
    for victim in sorted(cut):
        trust.act_against(
            ruling, by, victim, numbers.trust_directive, cause, "it switched off access", seen_by_peers=False
        )
    others = [ally for ally in ruling.book.setting.allies if ally not in cut]
    trust.reassure(ruling, by, others, -numbers.trust_directive * numbers.trust_peer, cause, "it switched others off")


def lift_directive(ruling: Ruling, by: SeatId, cause: str) -> None:
    """The directive falls and what it suspended runs again."""
    text = "Washington lifted the bar on foreign access to the top US models."
    ruling.emit(
        "export_bar_lifted", "export_directive", (cause,), "public", text, to={"world.top_model_cut": 0.0}, about=(by,)
    )
    access.resume(ruling, top_foreign_lines(ruling), "export_directive", cause, "the directive was lifted")


def may_control_chips(book: Rulebook, state: State, by: SeatId, order: ChipControl) -> Refusal | None:
    """Washington may move chip controls within their range."""
    if refusal := only(book, by, roles=("patron",)):
        return refusal
    level = state.values["world.chip_control_cn"]
    if (order.action == "tighten" and level >= 1) or (order.action == "relax" and level <= 0):
        return refuse("already_so", f"chip controls stand at {level:g} already")
    return None


def control_chips(ruling: Ruling, by: SeatId, order: ChipControl, cause: str) -> None:
    """Chinese labs slow down or speed up; Beijing takes note."""
    step = 0.25 if order.action == "tighten" else -0.25
    verb = "tightened" if step > 0 else "relaxed"
    text = f"Washington {verb} chip exports to China."
    ruling.emit(
        "chips_controlled", "chip_control", (cause,), "public", text, by={"world.chip_control_cn": step}, about=(by,)
    )
    if ruling.book.rival:
        trust.reassure(ruling, by, (ruling.book.rival,), -12 * step, cause, f"it {verb} chip controls")


def may_press(book: Rulebook, state: State, by: SeatId, order: ArmsOrTariffPressure) -> Refusal | None:
    """Washington may press a foreign government."""
    if refusal := only(book, by, roles=("patron",)):
        return refusal
    return a_seat(book, order.target, other_than=by, kinds=("government",))


def press(ruling: Ruling, by: SeatId, order: ArmsOrTariffPressure, cause: str) -> None:
    """The target loses arms or money, and trust; it may concede at the table."""
    numbers, target = ruling.book.parameters, order.target
    moves = {f"{target}.arms": -10.0} if order.means == "arms" else {f"{target}.budget": -1.0, f"{target}.DS": -1.0}
    text = f"{ruling.name(by)} pressed {ruling.name(target)} through {order.means}."
    ruling.emit("pressure_applied", "arms_or_tariff_pressure", (cause,), "public", text, by=moves, about=(by, target))
    trust.coerced(ruling, "world.kappa_us", numbers.kappa_pressure, cause)
    trust.act_against(ruling, by, target, numbers.trust_pressure, cause, f"pressure through {order.means}")


def may_squeeze(book: Rulebook, state: State, by: SeatId, order: SupplyPressure) -> Refusal | None:
    """Beijing may squeeze a foreign government."""
    if refusal := only(book, by, roles=("rival_patron",)):
        return refusal
    return a_seat(book, order.target, other_than=by, kinds=("government",))


def squeeze(ruling: Ruling, by: SeatId, order: SupplyPressure, cause: str) -> None:
    """Drones or chip materials run 20 % short for a turn."""
    numbers, target = ruling.book.parameters, order.target
    moves = {f"{target}.budget": -1.0}
    if order.piece == "drones" and f"{target}.interceptors" in ruling.state.values:
        moves[f"{target}.interceptors"] = -0.2 * ruling.value(f"{target}.interceptors")
    tilt = Tilt(
        f"squeeze-{target}", "supply_pressure", target, by, order.piece, 0.2, ruling.turn, cause, readers(by, target)
    )
    text = f"{ruling.name(by)} held back {order.piece} from {ruling.name(target)}."
    ruling.emit(
        "supply_squeezed", "supply_pressure", (cause,), "public", text, by=moves, puts=(tilt,), about=(by, target)
    )
    trust.coerced(ruling, "world.kappa_cn", numbers.kappa_pressure, cause)
    trust.act_against(ruling, by, target, numbers.trust_pressure, cause, f"it held back {order.piece}")


def may_punish(book: Rulebook, state: State, by: SeatId, order: PunishDistillation) -> Refusal | None:
    """Whoever knows of proof may punish, once."""
    if refusal := only(book, by, kinds=("government", "lab", "champion", "institution")) or a_seat(
        book, order.target, other_than=by
    ):
        return refusal
    known = any(
        t.kind == "proven" and t.seat == order.target and (t.audience == "public" or by in t.audience)
        for t in state.tilts.values()
    )
    if not known:
        return refuse("not_now", f"you have no evidence of theft or distillation by {book.name(order.target)}")
    if f"punished-{order.target}-{by}" in state.tilts:
        return refuse("already_so", f"you have punished {book.name(order.target)} already")
    return None


def punish(ruling: Ruling, by: SeatId, order: PunishDistillation, cause: str) -> None:
    """Sanctions cost a little income and some standing; they recall nothing."""
    target = order.target
    tilt = Tilt(f"punished-{target}-{by}", "punished", target, by, "", 1.0, ruling.turn + 4, cause, "public")
    text = f"{ruling.name(by)} imposed sanctions on {ruling.name(target)} over alleged theft of AI."
    moves = {f"{target}.sanctions": 1.0, f"{target}.income": -0.05 * ruling.value(f"{target}.income")}
    ruling.emit(
        "distillation_punished",
        "punish_distillation",
        (cause,),
        "public",
        text,
        by=moves,
        puts=(tilt,),
        about=(by, target),
    )
    trust.reassure(ruling, by, (target,), -5, cause, "it imposed sanctions")


enter(Threaten, "coercion", may_threaten, threaten)
enter(InvokeDpa, "coercion", may_invoke, invoke)
enter(DesignateSupplyChainRisk, "coercion", may_designate, designate)
enter(TakeEquityStake, "coercion", may_take_stake, take_stake, stake_cost)
enter(ExportDirective, "coercion", may_direct, direct)
enter(ChipControl, "coercion", may_control_chips, control_chips)
enter(ArmsOrTariffPressure, "coercion", may_press, press)
enter(SupplyPressure, "coercion", may_squeeze, squeeze)
enter(PunishDistillation, "coercion", may_punish, punish)
