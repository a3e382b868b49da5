"""Games on somebody else's executor are the same games, each once, whatever becomes of its workers."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import wargame
from tests.batch.studies import SMALL, planned, written
from tests.batch.test_kills import lines_in, results
from wargame.batch import executors
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment, state
from wargame.cli import main
from wargame.errors import ExperimentError, SpecError
from wargame.players import specs


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, Path]:
    folder = tmp_path_factory.mktemp("unbroken")
    plan = planned(folder)
    assert run_experiment(plan, folder / "games").complete
    return plan, folder / "games"


class _Inline(Executor):
    """Does at once what it is given, and dies of some of it as often as it is told."""

    def __init__(self, dies: dict[int, int] | None = None) -> None:
        self.dies = dies or {}
        self.given: list[tuple[Any, ...]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given.append(args)
        future: Future[Any] = Future()
        if self.dies.get(len(self.given)):
            future.set_exception(OSError("the worker is gone"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_on_threads_the_games_are_the_same(unbroken: tuple[ExperimentPlan, Path], tmp_path: Path) -> None:
    plan, folder = unbroken
    with ThreadPoolExecutor(2) as pool:
        assert run_experiment(plan, tmp_path, executor=pool).complete
        assert pool.submit(len, "it is not shut down").result() == 19
    assert results(tmp_path) == results(folder)
    for run in plan.runs[:2]:
        assert len(whole_record(contents(tmp_path), run.id)) == len(whole_record(contents(folder), run.id))


def test_a_game_whose_worker_dies_is_given_again_as_another_task(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, folder = unbroken
    pool = _Inline({3: 1, 4: 1})
    assert run_experiment(plan, tmp_path, executor=pool).complete
    assert results(tmp_path) == results(folder)
    assert lines_in(tmp_path) == 12
    assert len(pool.given) == 14
    tasks = {(run.id, attempt) for _, run, attempt in pool.given}
    assert len(tasks) == 14, "no two tasks have equal arguments"


def test_a_worker_that_dies_each_time_is_a_failed_game_with_its_reason(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    found = run_experiment(unbroken[0], tmp_path, executor=_Inline(dict.fromkeys(range(1, 100), 1)))
    assert len(found.failed) == 12
    assert set(found.failed.values()) == {"its worker ended before the game did (OSError: the worker is gone)"}


def test_a_fault_of_ours_arrives_with_file_and_line(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("wargame.players.random.RandomPlayer.decide", broken)
    found = run_experiment(unbroken[0], tmp_path, executor=_Inline())
    line = broken.__code__.co_firstlineno + 1
    assert set(found.failed.values()) == {f"RuntimeError: planted (test_executors.py, line {line})"}


def _seating(plan: ExperimentPlan, spec: str) -> ExperimentPlan:
    """The same plan with a player in Rome whom no process can make."""
    cells = (replace(cell, setup=cell.setup.changed(seats={"rome": spec})) for cell in plan.cells)
    return replace(plan, cells=tuple(cells))


def _arrived(failed: Mapping[str, str], spec: str) -> None:
    """Every game failed of this player, which is told with the line of the package that refused it."""
    assert len(failed) == 12
    (said,) = set(failed.values())
    found = re.fullmatch(r"(?s)(?P<said>.*) \((?P<file>wargame/[a-z_/]+\.py), line (?P<line>\d+)\)", said)
    assert found
    assert spec in found["said"]
    with pytest.raises(SpecError) as refused:
        specs.parse(spec)
    assert found["said"] == str(refused.value), "what it says is as it was, without the name of its kind"
    lines = (Path(wargame.__file__).parents[1] / found["file"]).read_text(encoding="utf-8").splitlines()
    assert lines[int(found["line"]) - 1].strip().startswith("raise SpecError(")


def test_a_fault_that_a_person_can_mend_arrives_with_file_and_line_too(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan = _seating(unbroken[0], "nobody-knows-it")
    _arrived(run_experiment(plan, tmp_path / "inline", executor=_Inline()).failed, "nobody-knows-it")
    _arrived(run_experiment(plan, tmp_path / "alone", workers=1).failed, "nobody-knows-it")
    assert set(contents(tmp_path / "alone").failed.values()) == set(contents(tmp_path / "inline").failed.values())


@pytest.mark.slow
def test_it_does_from_other_processes(unbroken: tuple[ExperimentPlan, Path], tmp_path: Path) -> None:
    plan = _seating(unbroken[0], "nobody-knows-it")
    _arrived(run_experiment(plan, tmp_path / "own", workers=2).failed, "nobody-knows-it")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        _arrived(run_experiment(plan, tmp_path / "theirs", executor=pool).failed, "nobody-knows-it")


def test_another_program_of_the_rules_plays_no_game_of_this_one(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = executors.play_given
    monkeypatch.setattr(executors, "play_given", lambda *given: ("0" * 64, played(*given)[1]))
    found = run_experiment(unbroken[0], tmp_path, executor=_Inline())
    assert found.sealed == 0
    assert set(found.failed.values()) == {"its worker has another program of the rules; install the same one on all"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_pool_that_broke_is_told_and_another_goes_on(unbroken: tuple[ExperimentPlan, Path], tmp_path: Path) -> None:
    plan, folder = unbroken
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        os.kill(pool.submit(os.getpid).result(), signal.SIGKILL)
        with pytest.raises(ExperimentError, match=r"the executor plays no more .* with another executor"):
            run_experiment(plan, tmp_path, executor=pool)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert run_experiment(plan, tmp_path, executor=pool).complete
    assert results(tmp_path) == results(folder)
    assert lines_in(tmp_path) == 12


def test_from_a_program_an_experiment_is_played_and_read(tmp_path: Path) -> None:
    study = written(tmp_path, SMALL.replace("count: 3", "count: 1"))
    found = wargame.run_experiment(study, tmp_path / "games", executor=_Inline())
    assert (found.ok, found.complete) == (4, True)
    assert list(wargame.experiment_tables(study, tmp_path / "games")["runs"]["state"]) == ["ok"] * 4
    with pytest.raises(SpecError, match="workers=0: this must be 1 or more"):
        wargame.run_experiment(study, tmp_path / "games", workers=0)


# a cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed; only --cluster needs it")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0
    ) as made:
        yield made


@pytest.mark.slow
@pytest.mark.shares_processes
@pytest.mark.filterwarnings("default")
def test_on_a_cluster_of_two_workers_the_rows_are_the_same(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path, cluster: Any
) -> None:
    study, folder = written(tmp_path), tmp_path / "games"
    words = ["experiment", "run", str(study), "--out", str(folder), "--cluster", cluster.scheduler_address]
    assert main(words) == 0
    assert results(folder) == results(unbroken[1])
    assert lines_in(folder) == 12


@pytest.mark.slow
@pytest.mark.shares_processes
@pytest.mark.filterwarnings("default")
def test_a_fault_arrives_from_a_cluster_with_file_and_line(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path, cluster: Any
) -> None:
    plan = _seating(unbroken[0], "nobody-knows-it")
    with executors.cluster(cluster.scheduler_address) as executor:
        _arrived(run_experiment(plan, tmp_path, executor=executor).failed, "nobody-knows-it")


@pytest.mark.slow
@pytest.mark.shares_processes
@pytest.mark.filterwarnings("default")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_worker_of_a_cluster_that_is_killed_loses_no_game_and_none_counts_twice(tmp_path: Path, cluster: Any) -> None:
    text = SMALL.replace("count: 3", "count: 12")
    plan, folder, killed = planned(tmp_path, text), tmp_path / "games", list[int]()

    def progress(at: object) -> None:
        if not killed and lines_in(folder) >= 2:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)
        time.sleep(0.05)

    with executors.cluster(cluster.scheduler_address) as executor:
        assert run_experiment(plan, folder, executor=executor, progress=progress).complete
    assert killed
    run_experiment(plan, tmp_path / "unbroken")
    assert results(folder) == results(tmp_path / "unbroken")
    assert lines_in(folder) == 48
    assert state(plan, folder).all_ok


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed; only --cluster needs it")
    monkeypatch.setattr(executors, "WAITS_FOR", 1)
    with (
        pytest.raises(SpecError, match=r"--cluster tcp://127\.0\.0\.1:9: no scheduler answers there"),
        executors.cluster("tcp://127.0.0.1:9"),
    ):
        pass
