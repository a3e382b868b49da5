"""What a kill at any moment leaves: every sealed game stays, and the same command comes to the same games."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned, written
from wargame.batch.game_played import GameRead
from wargame.batch.run_ledger import contents
from wargame.batch.runner import run_experiment, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
"""Seconds within which something must be sealed, also where many others use the machine."""


def results(folder: Path) -> Mapping[str, GameRead]:
    return {run: sealed.read for run, sealed in contents(folder).sealed.items()}


def started(study: Path, folder: Path, workers: int = 2, limit: int = 0) -> subprocess.Popen[bytes]:
    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = [sys.executable, "-c", "from wargame.cli import main; raise SystemExit(main())", "experiment", "run"]
    return subprocess.Popen(
        [*words, str(study), "--out", str(folder), "--workers", str(workers)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=limited if limit else None,
    )


def ended(process: subprocess.Popen[bytes], patience: float = PATIENCE) -> tuple[int, str]:
    """Its exit code and what it said; how far it is, it tells only where it takes long, and that is left out."""
    try:
        err = process.communicate(timeout=patience)[1].decode()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode, re.sub(r"(?m)^\d+ of \d+ games.*\n", "", err)


def lines_in(folder: Path) -> int:
    return sum(path.read_bytes().count(b'"what":"sealed"') for path in folder.glob("ledger-*.jsonl"))


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Its processes that play: children that were spawned for work."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == process.pid and b"spawn_main" in command:
            found.append(int(path.parent.name))
    return found


@pytest.mark.slow
def test_killed_at_random_moments_it_loses_no_sealed_game_and_plays_none_twice(tmp_path: Path) -> None:
    text = SMALL.replace("count: 3", "count: 60")
    plan, study, chance = planned(tmp_path, text), written(tmp_path, text), random.Random(1)
    run_experiment(plan, tmp_path / "unbroken", workers=2)
    folder, kept, kills = tmp_path / "games", dict[str, GameRead](), 0
    while kills < 3 and not state(plan, folder).complete:
        process, enough = started(study, folder), lines_in(folder) + chance.randint(1, 9)
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and lines_in(folder) < enough:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.1) if kills else 0)
        kills += process.poll() is None
        process.kill()
        ended(process)
        found = results(folder)
        assert kept.items() <= found.items(), "a sealed game stays sealed"
        kept = dict(found)
    assert kills, "it was killed while it played"
    assert ended(started(study, folder)) == (0, "")
    assert results(folder) == results(tmp_path / "unbroken")
    assert lines_in(folder) == 240, "no sealed game was played again"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_a_killed_worker_costs_its_game_a_second_try_and_nothing_else(tmp_path: Path) -> None:
    text = SMALL.replace("count: 3", "count: 60")
    plan, study, folder = planned(tmp_path, text), written(tmp_path, text), tmp_path / "games"
    process, deadline = started(study, folder), time.monotonic() + PATIENCE
    while not (playing := workers_of(process)) or lines_in(folder) < 2:
        assert time.monotonic() < deadline
        assert process.poll() is None, "it plays yet"
        time.sleep(0.005)
    os.kill(playing[0], signal.SIGKILL)
    assert ended(process) == (0, "")
    assert state(plan, folder).complete
    assert lines_in(folder) == 240


@pytest.mark.slow
def test_a_disk_that_takes_no_more_is_told_and_what_was_sealed_is_kept(tmp_path: Path) -> None:
    plan, study, folder = planned(tmp_path), written(tmp_path), tmp_path / "games"
    run_experiment(plan, tmp_path / "unbroken")
    sizes = [path.stat().st_size for path in (tmp_path / "unbroken").glob("games-*")]
    code, err = ended(started(study, folder, workers=1, limit=max(sizes) * 2 // 3))
    assert code == 2
    assert "cannot be written (File too large); all games that were sealed before are kept: make room" in err
    before = results(folder)
    assert before.items() <= results(tmp_path / "unbroken").items()
    assert run_experiment(plan, folder).complete
    assert results(folder) == results(tmp_path / "unbroken")
