"""What the commands tell a reader to type next works where the reader stands."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.commands.output import program, show


@pytest.mark.parametrize(
    ("called", "on_the_path", "told"),
    [
        (".venv/bin/wargame", False, ".venv/bin/wargame"),
        ("/my tools/wargame", False, "'/my tools/wargame'"),
        (".venv/bin/wargame", True, "wargame"),
        ("/usr/lib/python3/pytest", False, "wargame"),
    ],
)
def test_the_program_is_called_by_its_name_or_as_it_was_called(
    called: str, on_the_path: bool, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setenv("PATH", str(tmp_path))
    if on_the_path:
        (tmp_path / "wargame").touch(mode=0o755)
    assert program() == told


def test_an_export_without_a_table_says_what_is_missing_and_which_there_are(tmp_path: Path, wargame: Run) -> None:
    said = wargame("export", tmp_path / "base.jsonl")
    assert said.code == 2
    assert "--table is missing: name one of events, decisions" in said.err


def test_a_table_too_wide_for_a_terminal_stands_as_blocks_and_one_that_fits_as_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    head = ("Terms", "A", "B", "C", "D", "Record")
    show([("Rome and Meta: Muse by enclave for 2 a quarter", *("still in force when it ended",) * 4, "A line 4")], head)
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "Rome and Meta: Muse by enclave for 2 a quarter",
        *(f"  {letter}: still in force when it ended" for letter in "ABCD"),
        "  Record: A line 4",
    ]
    show([("Rome", "5", "6", "7", "8", "line 9")], head)
    plain = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
    assert plain.splitlines()[0].split() == list(head)
