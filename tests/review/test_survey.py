"""A survey is plain data whose faults have lines; answers are kept under pseudonyms and come as one typed row each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.core.ids import Phase
from wargame.errors import PackError, SpecError
from wargame.review.form_sheets import codebook
from wargame.review.survey import Survey, survey_of
from wargame.review.survey_answers import OfferedSurvey, SurveyAnswer, answers_beside, as_table, headings, read_answers
from wargame.table.chair import Clock
from wargame.table.clock import PhaseClock
from wargame.table.people import Person
from wargame.table.players import Means
from wargame.table.session import Session, SessionFile, beside

OWN = """\
title: Two questions
items:
  - id: sure
    asks: How sure are you?
    kind: scale
    steps: 5
    low: not
    high: very
  - id: quiz
    asks: Which is it?
    kind: choice
    choices: [this, that]
    right: 2
    because: the rules say that
  - id: surprised
    asks: What surprised you?
    kind: text
    when: after
"""
FIRST = SurveyAnswer(pseudonym="oak 7", when="before", item="sure", number=3)


@pytest.fixture
def own(tmp_path: Path) -> Survey:
    (tmp_path / "own.yaml").write_text(OWN)
    return survey_of(tmp_path / "own.yaml")


@pytest.fixture
def offered(own: Survey, tmp_path: Path) -> OfferedSurvey:
    return OfferedSurvey(own, tmp_path / "game.jsonl")


def kept(offered: OfferedSurvey) -> Path:
    return answers_beside(offered.record)


def test_the_shipped_survey_has_a_quiz_of_three_with_reasons() -> None:
    quiz = [each for each in survey_of().items if each.right]
    assert [each.kind for each in quiz] == ["choice"] * 3
    assert all(each.because for each in quiz)
    assert {each.id for each in survey_of().asked("before")} == {*(each.id for each in quiz), "confidence", "levers"}


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("right: 2", "right: 3", 13, "right is 3"),
        ("steps: 5", "steps: 12", 6, "12"),
        ("right: 2", "right: 0", 13, "right is 0; it is the number of a choice, 1 to 2, or is left out"),
        ("    choices: [this, that]\n", "", 11, "kind: choice needs choices, 2 to 9 of them; this has none"),
        ("    kind: text\n", "    kind: text\n    choices: [a, b]\n", 18, "choices stand with kind: choice alone"),
        ("[this, that]", "[this, This ]", 12, "two choices read 'This'"),
        ("steps: 5", "right: 1", 6, "right is the number of a choice, and this is a scale"),
        ("id: quiz", "id: sure", 2, "two items 'sure'"),
        ("id: quiz", "id: right_answers", 2, "sums of the quiz"),
        ("when: after", "when: later", 18, "later"),
    ],
)
def test_a_fault_in_a_survey_is_told_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, said: str
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace(wrong, right))
    with pytest.raises(PackError) as fault:
        survey_of(path)
    assert f"own.yaml:{line}:" in str(fault.value)
    assert said in str(fault.value)


def test_each_pseudonym_is_one_row_before_beside_after(offered: OfferedSurvey) -> None:
    for answer in (
        FIRST,
        replace(FIRST, item="quiz", number=1),
        replace(FIRST, when="after", number=5),
        replace(FIRST, when="after", item="quiz", number=2),
        replace(FIRST, when="after", item="surprised", number=0, words="the ports"),
        replace(FIRST, pseudonym="elm 2", number=1),
        replace(FIRST, pseudonym="elm 2", number=2),
    ):
        offered.add(answer)
    table = as_table(read_answers(kept(offered)))
    assert table["pseudonym"].values == ("oak 7", "elm 2")
    assert table["sure_before"].values == (3, 2), "the last answer counts"
    assert table["sure_after"].values == (5, None)
    assert table["quiz_before_right"].values == (False, None)
    assert table["quiz_after_right"].values == (True, None)
    assert (table["right_answers_before"].values, table["right_answers_after"].values) == ((0, None), (1, None))
    assert table["surprised_after"].values == ("the ports", None)
    assert "surprised_before" not in table.names
    assert [row[0] for row in codebook(table)][1:] == list(table.names) == list(headings(offered.survey))
    meanings = {row[0]: row[3] for row in codebook(table)}
    assert "1 not; 2; 3; 4; 5 very" in meanings["sure_before"]
    assert "is 2, because the rules say that" in meanings["quiz_after_right"]


def test_no_name_and_no_seat_stands_with_the_answers(offered: OfferedSurvey) -> None:
    session = Session(people=[Person("rome-1", "Ada Rossi", "player", "rome")])
    SessionFile(session, PhaseClock(Means().time), beside(offered.record)).save()
    assert "somebody's name" in offered.refused(" ada rossi")
    assert "somebody's name" in offered.refused("Ben", ["ben"])
    with pytest.raises(SpecError, match="somebody's name"):
        offered.add(replace(FIRST, pseudonym="Ada Rossi"))
    offered.add(FIRST)
    assert "rome" not in kept(offered).read_text()
    assert kept(offered).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(FIRST, item="luck"), "the items are sure, quiz, surprised"),
        (replace(FIRST, number=6), "the answers are 1 to 5"),
        (replace(FIRST, item="surprised", number=0, words="x"), "not asked before"),
        (replace(FIRST, when="after", item="surprised", number=0, words="x" * 1001), "1 to 1000"),
        (replace(FIRST, pseudonym=""), "has a name of 1 to 40"),
    ],
)
def test_what_answers_nothing_is_refused_and_not_written(
    offered: OfferedSurvey, wrong: SurveyAnswer, said: str
) -> None:
    with pytest.raises(SpecError, match=said):
        offered.add(wrong)
    assert not kept(offered).exists()


def at(turn: int, phase: Phase, round_: int = 0) -> Clock:
    return Clock(turn, 3, phase, round_, None, False)


def test_it_is_offered_once_before_the_game_is_under_way_and_once_at_its_end(offered: OfferedSurvey) -> None:
    assert offered.due("rome", at(1, "talk", 1)) == "before"
    for late in (at(1, "talk", 2), at(1, "orders"), at(2, "talk", 1), at(3, "news")):
        assert offered.due("rome", late) is None
    assert offered.due("rome", at(3, "end")) == "after"
    offered.offered.add(("rome", "after"))
    assert offered.due("rome", at(3, "end")) is None
    assert offered.due("meta", at(3, "end")) == "after"


def test_a_survey_that_nobody_answered_is_known_beside_the_record(offered: OfferedSurvey) -> None:
    offered.open()
    offered.open()
    assert read_answers(kept(offered)).survey == offered.survey
    assert len(kept(offered).read_text().splitlines()) == 1


def test_a_game_without_a_survey_says_so(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="no survey was opened"):
        as_table(read_answers(answers_beside(tmp_path / "game.jsonl")))
