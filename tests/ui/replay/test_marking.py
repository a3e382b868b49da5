"""Learners are marked at the replay by digits, with the step where one stands as evidence, and one row each as CSV."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.ui.conftest import SMALL, WIDE, Pictured, press, shown, still
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.review.guided_review import review_beside
from wargame.review.instructor import set_instructor_word
from wargame.review.rubric_marks import marks_beside, read_marks
from wargame.ui.replay.marking import NONE_SET
from wargame.ui.replay.review_windows import SecretWord
from wargame.ui.replay.rubric_windows import RubricPage
from wargame.ui.widgets.frame import Status
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record whose instructor's word is set."""
    record = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    set_instructor_word(record, "larch", "lead")
    return record


@pytest.mark.slow
async def test_two_learners_are_marked_and_the_evidence_opens_at_its_line(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "o u 'larch enter 's07 enter 3 e")
        first = walk.timeline.lines[walk.step]
        await press(pilot, "down down c 'promised_nothing enter escape o u 'larch enter n 's08 enter")
        assert "s08" in shown(app)
        await press(pilot, "end enter 2")
        marks = read_marks(marks_beside(path))
        assert marks.learners == ("s07", "s08")
        assert marks.level("s07", "leverage") == 3
        assert marks.lines("s07", "leverage") == (first,)
        assert marks.words("s07", "pledges") == "promised nothing"
        assert marks.level("s08", "review") == 2
        await press(pilot, "home down enter")
        assert app.screen is screen
        assert walk.timeline.lines[walk.step] == first
        await press(pilot, "u 'larch enter w")
        assert "2 rows in" in " ".join(shown(app).split())
    with path.with_name("game.rubric.csv").open() as file:
        assert [row["leverage"] for row in csv.DictReader(file)] == ["3", ""]


async def test_marks_are_behind_the_instructors_word(path: Path) -> None:
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "u")
        assert isinstance(app.screen, SecretWord)
        await press(pilot, "'pine enter")
        assert "not the instructor's word" in shown(app)
        await press(pilot, "u 'larch enter 's07 enter")
        assert isinstance(app.screen, RubricPage)


@pytest.mark.slow
async def test_where_no_word_was_set_whoever_marks_sets_it_and_without_one_marks_stay_closed(path: Path) -> None:
    review_beside(path).unlink()
    async with replaying(path, SMALL) as (screen, app, pilot):
        for keys in ("u escape", "u enter"):
            await press(pilot, keys)
            assert app.screen is screen
            assert NONE_SET in " ".join(shown(app).split())
        await press(pilot, "u")
        assert "NO INSTRUCTOR'S WORD IS SET" in " ".join(shown(app).split())
        await press(pilot, "'larch enter 'larch enter 's07 enter 2 escape u 'pine enter")
        assert app.screen is screen
        await press(pilot, "u 'larch enter")
        assert isinstance(app.screen, RubricPage)


@pytest.mark.slow
async def test_who_is_marked_is_asked_at_once_where_nobody_is_yet(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        await press(pilot, "u 'larch enter")
        assert "WHO IS MARKED?" in shown(app)
        await press(pilot, "escape")
        assert app.screen is screen
        await press(pilot, "u 'larch enter 's07 enter")
        assert isinstance(app.screen, RubricPage)


@pytest.mark.slow
async def test_keys_on_a_line_of_evidence_mark_its_criterion(path: Path) -> None:
    async with replaying(path, SMALL) as (_, _, pilot):
        await press(pilot, "o u 'larch enter 's07 enter 2 e down 3 down c 'first enter")
    marks = read_marks(marks_beside(path))
    assert marks.level("s07", "leverage") == 3
    assert marks.words("s07", "leverage") == "first"
    assert len(marks.lines("s07", "leverage")) == 1


@pytest.mark.slow
async def test_whatever_is_done_the_page_of_marks_stands_until_escape(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        await press(pilot, "o u 'larch enter 's07 enter")
        page = app.screen
        assert isinstance(page, RubricPage)
        for keys in ("3", "e", "9", "c escape", "c 'well enter", "enter escape", "enter 2", "n escape", "n 's08 enter"):
            await press(pilot, keys)
            assert app.screen is page, keys
        assert page.query_one("#words", Lines).rows[page.query_one("#words", Lines).cursor].key == "C1.0"
        await press(pilot, "w")
        assert "1 row in" in page.query_one(Status).as_text()
        assert app.screen is page
        await press(pilot, "escape")
        assert app.screen is screen


async def test_marks_that_are_written_again_go_into_a_file_of_their_own(path: Path) -> None:
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "u 'larch enter 's07 enter 2 w 3 w")
        assert "1 row in" in " ".join(shown(app).split())
    written = [path.with_name(f"game.rubric{number}.csv") for number in ("", "-2")]
    assert [next(csv.DictReader(each.read_text().splitlines()))["leverage"] for each in written] == ["2", "3"]
    assert path.with_name("game.rubric-2-codebook.csv").exists()


async def test_a_level_that_the_criterion_has_not_is_refused_in_words(path: Path) -> None:
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "u 'larch enter 's07 enter 9")
        assert "the levels are 1 to 4" in shown(app)
    assert not marks_beside(path).exists()


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_the_marks_look_as_they_did(size: tuple[int, int], pictured: Pictured, path: Path) -> None:
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "o u 'larch enter 's07 enter 3 e down down 2")
        await still(app, pilot)
        pictured(app, f"rubric-{size[0]}x{size[1]}")
