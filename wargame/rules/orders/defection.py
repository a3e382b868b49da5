"""Defection: illicit use, distillation, theft, the regional pitch, the switch (E2, E14)."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.chance import Draw
from wargame.core.clauses import InducementClause
from wargame.core.conditions import Condition
from wargame.core.event_values import Outcome
from wargame.core.ids import AREAS, Audience, EventId, ModelId, SeatId, readers
from wargame.core.models import Model, copied_by, hidden_from
from wargame.core.orders import Distil, IllicitUse, RegionalPitch, StealWeights, SwitchFamily
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, capability, trust
from wargame.rules.model.frontier import catch_up_lag
from wargame.rules.orders.build import frontier_run_cost
from wargame.rules.orders.verbs import a_seat, enter, only, refuse

COPIED_FAMILY = "copy"


def may_use_illicitly(book: Rulebook, state: State, by: SeatId, order: IllicitUse) -> Refusal | None:
    """A government may put weights within reach to uses that their terms do not cover."""
    if refusal := only(book, by, kinds=("government",)):
        return refusal
    model = state.models.get(order.model)
    line = access.held(state, by, order.model)
    if model is None or not ((model.weights == "open" and model.released) or (line and line.channel == "weights")):
        return refuse(
            "wrong_target", f"{order.model!r} is not within your reach: it takes weights that are open or that you hold"
        )
    if line and line.channel == "weights" and line.status == "live" and capability.lawful(line) == frozenset(AREAS):
        return refuse("already_so", f"your use of {model.name} is covered everywhere, or unlawful already")
    if line is None and access.granted_licence(state, by, model) == "full":
        return refuse("wrong_target", f"{model.name} may lawfully be used: adopt it")
    return None


def use_illicitly(ruling: Ruling, by: SeatId, order: IllicitUse, cause: EventId) -> None:
    """All areas, quietly. Nobody can recall weights (F31)."""
    model = ruling.state.models[order.model]
    line = access.held(ruling.state, by, model.id)
    copy = access.own_copy(ruling, by, model, "none", "illicit", cause)
    if line and line.channel == "weights":
        copy = replace(line, source="illicit", areas=AREAS, status="live", cause=cause)
    text = f"{ruling.name(by)} uses {model.name} outside its terms."
    ruling.emit("illicit_use_began", "E4", (cause,), readers(by), text, puts=(copy,), about=(by, model.owner))


def may_distil(book: Rulebook, state: State, by: SeatId, order: Distil) -> Refusal | None:
    """Anyone with money may query a closed model that is on offer, save its own maker."""
    if refusal := only(book, by, kinds=("government", "lab", "champion")):
        return refusal
    model = state.models.get(order.model)
    nobodys = model is None or hidden_from(by, model) or model.owner not in book.setting.by_id
    if model is None or nobodys or model.weights != "closed" or not model.released:
        return refuse("wrong_target", f"{order.model!r} is no closed model on offer")
    if model.owner == by or model.owner in book.setting.governments:
        return refuse("wrong_target", f"{model.name} cannot be distilled by you")
    return None


def distilled_vintage(ruling: Ruling, teacher: ModelId, spend: float) -> float:
    """E14: the copy's vintage: the catch-up price at 10-20 times the money, floored at the teacher's lag + 3 months."""
    numbers = ruling.book.parameters
    run = frontier_run_cost(numbers, ruling.turn * ruling.book.setting.months)
    reached = ruling.value(names.FRONTIER) - catch_up_lag(numbers, spend * numbers.distil_multiplier / run)
    return min(reached, ruling.value(names.vintage(teacher)) - numbers.distil_floor)


def distil(ruling: Ruling, by: SeatId, order: Distil, cause: EventId) -> None:
    """A copy, weaker on real tasks; a lab folds what it learns into its own line."""
    teacher = ruling.state.models[order.model]
    vintage = distilled_vintage(ruling, teacher.id, 3.0)
    causes = (cause, *ruling.last(names.vintage(teacher.id), names.FRONTIER))
    text = f"{ruling.name(by)} distilled {teacher.name}."
    if ruling.book.seat(by).kind != "government":
        gain = {names.vintage_inside(by): max(ruling.value(names.vintage_inside(by)), vintage)}
        ruling.emit("model_distilled", "E14", causes, readers(by), text, to=gain, about=(by, teacher.owner))
    else:
        copy = copied_by(by)
        known = copy in ruling.state.models
        model = Model(copy, f"{ruling.name(by)}'s copy", by, COPIED_FAMILY, "closed", "full", True, 0.0)
        to = {names.vintage(copy): max(vintage, ruling.value(names.vintage(copy), -120.0)) if known else vintage}
        ruling.emit(
            "model_distilled",
            "E14",
            causes,
            readers(by),
            text,
            to=to,
            puts=() if known else (model,),
            about=(by, teacher.owner),
        )
        if access.held(ruling.state, by, copy) is None:
            line = access.own_copy(ruling, by, model, "full", "distilled", cause)
            line = replace(line, frozen_K=None, penalty=ruling.book.parameters.distil_penalty)
            ruling.emit(
                "copy_fielded",
                "E4",
                (cause,),
                readers(by),
                f"{ruling.name(by)} fields its copy.",
                puts=(line,),
                about=(by,),
            )
    _detect(ruling, by, teacher.owner, cause)


def warned(ruling: Ruling, lab: SeatId) -> bool:
    """Whether a government gives a lab threat intelligence: it sees more of who queries it, and is better guarded."""
    return any(
        isinstance(clause, InducementClause) and clause.taker == lab and clause.what == "threat_intelligence"
        for agreement in ruling.state.agreements.values()
        if agreement.binds
        for clause in agreement.terms.clauses
    )


def _detect(ruling: Ruling, by: SeatId, victim: SeatId, cause: EventId) -> None:
    numbers = ruling.book.parameters
    watch = min(1.0, ruling.value(names.monitor(victim)) + 0.3 * warned(ruling, victim))
    probability = numbers.detect_base + numbers.detect_monitor * watch
    found, draw = ruling.happens(f"detect.{by}.{victim}", probability)
    if found:
        knowers = readers(victim, *(s for s in (ruling.book.patron,) if s))
        prove(ruling, by, victim, cause, "distillation", knowers, draws=(draw,))


def prove(
    ruling: Ruling,
    by: SeatId,
    victim: SeatId,
    cause: EventId,
    what: str,
    knowers: Audience,
    *,
    draws: tuple[Draw, ...] = (),
) -> None:
    """A theft or distillation comes to light: those who know may punish it."""
    condition = Condition(
        f"proven-{by}-{victim}",
        "proven",
        by,
        victim,
        "",
        1.0,
        ruling.until(4),
        cause,
        knowers,
    )
    text = f"{ruling.name(victim)} has evidence of {what} by {ruling.name(by)} (alleged, denied)."
    ruling.emit(
        "defection_detected", "E14", (cause,), knowers, text, puts=(condition,), draws=draws, about=(by, victim)
    )
    why, seen = f"there is evidence of {what}", knowers == "public"
    trust.act_against(ruling, by, victim, ruling.book.parameters.trust_theft, cause, why, seen_by_peers=seen)


def may_steal(book: Rulebook, state: State, by: SeatId, order: StealWeights) -> Refusal | None:
    """Beijing may try for a foreign lab's weights."""
    if refusal := only(book, by, roles=("rival_patron",)):
        return refusal
    model = state.models.get(order.model)
    if model is None or model.weights != "closed" or model.owner not in book.setting.labs:
        return refuse("wrong_target", f"{order.model!r} is no lab's closed model")
    if book.jurisdiction(model.owner) == book.jurisdiction(by):
        return refuse("wrong_target", f"{model.name} is a domestic model")
    return None


def steal(ruling: Ruling, by: SeatId, order: StealWeights, cause: EventId) -> None:
    """F53: success falls with security and rises with every on-premises copy; failures come to light more often."""
    numbers, model = ruling.book.parameters, ruling.state.models[order.model]
    security = min(5.0, ruling.value(names.security(model.owner), 1) + warned(ruling, model.owner))
    chance_ = numbers.theft_high + (numbers.theft_low - numbers.theft_high) * (security - 1) / 4
    copies = sum(
        1
        for a in ruling.state.access.values()
        if a.model == model.id and a.channel == "on_premises" and a.status == "live"
    )
    taken, draw = ruling.happens(f"steal.{by}.{model.id}", chance_ + numbers.onprem_theft * copies)
    gains = {
        names.vintage_inside(lab): max(ruling.value(names.vintage_inside(lab)), ruling.value(names.vintage(model.id)))
        for lab in ruling.book.setting.labs
        if taken and ruling.book.jurisdiction(lab) == "cn"
    }
    text = f"{ruling.name(by)} {'took' if taken else 'failed to take'} the weights of {model.name}."
    ruling.emit(
        "theft_tried",
        "F53",
        (cause,),
        readers(by),
        text,
        to=gains,
        draws=(draw,),
        about=(by, model.owner),
        value=Outcome(won=taken),
    )
    seen, proof = ruling.happens(f"steal-seen.{by}.{model.id}", 0.25 if taken else 0.4)
    if seen:
        prove(ruling, by, model.owner, cause, "an attempt on its weights", "public", draws=(proof,))


def may_pitch(book: Rulebook, state: State, by: SeatId, order: RegionalPitch) -> Refusal | None:
    """Paris, or a champion of another anchor, may pitch a third way."""
    if refusal := a_seat(book, order.customer, other_than=by, kinds=("government", "institution")):
        return refusal
    seat = book.seat(by)
    anchored = any(other.anchor == by for other in book.setting.seats)
    if seat.kind != "champion" and not anchored:
        return refuse(
            "not_yours",
            f"{seat.name} has no champion to pitch; this takes a champion or the government that anchors one",
        )
    if seat.anchor == order.customer:
        return refuse("wrong_target", "the anchor government needs no pitch")
    return None


def pitch(ruling: Ruling, by: SeatId, order: RegionalPitch, cause: EventId) -> None:
    """Trust in the third pole rises with how coercive either giant has lately been, whichever is more."""
    giants = names.coercion("us"), names.coercion("cn")
    gain = 2.0 + 3.0 * max(map(ruling.value, giants))
    poles = {by} | {s.id for s in ruling.book.setting.seats if s.anchor == by}
    moves = {names.trust(order.customer, pole): gain for pole in sorted(poles)}
    text = f"{ruling.name(by)} pitched a path owned by no giant to {ruling.name(order.customer)}."
    ruling.shift(
        "regional_pitch_made",
        "E10",
        (cause, *ruling.last(*giants)),
        text,
        by=moves,
        about=(by, order.customer),
    )


def may_switch(book: Rulebook, state: State, by: SeatId, order: SwitchFamily) -> Refusal | None:
    """A government may drop a supplier if it has something else to run on."""
    if refusal := only(book, by, kinds=("government",)) or a_seat(book, order.supplier, other_than=by):
        return refusal
    lines = [a for a in state.access.values() if a.holder == by and a.status != "ended"]
    if not any(a.supplier == order.supplier for a in lines):
        return refuse("wrong_target", f"you use nothing from {book.name(order.supplier)}")
    if not any(a.supplier != order.supplier and a.status == "live" for a in lines):
        return refuse("not_now", "you have nothing else to run on: sign, adopt or build first")
    return None


def switch(ruling: Ruling, by: SeatId, order: SwitchFamily, cause: EventId) -> None:
    """The supplier's lines end, and the integration work with them."""
    lines = [
        a
        for a in ruling.state.access.values()
        if a.holder == by and a.supplier == order.supplier and a.status != "ended"
    ]
    access.end(ruling, lines, "switch_family", cause, f"{ruling.name(by)} moved to other models")
    families = {ruling.state.models[a.model].family for a in lines if a.model in ruling.state.models}
    kept = {ruling.state.models[a.model].family for a in capability.live_access(ruling.state, by)}
    to = {names.integration(by, family): 0.0 for family in sorted(families - kept)}
    ruling.shift(
        "integration_lost",
        "E3",
        (cause,),
        f"{ruling.name(by)} wrote off its work with the old models.",
        to=to,
        about=(by,),
    )
    trust.reassure(ruling, by, (order.supplier,), -3, cause, "it switched to others")


enter(IllicitUse, "covert", may_use_illicitly, use_illicitly)
enter(Distil, "covert", may_distil, distil)
enter(StealWeights, "covert", may_steal, steal)
enter(RegionalPitch, "market", may_pitch, pitch)
enter(SwitchFamily, "market", may_switch, switch)
