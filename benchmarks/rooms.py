"""Joined desks beside a desk at one keyboard, all on real terminals; and a crowd at one host.

A message counts from the key that hands it in, as the last of the round, to its words on the other's screen. At one
keyboard it is the same key, to the screen of the next round; a bare echo over the same library is what no line can go
under.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.crowd import crowd
from benchmarks.hosts import hosting
from benchmarks.lines import Line, environment
from benchmarks.screens import DESK, DOWN, ENTER, ESCAPE, F9, STEPS, UP
from benchmarks.terminal import Terminal, python

TABLE = ["first-download", "--seat", "rome=human", "--seat", "meta=human", "--preset", "untimed"]
WORD = "quicksilverbirds"
"""What is written: a word that a terminal is sent in one piece, and that stands nowhere else."""
NEXT_ROUND = "round 2 of talk"
ECHOES, ECHOED = 100, 1000
"""Echoes behind their median, and bytes of each."""
CROWD = 25, 3, 40.0
"""Seats and turns of the crowd, and about how many seconds it plays."""


@contextmanager
def joined(address: str, code: str, name: str, folder: Path) -> Iterator[Terminal]:
    """A desk that has joined, on a terminal of its own, past its first page."""
    home = ["/usr/bin/env", f"XDG_STATE_HOME={folder / code}"]
    here = Terminal([*home, str(Path(sys.prefix) / "bin" / "wargame"), "join", address], folder)
    try:
        here.until("typed unseen")
        here.press(code.encode() + ENTER)
        here.until(name)
        here.rest()
        here.press(ENTER)
        yield here
    finally:
        here.close()


def write(here: Terminal) -> None:
    """Write a message to everybody, and press F9 so often that the next F9 hands it in."""
    for keys in (b"w", WORD.encode(), ENTER, ESCAPE, F9, F9):
        here.press(keys)
        time.sleep(0.2)
        here.rest()


def at_one_keyboard(folder: Path) -> tuple[float, float]:
    """Seconds from the key that hands in to the next round on the screen; and median seconds from a key to a byte."""
    here = Terminal([*DESK, "--preset", "untimed"], folder)
    try:
        here.until("ROME")
        here.rest()
        here.press(ENTER)
        return _steps(here, b"1"), _sealed(here, here, NEXT_ROUND)
    finally:
        here.close()


def over_lines(folder: Path) -> tuple[float, float]:
    """The same at a joined desk: to a byte of its own, and to its words on the other's screen."""
    with (
        hosting(folder, [*TABLE, "--out", "game.jsonl"], ("rome", "meta")) as host,
        joined(host.address, host.codes["rome"], "ROME", folder) as rome,
        joined(host.address, host.codes["meta"], "META", folder) as meta,
    ):
        key = _steps(rome, b"1")
        for keys in (F9, F9, F9):
            meta.press(keys)
            time.sleep(0.2)
            meta.rest()
        return key, _sealed(rome, meta, WORD)


def _steps(here: Terminal, pane: bytes) -> float:
    here.press(pane)
    return statistics.median(here.press(DOWN if n % 2 == 0 else UP)[0] for n in range(STEPS))


def _sealed(here: Terminal, there: Terminal, words: str) -> float:
    write(here)
    there.rest()
    return here.send(F9, there, words)


async def _echoed() -> list[float]:
    async with connect(f"ws://127.0.0.1:{sys.argv[2]}", compression=None, proxy=None) as line:
        taken = []
        for _ in range(ECHOES):
            begun = time.perf_counter()
            await line.send("x" * ECHOED)
            await line.recv()
            taken.append(time.perf_counter() - begun)
        return taken


async def _echo() -> None:
    async def answer(line: ServerConnection) -> None:
        async for message in line:
            await line.send(message)

    async with serve(answer, "127.0.0.1", 0, compression=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.Event().wait()


def echo() -> float:
    """Median seconds of a bare echo between two processes."""
    server = subprocess.Popen(python("-m", "benchmarks.rooms", "echo"), stdout=subprocess.PIPE, env=environment())
    try:
        assert server.stdout is not None
        port = server.stdout.readline().decode().strip()
        done = subprocess.run(
            python("-m", "benchmarks.rooms", "echoed", port), check=True, capture_output=True, env=environment()
        )
        return float(done.stdout)
    finally:
        server.kill()
        server.wait()


def messages(runs: int) -> list[Line]:
    """A message and a key over lines, beside those at one keyboard."""
    near_key, near, far_key, far = (list[float]() for _ in range(4))
    bare = echo()
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
            for seconds, found in zip((near_key, near), at_one_keyboard(Path(name)), strict=True):
                seconds.append(found)
            for seconds, found in zip((far_key, far), over_lines(Path(name)), strict=True):
                seconds.append(found)
    local, line = statistics.median(near), statistics.median(far)
    return [
        Line("a bare echo over the same library", bare * 1000, "ms", None, f"{ECHOED} bytes, two processes"),
        Line("from the key that hands in to the next round, at one keyboard", local * 1000, "ms", None),
        Line("a message from that key to the other desk's screen", line * 1000, "ms", None, "three processes"),
        Line("the same less the echo, against one keyboard", (line - bare) / local, "x", 1.3),
        Line(
            "key to first byte on a joined desk against a local one",
            statistics.median(far_key) / statistics.median(near_key),
            "x",
            1.3,
            f"{statistics.median(far_key) * 1000:.1f} and {statistics.median(near_key) * 1000:.1f} ms",
        ),
    ]


def everybody() -> list[Line]:
    """A crowd at one host: what it sends, loses and holds."""
    seats, turns, seconds = CROWD
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        found = crowd(Path(name), seats, turns, seconds)
    note = f"{seats} lines, {turns} turns in {found['took']:.0f} s, {found['keys']:.0f} keys typed"
    return [
        Line("lines lost by a crowd", found["lines_lost"], "", 0, note),
        Line(
            "memory of its host, last quarter against first",
            found["memory"],
            "x",
            1.05,
            f"{found['first']:.0f} and {found['last']:.0f} MB",
        ),
        Line(
            "bytes of a seat's turn against all that it knows",
            found["share"],
            "x",
            0.2,
            f"both ways, as JSON; at most {found['most']:.2f}",
        ),
        Line("the same with all that it knows compressed", found["share_compressed"], "x", None),
    ]


def measure(runs: int) -> list[Line]:
    """Messages, keys, and the crowd."""
    return [*messages(max(3, runs // 2)), *everybody()]


if __name__ == "__main__":
    if sys.argv[1] == "echo":
        asyncio.run(_echo())
    else:
        print(statistics.median(asyncio.run(_echoed())))
