"""Games in batch: one against a plain recorded game, two processes against two of a pure loop, sizes, tables, memory.

Run as a script it plays many small games and tells the memory of its process after the first ten and at the end.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.games import CORE, CORE_SEATS, SCENARIO
from benchmarks.lines import Line, environment, median_ms
from wargame.batch.experiment_file import read_experiment
from wargame.batch.game_played import BatchWork, play_run, work_of
from wargame.batch.planned import ExperimentPlan, PlannedRun, plan
from wargame.batch.result_tables import write_tables
from wargame.batch.run_ledger import contents
from wargame.batch.runner import run_experiment
from wargame.errors import MissingLibrary
from wargame.table.opening import new_game
from wargame.transcript.lean import expanded
from wargame.transcript.verify import verify

STUDY = """
name: benchmark
game: {scenario: SCENARIO, variant: CORE, TURNS}
seeds: {first: 1, count: COUNT}
outcomes:
  - {name: agreements, reads: {kind: signed}, at: end}
"""
SMALL = "first-download"
EARLY, LATE = 10, 1000
ROUNDS = 2_000_000
"""Of the pure loop: about as long as a game."""


def study(folder: Path, count: int, *, small: bool = False) -> ExperimentPlan:
    """An experiment of so many scripted games, all of one cell; small ones are of one turn."""
    text = STUDY.replace("COUNT", str(count)).replace("TURNS", "turns: 1" if small else "turns: 10")
    text = text.replace("SCENARIO, variant: CORE", SMALL if small else f"{SCENARIO}, variant: {CORE}")
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return plan(read_experiment(path))


def one_against_plain(folder: Path, runs: int) -> list[Line]:
    """A game of a batch beside a plain recorded one, in turns; its lean record; `expand` beside `verify`."""
    planned = study(folder, runs + 1)
    work, cell = work_of(planned), planned.cells[0]
    plain, batch = [], []
    record = folder / "game.jsonl"
    for run in planned.runs:
        record.unlink(missing_ok=True)
        begun = time.perf_counter()
        asyncio.run(new_game(cell.setup.changed(seed=run.seed), record, sync="end").play())
        middle = time.perf_counter()
        played = play_run(work, run)
        plain.append(middle - begun)
        batch.append(time.perf_counter() - middle)
    ratio = statistics.median(each / other for each, other in zip(batch[1:], plain[1:], strict=True))
    assert played.lean is not None
    lean = played.lean
    bundle = cell.bundle
    size = len(lean.frame) / record.stat().st_size
    proved, whole = median_ms(lambda: verify(record), runs), median_ms(lambda: expanded(lean, bundle), runs)
    return [
        Line("a game in a batch against a plain one", ratio, "x", 0.8, f"{CORE_SEATS} seats, 10 turns, turn about"),
        Line("lean record against whole, scripts", size, "x", 0.1),
        Line("expand against verify", whole / proved, "x", 1.0),
    ]


def two_processes(folder: Path, runs: int) -> list[Line]:
    """How much faster two processes play games than one, beside how much faster two turn a pure loop."""
    planned = study(folder, 8)
    work = work_of(planned)
    gains, loops = [], []
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_game, [(work, run) for run in planned.runs[:2]]))
        for _ in range(max(3, runs // 2)):
            gains.append(_gain(_game, [(work, run) for run in planned.runs], pool))
            loops.append(_gain(_loop, [ROUNDS] * 8, pool))
    note = f"two of a pure loop gain {statistics.median(loops):.2f}"
    ratio = statistics.median(gain / loop for gain, loop in zip(gains, loops, strict=True))
    return [Line("gain of two processes against that of a pure loop", ratio, "x", 0.95, note, least=True)]


def _gain(work: Callable[..., object], each: Sequence[object], pool: ProcessPoolExecutor) -> float:
    begun = time.perf_counter()
    for one in each:
        work(one)
    middle = time.perf_counter()
    list(pool.map(work, each))
    return (middle - begun) / (time.perf_counter() - middle)


def _game(given: tuple[BatchWork, PlannedRun]) -> int:
    work, run = given
    played = play_run(work, run)
    assert played.read is not None, played.fault
    return played.read.turns


def _loop(rounds: int) -> int:
    found = 0
    for number in range(rounds):
        found = (found * 31 + number) % 65_537
    return found


def tables(folder: Path) -> list[Line]:
    """Parquet of 1,000 games beside the time that 100 games take; both of one turn."""
    what = "Parquet of 1,000 games against playing 100"
    planned = study(folder, 1000, small=True)
    begun = time.perf_counter()
    run_experiment(planned, folder / "games")
    hundred = (time.perf_counter() - begun) / 10
    found = contents(folder / "games")
    begun = time.perf_counter()
    try:
        write_tables(planned, found, folder / "tables", "parquet")
    except MissingLibrary as missing:
        return [Line(what, None, "x", 1.0, f"skipped: {missing}")]
    return [Line(what, (time.perf_counter() - begun) / hundred, "x", 1.0, f"100 games of one turn: {hundred:.2f} s")]


def memory() -> Line:
    """The memory of a process that plays many games, at the end against after the first ten."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch"], check=True, capture_output=True, text=True, env=environment()
    )
    early, late = map(float, done.stdout.split())
    note = f"{early:.0f} MB after {EARLY} games, {late:.0f} MB after {LATE}"
    return Line(f"peak memory, game {LATE} against game {EARLY}", late / early, "x", 1.05, note)


def memory_over_games() -> tuple[float, float]:
    """Play small games in a batch, and tell the peak of this process in MB after the first ten and at the end."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        planned = study(Path(name), LATE, small=True)

        def told(at: object) -> None:
            found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

        run_experiment(planned, Path(name) / "games", progress=told)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return found[EARLY - 1] / unit, found[-1] / unit


def measure(runs: int) -> list[Line]:
    """All of it."""
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        folder = Path(name)
        return [*one_against_plain(folder, runs), *two_processes(folder, runs), *tables(folder), memory()]


if __name__ == "__main__":
    print(*memory_over_games())
