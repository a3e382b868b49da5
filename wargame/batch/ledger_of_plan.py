"""What the folder of an experiment holds, held against its plan: a line may be sound, and not of this game."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.ledger_line import HELPS
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.run_ledger import LedgerContents, SealedRun, bundle_of, contents
from wargame.errors import ExperimentError
from wargame.transcript.entry import in_json
from wargame.transcript.lean import lean_entries

_SAID = ("variant", "turns", "parameters", "seats")
"""Settings of a cell that stand in the header of each record, too."""


def contents_of(plan: ExperimentPlan, folder: Path) -> LedgerContents:
    """The same as `contents`, read for the outcomes of a plan.

    ExperimentError, also as `contents` raises it, names the line of a sealed game that cannot be of this plan, or whose
    cell or scenario no line holds.
    """
    found = contents(folder, outcomes_key(plan.outcomes))
    check_lines(plan, found)
    for run in plan.runs:
        if (sealed := found.sealed.get(run.id)) is not None:
            bundle_of(found, sealed)
    return found


def check_lines(plan: ExperimentPlan, found: LedgerContents) -> None:
    """ExperimentError names the line of a sealed game that says another cell, seed or outcomes than its run has."""
    key, names = outcomes_key(plan.outcomes), {each.name for each in plan.outcomes}
    for run in plan.runs:
        sealed = found.sealed.get(run.id)
        if sealed is None:
            continue
        cell, said = plan.cells[run.cell].name, ""
        if (sealed.cell, sealed.seed) != (cell, run.seed):
            said = f"is of cell {cell!r} and seed {run.seed}, and here of cell {sealed.cell!r} and seed {sealed.seed}"
        elif sealed.outcomes == key and sealed.series is not None and set(sealed.series) != names:
            kept, asked = (", ".join(map(repr, sorted(each))) or "nothing" for each in (sealed.series, names))
            said = f"was read for {asked}, and here `read.series` holds {kept}"
        elif strange := [seat for seat in sealed.seats if seat not in plan.cells[run.cell].setup.seats]:
            said = f"has no seat {strange[0]!r}, of which `read` says something"
        if said:
            raise ExperimentError(f"{sealed.place}: this is no line of a ledger (run {run.id} {said}); {HELPS}")


def misses_cells(plan: ExperimentPlan, found: LedgerContents) -> bool:
    """Whether games of cells of a plan are sealed, of which no line says with which settings or scenario they began.

    ExperimentError where what the file comes to now is not what their records say that they were played with.
    """
    first = {sealed.cell: sealed for sealed in found.sealed.values()}
    cells = [cell for cell in plan.cells if cell.name in first]
    missing = [c for c in cells if c.name not in found.cells or c.scenario.hash not in found.scenarios]
    for cell in missing:
        sealed = first[cell.name]
        if cell.name not in found.cells and not _was_played_so(cell, sealed):
            said = f"no line of the ledger holds the settings of cell {cell.name!r}, and its games were not played with"
            raise ExperimentError(
                f"{sealed.ledger}: {said} those of the file, as far as their records tell: put the file back as it "
                "was, or name another folder"
            )
    return bool(missing)


def _was_played_so(cell: ExperimentCell, sealed: SealedRun) -> bool:
    """Whether the header of a record says what a cell comes to; of one that leaves another, it does not say enough."""
    header = lean_entries(sealed.lean(), cell.bundle, f"run {sealed.run}").header.data
    setup, kept = cell.setup, json.loads(in_json({name: cell.settings[name] for name in _SAID}))
    held = json.loads(in_json([asdict(each) for each in setup.held]))
    is_alike = held == header.get("held", []) and all(header.get(name) == kept[name] for name in _SAID)
    return cell.start is None and is_alike and dict(setup.prompts).keys() == header.get("prompts", {}).keys()
