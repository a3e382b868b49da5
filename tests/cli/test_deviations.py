"""`wargame deviations`: the log of control's acts, as lines and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.table.rig import opened, play
from wargame.cli import main
from wargame.core import names
from wargame.table.chair import Clock
from wargame.table.room import Room


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("deviations") / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            desk = room.control.acting(room.join("Ada Rossi", "controller").handle)
            desk.override(names.budget("rome"), 9, "a grant was forgotten")
        if (clock.turn, clock.phase) == (2, "orders") and len(room.game.past.overrides) == 1:
            room.control.message(("rome",), "hello")
            room.control.undo("two people spoke at once")

    play(opened(out), moment)
    return out


def test_the_log_says_who_when_what_before_after_and_why(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deviations", str(record), "--json"]) == 0
    log = json.loads(capsys.readouterr().out)["deviations"]
    assert [each["what"] for each in log] == ["override", "control_message", "undo"]
    first = log[0]
    assert (first["who"], first["name"], first["role"]) == ("controller-1", "Ada Rossi", "controller")
    assert (first["turn"], first["phase"], first["target"]) == (1, "orders", "rome.budget")
    assert first["after"] == {"rome.budget": 9}
    assert first["reason"] == "a grant was forgotten"
    assert first["at"].startswith("20")
    assert [each["undone"] for each in log] == [False, True, False]


def test_the_log_reads_as_lines(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deviations", str(record)]) == 0
    text = capsys.readouterr().out
    assert "Ada Rossi (controller-1) as controller: override rome.budget" in text
    assert "rome.budget 3 -> rome.budget 9" in text
    assert "because: two people spoke at once" in text
    assert "undone later" in text


def test_a_game_without_control_has_an_empty_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "game.jsonl"
    assert main(["run", "first-download", "--turns", "1", "--out", str(out), "--quiet"]) == 0
    capsys.readouterr()
    assert main(["deviations", str(out)]) == 0
    assert "nothing in this game but what the rules foresee" in capsys.readouterr().out


def test_the_log_is_a_table_of_the_export(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(record), "--table", "deviations"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].startswith("id,who,role,what,turn,phase,at,target")
    assert len(rows) == 4
    assert main(["export", str(record), "--table", "deviations", "--seat", "rome"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
