"""A crowd at a room: every seat joined over a line of its own, by a hand that plays its script and types all the time.

`python -m benchmarks.crowd FOLDER SEATS TURNS SECONDS` hosts a generated table, plays it with everybody joined so that
it takes about so long, and prints as JSON what came of it.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zstandard
from websockets.asyncio.client import ClientConnection

from benchmarks.hosts import Host, hosting
from benchmarks.lines import environment
from benchmarks.seats import cast, write_pack
from wargame.core.ids import SeatId
from wargame.errors import NotAllowed
from wargame.players.scripted import Scripted
from wargame.rooms.addresses import address_of
from wargame.rooms.desk_line import DeskLine, first_look, fresh_life
from wargame.table.chair import Draft

A_KEY = 0.25
"""Seconds between two keys of somebody who types: an hour's typing in a quarter of it."""
LOOK = 1.0
"""Seconds between two looks at the memory of the host."""
ASKED = 3.7
"""Questions of a seat in a turn: two rounds of talk, orders, and now and then an argument."""


class CountedLine(DeskLine):
    """A line that counts what goes over it."""

    frames = received = sent = begun = 0

    def __init__(self, *where: Any) -> None:
        """As its line; nothing has gone over it yet."""
        super().__init__(*where)
        self.turns: Counter[int] = Counter()
        """Bytes both ways, by turn."""
        self.wholes: dict[int, tuple[int, int]] = {}
        """Bytes of the seat's whole view at the end of a turn, as JSON and compressed."""

    async def _both_ways(self, line: ClientConnection) -> bool:
        send = line.send

        async def counted(message: Any) -> None:
            self.sent += len(message)
            self._count(len(message))
            await send(message)

        line.send = counted  # type: ignore[assignment]
        return await super()._both_ways(line)

    def _framed(self, message: bytes) -> None:
        self.frames += 1
        self.received += len(message)
        super()._framed(message)
        self._count(len(message))

    def _begun(self, head: dict[str, Any]) -> None:
        self.begun += 1
        super()._begun(head)

    def _count(self, size: int) -> None:
        turn, view = self.chair.clock().turn, self._parts["view"] + self._parts["events"]
        self.turns[turn] += size
        self.wholes[turn] = len(view), len(zstandard.compress(view))

    def shares(self) -> list[tuple[float, float]]:
        """What went over it in each turn but the first, as a share of the whole view: as JSON, and compressed."""
        return [
            (self.turns[turn] / plain, self.turns[turn] / small)
            for turn, (plain, small) in self.wholes.items()
            if turn > 1
        ]


@dataclass
class Tally:
    """What a crowd did and got."""

    answers: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Why answers were not taken at once, and how often."""
    keys: int = 0
    """Keys that were typed into drafts."""
    lines: list[CountedLine] = field(default_factory=list)


async def sit(address: str, code: str, think: float, tally: Tally) -> None:
    """Join a seat, and play it to the end of the game; each answer is typed for so many seconds before it is sealed."""
    where, life = address_of(address), fresh_life()
    head, parts = await first_look(where, None, life, code=code)
    line = CountedLine(where, None, life, head["key"], SeatId(head["place"]))
    line.took(head, parts)
    tally.lines.append(line)
    kept = asyncio.create_task(line.keep())
    chair, typed = line.chair, 0
    try:
        while not line.over:
            if not chair.owes:
                await asyncio.sleep(0.02)
                continue
            asked = chair.look().id
            until = time.monotonic() + think
            while time.monotonic() < until and chair.owes:
                typed += 1
                chair.save(Draft(typed=(("all", f"{line.life} would like to say {typed} things"),)))
                await asyncio.sleep(A_KEY)
            ask = chair.look()
            try:
                await chair.submit(Scripted(ask.book.seat(ask.seat).doctrine, 0).answer(ask), asked)
                tally.answers += 1
            except NotAllowed as refused:
                tally.refused[str(refused)] += 1
    finally:
        tally.keys += typed
        kept.cancel()
        await asyncio.gather(kept, return_exceptions=True)


async def everybody(address: str, codes: list[str], think: float) -> dict[str, float]:
    """All of them, each at a line of its own; what came of it."""
    tally = Tally()
    await asyncio.gather(*(sit(address, code, think, tally) for code in codes))
    counted = Counter[str]()
    for line in tally.lines:
        counted.update(frames=line.frames, received=line.received, sent=line.sent, lines_lost=line.begun - 1)
    shares = [share for line in tally.lines for share in line.shares()]
    for why, often in tally.refused.items():
        print(f"{often} times: {why}", file=sys.stderr)
    return {
        "answers": tally.answers,
        "refused": tally.refused.total(),
        "keys": tally.keys,
        **counted,
        "share": statistics.median(share for share, _ in shares),
        "most": max(share for share, _ in shares),
        "share_compressed": statistics.median(share for _, share in shares),
    }


def crowd(folder: Path, seats: int, turns: int, seconds: float) -> dict[str, float]:
    """Play a generated table with every seat joined, in about so many seconds; what came of it, and the host's memory.

    `memory` is the median of the last quarter of the time over that of the first.
    """
    pack = write_pack(folder / "pack", seats, turns)
    think = seconds / (turns * ASKED)
    names = [name for name, _ in cast(seats)]
    with hosting(folder, [str(pack), "--all", "human", "--out", str(folder / "crowd.jsonl")], names) as host:
        begun = time.monotonic()
        joined = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.crowd", "--joined", host.address, str(think)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        with joined:
            assert joined.stdin is not None
            assert joined.stdout is not None
            joined.stdin.write("\n".join(host.codes[name] for name in names))
            joined.stdin.close()
            sizes = _sizes(host, joined)
            found = json.loads(joined.stdout.read())
        took = time.monotonic() - begun
    quarter = max(1, len(sizes) // 4)
    first, last = statistics.median(sizes[:quarter]), statistics.median(sizes[-quarter:])
    return {**found, "seats": seats, "turns": turns, "took": took, "first": first, "last": last, "memory": last / first}


def _sizes(host: Host, joined: subprocess.Popen[str]) -> list[float]:
    """What the host holds, once a second until the crowd has gone."""
    sizes = []
    while joined.poll() is None:
        if (size := host.memory()) > 0:
            sizes.append(size)
        time.sleep(LOOK)
    return sizes


def main() -> None:
    """Host and play, or sit at the lines of a room whose codes stand on standard input."""
    if sys.argv[1] == "--joined":
        print(json.dumps(asyncio.run(everybody(sys.argv[2], sys.stdin.read().split(), float(sys.argv[3])))))
    else:
        folder, seats, turns, seconds = sys.argv[1:]
        print(json.dumps(crowd(Path(folder), int(seats), int(turns), float(seconds)), indent=1))


if __name__ == "__main__":
    main()
