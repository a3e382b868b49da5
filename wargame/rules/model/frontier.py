"""Technology and fielding of a turn: the frontier moves, labs advance, capability follows (E1, E5)."""

from __future__ import annotations

from wargame.core import names
from wargame.core.ids import AREAS, Variable
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import capability


def advance_frontier(ruling: Ruling) -> None:
    """E1: each lab's internal vintage advances by `g * pace * months`; F is the best of them, or the world's own pace.

    Frontier-months. Pace is talent / 100 times compute; chip controls slow Chinese labs. At a table without a frontier
    lab F goes on at the world's pace. Records two events.
    """
    book, numbers = ruling.book, ruling.book.parameters
    speed, months = ruling.value(names.PACE), book.setting.months
    frontier = ruling.value(names.FRONTIER) + speed * months
    to: dict[Variable, float] = {}
    drivers: list[Variable] = []
    best = -120.0
    for lab in book.setting.labs:
        variable = names.vintage_inside(lab)
        pace = ruling.value(names.talent(lab)) / 100 * ruling.value(names.compute(lab))
        if book.jurisdiction(lab) == "cn":
            pace *= 1 - numbers.chip_control_bite * ruling.value(names.CHIP_CONTROL)
        to[variable] = min(ruling.value(variable) + speed * pace * months, frontier)
        best = max(best, to[variable])
        drivers += [names.talent(lab), names.compute(lab)]
    if any(book.seat(lab).role == "frontier" for lab in book.setting.labs):
        frontier = max(best, ruling.value(names.FRONTIER))
    event = ruling.emit(
        "frontier_advanced",
        "E1",
        ruling.last(names.PACE, *drivers),
        "public",
        f"The frontier moved to {frontier:.1f} frontier-months.",
        to={names.FRONTIER: frontier},
    )
    text = "Labs moved their internal models on."
    ruling.shift("labs_advanced", "E1", (event.id, *ruling.last(*drivers)), text, to=to)


def field_capability(ruling: Ruling) -> None:
    """E5: `fielding_rate` of the gap to the target closes in a quarter upward; losses bite at once. All governments."""
    book, numbers = ruling.book, ruling.book.parameters
    share = 1 - (1 - numbers.fielding_rate) ** book.setting.quarter
    for holder in book.setting.governments:
        lines = capability.live_access(ruling.state, holder)
        useful = capability.best(capability.usefulness(book, ruling.state, holder, lines))
        to: dict[Variable, float] = {}
        for area, target in zip(AREAS, capability.targets(book, ruling.state, holder, useful), strict=True):
            now = ruling.value(names.capability(holder, area))
            to[names.capability(holder, area)] = now + (target - now) * share if target > now else target
        inputs = [names.adoption(holder), names.FRONTIER, *(names.narrow(holder, area) for area in AREAS)]
        inputs += [names.vintage(line.model) for line in lines if line.frozen_K is None]
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
        names.adoption(holder): numbers.exercise_drift * quarter * (1 - ruling.value(names.adoption(holder)) / 100)
        for holder in ruling.book.setting.governments
        if capability.live_access(ruling.state, holder)
    }
    ruling.shift("practice_gained", "E3", ruling.last(*by), "Forces grew used to what they run.", by=by)
