"""Cells of an experiment that were begun: what stands under their names must stay what their games were played with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.settings_compared import differences_of
from wargame.errors import SpecError

MOST_TOLD = 8
"""Differences that are named at most."""


def refuse_changed(plan: ExperimentPlan, found: LedgerContents) -> None:
    """SpecError, with the differences, if a cell has other settings than its games were played with."""
    for cell in plan.cells:
        before = found.cells.get(cell.name)
        if before is None or before == cell.settings:
            continue
        told = list(_changes(before, cell, found))
        more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
        raise SpecError(
            f"cell {cell.name!r} was begun with other settings: {'; '.join(told[:MOST_TOLD])}{more}. "
            "Set them as they were, give the level another name, or name another folder"
        )


def _changes(before: Mapping[str, Any], cell: ExperimentCell, found: LedgerContents) -> Iterator[str]:
    now: dict[str, Any] = dict(cell.settings)
    was = dict(before)
    if was["scenario"] != now["scenario"] and was["scenario"] in found.scenarios:
        was["scenario"], now["scenario"] = found.scenarios[was["scenario"]], cell.bundle
    return differences_of(was, now)
