"""The model layer against a stub endpoint in a process of its own: overhead, gaps, prefixes, many games.

python benchmarks/models.py            one table of eight model seats, five turns, 100 ms a call
python benchmarks/models.py --games 64 that many games at once against as many slots, 1 s a call
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wargame.commands.seating import Seats
from wargame.table.opening import choose, new_table

EIGHT = ("washington", "anthropic", "openai", "meta", "paris", "kyiv", "beijing", "mistral")


@contextmanager
def stub(latency: float, slots: int) -> Iterator[str]:
    """A stub endpoint; gives its base URL."""
    command = [sys.executable, "-m", "wargame.stub", "--port", "0", "--latency", str(latency), "--slots", str(slots)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def tally(url: str) -> dict[str, Any]:
    """What the stub counted."""
    root = re.sub(r"/v1$", "", url)
    with urllib.request.urlopen(f"{root}/tally") as reply:
        found: dict[str, Any] = json.loads(reply.read())
    return found


async def one_game(url: str, out: Path, seats: Seats, turns: int, seed: int, who: tuple[str, ...]) -> None:
    """A game with model seats from start to end."""
    spec = f"llm:stub@{url}"
    game = choose("between-the-giants", variant="core", turns=turns, seed=seed, seats=dict.fromkeys(who, spec))
    table = new_table(game, out, make=seats.make)
    seats.bind(table.log)
    await table.play()


def single(latency: float, turns: int) -> dict[str, Any]:
    """Eight model seats at one table."""
    with stub(latency, 64) as url, TemporaryDirectory() as folder:
        seats = Seats()

        async def whole() -> float:
            await one_game(url, Path(folder) / "warm.jsonl", Seats(board=seats.board), 1, 1, EIGHT)
            begun = time.perf_counter()
            await one_game(url, Path(folder) / "game.jsonl", seats, turns, 2, EIGHT)
            wall = time.perf_counter() - begun
            await seats.aclose()
            return wall

        wall = asyncio.run(whole())
        entries = [json.loads(line) for line in (Path(folder) / "game.jsonl").read_text().splitlines()]
        calls = [entry["data"] for entry in entries if entry["kind"] == "call"]
        stages = _stages(calls)
        return {
            "calls": len(calls),
            "wall": round(wall, 3),
            "stages": stages,
            "ideal": round(stages * latency, 3),
            "ratio": round(wall / (stages * latency), 3),
            "tally": tally(url),
        }


def _stages(calls: list[dict[str, Any]]) -> int:
    """Calls that had to wait for one another: the longest chain of attempts of each round."""
    chains: dict[str, dict[str, int]] = {}
    for call in calls:
        round_, _, seat = call["decision"].rpartition(".")
        chains.setdefault(round_, {})[seat] = chains.setdefault(round_, {}).get(seat, 0) + 1
    return sum(max(seats.values()) for seats in chains.values())


def many(games: int, latency: float) -> dict[str, Any]:
    """Many games at once in one process."""
    with stub(latency, games) as url, TemporaryDirectory() as folder:
        first = Seats()

        async def whole() -> None:
            board = first.board
            await asyncio.gather(
                *(
                    one_game(url, Path(folder) / f"{n}.jsonl", Seats(board=board), 2, n, ("paris", "anthropic"))
                    for n in range(games)
                )
            )
            await board.aclose()

        begun = time.perf_counter()
        asyncio.run(whole())
        return {"games": games, "wall": round(time.perf_counter() - begun, 2), "tally": tally(url)}


def main() -> None:
    """Measure and print one object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=1)
    parser.add_argument("--latency", type=float, default=None)
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    told = single(given.latency or 0.1, given.turns) if given.games == 1 else many(given.games, given.latency or 1.0)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
