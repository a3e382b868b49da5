"""A review keeps private answers closed until all are opened; evidence has a line, an action an owner and a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import wargame
from wargame.errors import SpecError
from wargame.present.review_rows import review_rows
from wargame.review.guided_review import (
    ReviewEntry,
    add_entry,
    read_review,
    review_beside,
    where_kept,
)
from wargame.review.review_forms import FORMS, minutes_left, time_in_words
from wargame.review.review_report import as_markdown

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


def test_a_record_within_the_installed_program_has_the_whole_place_of_its_review_told(path: Path) -> None:
    inside = Path(wargame.__file__).parent / "transcripts" / "game.review.jsonl"
    assert f"in the installed program, in {inside}" in where_kept(inside)
    assert where_kept(path) == "what is said will be kept in game.review.jsonl, beside the record"
    add_entry(path, ANSWER)
    assert where_kept(path) == "kept in game.review.jsonl, beside the record"


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
    assert [row.text for row in rows[:at] if row.marked][-1] == f"3. {FORMS['thirty'].questions[2]}"
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
        (replace(ANSWER, form="five", question=2), "question 1 alone"),
        (replace(ANSWER, kind="begun", at="soon"), "a time with its zone"),
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


def test_each_form_keeps_answers_of_its_own_and_opens_them_alone(path: Path) -> None:
    add_entry(path, replace(ANSWER, form="five", text="the ports"))
    add_entry(path, ANSWER)
    add_entry(path, ReviewEntry(kind="opened", who="lead", at=AT, form="five"))
    review = read_review(path)
    report = as_markdown(review, "game", told)
    assert "**ada**: the ports" in report
    assert "strait" not in report
    assert "1 private answer, not opened." in report


def test_a_review_stands_in_the_form_that_was_begun_last(path: Path) -> None:
    assert read_review(path).form.name == "thirty"
    for form in ("thirty", "five"):
        add_entry(path, ReviewEntry(kind="begun", who="lead", at=AT, form=form))
    review = read_review(path)
    assert review.form.minutes == 5
    assert len([row for row in review_rows(review, told) if row.marked]) == 2, "one question, and the actions"


def test_a_review_of_earlier_days_is_read_in_the_form_that_there_was(path: Path) -> None:
    path.write_text('{"kind":"answer","who":"ada","at":"' + AT + '","text":"hold","question":4}\n')
    (entry,) = read_review(path).entries
    assert (entry.form, entry.question) == ("thirty", 4)


@pytest.mark.parametrize(("seconds", "left"), [(0, 5), (1, 5), (60, 4), (299, 1), (300, 0), (90000, 0), (-30, 5)])
def test_time_left_is_rounded_up_and_never_below_nothing(seconds: int, left: int) -> None:
    now = datetime.fromisoformat(AT) + timedelta(seconds=seconds)
    assert minutes_left(FORMS["five"], AT, now.isoformat()) == left


def test_time_that_is_up_stops_nothing() -> None:
    assert time_in_words(FORMS["five"], AT, "2026-11-29T12:00:00+00:00").endswith("go on as you like")


def test_the_report_says_whether_thoughts_were_opened_by_whom_and_where(path: Path) -> None:
    add_entry(path, ANSWER)
    assert "stayed closed" in as_markdown(read_review(path), "game", told)
    add_entry(path, ReviewEntry(kind="thoughts", who="lead", at=AT, line=77))
    report = as_markdown(read_review(path), "game", told)
    assert "opened by lead on 2026-11-28 12:00 UTC, at line 77" in report
    assert "stayed closed" not in report


def test_evidence_without_an_answer_follows_its_question_without_a_gap(path: Path) -> None:
    add_entry(path, ReviewEntry(kind="opened", who="lead", at=AT))
    add_entry(path, ReviewEntry(kind="evidence", who="lead", at=AT, text="so it began", question=3, line=42, hash="0"))
    report = as_markdown(read_review(path), "game", told)
    assert f"{FORMS['thirty'].questions[2]}\n\nEvidence:\n\n- line 42" in report
    add_entry(path, replace(ANSWER, question=3))
    assert "strait\n\nEvidence:" in as_markdown(read_review(path), "game", told)
