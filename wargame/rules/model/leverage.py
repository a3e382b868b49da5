"""Leverage and dependence: what a supplier could take away, and how concentrated supply is (E7, E8)."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core import names
from wargame.core.ids import LAYERS, SeatId
from wargame.core.models import REVOCABILITY, Access
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model.capability import Grid, best, live_access, targets, usefulness, weighted
from wargame.rules.model.uptake import model_shares


def leverage(book: Rulebook, sight: Sight, holder: SeatId, extra: tuple[Access, ...] = ()) -> dict[SeatId, float]:
    """E7: the share of a government's capability, 0-1, that would be lost at once, by who could take it away.

    Named are suppliers whose lines can be revoked, the power behind each, and contractors through their integration
    work; a holder without any capability gives an empty mapping. `extra` are lines of access to count as if they
    existed, to judge an offer. It computes E4 and E5 once for each name, which makes it the dearest reading of a state.
    """
    grid = usefulness(book, sight, holder, (*live_access(sight, holder), *extra))
    whole = weighted(book, holder, targets(book, sight, holder, best(grid)))
    if whole <= 0:
        return {}
    result: dict[SeatId, float] = {}
    for supplier, kept in _what_each_could_take(book, holder, grid).items():
        left = weighted(book, holder, targets(book, sight, holder, best(grid, kept)))
        result[supplier] = max(0.0, (whole - left) / whole)
    for seat in book.setting.seats:
        share = sight.values.get(names.bundled(holder, seat.id), 0.0) if seat.kind == "contractor" else 0.0
        if share:
            thin = usefulness(book, sight, holder, (access for access, _ in grid), 1 - share)
            left = weighted(book, holder, targets(book, sight, holder, best(thin)))
            result[seat.id] = max(0.0, (whole - left) / whole)
    return result


def _what_each_could_take(book: Rulebook, holder: SeatId, grid: Grid) -> dict[SeatId, dict[str, float]]:
    takers: dict[SeatId, dict[str, float]] = {}
    for access, _ in grid:
        revocable = REVOCABILITY[access.channel]
        if revocable == 0 or access.supplier == holder:
            continue
        takers.setdefault(access.supplier, {})[access.id] = 1 - revocable
        behind = book.behind(access.supplier, holder)
        if behind not in (access.supplier, holder):
            takers.setdefault(behind, {})[access.id] = 1 - revocable
    return takers


def largest(by_supplier: Mapping[SeatId, float]) -> float:
    """The largest leverage of any one supplier, 0-1; 0 if nobody holds any."""
    return max(by_supplier.values(), default=0.0)


def dependence(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """E8: sum of squared shares of foreign jurisdictions over five layers, 0 (all at home) to 1 (one foreigner).

    The layers are chips, cloud, model, integration and data, each a fifth; the model layer follows use, the others the
    dossier and what was moved home since.
    """
    seat, values = book.seat(holder), sight.values
    pooled: dict[str, float] = {}
    for layer in LAYERS:
        if layer == "model":
            shares: Mapping[str, float] = model_shares(book, sight, holder)
        else:
            home = values.get(names.home_share(holder, layer), 0.0)
            mix = seat.layers.get(layer, {})
            total = sum(mix.values()) or 1.0
            shares = {law: (1 - home) * part / total for law, part in mix.items()}
        for law, part in shares.items():
            pooled[law] = pooled.get(law, 0.0) + part / len(LAYERS)
    return sum(part * part for law, part in pooled.items() if law != seat.jurisdiction)
