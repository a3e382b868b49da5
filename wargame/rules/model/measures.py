"""Measures over the whole table: shares of the stack, trust, joint capability, the anchor index (E18).

Nothing here is stored; each value is computed from a sight whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from wargame.core import names
from wargame.core.ids import SeatId
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model import capability, leverage


@dataclass(frozen=True)
class Picture:
    """One look at the state; its expensive parts are computed once, when first asked for."""

    book: Rulebook
    sight: Sight

    @cached_property
    def leverage(self) -> Mapping[SeatId, Mapping[SeatId, float]]:
        """Leverage of each supplier over each government (E7)."""
        return {h: leverage.leverage(self.book, self.sight, h) for h in self.book.setting.governments}

    @cached_property
    def shares(self) -> Mapping[SeatId, Mapping[str, float]]:
        """Shares of jurisdictions in the models that each government uses."""
        return {h: leverage.model_shares(self.book, self.sight, h) for h in self.book.setting.governments}

    @cached_property
    def capability(self) -> Mapping[SeatId, float]:
        """Fielded capability of each government."""
        return {h: capability.fielded(self.book, self.sight, h) for h in self.book.setting.governments}

    @cached_property
    def dependence(self) -> Mapping[SeatId, float]:
        """Dependence of each government (E8)."""
        return {h: leverage.dependence(self.book, self.sight, h) for h in self.book.setting.governments}


def picture(book: Rulebook, sight: Sight) -> Picture:
    """Take the look."""
    return Picture(book, sight)


def mean(values: list[float], empty: float = 0.0) -> float:
    """The mean, or `empty` of nothing."""
    return sum(values) / len(values) if values else empty


def stack_share(look: Picture, law: str) -> float:
    """Share of a jurisdiction in the models of allied governments, 0-1; `home` counts each ally's own."""
    setting = look.book.setting
    shares = [
        look.shares[ally].get(setting.by_id[ally].jurisdiction if law == "home" else law, 0.0)
        for ally in setting.allies
    ]
    return mean(shares)


def allied_trust(look: Picture) -> float:
    """Mean trust of allies in Washington, 0-100."""
    patron, values = look.book.patron, look.sight.values
    return mean([values[names.trust(ally, patron)] for ally in look.book.setting.allies] if patron else [], 50.0)


def joint_capability(look: Picture) -> float:
    """Mean fielded capability of Washington and its allies, 0-100."""
    seats = (*look.book.setting.allies, *((look.book.patron,) if look.book.patron else ()))
    return mean([look.capability[seat] for seat in seats])


def anchor_index(look: Picture) -> float:
    """E18: `.4 * US share of allied stacks + .3 * mean allied trust + .3 * joint C`, 0-100."""
    numbers = look.book.parameters
    return (
        numbers.anchor_stack * 100 * stack_share(look, "us")
        + numbers.anchor_trust * allied_trust(look)
        + numbers.anchor_joint * joint_capability(look)
    )


def open_lag(look: Picture) -> float:
    """Months by which the best released open weights trail the frontier."""
    values = look.sight.values
    lags = [
        values[names.FRONTIER] - values[names.vintage(m.id)]
        for m in look.sight.models.values()
        if m.weights == "open" and m.released
    ]
    return max(0.0, min(lags, default=60.0))


def reach_lag(look: Picture, holder: SeatId) -> float:
    """Lag of the best model that a government has the use of."""
    return min((capability.lag(look.sight, a) for a in capability.live_access(look.sight, holder)), default=60.0)
