"""Every fault of desks, lines and hosts, many times over: each game is the one that a single keyboard records.

WARGAME_FAULTS says how often each fault is done to each desk or line (else 8), WARGAME_HOST_KILLS how often a host is
killed (else 2). 100 and 20 are what a release is held against.
"""

from __future__ import annotations

import asyncio
import os
import random
from contextlib import suppress
from pathlib import Path

import pytest

from tests.rooms.proxy import Middle, Trick, cutting, doubling, holding_back, honest, middle, slowing, swapping
from tests.rooms.rig import Desk, Hosted, hosted, run, until
from tests.rooms.test_hosting import entries_but_for_times
from wargame.core.ids import SeatId
from wargame.errors import NotAllowed
from wargame.table.chair import Draft
from wargame.transcript.verify import verify

pytestmark = pytest.mark.slow
OFTEN = int(os.environ.get("WARGAME_FAULTS", "8"))
SEATS: tuple[SeatId, ...] = (SeatId("rome"), SeatId("meta"))


class Person:
    """Whoever plays a seat: types, hands in, and comes back to the desk if it was killed."""

    def __init__(self, here: Hosted, desk: Desk, line: Middle) -> None:
        self.here, self.desk, self.line = here, desk, line
        self.written = 0

    async def answer(self, kill_after: float | None = None) -> None:
        """Type a line and hand in; where `kill_after` says so the desk is killed in the middle of it."""
        chair, own = self.desk.chair, self.here.room.chair(self.desk.seat)
        await until(lambda: chair.owes and chair.look().id == own.look().id)
        work = asyncio.create_task(self._write_and_seal())
        if kill_after is None:
            await work
            return
        await asyncio.sleep(kill_after)
        self.line.snap()
        await self.desk.kill()
        work.cancel()
        with suppress(asyncio.CancelledError, NotAllowed):
            await work
        seen = self.here.room.chair(self.desk.seat).draft
        seat, key = self.desk.seat, self.desk.line.key
        self.desk = await self.here.join(seat, key=key, address=self.line.address)
        if own.owes:
            assert self.desk.chair.draft in (seen, own.draft), "the draft lies there as it was"

    async def _write_and_seal(self) -> None:
        chair = self.desk.chair
        asked = chair.look().id
        for _ in range(3):
            self.written += 1
            chair.save(Draft(typed=(("all", f"half a line, written {self.written} times"),)))
            await asyncio.sleep(0.002)
        with suppress(NotAllowed):  # the line was down too long: it is tried again
            await chair.submit(self.desk.answer(), asked)


def a_game(out: Path, seed: int, trick: Trick, kills: bool) -> dict[SeatId, dict[str, int]]:
    """Rome and Meta play a whole game by their scripts over such lines; what was done to each."""
    done: dict[SeatId, dict[str, int]] = {}
    dice = random.Random(seed)

    async def test() -> None:
        async with hosted(out) as here, middle(here.address) as one, middle(here.address) as other:
            people = []
            for seat, line in zip(SEATS, (one, other), strict=True):
                people.append(Person(here, await here.join(seat, address=line.address), line))
                line.trick, line.dice, done[seat] = trick, random.Random(dice.random()), line.done
            while not here.game.done():
                for person in people:
                    own = here.room.chair(person.desk.seat)
                    while own.owes and not here.game.done():
                        kill = kills and dice.random() < 0.7
                        await person.answer(dice.random() * 0.02 if kill else None)
                        if kill:
                            person.line.count("killed")
                await asyncio.sleep(0.002)
            await until(lambda: all(person.desk.line.over for person in people))

    run(test())
    return done


FAULTS: dict[str, Trick] = {
    "killed": honest,
    "cut": cutting,
    "slowed": slowing,
    "held back": holding_back,
    "doubled": doubling,
    "swapped": swapping,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_meets_each_desk_again_and_again_changes_no_line_of_the_record(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.rooms.desk_line.FIRST_REST", 0.01)
    a_game(tmp_path / "good.jsonl", 1, honest, kills=False)
    good, seed = entries_but_for_times(tmp_path / "good.jsonl"), 2
    counts = dict.fromkeys(SEATS, 0)
    while min(counts.values()) < OFTEN:
        out = tmp_path / f"{seed}.jsonl"
        for seat, done in a_game(out, seed, FAULTS[fault], kills=fault == "killed").items():
            counts[seat] += done.get(fault, 0)
        assert verify(out).turns == 3
        assert entries_but_for_times(out) == good, f"{fault}, lines of seed {seed}"
        out.unlink()
        seed += 1
    print(f"{fault}: {counts}, {seed - 2} games")
