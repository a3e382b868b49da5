"""How models ruled the arguments of an experiment, in sentences: for a terminal, and for a report."""

from __future__ import annotations

from math import fsum

from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents


def rulings_in_words(plan: ExperimentPlan, found: LedgerContents) -> list[str]:
    """A line for each cell in which models rule: how often, by which odds, and how far judges lay apart.

    Odds and distances are means over the arguments of which judges gave an opinion. What the rules ruled since none
    did is told apart. Empty where none rules.
    """
    lines = []
    for place, cell in enumerate(plan.cells):
        runs = [run.id for run in plan.runs if run.cell == place and run.id in found.sealed] if cell.judges else []
        reads = [found.sealed[run].read for run in runs if found.sealed[run].read.ruled]
        if not reads:
            continue
        came, heard = sum(each.ruled for each in reads), sum(map(_heard, reads))
        told = f"Arguments that models ruled where {cell.name}: {heard}"
        if odds := _mean([(each.odds, _heard(each)) for each in reads]):
            told += f", with odds of {odds} on average"
        if spread := _mean([(each.spread, _compared(each)) for each in reads]):
            told += f", where judges lay {spread} apart"
        if came > heard:
            told += f"; the rules ruled {came - heard} of {came}, since no judge gave an opinion"
        lines.append(f"{told}.")
    return lines


def _heard(read: GameRead) -> int:
    """Arguments of which a judge gave an opinion; in a game from before they were counted all, if it was any."""
    return (read.ruled if read.odds is not None else 0) if read.heard is None else read.heard


def _compared(read: GameRead) -> int:
    return _heard(read) if read.compared is None else read.compared


def _mean(values: list[tuple[float | None, int]]) -> str:
    """A mean in percent; empty words where there is nothing to take it of."""
    known = [(value, weight) for value, weight in values if value is not None]
    if not known:
        return ""
    return f"{fsum(value * weight for value, weight in known) / sum(weight for _, weight in known):.0%}"
