"""Which kinds of orders nobody gave in the games of a cell, though they were given elsewhere in the experiment.

An order that no script or model ever gives is a rule that was never tried; one that a level makes disappear is part of
what the level does. What the rules refused is not among those given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.core.ids import SeatId
from wargame.core.orders import ORDER_TYPES

KindsGiven = Mapping[SeatId, frozenset[str]]
"""Kinds of orders that were carried out, by seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedOrders:
    """What was given in the games of a cell, by one seat or by all together."""

    cell: str
    seat: SeatId | None
    """None is all of them."""
    player: str
    """Spec of who played the seat; empty for all."""
    games: int
    """Sealed games in which orders were counted by kind."""
    used: tuple[str, ...]
    """Kinds that were carried out at least once."""
    only_elsewhere: tuple[str, ...]
    """Kinds that the same seat, or anybody, gave in another cell and never here."""


def unused_orders(plan: ExperimentPlan, found: LedgerContents) -> tuple[UnusedOrders, ...]:
    """For each cell a row of all seats and one of each; cells without a game that was counted are left out."""
    counted = [_counted(plan, found, place) for place in range(len(plan.cells))]
    anywhere = _given(given for _, given in counted)
    made = []
    for cell, (games, given) in zip(plan.cells, counted, strict=True):
        if games:
            every, own = _all(anywhere), _all(given)
            made.append(_row(cell.name, None, "", games, own, every))
            for seat, player in cell.setup.seats.items():
                own, every = given.get(seat, frozenset()), anywhere.get(seat, frozenset())
                made.append(_row(cell.name, seat, player, games, own, every))
    return tuple(made)


def never_given(plan: ExperimentPlan, found: LedgerContents) -> tuple[str, ...]:
    """Kinds of orders that no seat gave in any game of the experiment; empty where none was counted by kind."""
    counted = [_counted(plan, found, place) for place in range(len(plan.cells))]
    given = _all(_given(given for _, given in counted))
    return tuple(kind for kind in ORDER_TYPES if kind not in given) if any(games for games, _ in counted) else ()


def _counted(plan: ExperimentPlan, found: LedgerContents, place: int) -> tuple[int, KindsGiven]:
    """How many games of a cell were counted by kind, and the kinds that each seat gave in them."""
    games: int = 0
    given: KindsGiven = {}
    for run in plan.runs:
        if run.cell == place and run.id in found.sealed:
            kinds = found.sealed[run.id].read.kinds
            if kinds is not None:
                games, given = games + 1, _given((given, kinds))
    return games, given


def _given(several: Iterable[Mapping[SeatId, Iterable[str]]]) -> KindsGiven:
    given: dict[SeatId, frozenset[str]] = {}
    for one in several:
        for seat, kinds in one.items():
            given[seat] = given.get(seat, frozenset()).union(kinds)
    return given


def _all(given: KindsGiven) -> frozenset[str]:
    return frozenset().union(*given.values())


def _row(
    cell: str, seat: SeatId | None, player: str, games: int, own: frozenset[str], every: frozenset[str]
) -> UnusedOrders:
    used, other = (tuple(kind for kind in ORDER_TYPES if kind in kinds) for kinds in (own, every - own))
    return UnusedOrders(cell=cell, seat=seat, player=player, games=games, used=used, only_elsewhere=other)
