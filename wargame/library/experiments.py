"""Experiments for programs: played on whatever executor there is, and what came of them as typed columns."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

from wargame.batch.begun_words import begun_words
from wargame.batch.experiment_file import read_experiment
from wargame.batch.ledger_of_plan import contents_of
from wargame.batch.planned import plan
from wargame.batch.result_tables import tables_of
from wargame.batch.runner import BatchState
from wargame.batch.runner import run_experiment as run
from wargame.library.given import path_of, whole
from wargame.transcript.columns import ColumnTable


def run_experiment(
    file: str | Path, folder: str | Path, *, workers: int = 1, executor: Executor | None = None
) -> BatchState:
    """Play what is not sealed yet of an experiment, and say how far it is then; the same call again goes on.

    Args:
        file: the experiment, as `wargame experiment check` accepts it.
        folder: where its games are kept; it is made if it is not there.
        workers: processes that play games without models; with 1 it all happens in this one.
        executor: who plays those games in place of them, such as a pool of `concurrent.futures` or the executor of a
            Dask client. It is not shut down. Games of models are played in this process.

    A program that uses processes guards its main part by `__name__`, for they import it.

    Raises:
        PackError: the file has faults, each on a line of its own.
        SpecError: a cell that was begun has other settings now, or a model cannot be reached.
        ExperimentError: the folder cannot be written, or the executor can play no more; what was sealed is kept.
    """
    games = path_of("folder", folder)
    planned = plan(read_experiment(path_of("file", file)), begun_words(games))
    whole("workers", workers, 1, optional=False)
    return run(planned, games, workers=workers, executor=executor)


def experiment_tables(file: str | Path, folder: str | Path) -> Mapping[str, ColumnTable]:
    """The tables of an experiment, from its file and the folder of its games.

    They are `runs`, `seats`, `turns` and `orders`, and `gaps` where a model plays.

    Args:
        file: the experiment, as `wargame experiment run` played it.
        folder: where its games are; games that are not there have a row without numbers.

    Nothing is played; every record in the folder is hashed. It may be asked while games are played.

    Raises:
        PackError: the file has faults, each on a line of its own.
        ExperimentError: the folder cannot be read, or its games were read for other outcomes than the file's.
    """
    games = path_of("folder", folder)
    planned = plan(read_experiment(path_of("file", file)), begun_words(games))
    return tables_of(planned, contents_of(planned, games))
