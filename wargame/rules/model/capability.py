"""Capability: how useful a model within reach is, and what of it is fielded (E1, E3-E5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wargame.core import names
from wargame.core.ids import AREAS, ModelId, SeatId, Variable
from wargame.core.models import Access, Model
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook, Sight

EVERYWHERE: frozenset[str] = frozenset(AREAS)
Grid = tuple[tuple[Access, tuple[float, ...]], ...]
"""Usefulness of each live line of access, in the order of the mission areas."""


def lag(sight: Sight, access: Access) -> float:
    """E1: months by which the model behind a line of access trails the frontier; never below 0.

    A line with frozen weights keeps the vintage at which it was taken; a model without one counts as of vintage -120.
    Vintages and frontier are in frontier-months.
    """
    return max(0.0, sight.values[names.FRONTIER] - vintage_of(sight, access))


def vintage_of(sight: Sight, access: Access) -> float:
    """The vintage behind a line of access: that of the copy where weights are frozen, else the model's own."""
    vintage = access.frozen_K
    return sight.values.get(names.vintage(access.model), -120.0) if vintage is None else vintage


def adoption_delay(parameters: Parameters, adoption: float, support: float, depth: float) -> float:
    """E3: months between having access and using it; at least 1.

    `adoption` is capacity from 0 to 100, `support` the level of engineering help from 0 to 3, `depth` how far a model's
    family is integrated, from 0 to 1.
    """
    months = parameters.delay_floor + parameters.delay_slope * (1 - adoption / 100) ** 2
    months -= parameters.delay_support * support
    return max(1.0, months * (1 - parameters.delay_depth * depth))


def lawful(access: Access) -> frozenset[str]:
    """The areas in which a line of access may be used by its licence; all six where it is used illicitly.

    A civil licence covers logistics if that is among its areas, none covers nothing.
    """
    if access.source == "illicit":
        return EVERYWHERE
    if access.licence == "none":
        return frozenset()
    if access.licence == "civil":
        return frozenset({"logistics"}) & frozenset(access.areas)
    return EVERYWHERE if len(access.areas) == len(AREAS) else frozenset(access.areas)


def live_access(sight: Sight, holder: SeatId) -> tuple[Access, ...]:
    """The lines of access that a seat can use now: the live ones, neither suspended nor ended."""
    return tuple([item for item in sight.access.values() if item.holder == holder and item.status == "live"])


def support_level(sight: Sight, holder: SeatId) -> float:
    """The best engineering help that a seat enjoys apart from its lines of access, 0-3."""
    levels = [each.amount for each in sight.conditions.values() if each.kind == "support" and each.seat == holder]
    return max(levels, default=0.0)


def usefulness(
    book: Rulebook,
    sight: Sight,
    holder: SeatId,
    lines: Iterable[Access],
    depth_kept: float = 1.0,
    engineers: float = 0.0,
) -> Grid:
    """E4: how useful each line of access is in each area, `2^(-(S - K + g*D)/h) * fit * lawful`, each from 0 to 1.

    S is the standard of the day, so that what a leader fields is worth no less because the frontier moved. The wait g*D
    is what newer versions cost: a copy that stays as it is has been worked in once it was held for D months. Gives
    (line, six numbers in the order of `core.ids.AREAS`) for each of `lines`, in their order. `holder` is the government
    whose adoption, support and integration count. `depth_kept` from 0 to 1 scales integration depth, to ask what is
    left when a contractor walks out; `engineers` from 0 to 3 is a level of help, to ask what it would lift. The cost
    grows with lines times areas; nothing is kept.
    """
    values, numbers = sight.values, book.parameters
    adoption, speed = values.get(names.adoption(holder), 0.0), values[names.PACE]
    standard, months = values.get(names.STANDARD, values[names.FRONTIER]), book.setting.months
    helped = max(engineers, support_level(sight, holder))
    grid = []
    for access in lines:
        model, channel, kept = sight.models.get(access.model), access.channel, access.penalty
        depth = values.get(names.integration(holder, model.family if model else access.model), 0.0) * depth_kept
        behind, support = standard - vintage_of(sight, access), access.support if access.support > helped else helped
        wait = adoption_delay(numbers, adoption, support, depth)
        if access.frozen_K is not None:
            wait = max(0.0, wait - months * (sight.turn - access.since))
        behind += speed * wait
        allowed = lawful(access)
        tuned: tuple[str, ...] = ()
        if channel == "weights" and model:
            tuned = tuple([area for area in AREAS if values.get(names.tuned(holder, area, model.family))])
        row = []
        for area, _, half_life, fit in book.areas:
            age = behind - numbers.tuning_gain if area in tuned else behind
            if area not in allowed:
                row.append(0.0)
            elif age > 0:
                row.append(2.0 ** (-age / half_life) * fit[channel] * kept)
            else:
                row.append(fit[channel] * kept)
        grid.append((access, tuple(row)))
    return tuple(grid)


def best(grid: Grid, kept: Mapping[str, float] | None = None) -> tuple[float, ...]:
    """The best usefulness in each area over all lines of a grid, 0-1, in the order of the areas; zeros without lines.

    `kept` scales lines by their id, from 0 (taken away) to 1; a line that it does not name counts in full.
    """
    result = [0.0] * len(AREAS)
    for access, row in grid:
        share = 1.0 if kept is None else kept.get(access.id, 1.0)
        if share:
            for index, useful in enumerate(row):
                if useful * share > result[index]:
                    result[index] = useful * share
    return tuple(result)


def targets(book: Rulebook, sight: Sight, holder: SeatId, useful: Sequence[float]) -> tuple[float, ...]:
    """E5: capability that would be fielded in the end, by area: `100*(phi*u + (1-phi)*N)`, each from 0 to 100.

    `useful` are six numbers from 0 to 1 in the order of the areas, as `best` gives them. Shared threat data lift cyber
    and intelligence, automation lifts targeting, and arms that come late lower targeting and autonomy.
    """
    return on_ground(ground(book, sight, holder), useful)


Ground = tuple[tuple[float, float, float], ...]
"""By area: the share of general models, what narrow AI adds to them, and the factor of what lifts both."""


def ground(book: Rulebook, sight: Sight, holder: SeatId) -> Ground:
    """What E5 rests on apart from usefulness: worth keeping where one holder is asked about many offers."""
    values, numbers = sight.values, book.parameters
    threat = 1.0 + numbers.threat_gain * values.get(names.threat_data(holder), 0.0)
    automation = 1.0 + numbers.automation_gain * values.get(names.automation(holder), 0.0)
    arms = 1.0 + numbers.arms_gain * (values.get(names.arms(holder), 50.0) - 50.0) / 50.0
    lifts = {"cyber": threat, "intelligence": threat, "targeting": automation * arms, "autonomy": arms}
    return tuple(
        [
            (general, (1.0 - general) * values.get(names.narrow(holder, area), 0.0), lifts.get(area, 1.0))
            for area, general, _, _ in book.areas
        ]
    )


def on_ground(ground: Ground, useful: Sequence[float]) -> tuple[float, ...]:
    """E5 by area, each from 0 to 100, for six numbers of usefulness from 0 to 1."""
    return tuple(
        [
            min(100.0, 100.0 * (general * level + narrow) * lift)
            for (general, narrow, lift), level in zip(ground, useful, strict=True)
        ]
    )


def weighted(book: Rulebook, holder: SeatId, by_area: Sequence[float]) -> float:
    """A mean over the areas with the mission weights of a government, which sum to 1: in the unit of `by_area`.

    KeyError for a seat that is no government.
    """
    return sum([weight * level for weight, level in zip(book.weights[holder], by_area, strict=True)])


def settled(book: Rulebook, holder: SeatId, ground: Ground, useful: Sequence[float]) -> float:
    """The mean that a government would settle at, 0-100: `weighted` of `on_ground`, where many offers are tried."""
    points = []
    for weight, (general, narrow, lift), level in zip(book.weights[holder], ground, useful, strict=True):
        reached = 100.0 * (general * level + narrow) * lift
        points.append(weight * (reached if reached < 100.0 else 100.0))
    return sum(points)


def fielded(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """C of a government: its fielded capability now, weighted by its missions, 0-100."""
    values = sight.values
    return weighted(book, holder, [values.get(names.capability(holder, area), 0.0) for area in AREAS])


def coding_usefulness(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """u_coding of E6: usefulness of the best general model for software, 0-1, with the half-life of intelligence."""
    numbers, values = book.parameters, sight.values
    adoption, speed = values.get(names.adoption(holder), 0.0), values[names.PACE]
    standard = values.get(names.STANDARD, values[names.FRONTIER])
    lines = [access for access in live_access(sight, holder) if lawful(access)]
    level = 0.0
    for access in lines:
        wait = speed * adoption_delay(numbers, adoption, access.support, 0.0)
        age = max(0.0, standard - vintage_of(sight, access) + wait)
        level = max(level, 2.0 ** (-age / numbers.half_life_intelligence) * access.penalty)
    return level


def opening_capability(
    setting: Setting,
    parameters: Parameters,
    values: Mapping[Variable, float],
    models: Mapping[ModelId, Model],
    access: Mapping[str, Access],
) -> Mapping[Variable, float]:
    """Fielded capability at the start by variable, 0-100: what each government's access and narrow AI would settle at.

    `values`, `models` and `access` are the opening as the scenario has it; governments alone field anything.
    """
    book = Rulebook(setting, parameters, seed=0)
    sight = State(values=values, models=models, access=access)
    opening: dict[Variable, float] = {}
    for holder in setting.governments:
        useful = best(usefulness(book, sight, holder, live_access(sight, holder)))
        for area, points in zip(AREAS, targets(book, sight, holder, useful), strict=True):
            opening[names.capability(holder, area)] = points
    return opening
