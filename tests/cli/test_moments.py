"""`moments`: the turns that decided a game are told with what was done, what instead, and by how much."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through

FEW = ("--screened", 2, "--decided", 3, "--workers", 1)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "short.jsonl"
    run_through(new_game(choose("first-download", turns=1), path).play(), waits=False)
    return path


@pytest.mark.slow
def test_moments_are_told_with_line_and_interval_and_played_once(short: Path, wargame: Run) -> None:
    before = short.read_bytes()
    said = wargame("moments", short, *FEW, "--top", 3)
    assert said.code == 0
    assert " 1  turn 1, " in said.out
    assert "[line " in said.out
    assert "against passing" in said.out
    assert "inside the noise: " in said.out
    kept = short.with_name("short.moments.json")
    written = kept.stat().st_mtime_ns
    assert wargame("moments", short, *FEW, "--top", 3).out == said.out
    assert kept.stat().st_mtime_ns == written, "it is read, not played again"
    wargame("moments", short, *FEW, "--again", "--top", 3)
    assert kept.stat().st_mtime_ns > written
    assert short.read_bytes() == before


@pytest.mark.slow
def test_as_data_the_largest_comes_first(short: Path, wargame: Run) -> None:
    found = json.loads(wargame("moments", short, *FEW, "--json").out)
    sizes = [each["size"] for each in found]
    assert sizes == sorted(sizes, reverse=True)
    assert {each["against"] for each in found} == {"passing", "next best"}


def test_fewer_rollouts_after_screening_are_refused(short: Path, wargame: Run) -> None:
    said = wargame("moments", short, "--screened", 5, "--decided", 4)
    assert said.code == 2
    assert "--decided 4: this must be at least --screened, 5" in said.err
