"""Release orders: bring out a version, withhold a line, open weights, take them closed."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.ids import EventId, SeatId
from wargame.core.models import Model
from wargame.core.orders import (
    CloseWeights,
    OpenWeights,
    ReleaseModel,
    WithholdModel,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model.frontier import advanced
from wargame.rules.orders.verbs import enter, only, own_model, refuse

NEWER_BY = 0.5
"""Months that a release must bring to count as new."""


def may_release(book: Rulebook, state: State, by: SeatId, order: ReleaseModel) -> Refusal | None:
    """A lab may release what is new by the time of releases, when this turn's work is done."""
    if refusal := only(book, by, kinds=("lab", "champion")) or own_model(book, state, by, order.model):
        return refusal
    model = state.models[order.model]
    if not is_newer(state, model, advanced(book, state, by)):
        return refuse("not_now", f"there is nothing new to release: {model.name} is as new as what you have inside")
    return None


def is_newer(state: State, model: Model, inside: float) -> bool:
    """Whether a lab with this vintage inside would bring a line on by releasing it, or bring out one kept back."""
    return not model.released or inside - model.trail >= state.values[names.vintage(model.id)] + NEWER_BY


def release(ruling: Ruling, by: SeatId, order: ReleaseModel, cause: EventId) -> None:
    """The line moves to the lab's internal vintage, less its trail; customers follow at once."""
    model = ruling.state.models[order.model]
    variable = names.vintage(model.id)
    vintage = max(ruling.value(variable), ruling.value(names.vintage_inside(by)) - model.trail)
    ruling.emit(
        "model_released",
        "E1",
        (cause, *ruling.last(names.vintage_inside(by))),
        "public",
        f"{ruling.name(by)} released a new {model.name}.",
        to={variable: vintage},
        puts=() if model.released else (replace(model, released=True),),
        about=(by,),
    )


def may_withhold(book: Rulebook, state: State, by: SeatId, order: WithholdModel) -> Refusal | None:
    """A lab may withhold a closed line that is on offer."""
    if refusal := only(book, by, kinds=("lab", "champion")) or own_model(book, state, by, order.model):
        return refusal
    model = state.models[order.model]
    if model.weights == "open":
        return refuse(
            "wrong_target", f"{model.name} has open weights; what is out cannot be withheld (see close_weights)"
        )
    if not model.released:
        return refuse("already_so", f"{model.name} is withheld already")
    return None


def withhold(ruling: Ruling, by: SeatId, order: WithholdModel, cause: EventId) -> None:
    """No new customers; those served stay at today's version."""
    model = ruling.state.models[order.model]
    vintage = ruling.value(names.vintage(model.id))
    frozen = [
        replace(line, frozen_K=vintage, cause=cause)
        for line in ruling.state.access.values()
        if line.model == model.id and line.status != "ended" and line.frozen_K is None
    ]
    ruling.emit(
        "model_withheld",
        "withhold_model",
        (cause,),
        "public",
        f"{ruling.name(by)} keeps {model.name} back.",
        puts=(replace(model, released=False), *frozen),
        about=(by,),
    )


def may_open(book: Rulebook, state: State, by: SeatId, order: OpenWeights) -> Refusal | None:
    """A lab may open a closed line, or bring out a newer open version."""
    if refusal := only(book, by, kinds=("lab", "champion")) or own_model(book, state, by, order.model):
        return refusal
    if state.models[order.model].weights == "open":
        return may_release(book, state, by, ReleaseModel(model=order.model))
    return None


def open_weights(ruling: Ruling, by: SeatId, order: OpenWeights, cause: EventId) -> None:
    """The weights are public; the published terms bar military use unless the line was open before."""
    model = ruling.state.models[order.model]
    if model.weights == "open":
        release(ruling, by, ReleaseModel(model=order.model), cause)
        return
    ruling.emit(
        "weights_opened",
        "open_weights",
        (cause,),
        "public",
        f"{ruling.name(by)} published the weights of {model.name}: whoever downloads them keeps them.",
        by={names.reputation(by): 2},
        puts=(replace(model, weights="open", licence="civil", released=True),),
        about=(by,),
    )


def may_close(book: Rulebook, state: State, by: SeatId, order: CloseWeights) -> Refusal | None:
    """A lab may take an open line closed."""
    if refusal := only(book, by, kinds=("lab", "champion")) or own_model(book, state, by, order.model):
        return refusal
    if state.models[order.model].weights == "closed":
        return refuse("already_so", f"{state.models[order.model].name} is closed already")
    return None


def close(ruling: Ruling, by: SeatId, order: CloseWeights, cause: EventId) -> None:
    """New versions are closed; copies already out stay out."""
    model = ruling.state.models[order.model]
    ruling.emit(
        "weights_closed",
        "close_weights",
        (cause,),
        "public",
        f"{ruling.name(by)} takes {model.name} closed from here on.",
        by={names.reputation(by): -2},
        puts=(replace(model, weights="closed", licence="none"),),
        about=(by,),
    )


enter(ReleaseModel, "technology", may_release, release)


enter(WithholdModel, "technology", may_withhold, withhold)


enter(OpenWeights, "technology", may_open, open_weights)


enter(CloseWeights, "technology", may_close, close)
