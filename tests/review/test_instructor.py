"""The instructor's word: control's where the table had one, else one that is set once with the review."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.review.guided_review import ReviewEntry, add_entry, read_review, review_beside
from wargame.review.instructor import (
    instructor_word,
    mark_opened,
    opens,
    renew_instructor_word,
    set_instructor_word,
)
from wargame.review.review_report import as_markdown
from wargame.table.clock import PhaseClock
from wargame.table.people import hidden
from wargame.table.players import Means
from wargame.table.session import Session, SessionFile, beside
from wargame.transcript.overrides import now


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "game.jsonl"


def test_no_word_opens_where_none_is_set(record: Path) -> None:
    assert instructor_word(record) is None
    assert not opens(record, "")
    assert not opens(record, "larch")


def test_a_word_that_is_set_opens_alone_and_is_not_kept_itself(record: Path) -> None:
    set_instructor_word(record, "Larch tree", "lead")
    assert opens(record, " larch TREE ")
    assert not opens(record, "larch")
    assert not opens(record, "")
    assert "arch" not in review_beside(record).read_text()


def test_a_word_is_not_set_over_another_in_passing(record: Path) -> None:
    set_instructor_word(record, "larch", "lead")
    with pytest.raises(SpecError, match="already"):
        set_instructor_word(record, "pine", "somebody")
    assert opens(record, "larch")


def test_a_word_is_set_anew_and_the_report_says_who_did(record: Path) -> None:
    with pytest.raises(SpecError, match="no instructor's word is set yet"):
        renew_instructor_word(record, "larch", "lead")
    set_instructor_word(record, "larhc", "lead")
    add_entry(review_beside(record), answer := ReviewEntry(kind="answer", who="ben", at=now(), text="hold", question=1))
    with pytest.raises(SpecError, match="at least one letter"):
        renew_instructor_word(record, " ", "lead")
    renew_instructor_word(record, "larch", "ada")
    assert opens(record, "larch")
    assert not opens(record, "larhc")
    review = read_review(review_beside(record))
    assert list(review.of("answer")) == [answer]
    report = as_markdown(review, "game", str)
    assert "the instructor's word was set anew by ada" in report
    assert "hold" not in report


def test_controls_word_is_not_set_anew_with_the_review(record: Path) -> None:
    session = Session(words={CONTROL: hidden("larch")})
    SessionFile(session, PhaseClock(Means().time), beside(record)).save()
    with pytest.raises(SpecError, match="control's desk"):
        renew_instructor_word(record, "pine", "somebody")
    assert opens(record, "larch")


def test_controls_word_of_the_table_goes_before_any_other(record: Path) -> None:
    set_instructor_word(record, "pine", "somebody")
    session = Session(words={CONTROL: hidden("larch")})
    SessionFile(session, PhaseClock(Means().time), beside(record)).save()
    assert opens(record, "larch")
    assert not opens(record, "pine")


def test_opened_thoughts_are_marked_where_there_is_a_review_and_nowhere_else(record: Path) -> None:
    mark_opened(record, 9, "lead")
    assert not review_beside(record).exists()
    set_instructor_word(record, "larch", "lead")
    mark_opened(record, 9, "lead")
    assert [each.line for each in read_review(review_beside(record)).of("thoughts")] == [9]
