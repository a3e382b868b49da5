"""The full table from fourteen places: joined by terminals in networks of their own, and played with control's acts."""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from benchmarks.hosts import hosting
from benchmarks.screens import ENTER
from benchmarks.terminal import Terminal
from tests.rooms.rig import Desk, hosted, until
from tests.rooms.test_hosting import same_as_at_the_table
from tests.rooms.test_sealing import certificate_of
from tests.table.rig import opened
from wargame.core.ids import SeatId
from wargame.table.clock import LoopTime
from wargame.table.control import Control
from wargame.transcript.reading import read
from wargame.transcript.verify import replay, verify

pytestmark = pytest.mark.slow
GRAND = "between-the-giants"
SEATS = tuple(
    SeatId(seat)
    for seat in (
        *("washington", "anthropic", "openai", "deepmind", "meta", "paris", "kyiv"),
        *("beijing", "london", "berlin", "delhi", "tokyo", "seoul", "eu"),
    )
)
HERE = "10.218.77.1"
PEOPLES_WORK = 60.0
"""Seconds that joining may take of somebody's time."""


def networks(count: int, stack: ExitStack) -> list[str]:
    """Network namespaces of this test alone, each with an address beside `HERE`; skips where there are none."""
    if "WARGAME_NETWORKS" not in os.environ:
        pytest.skip("it makes network namespaces and a bridge on this machine: WARGAME_NETWORKS=1 lets it")
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need root and ip")
    name = f"wg{os.getpid() % 10_000}"

    def ip(*words: str) -> None:
        done = subprocess.run(["ip", *words], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no network of one's own here: {done.stderr.strip()}")

    def gone(*words: str) -> None:
        subprocess.run(["ip", *words], capture_output=True)

    stack.callback(gone, "link", "del", name)
    ip("link", "add", name, "type", "bridge")
    ip("addr", "add", f"{HERE}/24", "dev", name)
    ip("link", "set", name, "up")
    spaces = [f"{name}-{number}" for number in range(count)]
    for number, space in enumerate(spaces):
        stack.callback(gone, "netns", "del", space)
        ip("netns", "add", space)
        near, far = f"{name}a{number}", f"{name}b{number}"
        ip("link", "add", near, "type", "veth", "peer", "name", far)
        stack.callback(gone, "link", "del", near)
        ip("link", "set", far, "netns", space)
        ip("link", "set", near, "master", name, "up")
        ip("-n", space, "addr", "add", f"{HERE[:-1]}{number + 10}/24", "dev", far)
        ip("-n", space, "link", "set", far, "up")
    return spaces


@contextmanager
def machine(space: str, address: str, certificate: Path, folder: Path) -> Iterator[Terminal]:
    """A terminal of somebody who joins from a network of their own."""
    folder.mkdir()
    program = [str(Path(sys.prefix) / "bin" / "wargame"), "join", address, "--certificate", str(certificate)]
    inside = [str(shutil.which("ip")), "netns", "exec", space, "/usr/bin/env", f"XDG_STATE_HOME={folder}"]
    here = Terminal([*inside, *program], folder)
    try:
        yield here
    finally:
        here.close()


def test_fourteen_terminals_join_from_fourteen_networks_each_in_less_than_a_minute(tmp_path: Path) -> None:
    certificate, key = certificate_of(tmp_path, HERE)
    sealed = ["--bind", HERE, "--certificate", str(certificate), "--key", str(key)]
    took = []
    with ExitStack() as stack:
        spaces = networks(len(SEATS), stack)
        host = stack.enter_context(hosting(tmp_path, [GRAND, "--all", "human", "--out", "game.jsonl", *sealed], SEATS))
        assert host.address.startswith(f"wss://{HERE}:")
        for seat, space in zip(SEATS, spaces, strict=True):
            began = time.monotonic()
            here = stack.enter_context(machine(space, host.address, certificate, tmp_path / space))
            here.until("typed unseen")
            here.press(host.codes[seat].encode() + ENTER)
            here.until("EUROPEAN" if seat == "eu" else seat.upper())
            took.append(time.monotonic() - began)
    print(f"from the command to the desk: median {statistics.median(took):.1f} s, most {max(took):.1f} s")
    assert len(took) == 14
    assert max(took) < PEOPLES_WORK


async def played(desks: list[Desk], control: Control, done: set[str]) -> None:
    """One round of everybody's answers, and of control's acts where they are due; `done` keeps what has happened."""
    for desk in desks:
        own = desk.room.chair(desk.seat)
        if own.owes and desk.room.is_human(desk.seat):
            await until(lambda here=desk.chair, there=own: here.owes and here.look().id == there.look().id)  # type: ignore[misc]
            await desk.chair.submit(desk.answer(), desk.chair.look().id)
    for case in control.cases():
        if case.odds is None:
            control.rule(case.id, "umpire", "the case is clear enough", outcome=True)
            done.add("ruled")
    await asyncio.sleep(0.01)
    room = desks[0].room
    if not any(map(room.owes, room.setting.ids)) and not room.over and room.clock().phase in ("brief", "news"):
        control.skip()


def test_fourteen_joined_seats_play_two_turns_of_the_full_table_with_all_that_control_may_do(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def test() -> None:
        room = opened(out, SEATS, scenario=GRAND, turns=2, time=LoopTime(), facilitated=True)
        done: set[str] = set()
        async with asyncio.timeout(900), hosted(people=SEATS, room=room) as here:
            desks = [await here.join(seat) for seat in SEATS]
            control = room.control
            while not here.game.done():
                clock = room.clock()
                if (clock.turn, clock.phase) == (2, "orders") and "undone" not in done:
                    control.undo("they have misread the rules", 2)
                    done.add("undone")
                    await until(lambda: all(desk.chair.undone == 1 for desk in desks))
                    for desk in desks:
                        await until(lambda desk=desk: desk.chair.look().id == room.chair(desk.seat).look().id)  # type: ignore[misc]
                        same_as_at_the_table(desk)
                if (clock.turn, clock.phase, clock.round) == (1, "talk", 2) and "injected" not in done:
                    control.inject("A cable is cut.", audience=(SEATS[0], SEATS[5]), reason="to see who talks")
                    control.swap(SEATS[1], "scripted", "somebody had to leave")
                    done |= {"injected", "swapped"}
                await played(desks, control, done)
            await until(lambda: all(desk.line.over for desk in desks))
        assert done == {"undone", "injected", "swapped", "ruled"}

    asyncio.run(test())
    assert verify(out).turns == 2
    kinds = {event.kind for event in replay(read(out)).events}
    assert kinds >= {"message_sent", "offer_made", "offer_countered", "agreement_signed", "argument_ruled"}
