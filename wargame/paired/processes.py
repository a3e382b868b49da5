"""Work done in other processes, each with a line of its own: one that dies costs what it was at, an interrupt ends all.

An interrupt of the terminal is heard by the process alone that started the others: they have it blocked from their
first moment, and are ended when whoever wants their results has enough of them.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic
from types import FrameType
from typing import Generic, NoReturn, TypeVar

Given = TypeVar("Given")
Piece = TypeVar("Piece")
Done = TypeVar("Done")
Task = Callable[[Given, Piece], Done]
HEARS_EVERY = 0.5
"""Seconds between two looks at how many processes are wanted, where that may change."""
ENDS_WITHIN = 1.0
"""Seconds that a process has to end when it is told to; after that it is killed."""


@dataclass(slots=True)
class _Worker(Generic[Piece]):
    """One process, and what it is at."""

    process: SpawnProcess
    line: Connection
    at: Piece


def done_elsewhere(
    task: Task[Given, Piece, Done], given: Given, pieces: Sequence[Piece], workers: int | Callable[[], int]
) -> Generator[tuple[Piece, Done | None], None, None]:
    """Each piece with what `task(given, piece)` returned for it, as they come; None where its process died.

    `workers` processes are started, and one more for each that dies. They take the next piece when they are through
    with one. A function in place of the number is asked twice a second how many are wanted, from 1: more are started at
    once, and one that is too many ends when it is through with its piece. Close the generator, or let an exception end
    it, and all of them end within two seconds. The task, what is given and the pieces travel as pickles.
    """
    waiting = deque(pieces)
    busy: list[_Worker[Piece]] = []
    wanted = workers if callable(workers) else lambda: workers
    try:
        while busy or waiting:
            more = min(wanted() - len(busy), len(waiting))
            new = [_started(waiting.popleft()) for _ in range(more)]
            busy.extend(new)
            for worker in new:
                _told(worker, task, given)
            ready = wait([each.line for each in busy], HEARS_EVERY if callable(workers) and waiting else None)
            for worker in [each for each in busy if each.line in ready]:
                piece = worker.at
                try:
                    result = worker.line.recv()
                except (EOFError, OSError):
                    result = None
                enough = len(busy) > wanted()
                if waiting and not enough and result is not None and _asked(worker, waiting[0]):
                    waiting.popleft()
                else:
                    busy.remove(worker)
                    _end([worker])
                yield piece, result
    finally:
        _end(busy)


def _started(piece: Piece) -> _Worker[Piece]:
    """A process on its way up; it is told what for as soon as others are started too, for it reads late."""
    spawning = multiprocessing.get_context("spawn")
    resource_tracker.ensure_running()  # it would let interrupts through again, if it were started below
    mine, theirs = spawning.Pipe()
    process = spawning.Process(target=_at_work, args=(theirs,), daemon=True)
    with _undisturbed():
        process.start()
    theirs.close()
    return _Worker(process, mine, piece)


def _told(worker: _Worker[Piece], task: Task[Given, Piece, Done], given: Given) -> None:
    with suppress(OSError):  # one that is gone already is found out when it is heard
        worker.line.send((task, given))
        worker.line.send(worker.at)


def _asked(worker: _Worker[Piece], piece: Piece) -> bool:
    """Give a process its next piece; false if it is there no more."""
    try:
        worker.line.send(piece)
    except OSError:
        return False
    worker.at = piece
    return True


def _end(workers: Sequence[_Worker[Piece]]) -> None:
    with _undisturbed():
        for worker in workers:
            worker.process.terminate()
            worker.line.close()
        last = monotonic() + ENDS_WITHIN
        for worker in workers:
            worker.process.join(max(0.0, last - monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """An interrupt in here is heard when it is over, and by no process that is started in here."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def interrupted_at_once() -> Iterator[None]:
    """An interrupt in here is raised where it comes; an event loop of its own would put it off to the next wait."""
    if threading.current_thread() is not threading.main_thread() or (
        signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


# in each process


def _at_work(line: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where no interrupt can be blocked for it
    try:
        task, given = line.recv()
        while True:
            piece = line.recv()
            done = task(given, piece)
            with suppress(OSError):  # nobody is there to hear it: the next look for work will tell
                line.send(done)
    except EOFError:
        return
