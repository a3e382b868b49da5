"""`wargame rubric`: marks by command, refusals in a sentence, one row a learner and its codebook."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.review.rubric_marks import marks_beside, read_marks
from wargame.transcript.line_index import index_of

SCRIPTED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))


def first(record: Path, kind: str) -> int:
    """The first line of a kind."""
    index = index_of(record)
    found = next(index.numbers(kind))  # type: ignore[arg-type]
    index.close()
    return found


def test_a_mark_is_given_shown_and_written_as_a_row(wargame: Run, record: Path) -> None:
    line = first(record, "decision")
    given = ("--learner", "s07", "--mark", "leverage=3", "--line", line, "--words", "bound Meta first")
    said = wargame("rubric", record, *given)
    assert said.code == 0
    assert (
        f"leverage: 3/4 uses or wards off a lever, and says why it works [line {line}] - bound Meta first" in said.out
    )
    assert wargame("rubric", record, "--csv").code == 0
    assert (record.parent / "game.rubric-codebook.csv").exists()
    assert wargame("rubric", record, "--csv").code == 2


def test_without_a_record_the_criteria_are_told(wargame: Run) -> None:
    said = wargame("rubric")
    assert said.out.splitlines()[:2] == [
        "Bargaining over access",
        "leverage: Sees who holds which lever over whom, and acts on it",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mark", "leverage=2"), "--learner is missing"),
        (("--learner", "s07"), "--mark is missing"),
        (("--learner", "s07", "--mark", "leverage"), "must be CRITERION=LEVEL"),
        (("--learner", "s07", "--mark", "luck=2"), "the criteria of this rubric are leverage"),
        (("--learner", "s07", "--mark", "leverage=9"), "the levels are 1 to 4"),
        (("--learner", "s07", "--mark", "leverage=2", "--line", "99999"), "this record has lines 1 to"),
        (("--learner", "s07", "--mark", "leverage=2", "--line", "1"), "a header stands there"),
        (("--out", "x.csv"), "only --csv writes a file"),
        (("--rubric", "none.yaml"), "none.yaml:1: there is no such file"),
    ],
)
def test_what_cannot_be_marked_is_refused_in_a_sentence(
    wargame: Run, record: Path, words: tuple[str, ...], said: str
) -> None:
    found = wargame("rubric", record, *words)
    assert found.code == 2
    assert said in found.err
    assert read_marks(marks_beside(record)).every == ()


def test_marking_needs_a_record(wargame: Run) -> None:
    said = wargame("rubric", "--learner", "s07", "--mark", "leverage=2")
    assert (said.code, "needs a transcript" in said.err) == (2, True)
