"""A desk that runs at the host for somebody who has no program: `wargame join` in a process and a terminal of its own.

It comes to the room over a line of this machine with a key like every other desk, so it knows what its seat knows and
nothing else. Its key is handed to it through a pipe: none stands on a command line, in its surroundings or in a file.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import asdict, dataclass

from pydantic_core import to_json

INHERITED = "PATH", "HOME", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "TMPDIR", "XDG_DATA_HOME"
"""What a desk gets of the host's surroundings: keys of models are not among it."""
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+-]{0,39}")
"""A kind of terminal, as it may come from elsewhere."""
SMALLEST, LARGEST = (20, 5), (500, 200)
"""Columns and rows that a terminal may have."""
CHUNK = 1 << 16
"""Bytes that are read of a desk's screen at once."""
UNTAKEN = 1 << 17
"""Bytes of keystrokes that wait for a desk; what is typed beyond them is not heard."""
GRACE = 5.0
"""Seconds in which a desk that is asked to end does so by itself."""
TERMINAL_AGAIN = (
    "".join(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006, 1016, 1004, 2004, 2026, 2048))
    + "\x1b[<u\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[0m"
).encode()
"""Gives a terminal back whose desk had no time to do it."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a desk is told when it begins."""

    life: str
    """The name of its run, under which the room knows where its person is."""
    key: str
    back: str
    """How to come back, for whoever leaves."""


class DeskProcess:
    """The process of one desk, and the terminal in which it draws."""

    def __init__(
        self,
        process: Process,
        master: int,
        screen: asyncio.StreamReader,
        reading: asyncio.ReadTransport,
        typed: asyncio.WriteTransport,
    ) -> None:
        """Of a process that has begun, over the master's end of its terminal."""
        self._process, self._master = process, master
        self._screen, self._reading, self._typed = screen, reading, typed
        self.replaced = False
        """Whether it was ended because its desk was opened somewhere else with the same key."""

    @classmethod
    async def begun(
        cls, uri: str, handed: HandedOver, size: tuple[int, int], kind: str = "xterm-256color"
    ) -> DeskProcess:
        """Begin one at a room of this machine; OSError if the machine has no process or terminal left.

        Args:
            uri: Where the room is, on this machine.
            handed: What the desk is told.
            size: Columns and rows of the terminal.
            kind: What kind of terminal it is; a strange word counts as xterm-256color.
        """
        master, slave = pty.openpty()
        given, giving = os.pipe()
        files = os.fdopen(master, "rb", 0), os.fdopen(os.dup(master), "wb", 0)
        lines: list[asyncio.BaseTransport] = []
        loop, screen = asyncio.get_running_loop(), asyncio.StreamReader(limit=CHUNK)
        try:
            _resized(slave, size)
            os.write(giving, to_json(asdict(handed)))
            reading, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(screen), files[0])
            lines.append(reading)
            typed, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, files[1])
            lines.append(typed)
            command = [sys.executable, "-m", "wargame.cli", "join", uri, "--handed-over", str(given)]
            process = await asyncio.create_subprocess_exec(  # last: once it runs, there is somebody who ends it
                *command,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=_surroundings(kind),
                pass_fds=(given,),
                start_new_session=True,
            )
        except BaseException:
            for line in lines:
                line.close()
            for file in files:
                file.close()
            raise
        finally:
            for each in (slave, given, giving):
                os.close(each)
        return cls(process, master, screen, reading, typed)

    async def drawn(self) -> bytes:
        """What it draws next, as soon as it draws anything; nothing once it has ended."""
        try:
            return await self._screen.read(CHUNK)
        except OSError:
            return b""

    def type(self, keys: bytes) -> None:
        """Send keystrokes; what a desk that does not read has no room for is lost."""
        if self._typed.get_write_buffer_size() + len(keys) <= UNTAKEN and not self._typed.is_closing():
            self._typed.write(keys)

    def resize(self, size: tuple[int, int]) -> None:
        """Its terminal has these columns and rows from now on."""
        with suppress(OSError):
            _resized(self._master, size)

    async def ended(self) -> int:
        """The code with which it has ended, once it has."""
        return await self._process.wait()

    async def end(self) -> None:
        """End it: as a terminal does that is closed, after a few seconds whatever it does. The seat stays as it is.

        It may be ended more than once, and by two at once; whoever stops waiting for its end ends it at once.
        """
        if not self._typed.is_closing():
            self._typed.abort()
        try:
            if self._process.returncode is None:
                with suppress(ProcessLookupError, TimeoutError):
                    self._process.send_signal(signal.SIGHUP)
                    await asyncio.wait_for(self._process.wait(), GRACE)
        finally:
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
            self._reading.close()
            await asyncio.sleep(0)  # what was aborted and closed lets go of its files in the loop's next round


def _resized(terminal: int, size: tuple[int, int]) -> None:
    (columns, rows) = (max(low, min(high, each)) for low, each, high in zip(SMALLEST, size, LARGEST, strict=True))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _surroundings(kind: str) -> dict[str, str]:
    own = {name: os.environ[name] for name in INHERITED if name in os.environ}
    kind = kind if WORD.fullmatch(kind) else "xterm-256color"
    return {**own, "TERM": kind, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
