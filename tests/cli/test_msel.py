"""`wargame msel` writes a sheet, takes it back, tells faults by cell, and never touches what came with the program."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SHIPPED = Path(__file__).parents[2] / "transcripts" / "first-download-scripted.jsonl"


@pytest.fixture
def mine(wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tutorial."""
    monkeypatch.chdir(tmp_path)
    assert wargame("copy", "first-download", "mine").code == 0
    return tmp_path / "mine"


def test_without_a_file_the_sheet_is_csv_on_the_screen(wargame: Run) -> None:
    rows = list(csv.reader(io.StringIO(wargame("msel", "first-download").out)))
    assert rows[0][:4] == ["Number", "Turn or time", "Inject", "From"]
    assert [row[1] for row in rows[1:]] == ["1", "2", "3"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_sheet_goes_out_and_comes_back(wargame: Run, mine: Path, ending: str) -> None:
    before = (mine / "scenario.yaml").read_bytes()
    said = wargame("msel", mine, "--out", f"list.{ending}", "--record", SHIPPED)
    assert (said.code, said.out) == (0, f"3 injects in list.{ending}\n"), said.err
    said = wargame("msel", mine, "--from", f"list.{ending}")
    assert said.code == 0
    assert "the sheet says what stands there; nothing is changed" in said.out
    assert (mine / "scenario.yaml").read_bytes() == before
    assert wargame("msel", mine, "--out", f"list.{ending}").err.startswith("wargame: list.")


def test_what_changed_is_told_and_a_fault_ends_with_1(wargame: Run, mine: Path) -> None:
    rows = list(csv.reader(io.StringIO(wargame("msel", mine).out)))
    rows[2][1], rows[3][8] = "3", "An answer before the orders"

    def save() -> None:
        with Path("list.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    save()
    assert wargame("msel", mine, "--from", "list.csv").out.endswith("changed export-directive, the-ministry-asks\n")
    assert "expected: An answer before the orders" in (mine / "scenario.yaml").read_text()
    rows[2][1] = "soon"
    save()
    said = wargame("msel", mine, "--from", "list.csv")
    assert said.code == 1
    assert said.out.startswith("list.csv, cell B3: turn is 'soon'; it must be a whole number from 1 to 3")


def test_what_came_with_the_program_stays_as_it_is(wargame: Run, mine: Path) -> None:
    wargame("msel", mine, "--out", "list.csv")
    said = wargame("msel", "first-download", "--from", "list.csv")
    assert said.code == 2
    assert "first-download came with the program and stays as it is; `wargame copy first-download`" in said.err
    assert wargame("msel", mine, "--from", "list.csv", "--out", "x.csv").code == 2


@pytest.mark.slow
def test_workbooks_cost_nothing_to_whoever_wants_none() -> None:
    code = "import sys; from wargame.commands import msel; from wargame.review.msel import exchange; "
    code += "print([name for name in sys.modules if name.startswith('openpyxl')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
