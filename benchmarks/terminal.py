"""A program on a terminal of its own: how long until it shows something, what a key costs in time and bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.lines import ROOT, environment

PATIENCE = 60.0
"""Seconds after which a program that says nothing is given up."""
QUIET = 0.15
"""Seconds without a byte after which a screen has come to rest."""


class Terminal:
    """A process that believes that it sits at a terminal of this size."""

    def __init__(
        self, command: Sequence[str], folder: Path, size: tuple[int, int] = (120, 36), root: Path = ROOT
    ) -> None:
        """Start it in a folder; `root` is the tree whose modules it finds."""
        self.cpu = 0.0
        """Processor seconds that it took, known once it is closed."""
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(
                command[0], list(command), {**environment(root), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            )
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.said = b""

    def close(self) -> None:
        """End it, however it is."""
        os.kill(self.pid, signal.SIGKILL)
        _, _, used = os.wait4(self.pid, 0)
        self.cpu = used.ru_utime + used.ru_stime
        os.close(self.fd)

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return b""
        try:
            return os.read(self.fd, 65536)
        except OSError:
            return b""

    def until(self, text: str) -> float:
        """Seconds from the start to the moment in which this text has been written; TimeoutError if it never is."""
        wanted = text.encode()
        while time.perf_counter() - self.begun < PATIENCE:
            self.said += self._read(0.5)
            if wanted in self.said:
                return time.perf_counter() - self.begun
        raise TimeoutError(f"{text!r} never came: {self.said[-400:]!r}")

    def rest(self) -> int:
        """Read until nothing more comes; how many bytes that was."""
        count = 0
        while more := self._read(QUIET):
            self.said += more
            count += len(more)
        return count

    def press(self, keys: bytes) -> tuple[float, int]:
        """Seconds from a key to the first byte of the answer, and bytes of the whole answer."""
        begun = time.perf_counter()
        os.write(self.fd, keys)
        first = self._read(5.0)
        seconds = time.perf_counter() - begun
        self.said += first
        return seconds, len(first) + self.rest()

    def send(self, keys: bytes, there: Terminal, text: str) -> float:
        """Seconds from a key here to the moment in which this text has been written there; TimeoutError if never."""
        begun, wanted, said = time.perf_counter(), text.encode(), b""
        os.write(self.fd, keys)
        while time.perf_counter() - begun < PATIENCE:
            for number in select.select([self.fd, there.fd], [], [], 0.5)[0]:
                more = os.read(number, 65536)
                said += more if number == there.fd else b""
            if wanted in said:
                return time.perf_counter() - begun
        raise TimeoutError(f"{text!r} never came: {said[-400:]!r}")

    def hold(self, keys: Sequence[bytes], gap: float) -> int:
        """Bytes of the whole answer to keys that come so many seconds apart."""
        count = 0
        for key in keys:
            os.write(self.fd, key)
            until = time.perf_counter() + gap
            while (left := until - time.perf_counter()) > 0:
                more = self._read(left)
                self.said += more
                count += len(more)
        return count + self.rest()


def python(*words: str) -> list[str]:
    """The command that runs this interpreter."""
    return [sys.executable, *words]
