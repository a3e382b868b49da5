"""`wargame balance --write` lays references and measures beside a scenario, and play reads them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.balance.kept import kept
from wargame.scenario.copying import copy_pack
from wargame.table.opening import choose
from wargame.transcript.references import key_of, references_of


def test_references_and_measures_come_of_the_same_games(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    said = wargame("balance", "first-download", "--write", "--seeds", 4, "--workers", 1)
    setup = choose("first-download")
    made = references_of(setup)
    assert made is not None
    assert said.code == int(any(not each.apart for each in made.seats.values()))
    assert "scenarios/first-download/references.json" in said.out
    assert "scenarios/first-download/balance.json" in said.out
    (measured,) = kept("first-download")
    assert (measured.key, measured.games, measured.variant) == (key_of(setup), 4, None)
    assert [each.name for each in measured.seats] == ["Rome", "Anthropic", "Meta", "Palantir"]
    for each in measured.seats:
        reference = made.seats[next(seat for seat in made.seats if seat == each.name.lower())]
        assert (each.place is not None) == reference.apart
        if reference.apart and reference.player == "scripted":
            assert each.place == pytest.approx(100, abs=0.5)


def test_a_file_to_write_measures_to_is_never_written_over(tmp_path: Path, wargame: Run) -> None:
    there = tmp_path / "there.json"
    there.write_text("mine")
    said = wargame("balance", "first-download", "--quick", "--out", there)
    assert said.code != 0
    assert "the file exists" in said.err
    assert there.read_text() == "mine"
