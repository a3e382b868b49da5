"""Technology and fielding of a turn: the frontier moves, labs advance, capability follows (E1, E5)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from wargame.core import names
from wargame.core.ids import AREAS, SeatId, Variable
from wargame.rules.base.calendar import compounded, scaled
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import capability


def months_for(parameters: Parameters, means: float) -> float:
    """E2: frontier-months that means are worth against par, `6.1 * ln(means)`: 0 at 1, negative below.

    A run costs 2.4 times more each year while equal quality gets three times cheaper (F5, F6), so that a factor of 7.2
    in means is worth a year: 12 / ln(7.2) = 6.1 months per factor e. ValueError unless `means` is above 0.
    """
    months = 12.0 / math.log(max(1.01, parameters.frontier_run_growth * parameters.quality_cheaper))
    return months * math.log(means)


def catch_up_lag(parameters: Parameters, share: float) -> float:
    """E2: months behind the frontier for a given share of a frontier run, `6.1 * ln(1/share)`, from 0.

    A share below a millionth counts as that, one above 1 as 1.
    """
    return -months_for(parameters, min(1.0, max(share, 1e-6)))


def means(book: Rulebook, sight: Sight, lab: SeatId) -> float:
    """E1: what a lab can put into its next model: 1 with full talent, quiet staff and the compute that it takes.

    Talent / 100 times compute times `1 - dissent_drag * dissent / 100`; `chip_control_bite` of full chip controls is
    taken from Chinese labs, less what their state has brought home: `home_chips` of that part of its chips. Never below
    0.001.
    """
    numbers, values = book.parameters, sight.values
    power = values.get(names.talent(lab), 100.0) / 100 * values.get(names.compute(lab), 1.0)
    power *= 1 - numbers.dissent_drag * values.get(names.dissent(lab), 0.0) / 100
    if book.jurisdiction(lab) == "cn":
        made = values.get(names.home_share(book.rival, "chips"), 0.0) if book.rival else 0.0
        power *= 1 - numbers.chip_control_bite * values.get(names.CHIP_CONTROL, 0.0) * (1 - numbers.home_chips * made)
    return max(power, 0.001)


def advanced(book: Rulebook, sight: Sight, lab: SeatId) -> float:
    """E1: the vintage that a lab has inside at the end of a turn, in frontier-months; it never falls.

    It goes on with the world and closes `pace_rate` a quarter of the distance to `par + 6.1 * ln(means)`, the vintage
    at which E2 puts such means: half of them trail by 4.2 months, and more than others have leads.
    """
    speed, values = sight.values[names.PACE] * book.setting.months, sight.values
    now = values.get(names.vintage_inside(lab), -120.0)
    par = values.get(names.PAR, values[names.FRONTIER]) + speed
    due = par + months_for(book.parameters, means(book, sight, lab))
    reached = now + speed
    return max(now, reached + (due - reached) * compounded(book.setting, book.parameters.pace_rate))


def advance_frontier(ruling: Ruling, start: Mapping[Variable, float]) -> None:
    """E1: labs move on by their means, F is the best of them, and lines kept back go on inside. Compute wears down.

    It comes before a turn's releases, so that these carry the frontier of their turn. `start` holds the opening's
    numbers: a lab whose income falls can sustain less compute than it began with. At a table without
    a frontier lab F goes on at the world's pace.
    """
    book = ruling.book
    speed = ruling.value(names.PACE, 1.0) * book.setting.months
    to = {names.vintage_inside(lab): advanced(book, ruling.state, lab) for lab in book.setting.labs}
    if any(book.seat(lab).role == "frontier" for lab in book.setting.labs):
        frontier = max(*to.values(), ruling.value(names.FRONTIER))
    else:
        frontier = ruling.value(names.FRONTIER) + speed
    drivers = [of(lab) for lab in book.setting.labs for of in (names.talent, names.compute, names.dissent)]
    event = ruling.emit(
        "frontier_advanced",
        "E1",
        ruling.last(names.PACE, *drivers),
        "public",
        f"The frontier moved to {frontier:.1f} frontier-months.",
        to={names.FRONTIER: frontier},
        by={names.PAR: speed, names.STANDARD: book.setting.months},
    )
    inside = {
        names.vintage(model.id): to[names.vintage_inside(model.owner)] - model.trail
        for model in ruling.state.models.values()
        if not (model.released or model.ages)
        and names.vintage_inside(model.owner) in to
        and to[names.vintage_inside(model.owner)] - model.trail > ruling.value(names.vintage(model.id), -120.0)
    }
    text = "Labs moved their internal models on."
    ruling.shift("labs_advanced", "E1", (event.id, *ruling.last(*drivers)), text, to=to | inside)
    _wear_down(ruling, start)


def _wear_down(ruling: Ruling, start: Mapping[Variable, float]) -> None:
    book, numbers = ruling.book, ruling.book.parameters
    back, half = compounded(book.setting, numbers.compute_fade), compounded(book.setting, 0.5)
    to: dict[Variable, float] = {}
    for lab in book.setting.labs:
        now, income = ruling.value(names.compute(lab), 1.0), start.get(names.income(lab), 0.0)
        sustained = start.get(names.compute(lab), 1.0) * (ruling.value(names.income(lab)) / income if income else 1.0)
        to[names.compute(lab)] = now + (sustained - now) * back
    for holder in book.setting.governments:
        to[names.sovereign_effort(holder)] = ruling.value(names.sovereign_effort(holder)) * (1 - half)
        to[names.threat_data(holder)] = ruling.value(names.threat_data(holder)) * (1 - half)
        arms, usual = ruling.value(names.arms(holder)), start.get(names.arms(holder), 50.0)
        to[names.arms(holder)] = arms + (usual - arms) * back
    causes = ruling.last(*(names.income(lab) for lab in book.setting.labs))
    ruling.shift("means_wore_down", "E1", causes, "Compute, effort and warnings of yesterday count for less.", to=to)


def field_capability(ruling: Ruling) -> None:
    """E5: `fielding_rate` of the gap to the target closes in a quarter upward; losses bite at once. All governments."""
    book, numbers = ruling.book, ruling.book.parameters
    share = compounded(book.setting, numbers.fielding_rate)
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
    drift = scaled(ruling.book.setting, ruling.book.parameters.exercise_drift)
    by = {
        names.adoption(holder): drift * (1 - ruling.value(names.adoption(holder)) / 100)
        for holder in ruling.book.setting.governments
        if capability.live_access(ruling.state, holder)
    }
    ruling.shift("practice_gained", "E3", ruling.last(*by), "Forces grew used to what they run.", by=by)
