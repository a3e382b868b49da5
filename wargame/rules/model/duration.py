"""How long a deal runs and how soon one may leave it: what both weigh in deal value (E9)."""

from __future__ import annotations

import math
from functools import lru_cache

from wargame.core.ids import Channel
from wargame.rules.base.calendar import scaled
from wargame.rules.base.rulebook import Rulebook

USUAL_TERM = 4.0
"""Quarters of the terms in which what a deal brings counts as the equation has it."""


@lru_cache(maxsize=256)
def _reached(rate: float, quarters: float) -> float:
    """The part of a gap that is closed on average over a term, if each quarter closes `rate` of what is left."""
    if rate >= 1:
        return 1.0
    if rate <= 0:
        return 0.0
    speed = -math.log1p(-rate)
    return 1.0 - (1.0 - math.exp(-speed * quarters)) / (speed * quarters)


def built_up(book: Rulebook, quarters: float, channel: Channel) -> float:
    """What a deal brings over its term, against one of a year: 1 for four quarters, .69 for two, 1.24 for eight.

    Forces take up a model as E5 has it, part of the gap a quarter; a deal that ends sooner has built up less, and less
    hangs on it. Weights stay when the paper runs out, so they count as a year's at least. `quarters` is above 0.
    """
    rate = book.parameters.fielding_rate
    term = max(quarters, USUAL_TERM) if channel == "weights" else quarters
    usual = _reached(rate, USUAL_TERM)
    return _reached(rate, term) / usual if usual else 1.0


def hard_to_leave(book: Rulebook, sovereignty: float, notice: int, turns: int) -> float:
    """Points that a longer notice than the usual turn costs: `exit_worth * sigma` for each quarter that it is longer.

    Below 0 where one may leave sooner. No notice outlasts the terms. `notice` and `turns` are in turns.
    """
    return book.parameters.exit_worth * sovereignty * scaled(book.setting, min(notice, turns) - 1.0)
