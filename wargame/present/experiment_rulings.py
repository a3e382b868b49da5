"""How models ruled the arguments of an experiment, in sentences: for a terminal, and for a report."""

from __future__ import annotations

from math import fsum

from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents


def rulings_in_words(plan: ExperimentPlan, found: LedgerContents) -> list[str]:
    """A line for each cell in which models rule: how often, by which odds, and how far judges lay apart.

    Odds and distances are means over games, each as much as its arguments weigh. Empty where none rules.
    """
    lines = []
    for place, cell in enumerate(plan.cells):
        runs = [run.id for run in plan.runs if run.cell == place and run.id in found.sealed] if cell.judges else []
        reads = [found.sealed[run].read for run in runs if found.sealed[run].read.ruled]
        if not reads:
            continue
        told = f"Arguments that models ruled where {cell.name}: {sum(each.ruled for each in reads)}"
        if odds := _mean([(each.odds, each.ruled) for each in reads]):
            told += f", with odds of {odds} on average"
        if spread := _mean([(each.spread, each.ruled) for each in reads]):
            told += f", where judges lay {spread} apart"
        lines.append(f"{told}.")
    return lines


def _mean(values: list[tuple[float | None, int]]) -> str:
    """A mean in percent; empty words where there is nothing to take it of."""
    known = [(value, weight) for value, weight in values if value is not None]
    if not known:
        return ""
    return f"{fsum(value * weight for value, weight in known) / sum(weight for _, weight in known):.0%}"
