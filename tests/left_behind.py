"""What a test has left running: processes, threads, and the lines over which event loops speak.

Whatever is left ends in the middle of some later test, which is then blamed for it: so each test is looked at when it
is over. Processes and lines are known where the system tells of them under /proc, threads everywhere.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
import time
from collections.abc import Iterator, Set
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

LINES = "socket:", "pipe:", "/dev/pts/", "/dev/ptmx"
"""How names of files begin that only something which runs needs: an event loop (by the two sockets over which it is
woken), a transport, a terminal."""
ENDS_WITHIN = 60.0
"""Seconds for what is ending already, as a thread that has its result; nobody waits where nothing is left."""
LOOKS_EVERY = 0.01
TRACKER = b"multiprocessing.resource_tracker"
"""The one process of Python's own that stays as long as the process that started it."""
PROCESS = Path("/proc/self")

_begun = 0


@dataclass(frozen=True, slots=True)
class Running:
    """What runs in this process or was started by it, at one moment."""

    children: frozenset[int]
    """Numbers of processes, also of those that ended and that nobody has asked for their code."""
    threads: frozenset[threading.Thread]
    lines: frozenset[tuple[int, str]]
    """Number and name of each open file that is one of `LINES`."""

    def beyond(self, before: Running) -> Iterator[str]:
        """What runs here and did not run before, each in a few words."""
        more, lines = self.children - before.children, self.lines - before.lines
        told = {number: _words_of(number) for number in more}
        trackers = {number for number, words in told.items() if TRACKER in words}
        own = resource_tracker.getfd() if trackers else -1
        for number in sorted(more - trackers):
            yield f"process {number} ({told[number].decode(errors='replace') or 'ended, but nobody waited for it'})"
        for thread in self.threads - before.threads:
            yield f"thread {thread.name}"
        for number, name in sorted(lines):
            if number != own:
                yield f"file {number} ({name})"


def running() -> Running:
    """What runs now; about a third of a millisecond."""
    return Running(frozenset(_children()), frozenset(threading.enumerate()), frozenset(_lines()))


def left_behind(before: Running, begun: int) -> list[str]:
    """What runs now, did not run before and does not end by itself, each in a few words.

    Where an event loop has started a process since (`begun` is what `processes_begun` gave) or something is left,
    garbage is collected: what complains only when it is thrown away complains here. That takes tenths of a second.
    """
    if begun != _begun or any(running().beyond(before)):
        gc.collect()
    last = time.monotonic() + ENDS_WITHIN
    while (left := list(running().beyond(before))) and time.monotonic() < last:
        time.sleep(LOOKS_EVERY)
    return left


def processes_begun() -> int:
    """How many processes were started by code that runs in an event loop since `count_processes`."""
    return _begun


def count_processes() -> None:
    """Count from now on, as long as this process lasts."""
    sys.addaudithook(_count)


def _count(event: str, _details: tuple[object, ...]) -> None:
    global _begun
    if event == "subprocess.Popen":
        with suppress(RuntimeError):  # a process that no loop has started says by itself what it is
            asyncio.get_running_loop()
            _begun += 1


def _children() -> Iterator[int]:
    with suppress(OSError):
        for thread in os.listdir(PROCESS / "task"):
            with suppress(OSError):  # a thread may have ended since
                yield from map(int, (PROCESS / "task" / thread / "children").read_bytes().split())


def _lines() -> Iterator[tuple[int, str]]:
    names: Set[str] = set()
    with suppress(OSError):
        names = set(os.listdir(PROCESS / "fd"))
    for number in names:
        with suppress(OSError):  # the folder itself was among them
            name = os.readlink(PROCESS / "fd" / number)
            if name.startswith(LINES):
                yield int(number), name


def _words_of(number: int) -> bytes:
    """The command line of a process; nothing for one that has ended."""
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").strip()
    return b""
