"""Numbers of an act of control, whoever writes the act: a record holds them as floats, as it is read again."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import Any

from wargame.core.control_acts import ControlMove, InjectNow, Override, RuleArgument
from wargame.errors import NotAllowed


def numbers_as_kept(move: ControlMove) -> ControlMove:
    """The same act with its numbers as floats, a whole number among them; NotAllowed for what is no number."""
    match move:
        case InjectNow():
            changes = {name: _as_kept(f"the change of {name}", change) for name, change in move.changes.items()}
            return replace(move, changes=changes)
        case Override():
            return replace(move, value=_as_kept(move.variable, move.value))
        case RuleArgument():
            chance = None if move.chance is None else _as_kept("the chance", move.chance)
            estimates = tuple(
                replace(each, chance=_as_kept(f"the chance of {each.judge}", each.chance)) for each in move.estimates
            )
            return replace(move, chance=chance, estimates=estimates)
        case _:
            return move


def _as_kept(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotAllowed(f"{name} is {value!r}; it must be a number, such as -30 or 0.5")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not isfinite(number):
        raise NotAllowed(f"{name} is not finite; it must be a number within the range of what it changes")
    return number
