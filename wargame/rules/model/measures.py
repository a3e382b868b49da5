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
from wargame.rules.model import capability, leverage, uptake


@dataclass(frozen=True)
class Picture:
    """One look at the state; its expensive parts are computed once, when first asked for."""

    book: Rulebook
    sight: Sight

    @cached_property
    def leverage(self) -> Mapping[SeatId, Mapping[SeatId, float]]:
        """Leverage of each supplier over each government (E7). Shares of capability, 0-1. The dearest of the four."""
        return {h: leverage.leverage(self.book, self.sight, h) for h in self.book.setting.governments}

    @cached_property
    def shares(self) -> Mapping[SeatId, Mapping[str, float]]:
        """Shares of jurisdictions in the models that each government uses.

        By government and jurisdiction, 0-1, summing to 1; empty for one that uses none.
        """
        return {h: uptake.model_shares(self.book, self.sight, h) for h in self.book.setting.governments}

    @cached_property
    def capability(self) -> Mapping[SeatId, float]:
        """Fielded capability of each government, 0-100."""
        return {h: capability.fielded(self.book, self.sight, h) for h in self.book.setting.governments}

    @cached_property
    def dependence(self) -> Mapping[SeatId, float]:
        """Dependence of each government (E8), 0-1."""
        return {h: leverage.dependence(self.book, self.sight, h) for h in self.book.setting.governments}


def picture(book: Rulebook, sight: Sight) -> Picture:
    """One look at a state, or at what a seat sees of it, for all measures and scores.

    It costs nothing by itself: leverage, shares and the like are computed when first asked for, and kept as long as the
    picture is. The sight must not change meanwhile.
    """
    return Picture(book, sight)


def mean(values: list[float], empty: float = 0.0) -> float:
    """The mean, or `empty` of nothing."""
    return sum(values) / len(values) if values else empty


def stack_share(look: Picture, law: str) -> float:
    """Mean share of a jurisdiction in the models that allied governments use, 0-1.

    `law` is `us`, `cn` and so on; `home` counts each ally's own.
    """
    setting = look.book.setting
    shares = [
        look.shares[ally].get(setting.by_id[ally].jurisdiction if law == "home" else law, 0.0)
        for ally in setting.allies
    ]
    return mean(shares)


def allied_trust(look: Picture) -> float:
    """Mean trust of the allied governments in the patron, 0-100; 50 at a table without a patron."""
    patron, values = look.book.patron, look.sight.values
    return mean([values[names.trust(ally, patron)] for ally in look.book.setting.allies] if patron else [], 50.0)


def joint_capability(look: Picture) -> float:
    """Mean fielded capability of the patron and its allies, 0-100; 0 at a table with neither."""
    seats = (*look.book.setting.allies, *((look.book.patron,) if look.book.patron else ()))
    return mean([look.capability[seat] for seat in seats])


def anchor_index(look: Picture) -> float:
    """E18: `.4 * US share of allied stacks + .3 * mean allied trust + .3 * joint C`, 0-100.

    The weights are the parameters `anchor_stack`, `anchor_trust` and `anchor_joint`.
    """
    numbers = look.book.parameters
    return (
        numbers.anchor_stack * 100 * stack_share(look, "us")
        + numbers.anchor_trust * allied_trust(look)
        + numbers.anchor_joint * joint_capability(look)
    )


def has_open(look: Picture) -> bool:
    """Whether any open weights are released."""
    return any(model.weights == "open" and model.released for model in look.sight.models.values())


def open_lag(look: Picture) -> float:
    """Months by which the best released open weights trail the frontier, from 0; 60 where there are none."""
    values = look.sight.values
    lags = [
        values[names.FRONTIER] - values[names.vintage(m.id)]
        for m in look.sight.models.values()
        if m.weights == "open" and m.released
    ]
    return max(0.0, min(lags, default=60.0))


def reach_lag(look: Picture, holder: SeatId) -> float:
    """Months by which the best model that a government has the use of trails the frontier; 60 where it has none."""
    return min((capability.lag(look.sight, a) for a in capability.live_access(look.sight, holder)), default=60.0)
