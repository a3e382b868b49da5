"""What the lobby lists: titles that people use, with length and day, and never how a game ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.present.shelf import items, shelf_rows
from wargame.review.guided_review import review_beside
from wargame.review.rubric_marks import marks_beside
from wargame.review.survey_answers import answers_beside
from wargame.transcript.consent import consent_beside
from wargame.transcript.notes import notes_beside
from wargame.transcript.record_file import keep


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder


def test_scenarios_are_listed_by_title_with_the_tutorial_first(runs: Path) -> None:
    rows = [row.text for row in shelf_rows(items(runs)) if row.key.startswith("play")]
    assert rows[0] == "First Download  start here, 3 turns"
    assert "Between the Giants  hard, 10 turns" in rows


def test_a_record_is_listed_by_scenario_seed_and_day(runs: Path) -> None:
    for name in ("between-the-giants-5-20261128T190102Z", "my own game"):
        (runs / f"{name}.jsonl").write_text("{}\n")
    rows = {row.text.strip() for row in shelf_rows(items(runs)) if row.key.startswith("resume")}
    assert rows == {"Between the Giants, seed 5  2026-11-28 19:01 UTC", "my own game"}


def test_a_scenario_of_one_s_own_keeps_its_name_beside_the_title(runs: Path) -> None:
    own = runs.parent / "scenarios" / "my-course"
    own.mkdir(parents=True)
    (own / "scenario.yaml").write_text('title: "First Download"\nturns: 4\n')
    assert "First Download  4 turns  (my-course, here)" in [row.text for row in shelf_rows(items(runs))]


BESIDE_A_RECORD = (notes_beside, review_beside, marks_beside, answers_beside, consent_beside)


def test_nothing_that_lies_beside_a_record_is_a_game(runs: Path) -> None:
    game = runs / "game.jsonl"
    for path in (game, *(beside(game) for beside in BESIDE_A_RECORD)):
        path.write_text("{}\n")
    keep(game)
    assert len(list(runs.glob("*.jsonl"))) == 2 + len(BESIDE_A_RECORD)
    assert [item.path.name for item in items(runs) if item.kind == "resume"] == ["game.jsonl"]
