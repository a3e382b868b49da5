"""Numbers as tables have them: rounded to so many digits, and without an exponent where people read none."""

from __future__ import annotations

import re
from math import isfinite

LARGEST_PLAIN = 1e5
"""The largest size of a number that is written without an exponent."""

LEAST_CHANCE = 0.001
"""The smallest chance that is written as a number: no chance is nothing."""


def in_digits(value: float, digits: int, sign: str = "") -> str:
    """A number with so many digits that count; up to `LARGEST_PLAIN` all before the point are written out.

    `sign` is `+` where that of a positive number is to be told. `1e+02` is never written for 100.
    """
    if isfinite(value) and 10**digits <= abs(value) <= LARGEST_PLAIN:
        return f"{value:{sign}.0f}"
    rounded = f"{value:{sign}.{digits}g}"
    return rounded if "e+" not in rounded or abs(value) > LARGEST_PLAIN else f"{float(rounded):{sign}.0f}"


def chance_in_words(p: float) -> str:
    """A p-value with three decimals, and `< 0.001` below that."""
    return f"< {LEAST_CHANCE}" if p < LEAST_CHANCE else f"{p:.3f}"


_ONE = r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?( ?%)?"
_NUMBER = re.compile(rf"(< )?{_ONE}|\[{_ONE}, {_ONE}\]")


def is_number(cell: str) -> bool:
    """Whether a cell of a table is a number, a share, a p or an interval, which are not broken over two lines."""
    return _NUMBER.fullmatch(cell) is not None
