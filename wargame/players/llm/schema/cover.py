"""Writing a set of choices as few products: `a or b` with `x or y` says four things in one line.

A cover is exact: what it can say is what was given, nothing more and nothing less.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

Combination: TypeAlias = tuple[Any, ...]
Product: TypeAlias = dict[str, tuple[Any, ...]]
"""Values by name; it stands for every combination of them."""


def cover(names: Sequence[str], rows: Collection[Combination]) -> list[Product]:
    """Products that together are exactly these rows; values keep the order in which they first come."""
    if not rows:
        return []
    ordered = list(dict.fromkeys(rows))
    columns = [tuple(dict.fromkeys(column)) for column in zip(*ordered, strict=True)]
    if len(ordered) == math.prod(len(column) for column in columns):
        return [dict(zip(names, columns, strict=True))]
    splits = [_split(names, ordered, at) for at in range(len(names))]
    return min(splits, key=len)


def _split(names: Sequence[str], rows: Sequence[Combination], at: int) -> list[Product]:
    """Covers of what goes with each value of one column; values with the same company share a cover."""
    company: dict[Any, dict[Combination, None]] = {}
    for row in rows:
        company.setdefault(row[at], {})[row[:at] + row[at + 1 :]] = None
    sharing: dict[frozenset[Combination], list[Any]] = {}
    for value, rest in company.items():
        sharing.setdefault(frozenset(rest), []).append(value)
    others = [*names[:at], *names[at + 1 :]]
    found: list[Product] = []
    for values in sharing.values():
        found += [{names[at]: tuple(values), **box} for box in cover(others, list(company[values[0]]))]
    return [{name: box[name] for name in names} for box in found]


def rows_of(box: Mapping[str, Sequence[Any]]) -> int:
    """How many choices a product stands for."""
    return math.prod(len(values) for values in box.values())
