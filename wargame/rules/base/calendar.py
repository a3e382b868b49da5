"""The calendar of a game: how rates that are given a quarter scale with the length of a turn.

Decided here alone: three months bring the same in one turn or in three. One-off acts (a threat, a release, a
signature) keep their size; what builds up, wears off or is paid goes by time.
"""

from __future__ import annotations

import math

from wargame.core.setting import Setting

LONGEST_TERM = 12
"""Quarters that an agreement may run, and turns that it always may."""


def scaled(setting: Setting, a_quarter: float) -> float:
    """What an amount that is given a quarter comes to in one turn: `a_quarter * months / 3`."""
    return a_quarter * setting.quarter


def compounded(setting: Setting, rate: float) -> float:
    """The share or chance of one turn that compounds to this one in a quarter: `1 - (1 - rate)^(months / 3)`, 0-1.

    `rate` is from 0 to 1 as well.
    """
    return 1.0 - math.pow(1.0 - rate, setting.quarter)


def grown(setting: Setting, rate: float) -> float:
    """The growth of one turn that compounds to this one in a quarter: `(1 + rate)^(months / 3) - 1`.

    `rate` is a share of the whole, from -1.
    """
    return math.pow(1.0 + rate, setting.quarter) - 1.0


def longest_term(months: float) -> int:
    """Turns that an agreement may run at most, in turns of so many months: twelve, or three years if that is more."""
    return max(LONGEST_TERM, round(3 * LONGEST_TERM / months))


def turns_in(setting: Setting, quarters: float) -> int:
    """Whole turns nearest to so many quarters, one at least."""
    return max(1, round(quarters / setting.quarter))
