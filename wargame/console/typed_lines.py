"""Lines of standard input and output: typed, seen or unseen, while everything else goes on."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from getpass import getpass

from wargame.core.plain_text import plain
from wargame.errors import WargameError
from wargame.present.wrapping import terminal_width, wrapped

READING = "typed line"
"""The name of a thread that waits for a line."""
_waiting: set[asyncio.Future[str]] = set()
"""What threads wait for a line for, until it has come."""
TOO_LATE = "That line was begun before; nothing of it was done."


class TypedLines:
    """Lines of standard input for questions that may close before they are answered.

    A line that was begun for a question which closed meanwhile answers none of the next ones: what stands half-typed
    on a terminal is dropped there, and what comes whole all the same is dropped here, and that is said. Through a pipe
    a line comes whole: it is dropped if it came before the next question stood there, and else answers that one.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._coming: asyncio.Future[str] | None = None
        self._late = False

    @property
    def interactive(self) -> bool:
        """Whether somebody types them, so that nothing is typed before it is asked for."""
        return sys.stdin.isatty()

    async def read(self, prompt: str) -> str | None:
        """The next line, or None at the end; cancelling it closes the question."""
        _show(prompt, "")
        if self._coming is not None and self._coming.done():
            self._late = True
        while True:
            if self._coming is None:
                self._coming = _begun(sys.stdin.readline)
            try:
                line = await asyncio.shield(self._coming)
            except asyncio.CancelledError:
                typed = sys.stdin.isatty() and not _dropped()
                self._late = self._coming is not None and (self._coming.done() or typed)
                _show("", "\n")
                raise
            self._coming, late, self._late = None, self._late, False
            if not sys.stdin.isatty():
                _show(line.rstrip("\r\n"), "\n")
            if not (late and line.strip()):
                return line.rstrip("\r\n") if line else None
            _show(TOO_LATE, "\n")
            _show(prompt, "")


def _dropped() -> bool:
    """Drop what stands half-typed on a terminal; whether that could be done."""
    try:
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    except ImportError:
        return False
    except (termios.error, OSError, ValueError):
        return False
    return True


async def read_line(prompt: str) -> str | None:
    """The next line of standard input, or None at its end."""
    line = await _line(prompt)
    if not sys.stdin.isatty():
        _show(line or "", "\n")
    return line


async def _line(prompt: str) -> str | None:
    _show(prompt, "")
    line = await _begun(sys.stdin.readline)
    return line.rstrip("\r\n") if line else None


async def read_word(prompt: str) -> str | None:
    """The next line, unseen where somebody types it; None at the end of the input."""
    if not sys.stdin.isatty():
        line = await _line(prompt)
        _show("", "\n")
        return line
    try:
        return await _begun(lambda: getpass(prompt))
    except EOFError:
        return None


def _begun(reading: Callable[[], str]) -> asyncio.Future[str]:
    """What a reading gives that blocks, from a thread that keeps nobody from leaving meanwhile."""
    loop = asyncio.get_running_loop()
    came: asyncio.Future[str] = loop.create_future()

    def settle(line: str, fault: BaseException | None) -> None:
        if came.done():
            return
        if fault is None:
            came.set_result(line)
        else:
            came.set_exception(fault)

    def read() -> None:
        line, failed = "", None
        try:
            line = reading()
        except Exception as fault:
            failed = fault
        _waiting.discard(came)  # before anybody hears of it: whoever leaves then leaves nobody behind
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, line, failed)

    _waiting.add(came)
    threading.Thread(target=read, name=READING, daemon=True).start()
    return came


def still_reading() -> bool:
    """Whether a thread waits for a line still, which nothing can call back."""
    return bool(_waiting)


def write_line(text: str) -> None:
    """A line of standard output, at once, broken at blanks on a terminal; no word in it steers the terminal."""
    width = terminal_width()
    _show(text if width is None else wrapped(plain(text), width), "\n")


def _show(text: str, end: str) -> None:
    """WargameError if nobody can see it any more: then there is nothing to play by."""
    try:
        print(plain(text), end=end, flush=True)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise WargameError(f"standard output takes no more ({fault.strerror}); the game is kept") from None
