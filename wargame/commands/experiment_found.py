"""What the commands of experiments begin with: the plan of a file, what its folder holds, records laid beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.batch.beside_records import RecordBeside
    from wargame.batch.planned import ExperimentPlan
    from wargame.batch.run_ledger import LedgerContents


def found_in(file: Path, folder: Path) -> tuple[ExperimentPlan, LedgerContents]:
    """An experiment with what its folder holds; SpecError if what was played had other settings than its file has."""
    from dataclasses import replace

    from wargame.batch.begun_otherwise import check_begun
    from wargame.batch.ledger_of_plan import contents_of
    from wargame.batch.registration import lock_beside, registration_in_words

    plan = planned(file, folder)
    plan = replace(plan, registered=registration_in_words(plan, lock_beside(file)))
    found = contents_of(plan, folder)
    if not any(run.id in found.sealed for run in plan.runs):
        raise SpecError(f"--out {folder}: no game of this experiment is sealed there; play it with `experiment run`")
    check_begun(plan, found, to_play=False)
    return plan, found


def laid_beside(plan: ExperimentPlan, found: LedgerContents, paths: Sequence[Path]) -> tuple[RecordBeside, ...]:
    """Records that are laid beside an experiment, read for its outcomes; none is looked at if none is named."""
    from wargame.batch.beside_records import records_beside

    return records_beside(plan, paths, found) if paths else ()


def planned(file: Path, folder: Path | None = None) -> ExperimentPlan:
    """An experiment's file as a plan; PackError names every fault, SpecError a folder.

    Words that are no longer where the file says are those in which games in the folder were begun.
    """
    from wargame.batch.begun_words import begun_words
    from wargame.batch.experiment_file import read_experiment
    from wargame.batch.planned import plan

    if file.is_dir():
        raise SpecError(
            f"{file}: this is a folder: give the file of the experiment, and the folder of its games by --out"
        )
    return plan(read_experiment(file), {} if folder is None else begun_words(folder))
