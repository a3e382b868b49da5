"""The terminal interface on a real terminal, beside a Textual app with one widget."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.apps import READY
from benchmarks.lines import Line
from benchmarks.terminal import Terminal, python

DOWN, UP, ENTER, ESCAPE, F2, F9 = b"\x1b[B", b"\x1b[A", b"\r", b"\x1b", b"\x1bOQ", b"\x1b[20~"
STEPS = 12
"""Cursor steps behind the figures of one run."""
SEALS, CHANNELS = 8, 6
"""Times that F9 is pressed to come into the second turn, and steps in its list of channels."""
HELD = 1 / 30
"""Seconds between two steps of a key that is held down."""
MINIMAL = python("-m", "benchmarks.apps", "minimal")
GRAND = [str(Path(sys.prefix) / "bin" / "wargame"), "play", "between-the-giants", "--seat", "paris=human"]
"""The largest scenario, as it opens."""
DESK = [str(Path(sys.prefix) / "bin" / "wargame"), "play", "first-download", "--seat", "rome=human"]


def listed(count: int) -> list[str]:
    """The command that shows a list of so many rows."""
    return python("-m", "benchmarks.apps", "list", str(count))


def first_paint(command: Sequence[str], text: str, runs: int, *, cold: bool = False) -> float:
    """Median seconds from the start of a process to its first picture.

    Where it is `cold` nothing of scenarios is kept from one start to the next; else all is, after the first start,
    which is not counted.
    """
    seconds = []
    with tempfile.TemporaryDirectory() as kept:
        for _ in range(runs + 1):
            with tempfile.TemporaryDirectory() as folder:
                cache = folder if cold else kept
                terminal = Terminal(["/usr/bin/env", f"XDG_CACHE_HOME={cache}", *command], Path(folder))
                try:
                    seconds.append(terminal.until(text))
                finally:
                    terminal.close()
    return statistics.median(seconds[1:])


def steps(command: Sequence[str], text: str, way: Callable[[Terminal], object] = Terminal.rest) -> tuple[float, float]:
    """Median seconds from a cursor key to the first byte, and median bytes of a step."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(command, Path(folder))
        try:
            terminal.until(text)
            terminal.rest()
            way(terminal)
            taken = [terminal.press(DOWN if n % 2 == 0 else UP) for n in range(STEPS)]
        finally:
            terminal.close()
    return statistics.median(t for t, _ in taken), statistics.median(b for _, b in taken)


def to_channels(terminal: Terminal) -> None:
    """From the first page of a seat to the list of channels on its desk."""
    terminal.press(ENTER)
    terminal.press(b"1")


def to_later_channels(terminal: Terminal) -> None:
    """To the same list in the second turn, when most conversations have begun."""
    terminal.press(ENTER)
    for _ in range(SEALS):
        terminal.press(F9)
        time.sleep(0.5)
        terminal.rest()
    for key in (ESCAPE, F2, b"1"):
        terminal.press(key)
        time.sleep(0.3)
        terminal.rest()


def later_steps() -> tuple[float, float]:
    """Bytes of a step on a desk of the second turn: one that opens a conversation, and one of a key held down."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(DESK, Path(folder))
        try:
            terminal.until("ROME")
            terminal.rest()
            to_later_channels(terminal)
            singly = [terminal.press(key)[1] for key in [DOWN] * CHANNELS + [UP] * CHANNELS]
            together = terminal.hold([DOWN] * CHANNELS + [UP] * CHANNELS, HELD)
        finally:
            terminal.close()
    return statistics.median(singly), together / (2 * CHANNELS)


def measure(runs: int) -> list[Line]:
    """Paint, open, key to byte, bytes of a step."""
    fewer = max(3, runs // 2)
    minimal = first_paint(MINIMAL, READY, fewer)
    picture = first_paint(DESK, "THE TABLE IS BEING SET", fewer)
    desk = first_paint(DESK, "ROME", fewer)
    grand, anew = (first_paint(GRAND, "PARIS", fewer, cold=cold) for cold in (False, True))
    long = first_paint(listed(10_000), READY, fewer)
    short_key, _ = steps(listed(100), READY)
    long_key, long_bytes = steps(listed(10_000), READY)
    desk_key, desk_bytes = steps(DESK, "ROME", to_channels)
    opening, held = later_steps()
    return [
        Line(
            "first paint of an app with one widget",
            minimal * 1000,
            "ms",
            None,
            "a process of its own, imports included",
        ),
        Line("first picture of `wargame play` against it", picture / minimal, "x", 2.5, "the table is being set"),
        Line(
            "a seat's first page against it",
            desk / minimal,
            "x",
            3.0,
            "rules are read and the game begun; the scenario was read before",
        ),
        Line("the same in the largest scenario", grand / minimal, "x", 3.0),
        Line("the same where nothing is kept of it", anew / minimal, "x", 5.0),
        Line("first paint of a list of 10,000 rows against it", long / minimal, "x", 1.5),
        Line("key to first byte in that list", long_key * 1000, "ms", None),
        Line("the same against a list of 100 rows", long_key / short_key, "x", 1.2),
        Line("key to first byte on the desk against the bare list", desk_key / long_key, "x", 2.0),
        Line("bytes of a cursor step in the list", long_bytes, "B", 1024),
        Line("bytes of a cursor step on the desk", desk_bytes, "B", 1024, "with the conversation that it opens"),
        Line("the same in the second turn, one step at a time", opening, "B", None, "with more to say and to draw"),
        Line("the same in the second turn, key held down", held, "B", 1024, "what is only passed is not opened"),
    ]
