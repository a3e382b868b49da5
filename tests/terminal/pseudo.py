"""A pseudo terminal with the program at its other end: every byte that it writes, and how it leaves the line."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

from tests.terminal.terminal import PATIENCE

LASTING = ("1049", "1000", "1003", "1006", "1015", "1004", "2004", "25", "7")
"""Private modes of a terminal that the program turns, whose last turn must be that of a fresh terminal."""
ON_WHEN_FRESH = {"25": True, "7": True}


class PseudoTerminal:
    """One program, its output as it comes."""

    def __init__(self, folder: Path, *program: str, **streams: Any) -> None:
        """Run a program in a folder; `stdin`, `stdout` and `stderr` may be something else than the terminal."""
        self.master, self.line = pty.openpty()
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.found = termios.tcgetattr(self.line)
        self.written = ""
        streams = {name: streams.get(name, self.line) for name in ("stdin", "stdout", "stderr")}
        self.program = subprocess.Popen(
            program,
            cwd=folder,
            env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
            preexec_fn=_own_session,
            **streams,
        )

    def read(self, seconds: float = 0.05) -> None:
        """Take what has been written."""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                some = os.read(self.master, 65536)
            except OSError as fault:
                if fault.errno == errno.EIO:
                    return
                raise
            self.written += some.decode(errors="replace")
            seconds = 0.02

    def wait(self, text: str) -> None:
        """Until a text has been written since the last wait."""
        last = time.monotonic() + PATIENCE
        while text not in re.sub(r"\x1b\[[0-9;?<>]*[a-zA-Z]", "", self.written) and text not in self.written:
            assert time.monotonic() < last, f"no {text!r} in {self.written[-2000:]!r}"
            assert self.program.poll() is None or select.select([self.master], [], [], 0)[0], self.written[-2000:]
            self.read()
        self.seen = self.written

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.master, text.encode())

    def wait_for_end(self) -> int:
        """The exit code, once everything has been read."""
        last = time.monotonic() + PATIENCE
        while self.program.poll() is None:
            assert time.monotonic() < last, f"the program goes on: {self.written[-1000:]!r}"
            self.read()
        self.read()
        return int(self.program.returncode)

    def left_on(self) -> set[str]:
        """Modes that are not as a fresh terminal has them."""
        left = set()
        for mode in LASTING:
            turns = re.findall(rf"\x1b\[\?{mode}([hl])", self.written)
            if turns and (turns[-1] == "h") != ON_WHEN_FRESH.get(mode, False):
                left.add(mode)
        return left

    @property
    def as_found(self) -> bool:
        """Whether keys are read and echoed as before."""
        return termios.tcgetattr(self.line) == self.found

    def close(self) -> None:
        """End what still runs."""
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        for each in (self.master, self.line):
            os.close(each)


def wargame(*words: str) -> tuple[str, ...]:
    """The program with a command."""
    return (sys.executable, "-m", "wargame.cli", *words)


def _own_session() -> None:
    os.setsid()
    for fileno in (0, 1, 2):
        if os.isatty(fileno):
            fcntl.ioctl(fileno, termios.TIOCSCTTY, 0)
            break
