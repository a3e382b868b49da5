"""How players behaved over all games of an experiment: shares with intervals, by who played the seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.batch.comparisons import FEW, FEWEST_DRAWN, drawn_interval
from wargame.batch.conduct import RATES, rate_in
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductRate:
    """One share of conduct of whoever plays by one spec, over all sealed games."""

    player: str
    name: str
    """Which share, see `RATES`."""
    part: int
    among: int
    seeds: int
    """Seeds in which there was anything to divide by."""
    low: float | None = None
    """The ends of its 95 % interval by the bootstrap over seeds; None for fewer than ten of them, and for a share that
    was the same in all."""
    high: float | None = None
    remark: str = ""

    @property
    def share(self) -> float:
        """Of all games together, 0-1."""
        return self.part / self.among


def conduct_rates(plan: ExperimentPlan, found: LedgerContents) -> tuple[ConductRate, ...]:
    """Every share of every player spec that anything can be said of, players in the order of the plan's cells.

    Games of one seed are drawn together, for they have their chances in common. MissingLibrary without SciPy.
    """
    by_player: dict[str, dict[int, list[Any]]] = {spec: {} for cell in plan.cells for spec in cell.setup.seats.values()}
    for run in plan.runs:
        if (sealed := found.sealed.get(run.id)) is not None:
            conduct = sealed.read.conduct
            for seat, spec in plan.cells[run.cell].setup.seats.items():
                counts = conduct.get(seat, {})
                by_player[spec].setdefault(run.seed, []).append((seat, counts))
    return tuple(
        rate
        for player, by_seed in by_player.items()
        for name in RATES
        if (rate := _rate(player, name, list(by_seed.values()))) is not None
    )


def _rate(player: str, name: str, by_seed: Sequence[Sequence[Any]]) -> ConductRate | None:
    counted = [tuple(map(sum, zip(*_each(games, name), strict=True))) for games in by_seed]
    pairs = [(part, among) for part, among in counted if among]
    if not pairs:
        return None
    part, among = (sum(column) for column in zip(*pairs, strict=True))
    bare = {"player": player, "name": name, "part": part, "among": among, "seeds": len(pairs)}
    if len(pairs) < FEWEST_DRAWN:
        return ConductRate(**bare, remark=f"few seeds: fewer than {FEWEST_DRAWN}")
    if all(each * among == part * of for each, of in pairs):
        return ConductRate(**bare, remark="the same in all seeds")
    low, high = drawn_interval(list(zip(*pairs, strict=True)), _ratio)
    few = f"few seeds: fewer than {FEW}" if len(pairs) < FEW else ""
    return ConductRate(**bare, low=low, high=high, remark=few)


def _each(games: Sequence[Any], name: str) -> Iterator[tuple[int, int]]:
    yield from (rate_in({seat: counts}, name) for seat, counts in games)


def _ratio(part: Any, among: Any, axis: int) -> Any:
    return part.sum(axis=axis) / among.sum(axis=axis)
