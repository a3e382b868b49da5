"""Build orders: adopt open weights, build sovereign, buy compute, field narrow AI, fine-tune (E2, E6)."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.clauses import DataClause
from wargame.core.ids import Area, EventId, SeatId
from wargame.core.models import Model, hidden_from, home_grown
from wargame.core.orders import (
    AdoptOpen,
    BuildSovereign,
    BuyCompute,
    FieldNarrow,
    FineTuneEdge,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.calendar import compounded, scaled
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, capability, trust
from wargame.rules.model.frontier import catch_up_lag
from wargame.rules.orders.verbs import enter, known_models, only, refuse


def may_adopt(book: Rulebook, state: State, by: SeatId, order: AdoptOpen) -> Refusal | None:
    """A government may download any open weights that are newer than the copy it has."""
    if refusal := only(book, by, kinds=("government",)):
        return refusal
    model = state.models.get(order.model)
    if model is None or model.id not in known_models(state, by):
        return refuse("unknown_name", f"{order.model!r} is no model here; open ones are {', '.join(_open(state))}")
    if model.weights != "open" or not model.released:
        return refuse("wrong_target", f"{model.name} has no open weights; open ones are {', '.join(_open(state))}")
    copy = access.held(state, by, model.id)
    if copy and copy.frozen_K is not None and copy.frozen_K >= state.values[names.vintage(model.id)]:
        return refuse("already_so", f"you have this version of {model.name} already")
    return None


def _open(state: State) -> list[str]:
    return sorted(m.id for m in state.models.values() if m.weights == "open" and m.released)


def adopt_cost(book: Rulebook, state: State, by: SeatId, order: AdoptOpen) -> tuple[int, int]:
    """One budget point, or nothing under a subsidised offer for a Chinese model."""
    model = state.models.get(order.model)
    offered = any(t.kind == "subsidised_offer" and t.seat == by for t in state.conditions.values())
    seen = model is not None and not hidden_from(by, model)
    return (0, 0) if offered and model and seen and book.jurisdiction(model.owner) == "cn" else (0, 1)


def adopt(ruling: Ruling, by: SeatId, order: AdoptOpen, cause: EventId) -> None:
    """A copy of today's version, frozen; what it may lawfully be used for follows from its licence."""
    model = ruling.state.models.get(order.model)
    if model is None or model.weights != "open":
        return
    licence = access.granted_licence(ruling.state, by, model)
    line = access.own_copy(ruling, by, model, licence, "open", cause)
    old = access.held(ruling.state, by, model.id)
    if old and old.channel == "weights":
        line = replace(
            line, id=old.id, source=old.source, agreement=old.agreement, audience=old.audience, support=old.support
        )
    ruling.emit(
        "open_weights_adopted",
        "E4",
        (cause, *ruling.last(names.vintage(model.id))),
        "public",
        f"{ruling.name(by)} took up the open weights of {model.name} ({licence} licence).",
        puts=(line,),
        about=(by, model.owner),
    )
    trust.rival_base_taken(ruling, by, model.owner, cause)


def frontier_run_cost(parameters: Parameters, months: float) -> float:
    """Cost of a frontier run in budget points, `months` after the start."""
    return float(parameters.frontier_run * parameters.frontier_run_growth ** (months / 12.0))


def may_build(book: Rulebook, state: State, by: SeatId, order: BuildSovereign) -> Refusal | None:
    """A government may build."""
    return only(book, by, kinds=("government",))


def build_cost(book: Rulebook, state: State, by: SeatId, order: BuildSovereign) -> tuple[int, int]:
    """Four budget points per unit of effort."""
    return 0, 4 * order.effort


def build(ruling: Ruling, by: SeatId, order: BuildSovereign, cause: EventId) -> None:
    """Money sinks into a home-grown line; half of earlier effort still counts each quarter."""
    numbers, book = ruling.book.parameters, ruling.book
    put_in = 8.0 * order.effort * compounded(book.setting, 0.5) * ruling.value(names.CHIPS, 1.0)
    effort = ruling.value(names.sovereign_effort(by)) + put_in
    share = effort / frontier_run_cost(numbers, ruling.turn * book.setting.months)
    vintage = ruling.value(names.FRONTIER) - catch_up_lag(numbers, share)
    name = home_grown(by)
    variable = names.vintage(name)
    new = name not in ruling.state.models
    model = Model(name, f"{book.name(by)}'s own model", by, name, "closed", "full", True, 0.0)
    to = {names.sovereign_effort(by): effort}
    if new or vintage > ruling.value(variable):
        to[variable] = vintage
    ruling.emit(
        "sovereign_model_built",
        "E2",
        (cause, *ruling.last(names.FRONTIER, names.sovereign_effort(by))),
        "public",
        f"{book.name(by)} put {4 * order.effort} points into its own model line.",
        to=to,
        puts=(model,) if new else (),
        about=(by,),
    )
    line = replace(access.own_copy(ruling, by, model, "full", "sovereign", cause), frozen_K=None)
    if access.held(ruling.state, by, name) is None:
        ruling.emit(
            "sovereign_model_fielded",
            "E4",
            (cause,),
            "public",
            f"{book.name(by)} fields its own model.",
            puts=(line,),
            about=(by,),
        )


def may_buy_compute(book: Rulebook, state: State, by: SeatId, order: BuyCompute) -> Refusal | None:
    """Governments, labs and champions may buy chips."""
    return only(book, by, kinds=("government", "lab", "champion"))


def buy_compute(ruling: Ruling, by: SeatId, order: BuyCompute, cause: EventId) -> None:
    """More home cloud, or a faster lab; scarce chips give less. What a rival patron buys goes to its labs."""
    supply = ruling.value(names.CHIPS)
    if ruling.book.jurisdiction(by) == "cn":
        supply *= 1 - 0.5 * ruling.value(names.CHIP_CONTROL)
    step = scaled(ruling.book.setting, ruling.book.parameters.compute_step * supply)
    seat, book = ruling.book.seat(by), ruling.book
    fed = [lab for lab in book.setting.labs if book.jurisdiction(lab) == seat.jurisdiction]
    if seat.role == "rival_patron" and fed:
        moves = {names.compute(lab): step / len(fed) for lab in fed}
    else:
        moves = {names.home_share(by, "cloud") if seat.kind == "government" else names.compute(by): step}
    ruling.shift("compute_bought", "buy_compute", (cause,), f"{ruling.name(by)} bought compute.", by=moves)


def may_field_narrow(book: Rulebook, state: State, by: SeatId, order: FieldNarrow) -> Refusal | None:
    """A government may put money into narrow AI."""
    return only(book, by, kinds=("government",))


def data_at_hand(state: State, holder: SeatId) -> float:
    """E6: worth of a government's data, its own and the best that is shared with it while an agreement is in force."""
    shared = [
        0.3 if clause.control == "kept" else 0.5
        for agreement in state.agreements.values()
        if agreement.binds
        for clause in agreement.terms.clauses
        if isinstance(clause, DataClause) and clause.taker == holder
    ]
    return state.values.get(names.data_worth(holder), 0.7) + max(shared, default=0.0)


def narrow_growth(book: Rulebook, state: State, holder: SeatId, area: Area, spend: float) -> float:
    """E6: `0.04 * spend * A/100 * (1 + 0.5*u_coding) * data * (1 - N)`, a share of full maturity."""
    numbers, values = book.parameters, state.values
    coding = capability.coding_usefulness(book, state, holder)
    growth = numbers.narrow_rate * spend * values.get(names.adoption(holder), 0.0) / 100.0
    growth *= (1 + numbers.coding_boost * coding) * data_at_hand(state, holder)
    return growth * (1 - values.get(names.narrow(holder, area), 0.0))


def field_narrow(ruling: Ruling, by: SeatId, order: FieldNarrow, cause: EventId) -> None:
    """Narrow AI matures in one area."""
    variable = names.narrow(by, order.area)
    lines = tuple(line.cause for line in capability.live_access(ruling.state, by))
    ruling.shift(
        "narrow_ai_grew",
        "E6",
        (cause, *ruling.last(names.adoption(by), names.data_worth(by)), *lines),
        f"{ruling.name(by)}'s specialised AI for {order.area} matured.",
        by={variable: narrow_growth(ruling.book, ruling.state, by, order.area, scaled(ruling.book.setting, 2.0))},
        about=(by,),
    )


def may_tune(book: Rulebook, state: State, by: SeatId, order: FineTuneEdge) -> Refusal | None:
    """A government may fine-tune weights that it holds."""
    if refusal := only(book, by, kinds=("government",)):
        return refusal
    if not any(a.channel == "weights" for a in capability.live_access(state, by)):
        return refuse("not_now", "you hold no weights to fine-tune: adopt open weights or sign for weights first")
    family = family_of_weights(book, state, by)
    if state.values.get(names.tuned(by, order.area, family)):
        return refuse("already_so", f"you have a fine-tune of {family} for {order.area} already")
    return None


def family_of_weights(book: Rulebook, state: State, holder: SeatId) -> str:
    """The family of the weights that a seat makes most of; its weights must not be none."""
    lines = [line for line in capability.live_access(state, holder) if line.channel == "weights"]
    grid = capability.usefulness(book, state, holder, lines)
    line = max(grid, key=lambda item: (capability.weighted(book, holder, item[1]), item[0].id))[0]
    return state.models[line.model].family


def tune(ruling: Ruling, by: SeatId, order: FineTuneEdge, cause: EventId) -> None:
    """A small model fit for the edge, three months closer to the frontier in that area; it stays with its family."""
    if not any(line.channel == "weights" for line in capability.live_access(ruling.state, by)):
        return
    tuned = names.tuned(by, order.area, family_of_weights(ruling.book, ruling.state, by))
    text = f"{ruling.name(by)} fine-tuned a model for the edge in {order.area}."
    ruling.shift("model_fine_tuned", "E4", (cause,), text, to={tuned: 1.0}, about=(by,))


enter(AdoptOpen, "market", may_adopt, adopt, adopt_cost)
enter(BuildSovereign, "technology", may_build, build, build_cost, steady=True)
enter(BuyCompute, "market", may_buy_compute, buy_compute, steady=True)
enter(FieldNarrow, "technology", may_field_narrow, field_narrow, steady=True)
enter(FineTuneEdge, "technology", may_tune, tune)
