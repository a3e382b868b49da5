"""A revision beside the tree: each row is told as a ratio, and what cannot be taken says why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.against import Compared, Row, Side, checked_out, compare, told
from benchmarks.lines import ROOT
from benchmarks.ratios import Ratio


def compared(low: float, high: float) -> Compared:
    return Compared("a row", "ms", 10.0, 10.0, Ratio((low + high) / 2, low, high), None)


def test_a_row_is_more_only_where_its_whole_interval_is() -> None:
    assert compared(1.06, 1.2).verdict == "MORE"
    assert compared(1.01, 1.2).verdict == "same"
    assert compared(0.4, 0.9).verdict == "less"
    assert compared(0.4, 1.1).verdict == "same"


def test_a_skipped_row_says_which_side_could_not_run_it(tmp_path: Path) -> None:
    side = Side(ROOT, tmp_path / "side")
    try:
        (row,) = compare(side, side, Row(lambda each: each.inside("no such row"), {"cpu": "a row"}), 6)
    finally:
        side.close()
    assert row.ratio is None
    assert "KeyError" in row.note
    assert "skipped" in told(row)


def test_a_side_measures_its_own_tree_and_no_other(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="was found in place of what is under"):
        Side(tmp_path, tmp_path / "side")


def test_a_revision_that_is_none_is_refused_by_name() -> None:
    if subprocess.run(["git", "-C", str(ROOT), "rev-parse"], check=False, capture_output=True).returncode:
        pytest.skip("not a git checkout")
    with pytest.raises(ValueError, match="no-such-revision"), checked_out("no-such-revision"):
        pass


@pytest.mark.slow
def test_the_tree_against_itself_plays_the_same_rows() -> None:
    words = ["--base", "HEAD", "--runs", "6", "--row", "rules alone", "--row", "wargame --help"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3
    assert "skipped" not in done.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--base", "HEAD", "--only", "games"], "--only games: with --base rows are chosen by name; say --row WORD"),
        (["--row", "verify"], "--row verify: rows are compared with an earlier revision; say --base REV too"),
    ],
)
def test_a_choice_that_would_be_passed_over_is_refused(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(given)
    assert end.value.code == 2
    assert said in capsys.readouterr().err
