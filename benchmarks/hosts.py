"""A room in a process of its own: `wargame host`, its address and codes as it says them, and its memory."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import environment

OPENING = 60.0
"""Seconds in which a room must be open."""
ROOM = re.compile(r"(wss?://\S+)")
SEAT = re.compile(r"\((\w+)\): .*; code (\S+)\n")
RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")


@dataclass(frozen=True, slots=True)
class Host:
    """A room that is open."""

    process: subprocess.Popen[bytes]
    address: str
    codes: dict[str, str]
    """The unused code of each seat and other place, as it was printed at the opening."""

    @property
    def port(self) -> int:
        """The number of its door."""
        return int(self.address.rpartition(":")[2])

    def memory(self) -> float:
        """Megabytes that the process holds now; 0 once it has ended."""
        try:
            found = RESIDENT.search(Path(f"/proc/{self.process.pid}/status").read_text())
        except OSError:
            return 0.0
        return int(found[1]) / 1000 if found else 0.0


@contextmanager
def hosting(folder: Path, words: Sequence[str], seats: Collection[str], port: int = 0) -> Iterator[Host]:
    """Open a room with these words after `wargame host`, and end it afterwards.

    TimeoutError if it has not opened with all these seats within a minute.
    """
    command = [str(Path(sys.prefix) / "bin" / "wargame"), "host", *words, "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment(), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    try:
        yield _opened(process, seats)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _opened(process: subprocess.Popen[bytes], seats: Collection[str]) -> Host:
    assert process.stdout is not None
    number, said, until = process.stdout.fileno(), b"", time.monotonic() + OPENING
    while time.monotonic() < until and process.poll() is None:
        if select.select([number], [], [], 0.2)[0]:
            said += os.read(number, 65536)
        words = said.decode(errors="replace")
        codes = dict(SEAT.findall(words))
        if codes.keys() >= set(seats):
            return Host(process, ROOM.findall(words)[0], codes)
    raise TimeoutError(f"no room with {', '.join(seats)} was opened: {said[-400:]!r}")
