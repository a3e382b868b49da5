"""How many points seats lie behind the best doctrine that is shipped, where references hold; nothing is played.

A reference is the mean score of the seat under that doctrine among scripts, over many seeds, and lies beside the
scenario. So this is regret against a table of scripts; where others were played otherwise, part of it is theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import TypeAlias

from wargame.batch.comparisons import effect_of
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.seat_references import references_by_cell
from wargame.core.ids import SeatId
from wargame.transcript.references import SeatReference

_Row: TypeAlias = tuple[str, str, str, SeatId, SeatReference]
"""Scenario and variant, player, seat, and what it is held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRegret:
    """One seat under one player, over all sealed games of one table that has references."""

    scenario: str
    """Id of the scenario of that table."""
    variant: str
    """Its variant; empty for the whole table."""
    player: str
    seat: SeatId
    seeds: int
    games: int
    """Sealed games of that seat under that player at this table, where references hold."""
    games_of: int
    """All sealed games of that seat under that player, at any table, with references or not."""
    score: float
    """Mean, of seeds."""
    best: float
    """Mean score of the seat with the best doctrine that is shipped."""
    regret: float
    """By how many points the score lies behind it; below 0 is better than it."""
    place: float | None
    """Where the score stands between passing (0) and that doctrine (100); None where these do not lie apart."""
    low: float | None = None
    """The ends of the 95 % interval of the regret, by Student's t over seeds; None where it cannot be told.

    The reference is taken as it is, without the error of its own mean."""
    high: float | None = None
    doubt: str = ""
    """Why the place says little; empty where it says something."""
    remark: str = ""


def seat_regrets(plan: ExperimentPlan, found: LedgerContents) -> tuple[SeatRegret, ...]:
    """Every seat under every player at every table, in the order of the plan's cells; empty where no references hold.

    What one scenario or variant is held against says nothing of another, so each has rows of its own.

    MissingLibrary without SciPy; PackError as `references_by_cell` raises it.
    """
    references = references_by_cell(plan)
    scores: dict[_Row, dict[int, list[float]]] = {}
    played: Counter[tuple[str, SeatId]] = Counter()
    for run in plan.runs:
        holds, sealed = references[run.cell], found.sealed.get(run.id)
        if sealed is not None:
            seats = plan.cells[run.cell].setup.seats
            played.update((player, seat) for seat, player in seats.items() if seat in sealed.read.scores)
        if holds is not None and sealed is not None:
            came_to, setup = sealed.read.scores, plan.cells[run.cell].setup
            table = setup.bundle.pack.id, setup.variant or ""
            for seat, player in setup.seats.items():
                if seat in holds.seats and seat in came_to:
                    by_seed = scores.setdefault((*table, player, seat, holds.seats[seat]), {})
                    by_seed.setdefault(run.seed, []).append(holds.seats[seat].best - came_to[seat])
    return tuple(_regret(row, by_seed, played[row[2], row[3]]) for row, by_seed in scores.items())


def unheld_cells(plan: ExperimentPlan, found: LedgerContents) -> tuple[str, ...]:
    """Names of cells with sealed games for whose table no references hold: their games are in no regret.

    PackError as `references_by_cell` raises it.
    """
    references = references_by_cell(plan)
    sealed = {run.cell for run in plan.runs if run.id in found.sealed}
    return tuple(cell.name for at, cell in enumerate(plan.cells) if at in sealed and references[at] is None)


def _regret(row: _Row, by_seed: Mapping[int, list[float]], games_of: int) -> SeatRegret:
    scenario, variant, player, seat, against = row
    behind = [fmean(each) for each in by_seed.values()]
    size = abs(against.best) + max(map(abs, behind))
    made = effect_of(behind, outcome="regret", factor=seat, level=player, left_out=0, unmoved=None, size=size)
    regret = fmean(behind) if made.mean is None else made.mean
    few = {"one pair alone": "one seed alone"}.get(made.remark, made.remark.replace("pairs", "seeds"))
    return SeatRegret(
        scenario=scenario,
        variant=variant,
        player=player,
        seat=seat,
        seeds=len(behind),
        games=sum(map(len, by_seed.values())),
        games_of=games_of,
        score=against.best - regret,
        best=against.best,
        regret=regret,
        place=against.place(against.best - regret),
        low=made.low,
        high=made.high,
        doubt=against.doubt,
        remark="; ".join(filter(None, (few, against.doubt))),
    )
