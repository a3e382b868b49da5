"""Games of an experiment in processes of this machine, or on somebody else's executor: a pool, or a cluster of Dask.

What an executor does with a process that dies differs. Here each game is given with its run and the number of the
attempt, so that no two are taken for the same; what its worker plays comes back as a value, faults included.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any, TypeAlias

from wargame.batch.game_played import BatchWork, PlayedRun, play_run
from wargame.batch.planned import PlannedRun
from wargame.errors import ExperimentError, SpecError
from wargame.libraries import library
from wargame.loops import finish
from wargame.paired.processes import done_elsewhere, interrupted_at_once
from wargame.transcript.setup import code_hash

IN_FLIGHT = 64
"""Games that wait at the executor at once, those that are played among them: it keeps that many workers busy."""
WAITS_FOR = 30
"""Seconds within which a cluster must answer."""
TRIES = 3
"""How often a game is played whose process dies."""
DIED = f"its process ended before the game did, {TRIES} times"
PlayedRuns: TypeAlias = Generator[tuple[PlannedRun, PlayedRun], None, None]


def play_given(work: bytes, run: PlannedRun, attempt: int) -> tuple[str, PlayedRun]:
    """Play one game of one cell, wherever this is called: the hash of the rules there, and what came of the game.

    `work` is what `packed` made; `attempt` makes two attempts two tasks.
    """
    return code_hash(), play_run(_unpacked(work), run)


def packed(work: BatchWork, cell: int) -> bytes:
    """What a worker needs to know to play games of one cell."""
    return zlib.compress(pickle.dumps(BatchWork((work.cells[cell],), work.readings)))


@lru_cache(maxsize=32)
def _unpacked(work: bytes) -> BatchWork:
    found: BatchWork = pickle.loads(zlib.decompress(work))
    return found


def played_by(
    executor: Executor, work: BatchWork, runs: Sequence[PlannedRun], tries: int
) -> Generator[tuple[PlannedRun, PlayedRun], None, None]:
    """Every run with what came of it, as they end; one whose worker died is given again, `tries` times in all.

    Close the generator, and games that were not begun are called off. ExperimentError if the executor can play no more,
    as a pool of processes can not of which one died: what was played is there, and another executor goes on.
    """
    waiting = [(run, 1) for run in reversed(runs)]
    cells: dict[int, bytes] = {}
    flying: dict[Future[tuple[str, PlayedRun]], tuple[PlannedRun, int]] = {}
    try:
        while waiting or flying:
            while waiting and len(flying) < IN_FLIGHT:
                run, attempt = waiting.pop()
                given = cells.setdefault(run.cell, packed(work, run.cell))
                alone = PlannedRun(run.id, 0, run.seed)
                flying[executor.submit(play_given, given, alone, attempt)] = run, attempt
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                run, attempt = flying.pop(future)
                played, died = _result(future)
                if died and attempt < tries:
                    waiting.append((run, attempt + 1))
                else:
                    yield run, played
    except RuntimeError as fault:
        raise ExperimentError(
            f"the executor plays no more ({fault or type(fault).__name__}); all games that were sealed are kept: give "
            "the same call with another executor"
        ) from fault
    finally:
        for future in flying:
            future.cancel()


def _result(future: Future[tuple[str, PlayedRun]]) -> tuple[PlayedRun, bool]:
    """What came of a game, and whether its worker died."""
    try:
        code, played = future.result()
    except BrokenExecutor:
        raise
    except Exception as fault:
        return PlayedRun(fault=f"its worker ended before the game did ({type(fault).__name__}: {fault})"), True
    if code != code_hash():
        return PlayedRun(fault="its worker has another program of the rules; install the same one on all"), False
    return played, False


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster as an executor; they must have this program.

    MissingLibrary without Dask; SpecError if nobody answers there.
    """
    distributed = library("distributed", "Dask", "--cluster needs it")
    try:
        finish(_answers(distributed, address))  # first: a client that reaches nobody leaves its thread behind
        client = distributed.Client(address, timeout=WAITS_FOR, set_as_default=False)
    except (OSError, ValueError, TypeError) as fault:
        raise SpecError(f"--cluster {address}: no scheduler answers there ({fault})") from None
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()


async def _answers(distributed: Any, address: str) -> None:
    """Speak to a scheduler and leave it; OSError or ValueError if there is none."""
    known_by = distributed.Security().get_connection_args("client")
    line = await distributed.comm.connect(address, timeout=WAITS_FOR, **known_by)
    await line.close()


def played_here(work: BatchWork, runs: Sequence[PlannedRun], workers: Callable[[], int]) -> PlayedRuns:
    """Every run with what came of it, as they end; one whose process dies is played again.

    `workers` says how many processes are wanted at the moment; as long as that is one, all is played in this one.
    """
    left = list(runs)
    with interrupted_at_once():
        while left and (workers() == 1 or len(left) == 1):
            run = left.pop(0)
            yield run, play_run(work, run)
    for attempt in range(1, TRIES + 1):
        died = []
        with closing(done_elsewhere(play_run, work, left, workers)) as games:
            for run, played in games:
                if played is not None:
                    yield run, played
                elif attempt == TRIES:
                    yield run, PlayedRun(fault=DIED)
                else:
                    died.append(run)
        left = died
        if not left:
            return
