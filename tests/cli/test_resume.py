"""A game that was broken off anywhere ends as it would have ended."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT, Run
from wargame.transcript.verify import verify


@pytest.mark.slow
def test_a_record_cut_at_any_byte_resumes_to_the_same_state(game: Path, tmp_path: Path, wargame: Run) -> None:
    whole = game.read_bytes()
    first, expected = whole.index(b"\n") + 1, verify(game).hashes[3]
    chance = random.Random(5)
    for number, cut in enumerate(
        sorted({first, len(whole) - 1, *(chance.randrange(first, len(whole)) for _ in range(20))})
    ):
        part = tmp_path / f"{number}.jsonl"
        part.write_bytes(whole[:cut])
        said = wargame("run", "--resume", part, "--json")
        assert said.code == 0, (cut, said.err)
        assert said.json["state_hash"] == expected, cut
        assert verify(part).hashes[3] == expected


@pytest.mark.slow
@pytest.mark.parametrize("lines", [2, 60, 200, 350])
def test_a_killed_run_resumes_to_the_same_state(lines: int, game: Path, tmp_path: Path, wargame: Run) -> None:
    path = tmp_path / "killed.jsonl"
    words = [sys.executable, "-m", "wargame.cli", *SHORT, "--seed", "7", "--sync", "phase", "--out", str(path)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if path.exists() and path.read_bytes().count(b"\n") >= lines:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    if b'"kind":"end"' in path.read_bytes().splitlines()[-1][:40]:
        pytest.skip("the game was over before it could be killed")
    said = wargame("run", "--resume", path, "--json")
    assert said.code == 0, said.err
    assert said.json["state_hash"] == verify(game).hashes[3]
    assert wargame("verify", path).code == 0


def test_a_finished_game_has_nothing_to_resume(game: Path, wargame: Run) -> None:
    said = wargame("run", "--resume", game)
    assert said.code == 2
    assert "nothing to resume" in said.err


def test_resume_takes_no_other_choice(game: Path, wargame: Run) -> None:
    said = wargame("run", "between-the-giants", "--resume", game)
    assert said.code == 2
