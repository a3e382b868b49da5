"""A review keeps private answers closed until all are opened; evidence has a line, an action an owner and a date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.errors import SpecError
from wargame.present.review_rows import review_rows
from wargame.review.guided_review import (
    QUESTIONS,
    ReviewEntry,
    add_entry,
    as_markdown,
    read_review,
    review_beside,
)

AT = "2026-11-28T12:00:00+00:00"
ANSWER = ReviewEntry(kind="answer", who="ada", at=AT, text="to hold the strait", question=1)
ACTION = ReviewEntry(kind="action", who="ada", at=AT, text="brief | before talks", owner="Ben", due="2027-01-31")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return review_beside(tmp_path / "game.jsonl")


def told(line: int) -> str:
    return f"what stands at {line}"


def shown(path: Path) -> str:
    review = read_review(path)
    return "\n".join(row.text for row in review_rows(review, told)) + as_markdown(review, "game", told)


def test_answers_are_read_by_nobody_before_all_are_opened(path: Path) -> None:
    add_entry(path, ANSWER)
    add_entry(path, replace(ANSWER, who="ben", text="to sell the yards"))
    assert "strait" not in shown(path)
    assert "answered by ada, ben" in shown(path)
    add_entry(path, ReviewEntry(kind="opened", who="lead", at=AT))
    assert "ada: to hold the strait" in shown(path)
    assert "**ben**: to sell the yards" in shown(path)


def test_an_answer_that_is_given_again_takes_the_place_of_the_first(path: Path) -> None:
    add_entry(path, ANSWER)
    add_entry(path, replace(ANSWER, text="to win time"))
    assert [each.text for each in read_review(path).of("answer", 1)] == ["to win time"]


def test_evidence_stands_under_its_question_with_its_line(path: Path) -> None:
    add_entry(path, ReviewEntry(kind="evidence", who="lead", at=AT, text="so it began", question=3, line=42, hash="0"))
    rows = review_rows(read_review(path), told)
    (at,) = [n for n, row in enumerate(rows) if row.key == "L42"]
    assert [row.text for row in rows[:at] if row.marked][-1] == f"3. {QUESTIONS[2]}"
    assert "line 42: what stands at 42 (so it began)" in shown(path)


def test_actions_have_an_owner_and_a_date(path: Path) -> None:
    add_entry(path, ACTION)
    assert "| brief \\| before talks | Ben | 2027-01-31 |" in shown(path)
    for wrong, said in ((replace(ACTION, owner=" "), "has an owner"), (replace(ACTION, due="soon"), "has a date")):
        with pytest.raises(SpecError, match=said):
            add_entry(path, wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(ANSWER, question=5), "questions 1 to 4"),
        (replace(ANSWER, text=" "), "letters"),
        (replace(ANSWER, who=""), "has a name"),
        (replace(ANSWER, kind="evidence"), "is a line"),
    ],
)
def test_what_cannot_be_is_refused(wrong: ReviewEntry, said: str, path: Path) -> None:
    with pytest.raises(SpecError, match=said):
        add_entry(path, wrong)


def test_lines_that_are_no_entries_are_counted_and_cost_themselves_alone(path: Path) -> None:
    path.write_bytes(b'{"kind":"answer"}\n[]\n')
    add_entry(path, ANSWER)
    review = read_review(path)
    assert (len(review.entries), review.unread) == (1, 2)
