"""Names of levels that a CSV reader takes for something else are told before anything is played."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest

from tests.batch.studies import written
from wargame.batch.experiment_file import Factor, FactorLevel
from wargame.batch.names_in_tables import GAPS, misread
from wargame.cli import main

STUDY = """
name: names
game: {scenario: first-download, turns: 1}
factors:
  - {name: dose, levels: [{name: "007"}, {name: "1e5", params: {trust_threat: 0}}]}
  - {name: kept, levels: [{name: plain}, {name: NA, params: {trust_data: 3}}]}
seeds: {first: 1, count: 1}
outcomes: [{name: o, reads: {kind: value, of: [rome.score]}}]
"""


def _told(names: Sequence[str]) -> list[str]:
    return list(misread([Factor(name="x", levels=tuple(FactorLevel(name=name) for name in names))]))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["usual", "NA"], "take 'NA' for a gap"),
        (["007", "010"], "take '007', '010' for numbers"),
        (["1", "1.0"], "for numbers"),
        (["1e5", "2"], "for numbers"),
        (["T", "F"], "for true and false"),
        (["True", "false"], "for true and false"),
        (["2026-11-01", "2026-12-01"], "for dates or times"),
    ],
)
def test_a_name_that_does_not_come_back_is_told(names: list[str], said: str) -> None:
    (line,) = _told(names)
    assert line.startswith("x: readers of CSV ")
    assert said in line


@pytest.mark.parametrize("names", [["0", "0.5", "1"], ["a", "1"], ["none", "whole"], ["007", "usual"], ["1-2", "3-4"]])
def test_a_name_that_comes_back_is_not(names: list[str]) -> None:
    assert _told(names) == []


def test_what_is_told_is_what_pandas_does() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    for names in (["usual", *sorted(GAPS)], ["007", "010"], ["1", "1.0"], ["true", "FALSE"]):
        read = pandas.read_csv(StringIO("x\n" + "".join(f"{name}\n" for name in names)))["x"]
        back = ["" if pandas.isna(each) else str(each) for each in read]
        assert back != names
        assert ([name for name, each in zip(names, back, strict=True) if not each] == sorted(GAPS)) == (
            "usual" in names
        )


def test_check_tells_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", "check", str(written(tmp_path, STUDY))]) == 0
    told = capsys.readouterr().out
    assert "dose: readers of CSV take '007', '1e5' for numbers" in told
    assert "kept: readers of CSV take 'NA' for a gap" in told
