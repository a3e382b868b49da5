"""Coroutines run to their end: without a loop where nothing is waited for, and said so where something is."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from wargame.table.waiting import run_through


async def _at_once() -> int:
    return 3


async def _later() -> int:
    await asyncio.sleep(0)
    return 4


def test_what_waits_for_nothing_runs_through_without_a_loop() -> None:
    async def looks() -> bool:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return await _at_once() == 3
        return False

    assert run_through(looks(), waits=False)


def test_what_waits_gets_a_loop() -> None:
    assert run_through(_later(), waits=True) == 4


def test_what_waits_although_it_was_said_not_to_is_refused() -> None:
    with pytest.raises(RuntimeError, match="_later waits for something"):
        run_through(_later(), waits=False)


def test_a_game_of_scripts_loads_no_event_loop_and_nothing_of_models(tmp_path: Path) -> None:
    """What a run need not load is a good part of its memory."""
    arguments = ["run", "first-download", "--turns", "1", "--out", str(tmp_path / "game.jsonl"), "--quiet"]
    code = (
        f"import sys\nfrom wargame.cli import main\nassert main({arguments!r}) == 0\n"
        "late = ('asyncio', '_hashlib', 'ssl', 'logging', 'rich', 'textual', 'wargame.players.llm.profiles')\n"
        "found = [name for name in late if name in sys.modules]\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
