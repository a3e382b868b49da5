"""Names of variables while they are typed: which ones are near, and what is known of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wargame.core.codebook import bounds, family_of
from wargame.core.ids import Variable


def close_to(typed: str, names: Iterable[Variable]) -> list[Variable]:
    """Names that begin with what was typed, then those that hold all its parts, each in order of the alphabet.

    Capitals do not matter; nothing typed gives all names.
    """
    needle = typed.casefold()
    ordered = sorted(names)
    first = [name for name in ordered if name.casefold().startswith(needle)]
    parts = needle.replace(".", " ").split()
    rest = [name for name in ordered if name not in first and all(part in name.casefold() for part in parts)]
    return [*first, *rest]


def described(name: Variable, values: Mapping[Variable, float]) -> str:
    """`now 62, of 0 to 100: domestic support`; KeyError for a variable that is not stored or not among the values."""
    family = family_of(name)
    low, high = bounds(name)
    assert family is not None
    return f"now {values[name]:g}, of {low:g} to {high:g}: {family.meaning}"


def brief(name: Variable, values: Mapping[Variable, float]) -> str:
    """`62 (0 to 100)`; KeyError as for `described`."""
    low, high = bounds(name)
    return f"{values[name]:g} ({low:g} to {high:g})"
