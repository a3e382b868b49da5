"""The terminal interface on a real terminal, beside a Textual app with one widget."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.apps import READY
from benchmarks.lines import Line
from benchmarks.terminal import Terminal, python

DOWN, UP, ENTER = b"\x1b[B", b"\x1b[A", b"\r"
STEPS = 12
"""Cursor steps behind the figures of one run."""
MINIMAL = python("-m", "benchmarks.apps", "minimal")
DESK = [str(Path(sys.prefix) / "bin" / "wargame"), "play", "first-download", "--seat", "rome=human"]


def listed(count: int) -> list[str]:
    """The command that shows a list of so many rows."""
    return python("-m", "benchmarks.apps", "list", str(count))


def first_paint(command: Sequence[str], text: str, runs: int) -> float:
    """Median seconds from the start of a process to its first picture."""
    seconds = []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            terminal = Terminal(command, Path(folder))
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


def measure(runs: int) -> list[Line]:
    """Paint, open, key to byte, bytes of a step."""
    fewer = max(3, runs // 2)
    minimal = first_paint(MINIMAL, READY, fewer)
    picture = first_paint(DESK, "THE TABLE IS BEING SET", fewer)
    desk = first_paint(DESK, "ROME", fewer)
    long = first_paint(listed(10_000), READY, fewer)
    short_key, _ = steps(listed(100), READY)
    long_key, long_bytes = steps(listed(10_000), READY)
    desk_key, desk_bytes = steps(DESK, "ROME", to_channels)
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
            2.5,
            "rules and scenario are read and the game begun",
        ),
        Line("first paint of a list of 10,000 rows against it", long / minimal, "x", 1.5),
        Line("key to first byte in that list", long_key * 1000, "ms", None),
        Line("the same against a list of 100 rows", long_key / short_key, "x", 1.2),
        Line("key to first byte on the desk against the bare list", desk_key / long_key, "x", 2.0),
        Line("bytes of a cursor step in the list", long_bytes, "B", 1024),
        Line("bytes of a cursor step on the desk", desk_bytes, "B", 1024, "with the frame that follows the cursor"),
    ]
