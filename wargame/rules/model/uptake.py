"""Uptake: on whose models a government's work runs. What is held and not used counts for nothing (E8, E18, bets)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wargame.core.ids import SeatId
from wargame.core.models import REVOCABILITY, Access
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model import cut_off
from wargame.rules.model.capability import live_access, usefulness

Sort = TypeVar("Sort")


def work(book: Rulebook, sight: Sight, holder: SeatId, sort: Callable[[Access], Sort]) -> dict[Sort, float]:
    """Shares of what general models do for a government, by a sort of lines; they sum to 1, or there are none.

    In each area each sort stands with the line that is worth most to lean on, `v = u * trusted`, so that a second line
    of the same sort adds nothing. Work divides as `v^use_sharpness`, which is how a field of many tasks divides where
    each goes to whatever suits it best and fitness varies from task to task (Eaton and Kortum 2002, equation 8). An
    area counts by what general models bring there: mission weight, general-purpose share and the best usefulness.
    `holder` is a government, else KeyError. Costs one round of E4, and one reading of the risk for each supplier.
    """
    lines = live_access(sight, holder)
    grid = usefulness(book, sight, holder, lines)
    leaned = {access.id: trusted(book, sight, access) for access in lines}
    found: dict[Sort, float] = {}
    for index, (weight, rule) in enumerate(zip(book.weights[holder], book.areas, strict=True)):
        stands: dict[Sort, float] = {}
        for access, row in grid:
            kind, value = sort(access), row[index] * leaned[access.id]
            if value > stands.get(kind, 0.0):
                stands[kind] = value
        brings = weight * rule.general * max((row[index] for _, row in grid), default=0.0)
        if not stands or not brings:
            continue
        most = max(stands.values())
        parts = {kind: (value / most) ** book.parameters.use_sharpness for kind, value in stands.items()}
        whole = sum(parts.values())
        for kind, part in parts.items():
            found[kind] = found.get(kind, 0.0) + brings * part / whole
    total = sum(found.values())
    return {kind: amount / total for kind, amount in found.items()} if total else {}


def trusted(book: Rulebook, sight: Sight, access: Access) -> float:
    """The part of its usefulness at which a line is worth leaning on, 0-1: the price of E9 for what can be taken back.

    `1 - leverage_price/100 * sigma * revocable * risk`, with the risk of `rules.model.cut_off`; 1 for weights, for
    what one's own country serves, and for whoever is no government.
    """
    seat, revocable = book.seat(access.holder), REVOCABILITY[access.channel]
    if not revocable or access.supplier == access.holder or book.jurisdiction(access.supplier) == seat.jurisdiction:
        return 1.0
    risk = cut_off.risk(book, sight, access.holder, access.supplier)
    return max(0.0, 1 - book.parameters.leverage_price / 100 * seat.sovereignty * revocable * risk)


def law_of(book: Rulebook, sight: Sight, access: Access) -> str:
    """The law that a line of access stands under: that of the model's owner, of its supplier where there is none."""
    model = sight.models.get(access.model)
    return book.jurisdiction(model.owner if model else access.supplier)


def model_shares(book: Rulebook, sight: Sight, holder: SeatId) -> dict[str, float]:
    """Shares of the jurisdictions in the models that a government uses: `work` by the law of the model's owner."""
    return work(book, sight, holder, lambda access: law_of(book, sight, access))
