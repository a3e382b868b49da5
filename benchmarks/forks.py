"""How soon a fork at the last turn of a game asks its first seat, against playing that game from its beginning."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.games import CORE, GAMES, play
from benchmarks.lines import Line
from wargame.core.moves import silence
from wargame.core.setting import Seat
from wargame.paired.forks import going_on
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.table.opening import gone_on_with
from wargame.table.players import Means
from wargame.transcript.branch import Answered, branch, shared_start
from wargame.transcript.reading import read


class FirstQuestion(BaseException):
    """A seat is asked: what is measured is over."""


class Stopping:
    """A player at whom the game ends."""

    spec = "scripted"
    kind: PlayerKind = "script"
    instant = True

    async def decide(self, ask: Ask) -> Answer:
        """Nothing: it is enough that it is asked."""
        raise FirstQuestion


def stopping(spec: str, seat: Seat, seed: int) -> Stopping:
    """Such a player for any seat."""
    return Stopping()


def to_the_first_question(record: Path, out: Path) -> None:
    """Read a record, leave it at its last turn with a seat silent, and go on until the next seat is asked."""
    parent = read(record)
    change = Answered(f"{parent.entries[-1].turn}.talk1.washington", silence("talk"))
    begun = shared_start(parent, change)
    fork = branch(parent, change, out, players=going_on(parent, "scripted"), begun=begun)
    try:
        asyncio.run(gone_on_with(fork, start=begun, means=Means(make=stopping)).play())
    except FirstQuestion:
        out.unlink()
        return
    raise AssertionError("nobody was asked")


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(runs: int) -> list[Line]:
    """Both in turn, so that what slows the machine slows both; the ratio is the median of those inside the pairs."""
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        folder = Path(name)
        record, out = folder / "game.jsonl", folder / "fork.jsonl"
        play(CORE, record)
        to_the_first_question(record, out)
        pairs = [
            (seconds(lambda: play(CORE, folder / "plain.jsonl")), seconds(lambda: to_the_first_question(record, out)))
            for _ in range(runs)
        ]
    GAMES.clear()
    asked = statistics.median(fork for _, fork in pairs) * 1000
    ratio = statistics.median(fork / plain for plain, fork in pairs)
    return [
        Line("fork at the last turn: its first seat is asked", asked, "ms", None, "reading the record included"),
        Line("the same against a plain game", ratio, "x", 0.4, f"median of {runs} pairs, core table of ten turns"),
    ]
