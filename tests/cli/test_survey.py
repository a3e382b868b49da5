"""`wargame survey`: what was answered is counted and written; what cannot be kept or read is said, by the code too."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.review.survey_answers import answers_beside, read_answers

SCRIPTED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"
OWN = """\
title: One question
items:
  - id: sure
    asks: How sure are you?
    kind: scale
    low: not
    high: very
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    return path


def answered(monkeypatch: pytest.MonkeyPatch, lines: Sequence[str]) -> None:
    """Somebody types these lines."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_second_survey_leaves_the_answers_to_the_first_out_and_says_how_many(
    wargame: Run, monkeypatch: pytest.MonkeyPatch, record: Path, own: Path
) -> None:
    answered(monkeypatch, ["oak", "3"])
    assert wargame("survey", record, "--survey", own, "--ask", "before").code == 0
    own.write_text(OWN.replace("How sure", "How certain"))
    answered(monkeypatch, ["elm", "5"])
    assert wargame("survey", record, "--survey", own, "--ask", "before").code == 0
    found = wargame("survey", record, "--csv")
    assert "1 answers to another survey that was opened for this game are left out; the file keeps them" in found.err
    assert (record.parent / "game.survey.csv").read_text().count("\n") == 2
    assert read_answers(answers_beside(record)).of_others == 1


def test_an_answer_that_cannot_be_kept_is_no_success(
    wargame: Run, monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    answers_beside(record).mkdir()
    answered(monkeypatch, ["oak", "3"])
    found = wargame("survey", record, "--ask", "before")
    assert found.code == 2
    assert "game.survey.jsonl: cannot be read" in found.err


@pytest.mark.parametrize("command", ["survey", "rubric"])
def test_what_lies_beside_a_damaged_record_is_shown_and_the_damage_said(
    wargame: Run, monkeypatch: pytest.MonkeyPatch, record: Path, own: Path, command: str
) -> None:
    if command == "survey":
        answered(monkeypatch, ["oak", "3"])
        assert wargame("survey", record, "--survey", own, "--ask", "before").code == 0
    else:
        assert wargame("rubric", record, "--learner", "s07", "--mark", "leverage=3").code == 0
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines[:20] + lines[21:]))
    found = wargame(command, record)
    assert found.code == 1
    assert "line 21" in found.err
    assert "beside it can be read" in found.err
    assert ("1 answered before" if command == "survey" else "leverage: 3/4") in found.out
    assert wargame(command, record, "--csv").code == 1
    assert (record.parent / f"game.{command}.csv").exists()


def test_a_line_of_a_damaged_record_is_no_evidence(wargame: Run, record: Path) -> None:
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines[:20] + lines[21:]))
    found = wargame("rubric", record, "--learner", "s07", "--mark", "leverage=3", "--line", 10)
    assert found.code == 2
    assert "no line of a damaged record is evidence" in found.err


def test_a_criterion_is_marked_once_at_a_time(wargame: Run, record: Path) -> None:
    found = wargame("rubric", record, "--learner", "s07", "--mark", "leverage=3", "--mark", "leverage=2")
    assert found.code == 2
    assert "leverage has a level already" in found.err
    assert not record.with_name("game.rubric.jsonl").exists()
