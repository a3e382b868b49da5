"""Readings: any variable by its dotted name, stored or derived, and what a derived one is computed from."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.ids import AREAS, Variable
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model import capability, leverage
from wargame.rules.model.measures import (
    Picture,
    allied_trust,
    anchor_index,
    joint_capability,
    open_lag,
    reach_lag,
    stack_share,
)
from wargame.rules.model.scoring import score


def read(look: Picture, variable: Variable) -> float | None:
    """The value of any variable, or None if there is none of that name in this game."""
    stored = look.sight.values.get(variable)
    return stored if stored is not None else derived(look, variable)


def derived(look: Picture, variable: Variable) -> float | None:
    """The value of a derived variable, or None if the name is not one."""
    book, sight = look.book, look.sight
    world: dict[str, Callable[[], float]] = {
        "washington.anchor": lambda: anchor_index(look),
        "world.us_share": lambda: stack_share(look, "us"),
        "world.cn_share": lambda: stack_share(look, "cn"),
        "world.home_share": lambda: stack_share(look, "home"),
        "world.open_lag": lambda: open_lag(look),
        "world.joint_C": lambda: joint_capability(look),
        "world.cohesion": lambda: allied_trust(look),
    }
    if variable in world:
        return world[variable]()
    seat, _, rest = variable.partition(".")
    if rest == "score" and seat in book.setting.by_id:
        return score(look, book.seat(seat)).total
    if seat not in look.capability:
        return None
    if rest == "C":
        return look.capability[seat]
    if rest == "D":
        return capability.adoption_delay(
            book.parameters, sight.values[f"{seat}.A"], capability.support_level(sight, seat), 0.0
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
    """Names of all derived variables of this game, leverage by its maximum only."""
    names = [
        "world.us_share",
        "world.cn_share",
        "world.home_share",
        "world.open_lag",
        "world.joint_C",
        "world.cohesion",
    ]
    if book.patron == "washington":
        names.insert(0, "washington.anchor")
    for holder in book.setting.governments:
        names += [f"{holder}.{part}" for part in ("C", "D", "H", "lag", "leverage.max")]
    return (*names, *(f"{seat.id}.score" for seat in book.setting.seats))


def inputs(book: Rulebook, sight: Sight, variable: Variable) -> tuple[tuple[Variable, ...], tuple[str, ...]]:
    """What a derived variable is computed from: stored variables, and the events behind lines of access."""
    seat, _, rest = variable.partition(".")
    holders = (seat,) if seat in book.setting.governments else book.setting.governments
    names: list[Variable] = []
    events: list[str] = []
    for holder in holders:
        names.append(f"{holder}.A")
        names += [f"{holder}.{'C' if rest == 'C' else 'N'}.{area}" for area in AREAS]
        if variable.startswith("washington.anchor") or rest == "cohesion":
            names.append(f"{holder}.trust.washington")
        if rest == "H":
            names += [f"{holder}.home.{layer}" for layer in ("chips", "cloud", "integration", "data")]
        for line in sight.access.values():
            if line.holder == holder:
                events.append(line.cause)
                names.append(f"model.{line.model}.K")
    names.append("world.F")
    stored = tuple(dict.fromkeys(name for name in names if name in sight.values))
    return stored, tuple(dict.fromkeys(events))
