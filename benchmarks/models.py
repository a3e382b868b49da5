"""The model layer against a stub endpoint in a process of its own: overhead, gaps, prefixes, many games, two schemas.

As a script it compares the two kinds of schema with a real model:
`python -m benchmarks.models MODEL@URL`.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from benchmarks.lines import Line
from wargame.core.ids import Origin
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.profiles import ProfileEntry, Profiles, load
from wargame.table.opening import choose, new_game
from wargame.table.players import Means, ModelMeans
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import decisions_of

EIGHT = ("washington", "anthropic", "openai", "meta", "paris", "kyiv", "beijing", "mistral")
LATENCY, TURNS = 0.1, 5
GAMES, SLOTS, SLOW = 64, 64, 1.0
WHILE = "while all games run"
FLOOR = "a floor: the median of three, before, between and after the games"
ABOVE = 0.05
"""What a table may take above the floor, as a share of the ideal."""
Kind = Literal["tight", "stable"]


@contextmanager
def stub(latency: float, slots: int, pad: int = 0) -> Iterator[str]:
    """A stub endpoint, whose replies go on for `pad` characters; gives its base URL."""
    command = [sys.executable, "-m", "wargame.stub", "--port", "0", "--latency", str(latency), "--slots", str(slots)]
    command += ["--pad", str(pad)] if pad else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def _of_stub(url: str, path: str, method: str = "GET") -> Any:
    root = re.sub(r"/v1$", "", url)
    with urllib.request.urlopen(urllib.request.Request(f"{root}/{path}", method=method)) as reply:
        return json.loads(reply.read())


def board(kind: Kind) -> Endpoints:
    """Lines with one kind of schema and a limiter that is open at once."""
    return Endpoints(profiles=Profiles((*load().entries, ProfileEntry(says={"schemas": kind, "start": 100}))))


async def one_game(spec: str, out: Path, models: ModelMeans, turns: int, seed: int, who: Sequence[str]) -> None:
    """A game with model seats from start to end."""
    game = choose("between-the-giants", variant="core", turns=turns, seed=seed, seats=dict.fromkeys(who, spec))
    await new_game(game, out, means=Means(models)).play()


@dataclass(frozen=True, slots=True)
class Table:
    """What one game of eight model seats gave."""

    wall: float
    stages: int
    """Calls that had to wait for one another: the longest chain of attempts of each round, added up."""
    tally: dict[str, Any]
    calls: list[dict[str, Any]]
    origins: Counter[Origin]
    prefixes: list[float]
    """After the first turn: the share of each first request that its seat's request before began with, in bytes."""
    largest: int
    """Bytes of the largest prompt."""
    worked: float
    """Milliseconds of the processor for each call, of this process alone."""

    @property
    def gap(self) -> float:
        """Seconds of a turn in which no call was in flight, from the first request to the last answer."""
        return float(self.tally["seconds"] * (1 - self.tally["busy"])) / TURNS


def eight_seats(kind: Kind) -> Table:
    """Eight model seats at one table, after a short game that is not counted."""
    with stub(LATENCY, 64) as url, TemporaryDirectory() as folder:
        out, models, spec = Path(folder) / "game.jsonl", ModelMeans(endpoints=board(kind)), f"llm:stub@{url}"

        async def whole() -> tuple[float, float]:
            await one_game(spec, Path(folder) / "warm.jsonl", ModelMeans(endpoints=models.endpoints), 1, 1, EIGHT)
            _of_stub(url, "tally", "DELETE")
            begun, worked = time.perf_counter(), time.process_time()
            await one_game(spec, out, models, TURNS, 2, EIGHT)
            wall, worked = time.perf_counter() - begun, time.process_time() - worked
            await models.aclose()
            return wall, worked

        wall, worked = asyncio.run(whole())
        record = read(out)
        calls = [entry.data for entry in record.entries if entry.kind == "call"]
        origins = Counter(made.origin for made in decisions_of(record).values() if made.player.startswith("llm:"))
        prefixes, largest = _prefixes(record, calls)
        each = 1000 * worked / len(calls)
        return Table(wall, _stages(calls), _of_stub(url, "tally"), calls, origins, prefixes, largest, each)


def _stages(calls: Sequence[dict[str, Any]]) -> int:
    chains: dict[str, Counter[str]] = {}
    for call in calls:
        round_, _, seat = call["decision"].rpartition(".")
        chains.setdefault(round_, Counter())[seat] += 1
    return sum(max(seats.values()) for seats in chains.values())


def _prefixes(record: Transcript, calls: Sequence[dict[str, Any]]) -> tuple[list[float], int]:
    texts = {entry.data["hash"]: entry.data["text"] for entry in record.entries if entry.kind == "blob"}
    before: dict[str, bytes] = {}
    shares, largest = [], 0
    for call in calls:
        turn, _, seat = call["decision"].split(".")
        said = "\n\n".join(texts[piece] for _, pieces in call["messages"] for piece in pieces).encode()
        largest = max(largest, len(said))
        if call["step"] != "first":
            continue
        if int(turn) > 1:
            same = next(
                (n for n, (a, b) in enumerate(zip(said, before[seat], strict=False)) if a != b), len(before[seat])
            )
            shares.append(same / len(said))
        before[seat] = said
    return shares, largest


def bare_calls(rounds: int = 12) -> float:
    """Eight calls at once by the client library alone, against the time that one takes at the endpoint."""
    import httpx2
    import openai

    body = {"model": "stub", "messages": [{"role": "user", "content": "What now? " * 2_000}], "max_tokens": 50}
    content = json.dumps(body).encode()
    headers = {"content-type": "application/json"}

    async def whole(url: str) -> float:
        client = openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0)

        async def one() -> None:
            path = "/chat/completions"
            await client.post(path, content=content, cast_to=httpx2.Response, options={"headers": headers})

        taken = []
        for _ in range(rounds):
            begun = time.perf_counter()
            await asyncio.gather(*(one() for _ in EIGHT))
            taken.append(time.perf_counter() - begun)
        await client.close()
        return statistics.median(taken[2:]) / LATENCY

    with stub(LATENCY, 64) as url:
        return asyncio.run(whole(url))


def many_games() -> float:
    """How full the slots are while all games run: from the moment they first are to the end of the first game."""
    with stub(SLOW, SLOTS) as url, TemporaryDirectory() as folder:
        shared, over = board("tight"), []

        async def one(number: int) -> None:
            models, out = ModelMeans(endpoints=shared), Path(folder) / f"{number}.jsonl"
            await one_game(f"llm:stub@{url}", out, models, 3, number, ("paris", "anthropic"))
            over.append(time.perf_counter())

        async def whole() -> None:
            await asyncio.gather(*(one(number) for number in range(GAMES)))
            await shared.aclose()

        asyncio.run(whole())
        moments: list[tuple[float, int]] = _of_stub(url, "timeline")
        length = moments[-1][0] - (over[-1] - over[0])
        return _filled(moments, length)


def _filled(moments: Sequence[tuple[float, int]], end: float) -> float:
    start = next((at for at, opened in moments if opened >= SLOTS), 0.0)
    worked = 0.0
    for (at, opened), (until, _) in pairwise(moments):
        worked += max(0.0, min(until, end) - max(at, start)) * min(opened, SLOTS)
    return worked / (end - start) / SLOTS


def measure(runs: int) -> list[Line]:
    """One table, many tables, and the two kinds of schema; each game is played once, since it is many calls long."""
    floors = [bare_calls()]
    tight = eight_seats("tight")
    floors.append(bare_calls())
    stable = eight_seats("stable")
    floors.append(bare_calls())
    floor = statistics.median(floors)
    name = f"{len(EIGHT)} model seats, {TURNS} turns, {LATENCY * 1000:.0f} ms a call"
    prefix = sum(stable.prefixes) / len(stable.prefixes)
    seats = float(len(EIGHT))
    return [
        Line(f"{name}: wall against ideal", _ratio(stable), "x", 1.05, _worked(stable)),
        Line("the same with tight schemas", _ratio(tight), "x", None, _worked(tight)),
        Line("eight bare calls of the client library at once, against one", floor, "x", None, FLOOR),
        Line("wall against ideal above that floor, stable schemas", _ratio(stable) - floor, "x", ABOVE),
        Line("wall against ideal above that floor, tight schemas", _ratio(tight) - floor, "x", ABOVE),
        Line("processor time a call, stable schemas", stable.worked, "ms", None, "of this process, the stub apart"),
        Line("processor time a call, tight schemas", tight.worked, "ms", None, "of this process, the stub apart"),
        Line("time without a call in flight, a turn", stable.gap * 1000, "ms", 5),
        Line("the same with tight schemas, a turn", tight.gap * 1000, "ms", 5),
        Line("most calls in flight", stable.tally["most_open"], "", seats, "all seats that owe a decision", least=True),
        Line("prompt that was sent before, after the first turn", prefix, "", 0.88, "in bytes", least=True),
        Line("largest prompt, tight", tight.largest / 1000, "kB", 32),
        Line("largest prompt, stable", stable.largest / 1000, "kB", 64),
        Line(
            "replies accepted at once, tight schemas", _chosen(tight), "", None, "the stub draws what fits the schema"
        ),
        Line(
            "replies accepted at once, stable schemas",
            _chosen(stable),
            "",
            None,
            "the rest is sent back, twice at most",
        ),
        Line("different schemas sent, tight", _schemas(tight), "", None, "an endpoint compiles each anew"),
        Line("different schemas sent, stable", _schemas(stable), "", None),
        Line(f"slots filled by {GAMES} games, {SLOTS} slots", many_games(), "", 0.95, WHILE, least=True),
    ]


def _ratio(table: Table) -> float:
    return table.wall / (table.stages * LATENCY)


def _worked(table: Table) -> str:
    return f"{len(table.calls)} calls in {table.stages} stages"


def _chosen(table: Table) -> float:
    return table.origins["chosen"] / sum(table.origins.values())


def _schemas(table: Table) -> int:
    return len({call["schema"] for call in table.calls})


def compare(spec: str, turns: int = 1) -> None:
    """The two kinds of schema with a real model: what was accepted, how long it took, what was cached."""
    kinds: tuple[Kind, ...] = ("tight", "stable")
    for kind in kinds:
        with TemporaryDirectory() as folder:
            out, models = Path(folder) / "game.jsonl", ModelMeans(endpoints=board(kind))

            async def whole(out: Path = out, models: ModelMeans = models) -> None:
                game = choose("first-download", turns=turns, everyone=spec, seed=1)
                await new_game(game, out, means=Means(models)).play()
                await models.aclose()

            begun = time.perf_counter()
            asyncio.run(whole())
            record = read(out)
            calls = [entry.data for entry in record.entries if entry.kind == "call"]
            origins = Counter(m.origin for m in decisions_of(record).values() if m.player.startswith("llm:"))
            used = [call["usage"] for call in calls]
            told = {
                "schemas": kind,
                "decisions": dict(origins),
                "calls": len(calls),
                "seconds": round(time.perf_counter() - begun, 1),
                "prompt_tokens": sum(each["prompt"] or 0 for each in used),
                "cached_tokens": sum(each["cached"] or 0 for each in used),
                "completion_tokens": sum(each["completion"] or 0 for each in used),
            }
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    compare(f"llm:{sys.argv[1]}", int(sys.argv[2]) if len(sys.argv) > 2 else 1)
