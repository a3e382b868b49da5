"""Readings: any variable by its dotted name, stored or derived, and what a derived one is computed from."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core import names
from wargame.core.codebook import owner
from wargame.core.ids import AREAS, Variable
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model import capability, leverage
from wargame.rules.model.measures import (
    Picture,
    allied_trust,
    anchor_index,
    has_open,
    joint_capability,
    open_lag,
    reach_lag,
    stack_share,
)
from wargame.rules.model.scoring import score

OF_GOVERNMENTS: tuple[names.OfSeat, ...] = (
    names.fielded,
    names.delay,
    names.dependence,
    names.lag,
    names.largest_leverage,
)
"""What is derived for each government, leverage by its maximum only."""


def read(look: Picture, variable: Variable) -> float | None:
    """The value of any variable in the unit of the codebook, or None if there is none of that name in this game.

    None as well for what the seat whose sight it is cannot even estimate.
    """
    stored = look.sight.values.get(variable)
    return stored if stored is not None else derived(look, variable)


def derived(look: Picture, variable: Variable) -> float | None:
    """The value of a derived variable in the unit of the codebook, or None if the name is not one.

    None as well for the lag of open weights where there are none.

    Whatever is dear in it (leverage, shares) is kept in the picture for the next question.
    """
    book, sight = look.book, look.sight
    world: dict[Variable, Callable[[], float | None]] = {
        names.stack_share("us"): lambda: stack_share(look, "us"),
        names.stack_share("cn"): lambda: stack_share(look, "cn"),
        names.stack_share("home"): lambda: stack_share(look, "home"),
        names.OPEN_LAG: lambda: open_lag(look) if has_open(look) else None,
        names.JOINT_CAPABILITY: lambda: joint_capability(look),
        names.COHESION: lambda: allied_trust(look),
    }
    if variable in world:
        return world[variable]()
    if book.patron and variable == names.anchor(book.patron):
        return anchor_index(look)
    seat, _, rest = variable.partition(".")
    if rest == "score" and seat in book.setting.by_id:
        return score(look, book.seat(seat)).total
    if seat not in look.capability:
        return None
    if rest == "C":
        return look.capability[seat]
    if rest == "D":
        return capability.adoption_delay(
            book.parameters, sight.values[names.adoption(seat)], capability.support_level(sight, seat), 0.0
        )
    if rest == "H":
        return look.dependence[seat]
    if rest == "lag":
        return reach_lag(look, seat)
    if rest == "leverage.max":
        return leverage.largest(look.leverage[seat])
    if rest.startswith("leverage."):
        return look.leverage[seat].get(rest[9:], 0.0)
    if rest.startswith("u.") and rest[2:] in AREAS:
        lines = capability.live_access(sight, seat)
        index = [str(area) for area in AREAS].index(rest[2:])
        return capability.best(capability.usefulness(book, sight, seat, lines))[index]
    return None


def derived_names(book: Rulebook) -> tuple[Variable, ...]:
    """Names of all derived variables of this game, always in the same order; leverage by its maximum only."""
    derivable = [
        names.stack_share("us"),
        names.stack_share("cn"),
        names.stack_share("home"),
        names.OPEN_LAG,
        names.JOINT_CAPABILITY,
        names.COHESION,
    ]
    if book.patron:
        derivable.insert(0, names.anchor(book.patron))
    for holder in book.setting.governments:
        derivable += [of(holder) for of in OF_GOVERNMENTS]
    return (*derivable, *(names.score(seat.id) for seat in book.setting.seats))


def inputs(book: Rulebook, sight: Sight, variable: Variable) -> tuple[tuple[Variable, ...], tuple[str, ...]]:
    """What a derived variable is computed from: stored variables, and the events behind lines of access.

    Each is named once, and only what this sight holds. Linear in governments times lines of access.
    """
    seat, patron = owner(variable), book.patron
    holders = (seat,) if seat in book.setting.governments else book.setting.governments
    sources: list[Variable] = []
    events: list[str] = []
    for holder in holders:
        sources.append(names.adoption(holder))
        by_area = names.capability if variable == names.fielded(holder) else names.narrow
        sources += [by_area(holder, area) for area in AREAS]
        if patron and variable in (names.anchor(patron), names.COHESION):
            sources.append(names.trust(holder, patron))
        if variable == names.dependence(holder):
            sources += [names.home_share(holder, layer) for layer in ("chips", "cloud", "integration", "data")]
        for line in sight.access.values():
            if line.holder == holder:
                events.append(line.cause)
                sources.append(names.vintage(line.model))
    sources.append(names.FRONTIER)
    stored = tuple(dict.fromkeys(name for name in sources if name in sight.values))
    return stored, tuple(dict.fromkeys(events))
