"""Technology and fielding of a turn: the frontier moves, labs advance, capability follows (E1, E5)."""

from __future__ import annotations

from wargame.core.ids import AREAS
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import capability


def advance_frontier(ruling: Ruling) -> None:
    """Each lab's internal vintage advances by `g * pace * months`; F is the best of them, or the world's own pace.

    Pace scales with talent and compute; chip controls slow Chinese labs.
    """
    book, numbers = ruling.book, ruling.book.parameters
    speed, months = ruling.value("world.g", 1.0), book.setting.months
    frontier = ruling.value("world.F") + speed * months
    to: dict[str, float] = {}
    drivers: list[str] = []
    best = -120.0
    for lab in book.setting.labs:
        variable = f"{lab}.vintage"
        pace = ruling.value(f"{lab}.talent") / 100 * ruling.value(f"{lab}.compute", 1.0)
        if book.jurisdiction(lab) == "cn":
            pace *= 1 - numbers.chip_control_bite * ruling.value("world.chip_control_cn")
        to[variable] = min(ruling.value(variable) + speed * pace * months, frontier)
        best = max(best, to[variable])
        drivers += [f"{lab}.talent", f"{lab}.compute"]
    if any(book.seat(lab).role == "frontier" for lab in book.setting.labs):
        frontier = max(best, ruling.value("world.F"))
    event = ruling.emit(
        "frontier_advanced",
        "E1",
        ruling.last("world.g", *drivers),
        "public",
        f"The frontier moved to {frontier:.1f} frontier-months.",
        to={"world.F": frontier},
    )
    text = "Labs moved their internal models on."
    ruling.shift("labs_advanced", "E1", (event.id, *ruling.last(*drivers)), text, to=to)


def field_capability(ruling: Ruling) -> None:
    """E5: half the gap to the target closes in a quarter upward; losses bite at once."""
    book, numbers = ruling.book, ruling.book.parameters
    share = 1 - (1 - numbers.fielding_rate) ** book.setting.quarter
    for holder in book.setting.governments:
        lines = capability.live_access(ruling.state, holder)
        useful = capability.best(capability.usefulness(book, ruling.state, holder, lines))
        to: dict[str, float] = {}
        for area, target in zip(AREAS, capability.targets(book, ruling.state, holder, useful), strict=True):
            now = ruling.value(f"{holder}.C.{area}")
            to[f"{holder}.C.{area}"] = now + (target - now) * share if target > now else target
        inputs = [f"{holder}.A", "world.F", *(f"{holder}.N.{area}" for area in AREAS)]
        inputs += [f"model.{line.model}.K" for line in lines if line.frozen_K is None]
        ended = [
            line.cause
            for line in ruling.state.access.values()
            if line.holder == holder and line.status != "live" and line.cause.startswith(f"{ruling.turn}.")
        ]
        causes = (*ruling.last(*inputs), *(line.cause for line in lines), *ended)
        text = f"{ruling.name(holder)} fielded what it has."
        ruling.shift("capability_fielded", "E5", causes, text, to=to, about=(holder,))
    _habit(ruling)


def _habit(ruling: Ruling) -> None:
    """Living with fielded systems teaches: adoption capacity drifts up a little where models are in use."""
    numbers, quarter = ruling.book.parameters, ruling.book.setting.quarter
    by = {
        f"{holder}.A": numbers.exercise_drift * quarter * (1 - ruling.value(f"{holder}.A") / 100)
        for holder in ruling.book.setting.governments
        if capability.live_access(ruling.state, holder)
    }
    ruling.shift("practice_gained", "E3", ruling.last(*by), "Forces grew used to what they run.", by=by)
