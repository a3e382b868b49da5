"""A long experiment through all that happens to one: kills, a worker lost, a full disk, cells with odd names.

Small here; `WARGAME_GAMES=1000` and `-s` play it at length and say what it took.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.batch.studies import planned, written
from tests.batch.test_kills import PATIENCE, ended, lines_in, results, started, workers_of
from wargame.batch.runner import run_experiment, state

GAMES = int(os.environ.get("WARGAME_GAMES", "120"))
KILLS = 10 if GAMES >= 200 else 3
ODD = "a/b: c" + "x" * 194
STUDY = f"""
name: a thousand games
game: {{scenario: between-the-giants, variant: core, turns: {10 if GAMES >= 200 else 1}}}
factors:
  - name: threats
    levels:
      - {{name: {json.dumps(ODD)}}}
      - {{name: cost no trust, params: {{trust_threat: 0}}}}
seeds: {{first: 1, count: {GAMES // 2}}}
outcomes:
  - {{name: trust, reads: {{kind: value, of: [paris.trust.washington]}}, at: end}}
"""


def _waits_for(folder: Path, process: object, sealed: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and lines_in(folder) < sealed:  # type: ignore[attr-defined]
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_through_kills_a_lost_worker_and_a_full_disk_it_comes_to_the_games_of_an_unbroken_run(tmp_path: Path) -> None:
    plan, study, folder, chance = (
        planned(tmp_path, STUDY),
        written(tmp_path, STUDY),
        tmp_path / "games",
        random.Random(1),
    )
    begun, archive = time.monotonic(), "games-1-of-1.jsonl.gz"
    assert run_experiment(plan, tmp_path / "unbroken", workers=2).complete
    unbroken_took, size = time.monotonic() - begun, (tmp_path / "unbroken" / archive).stat().st_size
    begun, kept = time.monotonic(), 0
    for number in range(KILLS):
        process = started(study, folder)
        _waits_for(folder, process, kept + chance.randint(1, GAMES * 4 // 10 // KILLS))
        time.sleep(chance.uniform(0.0, 0.1))
        if number == KILLS // 2 and (playing := workers_of(process)):
            os.kill(playing[0], signal.SIGKILL)
            _waits_for(folder, process, lines_in(folder) + 1)
        process.kill()
        ended(process)
        found = len(results(folder))
        assert found >= kept, "a sealed game stays sealed"
        kept = found
    assert kept < GAMES, "there is something left for which the disk is too small"
    patience = PATIENCE + 3 * unbroken_took
    limit = ((folder / archive).stat().st_size + size) // 2
    code, told = ended(started(study, folder, limit=limit), patience)
    assert code == 2
    assert "cannot be written (File too large)" in told
    full = len(results(folder))
    assert kept <= full < GAMES
    assert ended(started(study, folder), patience)[0] == 0
    assert results(folder) == results(tmp_path / "unbroken")
    assert lines_in(folder) == GAMES, "no sealed game was played again"
    assert state(plan, folder).all_ok
    print(
        f"\n{GAMES} games: {unbroken_took:.0f} s unbroken; {time.monotonic() - begun:.0f} s with {KILLS} kills ({kept} "
        f"sealed), a lost worker and a disk full at game {full}"
    )
