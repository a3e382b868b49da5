"""The record of a game with people holds handles; names lie in the session file, and whoever has both reads names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_seat_words import Keyboard
from wargame.table.session import beside

NAMES = ("Ada Lovelace", "Benedetta Cope")


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run) -> Path:
    """A game in which two people sat on a seat, one of whom would have decided otherwise, broken off after a phase."""
    monkeypatch.chdir(tmp_path)
    typed = ("otherwise Benedetta Cope: it is too soon", "say meta: good morning", "seal", "we begin softly", "", "yes")
    monkeypatch.setattr(sys, "stdin", Keyboard(*typed))
    said = wargame("play", "first-download", "--plain", "--name", f"rome={','.join(NAMES)}")
    assert "rome-2 would decide otherwise" in said.out
    (path,) = Path("runs").glob("*.jsonl")
    return path


def test_names_stand_beside_the_record_and_nowhere_in_it(played: Path) -> None:
    record = played.read_text()
    assert "rome-2: it is too soon" in record
    assert not [name for name in NAMES if name in record or name.split()[1] in record]
    assert all(name in beside(played).read_text() for name in NAMES)


@pytest.mark.parametrize("table", ["decisions", "messages", "events", "deviations", "plans"])
def test_no_export_tells_a_name(table: str, played: Path, wargame: Run) -> None:
    said = wargame("export", played, "--table", table)
    assert said.code == 0
    assert not [name for name in NAMES if name in said.out]


def test_without_the_session_file_nobody_can_be_named(played: Path, wargame: Run) -> None:
    beside(played).unlink()
    for words in (("deviations", played), ("replay", played, "--plain"), ("view", played, "--seat", "control")):
        said = wargame(*words)
        assert said.code == 0, said.err
        assert not [name for name in NAMES if name in said.out + said.err]
