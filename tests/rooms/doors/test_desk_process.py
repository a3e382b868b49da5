"""The process of a desk at the host: it ends with whoever opened it, whatever happens in between."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.left_behind import left_behind, processes_begun, running
from tests.rooms.rig import run
from wargame.rooms.doors import desk_process
from wargame.rooms.doors.desk_process import DeskProcess, HandedOver

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a desk at the host needs a terminal of Unix")
NOWHERE = "ws://127.0.0.1:9"
DEAF = "#!/bin/sh\ntrap '' HUP\necho at the desk\nexec sleep 100\n"


@pytest.fixture
def deaf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the program: something that does not hear that its terminal was closed."""
    program = tmp_path / "deaf"
    program.write_text(DEAF)
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))


async def begun() -> DeskProcess:
    return await DeskProcess.begun(NOWHERE, HandedOver("life", "key", ""), (80, 24))


@pytest.mark.parametrize("pause", [0.0, 0.1])
def test_a_desk_that_was_ended_already_is_ended_again_without_a_word(pause: float) -> None:
    async def test() -> None:
        desk = await begun()
        await asyncio.gather(desk.end(), desk.end())
        await asyncio.sleep(pause)
        await desk.end()
        assert await desk.ended()

    run(test())


def test_a_desk_that_does_not_hear_is_ended_all_the_same_by_whoever_waits_no_longer(
    deaf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_process, "GRACE", 10_000.0)  # who waited would wait longer than any test

    async def test() -> None:
        desk = await begun()
        assert b"at the desk" in await desk.drawn()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(desk.end(), 0.1)
        assert await desk.ended() < 0, "by a signal that nobody can be deaf to"

    run(test())


@pytest.mark.parametrize("rounds", range(4))
def test_a_desk_that_is_given_up_while_it_begins_leaves_no_process_and_no_file(rounds: int, deaf: None) -> None:
    before, count = running(), processes_begun()

    async def test() -> None:
        beginning = asyncio.create_task(begun())
        for _ in range(rounds):
            await asyncio.sleep(0)
        beginning.cancel()
        with pytest.raises(asyncio.CancelledError):
            await beginning

    run(test())
    assert not left_behind(before, count)
