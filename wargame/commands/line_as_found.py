"""Typing line by line leaves the terminal as it was found, also when a signal comes while a word is typed unseen."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

ENDING = "SIGTERM", "SIGHUP", "SIGQUIT"
"""Signals that would end the program at once, with letters unseen if a word is being typed."""


@contextmanager
def line_as_found() -> Iterator[None]:
    """Signals become a SystemExit with their usual code, and what is typed is seen again afterwards."""
    attributes, before = _attributes(), {}

    def ended(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    for number in (getattr(signal, name) for name in ENDING if hasattr(signal, name)):
        if signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):
                before[number] = signal.signal(number, ended)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if attributes is not None:
            _set(attributes)


def leave(code: int) -> NoReturn:
    """End the process although a thread of it still waits for a line, which nothing could call back."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def leave_if_reading(code: int = 0) -> None:
    """End the process where a thread of it still waits for a line; else come back."""
    from wargame.console.typed_lines import still_reading

    if still_reading():
        leave(code)


def _attributes() -> list[Any] | None:
    try:
        import termios

        return termios.tcgetattr(sys.stdin.fileno())
    except (ImportError, AttributeError, OSError, ValueError):
        return None
    except termios.error:
        return None


def _set(attributes: list[Any]) -> None:
    import termios

    with suppress(termios.error, OSError, ValueError):
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, attributes)
