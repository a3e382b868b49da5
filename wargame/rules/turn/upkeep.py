"""The household of a turn: money and political points come in, passing effects end, support settles."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.events import Drop
from wargame.rules.base.ruling import START, Ruling


def open_books(ruling: Ruling) -> None:
    """Income and political points arrive; savings are capped."""
    numbers, state = ruling.book.parameters, ruling.state
    to: dict[str, float] = {}
    for seat in ruling.book.setting.ids:
        income = ruling.value(f"{seat}.income")
        if ruling.turn > 1:
            cap = max(income, income * numbers.budget_kept, state.values.get(f"{seat}.budget", 0.0))
            to[f"{seat}.budget"] = min(state.values.get(f"{seat}.budget", 0.0) + income, cap)
            points = state.values.get(f"{seat}.points", 0.0)
            to[f"{seat}.points"] = max(points, min(points + numbers.points_a_turn, numbers.points_kept))
    ruling.shift("means_arrived", "household", (START,), "Budgets and political points came in.", to=to)


def end_passing_effects(ruling: Ruling) -> None:
    """Tilts whose last turn is over are dropped, each told to those who knew of it."""
    for tilt in [tilt for tilt in ruling.state.tilts.values() if tilt.until < ruling.turn]:
        text = f"{tilt.kind.replace('_', ' ').capitalize()} at {ruling.name(tilt.seat)} ended."
        drop = (Drop("tilts", tilt.id),)
        ruling.emit("effect_ended", "household", (tilt.event,), tilt.audience, text, drops=drop, about=(tilt.seat,))


def settle_support(ruling: Ruling, start: Mapping[str, float]) -> None:
    """Domestic support drifts back to where it began; lasting illegitimacy drags it down, norms hold it up."""
    numbers, to = ruling.book.parameters, {}
    for holder in ruling.book.setting.governments:
        now, origin = ruling.value(f"{holder}.DS"), start.get(f"{holder}.DS", 55.0)
        legitimacy = ruling.value(f"{holder}.Leg")
        drag = min(0.0, legitimacy - 50) * 0.03 * (1 - 0.5 * ruling.value(f"{holder}.norms"))
        to[f"{holder}.DS"] = now + (origin - now) * numbers.support_reversion + drag
    ruling.shift(
        "support_settled",
        "household",
        ruling.last(*(f"{h}.Leg" for h in ruling.book.setting.governments)),
        "Support settled.",
        to=to,
    )
