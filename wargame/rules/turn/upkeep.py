"""The household of a turn: money and political points come in, passing effects end, support settles."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core import names
from wargame.core.conditions import ConditionKind
from wargame.core.events import Drop
from wargame.core.ids import Variable
from wargame.rules.base.calendar import compounded, scaled
from wargame.rules.base.ruling import START, Ruling

OVER: Mapping[ConditionKind, str] = {
    "support": "The engineers who were sent to {seat} went home.",
    "consulted": "What {seat} won by asking its staff has worn off.",
    "threatened": "The threat against {seat} has worn off.",
    "supply_pressure": "Supplies to {seat} are held back no longer.",
    "punished": "Sanctions against {seat} ended.",
    "proven": "Evidence against {seat} is too old to act on.",
    "licence": "A licence of {seat} for military use ended.",
    "export_package": "The export package for {seat} ran out.",
    "subsidised_offer": "The offer below cost to {seat} ran out.",
    "intelligence": "What {seat} learnt by intelligence is out of date.",
    "gap": "The gap that a supplier left at {seat} is open no longer.",
    "shared": "Warnings that {seat} was given are out of date.",
    "merged": "{seat} may join forces with another champion again.",
}
"""What is said when a condition ends."""


def open_books(ruling: Ruling) -> None:
    """Income and political points arrive; savings are capped."""
    numbers, state = ruling.book.parameters, ruling.state
    to: dict[Variable, float] = {}
    points_due = scaled(ruling.book.setting, numbers.points_a_turn)
    for seat in ruling.book.setting.ids:
        income = ruling.value(names.income(seat))
        if ruling.turn > 1:
            cap = max(income, income * numbers.budget_kept, state.values[names.budget(seat)])
            to[names.budget(seat)] = min(state.values[names.budget(seat)] + scaled(ruling.book.setting, income), cap)
            points = state.values[names.points(seat)]
            to[names.points(seat)] = max(points, min(points + points_due, numbers.points_kept))
    ruling.shift("means_arrived", "household", (START,), "Budgets and political points came in.", to=to)


def end_passing_effects(ruling: Ruling) -> None:
    """Conditions whose last turn is over are dropped, each told to those who knew of it."""
    for condition in [condition for condition in ruling.state.conditions.values() if condition.until < ruling.turn]:
        text = OVER[condition.kind].format(seat=ruling.name(condition.seat))
        drop = (Drop("conditions", condition.id),)
        over = condition.kind == "punished"
        by = {names.sanctions(condition.seat): -1.0, names.income(condition.seat): condition.amount} if over else {}
        ruling.emit(
            "effect_ended",
            "household",
            (condition.event,),
            condition.audience,
            text,
            by=by,
            drops=drop,
            about=(condition.seat,),
        )


def settle_support(ruling: Ruling, start: Mapping[Variable, float]) -> None:
    """Domestic support drifts back to where it began; lasting illegitimacy drags it down, norms hold it up."""
    setting, to = ruling.book.setting, {}
    back = compounded(setting, ruling.book.parameters.support_reversion)
    for holder in ruling.book.setting.governments:
        now, origin = ruling.value(names.domestic_support(holder)), start.get(names.domestic_support(holder), 55.0)
        legitimacy = ruling.value(names.legitimacy(holder))
        drag = scaled(setting, min(0.0, legitimacy - 50) * 0.03) * (1 - 0.5 * ruling.value(names.norms(holder)))
        to[names.domestic_support(holder)] = now + (origin - now) * back + drag
    ruling.shift(
        "support_settled",
        "household",
        ruling.last(*(names.legitimacy(h) for h in ruling.book.setting.governments)),
        "Support settled.",
        to=to,
    )
