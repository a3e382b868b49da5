"""A host that is killed at any moment goes on where it was, with everybody back; and no two play on one record.

WARGAME_HOST_KILLS says how often it is killed (else 2); 20 is what a release is held against.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from benchmarks.hosts import Host, hosting
from tests.rooms.rig import run, until
from tests.rooms.test_hosting import entries_but_for_times
from wargame.core.ids import SeatId
from wargame.errors import NotAllowed
from wargame.players.base import Answer
from wargame.players.scripted import Scripted
from wargame.rooms.addresses import address_of
from wargame.rooms.desk_line import DeskLine, first_look, fresh_life
from wargame.table.chair import Draft
from wargame.transcript.verify import verify

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("WARGAME_HOST_KILLS", "2"))
SEATS = (SeatId("rome"), SeatId("meta"))
TABLE = ["first-download", "--seat", "rome=human", "--seat", "meta=human", "--preset", "untimed"]


class Running:
    """A host in a process of its own, which may be killed and started again behind the same door."""

    def __init__(self, folder: Path, out: str) -> None:
        self.folder, self.out = folder, out
        self.stack = ExitStack()
        self.host: Host = self.stack.enter_context(hosting(folder, [*TABLE, "--out", out], SEATS))

    def kill(self) -> None:
        self.host.process.kill()
        self.host.process.wait()

    def start_again(self) -> None:
        self.stack.close()
        self.host = self.stack.enter_context(hosting(self.folder, ["--resume", self.out], SEATS, port=self.host.port))

    async def killed_and_resumed(self) -> None:
        self.kill()
        await asyncio.to_thread(self.start_again)


async def joined(host: Host, seat: SeatId) -> tuple[DeskLine, asyncio.Task[None]]:
    where, life = address_of(host.address), fresh_life()
    head, parts = await first_look(where, None, life, code=host.codes[seat])
    line = DeskLine(where, None, life, head["key"], seat)
    line.took(head, parts)
    return line, asyncio.create_task(line.keep())


def as_its_script(line: DeskLine) -> Answer:
    ask = line.chair.look()
    return Scripted(ask.book.seat(ask.seat).doctrine, 1).answer(ask)


async def hand_in(line: DeskLine) -> None:
    """Type, and hand in what the seat's script would, until it is in; a draft of before must still lie there."""
    chair = line.chair
    asked = chair.look().id
    chair.save(Draft(typed=(("all", f"of {asked}, half"),)))
    while chair.owes and chair.look().id == asked and not line.over:
        with suppress(NotAllowed):
            await chair.submit(as_its_script(line), asked)
            return


async def a_game(folder: Path, out: str, kills: int, seed: int) -> int:
    """Two joined people play a whole game while its host is killed at random moments; how often it was."""
    dice, done = random.Random(seed), 0
    running = Running(folder, out)
    try:
        lines = [await joined(running.host, seat) for seat in SEATS]
        while not all(line.over for line, _ in lines):
            for line, _ in lines:
                if line.chair.owes:
                    work = asyncio.create_task(hand_in(line))
                    if done < kills and dice.random() < 0.8:
                        await asyncio.sleep(dice.random() * 0.04)
                        await running.killed_and_resumed()
                        done += 1
                    await work
            await asyncio.sleep(0.01)
        for _, kept in lines:
            await kept
    finally:
        await asyncio.to_thread(running.stack.close)
    return done


def test_a_host_that_is_killed_again_and_again_loses_no_answer_and_records_the_game_of_one_that_was_not(
    tmp_path: Path,
) -> None:
    async def test() -> None:
        async with asyncio.timeout(300 + 120 * KILLS):
            assert await a_game(tmp_path, "good.jsonl", 0, 1) == 0
            good, done = entries_but_for_times(tmp_path / "good.jsonl"), 0
            while done < KILLS:
                out = f"killed-{done}.jsonl"
                done += await a_game(tmp_path, out, KILLS - done, done)
                assert verify(tmp_path / out).turns == 3
                assert entries_but_for_times(tmp_path / out) == good

    asyncio.run(test())


def test_two_hosts_on_one_record_are_one_too_many_and_the_second_is_told(tmp_path: Path) -> None:
    running = Running(tmp_path, "game.jsonl")
    with running.stack:
        second = [str(Path(sys.prefix) / "bin" / "wargame"), "host", "--resume", "game.jsonl", "--port", "0"]
        refused = subprocess.run(second, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert refused.returncode == 2
        assert "this game is being played already" in refused.stderr
        assert "code" not in refused.stdout

        async def test() -> None:
            line, kept = await joined(running.host, SeatId("rome"))
            await until(lambda: line.chair.owes)
            kept.cancel()

        run(test())
