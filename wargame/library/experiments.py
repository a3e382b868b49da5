"""What came of an experiment, for programs: its tables as typed columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wargame.batch.experiment_file import read_experiment
from wargame.batch.planned import outcomes_key, plan
from wargame.batch.result_tables import tables_of
from wargame.batch.run_ledger import contents
from wargame.library.given import path_of
from wargame.transcript.columns import ColumnTable


def experiment_tables(file: str | Path, folder: str | Path) -> Mapping[str, ColumnTable]:
    """The tables `runs`, `seats` and `turns` of an experiment, from its file and the folder of its games.

    Args:
        file: the experiment, as `wargame experiment run` played it.
        folder: where its games are; games that are not there have a row without numbers.

    Nothing is played; every record in the folder is hashed. It may be asked while games are played.

    Raises:
        PackError: the file has faults, each on a line of its own.
        ExperimentError: the folder cannot be read, or its games were read for other outcomes than the file's.
    """
    planned = plan(read_experiment(path_of("file", file)))
    return tables_of(planned, contents(path_of("folder", folder), outcomes_key(planned.outcomes)))
