"""A rubric is plain data whose faults have lines; marks are tied to lines, and come as one typed row a learner."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from wargame.errors import PackError, SpecError
from wargame.review.form_sheets import codebook, write_sheet
from wargame.review.rubric import Rubric, rubric_of
from wargame.review.rubric_marks import Mark, add_marks, as_table, headings, marks_beside, read_marks

AT = "2026-11-29T12:00:00+00:00"
OWN = """\
title: Two things
criteria:
  - id: words
    asks: Keeps words
    levels: [never, at times, always]
  - id: deeds
    asks: Does deeds
    levels: [few, many]
"""


def mark(learner: str = "s07", **given: object) -> Mark:
    return replace(Mark(kind="level", learner=learner, criterion="words", who="lead", at=AT, level=2), **given)  # type: ignore[arg-type]


@pytest.fixture
def own(tmp_path: Path) -> Rubric:
    (tmp_path / "own.yaml").write_text(OWN)
    return rubric_of(tmp_path / "own.yaml")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "game.jsonl"


def test_the_shipped_rubric_has_levels_in_words_for_every_criterion() -> None:
    shipped = rubric_of()
    assert [each.id for each in shipped.criteria] == ["leverage", "pledges", "uncertainty", "review"]
    assert {len(each.levels) for each in shipped.criteria} == {4}


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("levels: [few, many]", "levels: [few]", 8, "has 2 to 9 levels"),
        ("id: deeds", "id: words", 2, "two criteria 'words'"),
        ("asks: Does deeds", "ask: Does deeds", 7, "ask"),
        ("levels: [few, many]", "levels: [few, Few]", 8, "two levels read 'Few'"),
        ("id: deeds", "id: De eds", 6, "De eds"),
        ("id: deeds", "id: points", 2, "name of another column"),
        ("id: deeds", "id: words_lines", 2, "name of another column"),
    ],
)
def test_a_fault_in_a_rubric_is_told_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, said: str
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace(wrong, right))
    with pytest.raises(PackError) as fault:
        rubric_of(path)
    assert f"own.yaml:{line}:" in str(fault.value)
    assert said in str(fault.value)


def test_a_rubric_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"none.yaml:1: there is no such file"):
        rubric_of(tmp_path / "none.yaml")


def test_the_last_level_counts_and_lines_stand_once(own: Rubric, record: Path) -> None:
    path = marks_beside(record)
    add_marks(
        path, own, [mark(), mark(level=3), mark(kind="line", level=0, line=41), mark(kind="line", level=0, line=57)]
    )
    add_marks(path, own, [mark(kind="line", level=0, line=41), mark(kind="words", level=0, words="kept all")])
    marks = read_marks(path)
    assert marks.level("s07", "words") == 3
    assert marks.lines("s07", "words") == (41, 57)
    assert marks.words("s07", "words") == "kept all"
    assert marks.level("s07", "deeds") == 0


def test_marks_are_read_without_the_file_that_their_rubric_came_from(own: Rubric, record: Path) -> None:
    add_marks(marks_beside(record), own, [mark()])
    assert read_marks(marks_beside(record)).rubric == own


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (mark(criterion="luck"), "the criteria of this rubric are words, deeds"),
        (mark(level=4), "the levels are 1 to 3"),
        (mark(learner=" "), "has a name of 1 to 40"),
        (mark(kind="line", level=0), "a line of the record"),
        (mark(kind="words", level=0, words="x" * 1001), "at most 1000"),
    ],
)
def test_a_mark_that_does_not_fit_is_refused_and_nothing_is_written(
    own: Rubric, record: Path, wrong: Mark, said: str
) -> None:
    with pytest.raises(SpecError, match=said):
        add_marks(marks_beside(record), own, [mark(), wrong])
    assert not marks_beside(record).exists()


def test_marks_by_another_rubric_are_counted_and_left_out(own: Rubric, record: Path) -> None:
    add_marks(marks_beside(record), own, [mark()])
    marks = read_marks(marks_beside(record), rubric_of())
    assert (marks.every, marks.of_others, marks.unread) == ((), 1, 0)
    assert "1 marks by another rubric" in marks.left_out


def test_a_mark_counts_by_another_rubric_where_its_criterion_reads_the_same(own: Rubric, record: Path) -> None:
    path, (words, deeds) = marks_beside(record), own.criteria
    add_marks(path, own, [mark(), mark(criterion="deeds", level=1)])
    other = own.model_copy(update={"criteria": (words.model_copy(update={"asks": "Another question?"}), deeds)})
    add_marks(path, other, [mark("s08", criterion="deeds", level=2)])
    marks = read_marks(path)
    assert [(each.learner, each.criterion) for each in marks.every] == [("s07", "deeds"), ("s08", "deeds")]
    assert marks.of_others == 1
    assert read_marks(path, own).of_others == 0


def test_each_learner_is_one_typed_row_and_every_column_is_explained(own: Rubric, record: Path) -> None:
    path = marks_beside(record)
    add_marks(
        path, own, [mark(), mark(kind="line", level=0, line=41), mark(criterion="deeds", level=1), mark("s08", level=1)]
    )
    table = as_table(read_marks(path))
    assert table["learner"].values == ("s07", "s08")
    assert table["words"].values == (2, 1)
    assert table["words_lines"].values == ("41", None)
    assert table["deeds"].values == (1, None)
    assert table["points"].values == (3, 1)
    assert table["marked"].values == (2, 1)
    assert [row[0] for row in codebook(table)][1:] == list(table.names) == list(headings(own))
    assert "1 never; 2 at times; 3 always" in next(row[3] for row in codebook(table) if row[0] == "words")


def test_the_sheet_is_its_owners_alone_and_writes_over_nothing(own: Rubric, record: Path) -> None:
    add_marks(marks_beside(record), own, [mark("=1+1", kind="words", level=0, words="+good")])
    table = as_table(read_marks(marks_beside(record)))
    assert "1 row in" in write_sheet(table, record, "rubric")
    place = record.with_name("game.rubric.csv")
    assert place.stat().st_mode & 0o077 == 0
    (row,) = csv.DictReader(io.StringIO(place.read_text()))
    assert (row["learner"], row["words_words"], row["words"]) == ("'=1+1", "'+good", "")
    with pytest.raises(SpecError, match="the file exists"):
        write_sheet(table, record, "rubric")
    assert "2 rows" not in write_sheet(table, record, "rubric", record.with_name("second.csv"))
