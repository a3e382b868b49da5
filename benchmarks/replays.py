"""Opening and walking through long records on a real terminal, beside a Textual app with one widget."""

from __future__ import annotations

import asyncio
import re
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.apps import READY
from benchmarks.lines import Line
from benchmarks.screens import MINIMAL, first_paint
from benchmarks.terminal import Terminal, python

TURNS = 38
"""Of the full table, which come to about 10,000 events."""
MEGABYTES = 100
PADDING = 20_000
"""Bytes of each text of the long record."""
FIRST, PLAYED = "Between the Giants", "wargame verify"
"""What the first page says, and what is said once the game has been played again."""
RIGHT, LEFT, TURN_ON, TURN_BACK = b"\x1b[C", b"\x1b[D", b"]", b"["
STEPS = 12
RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")


def recorded(folder: Path) -> Path:
    """A long game of scripts."""
    from wargame.table.opening import choose, new_game

    path = folder / "long.jsonl"
    asyncio.run(new_game(choose("between-the-giants", seed=7, turns=TURNS), path, sync="end").play())
    return path


def padded(path: Path, into: Path) -> Path:
    """The same record with texts between its lines, as models leave them; it is to be looked at, not proved."""
    lines = path.read_bytes().splitlines()
    texts = max(1, MEGABYTES * 1_000_000 // PADDING)
    each, number = max(1, texts // len(lines)), 0
    body = b"x" * PADDING
    with into.open("wb") as file:
        for at, line in enumerate(lines):
            number += 1
            file.write(re.sub(rb'^\{"n":\d+', b'{"n":%d' % number, line) + b"\n")
            for _ in range(each if 0 < at < texts // each else 0):
                number += 1
                head = b'{"n":%d,"kind":"blob","turn":1,"phase":"talk","audience":[],"causes":[],"prev":"%064x",'
                data = b'"data":{"hash":"%064x","length":%d,"text":"' % (number, PADDING)
                file.write(head % (number, 0) + data + body + b'"}}\n')
    return into


def replay_of(path: Path) -> list[str]:
    """The command that opens a record."""
    return python("-m", "wargame.cli", "replay", str(path))


def walked(path: Path) -> tuple[float, float, int]:
    """Median seconds of a step by event and by turn until the screen has answered, and resident kilobytes."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(replay_of(path), Path(folder))
        try:
            terminal.until(PLAYED)
            terminal.rest()
            single = [terminal.press(RIGHT if n % 3 else LEFT)[0] for n in range(STEPS)]
            for _ in range(TURNS // 2):
                terminal.press(TURN_ON)
            far = [terminal.press(TURN_ON if n % 2 else TURN_BACK)[0] for n in range(STEPS)]
            found = RESIDENT.search(Path(f"/proc/{terminal.pid}/status").read_text())
        finally:
            terminal.close()
    return statistics.median(single), statistics.median(far), int(found.group(1)) if found else 0


def opened(path: Path, minimal: float, runs: int) -> float:
    """First page with content against the first paint of the one widget."""
    return first_paint(replay_of(path), FIRST, runs) / minimal


def measure(runs: int) -> list[Line]:
    """First pages, memory, steps."""
    fewer = max(3, runs // 2)
    with tempfile.TemporaryDirectory() as name:
        short = recorded(Path(name))
        long = padded(short, Path(name) / "padded.jsonl")
        begun = time.perf_counter()
        minimal = first_paint(MINIMAL, READY, fewer)
        small, large = opened(short, minimal, fewer), opened(long, minimal, fewer)
        event, turn, few = walked(short)
        _, _, many = walked(long)
        told = f"{time.perf_counter() - begun:.0f} s of measuring"
    return [
        Line("first page of the replay of 10,000 events, one widget = 1", small, "x", 2.5, told),
        Line(f"the same of a record of {MEGABYTES} MB", large, "x", 3.0),
        Line("memory of the latter over that of the former", many / max(few, 1), "x", 1.5, f"{few / 1000:.0f} MB"),
        Line("a step of the replay by event, to its first byte", event * 1000, "ms", None),
        Line("by turn over by event", turn / event, "x", 1.2),
    ]
