"""The review is led through at the replay: answers in private, opened at once, evidence from the step, a report."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

import pytest
from textual.screen import Screen

from tests.ui.conftest import SMALL, WIDE, Pictured, press, shown, still
from tests.ui.replay.opened import SCRIPTED, replaying
from tests.ui.rooms import until
from wargame.core.ids import CONTROL
from wargame.review.guided_review import read_review, review_beside
from wargame.ui.app import WargameApp
from wargame.ui.replay.review_windows import FormChoice, ReviewPage, SecretWord
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))


def written(folder: Path) -> str:
    (report,) = folder.glob("*.md")
    return report.read_text()


@pytest.mark.slow
async def test_a_review_is_led_through_to_its_report(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    async with replaying(path, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "a 3 enter a 'ben enter 'hold enter 'lost enter 'late enter 'ask_first enter")
        assert "closed until all are opened" in " ".join(shown(app).split())
        assert isinstance(app.screen, ReviewPage)
        assert "answered by ben" in shown(app)
        assert "ask first" not in shown(app)
        await press(pilot, "o")
        assert "ask first" in shown(app)
        await press(pilot, "escape o a e '3_here_it_turned enter")
        place = walk.timeline.lines[walk.step]
        assert f"line {place}" in shown(app)
        await press(pilot, "c 'brief_earlier;_Ada;_2027-01-31 enter")
        assert "(Ada, by 2027-01-31)" in app.screen.query_one("#words").as_text()  # type: ignore[attr-defined]
        await press(pilot, "r")
        assert "written to" in shown(app)
        assert isinstance(app.screen, ReviewPage)
    text = written(path.parent / "exports")
    for part in ("ask first", "here it turned", "| brief earlier | Ada | 2027-01-31 |"):
        assert part in text


@pytest.mark.slow
async def test_evidence_that_eyes_do_not_meet_is_not_told_to_them(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "o")
        while walk.is_open_to(walk.step, "palantir"):
            await press(pilot, "o")
        secret = screen.steps.chosen
        assert secret is not None
        await press(pilot, "a 3 enter e '1_it_began_here enter escape")
        screen.action_eyes("palantir")
        await press(pilot, "a")
        assert isinstance(app.screen, ReviewPage)
        assert secret.body[:40] not in app.screen.as_text()
        assert "these eyes do not meet" in app.screen.as_text()
        assert "it began here" not in app.screen.as_text()


@pytest.mark.slow
async def test_evidence_that_lies_ahead_is_not_told_before_its_place(path: Path) -> None:
    async with replaying(path, WIDE, turn=3) as (screen, app, pilot):
        assert screen.steps.chosen is not None
        late = screen.steps.chosen.body[:40]
        await press(pilot, "a 3 enter e '1_so_it_ended enter escape p home a")
        assert isinstance(app.screen, ReviewPage)
        assert late not in app.screen.as_text()
        assert "so it ended" not in app.screen.as_text()
        await press(pilot, "escape 0 a")
        assert isinstance(app.screen, ReviewPage)
        assert "so it ended" in app.screen.as_text()


@pytest.mark.slow
async def test_an_action_without_a_date_is_refused_in_words(path: Path) -> None:
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "a 3 enter c 'brief;_Ada enter")
        assert "an action has a date" in shown(app)
        assert "brief; Ada" in shown(app), "what was typed is there to be mended"
        assert list(read_review(review_beside(path)).of("action")) == []
        await press(pilot, "';_2027-01-31 enter")
    assert [each.text for each in read_review(review_beside(path)).of("action")] == ["brief"]


@pytest.mark.slow
async def test_five_minutes_ask_one_question_of_each_person(path: Path) -> None:
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "a")
        assert isinstance(app.screen, FormChoice)
        await press(pilot, "5")
        assert isinstance(app.screen, SecretWord)
        await press(pilot, "enter")
        assert "5 of 5 minutes left" in shown(app)
        await press(pilot, "a 'ben enter 'the_ports enter")
        assert "answers of ben are kept" in shown(app)
        await press(pilot, "e 'it_turned enter")
        assert "it turned" in shown(app)
    review = read_review(review_beside(path))
    assert [(each.question, each.form) for each in review.entries if each.kind != "begun"] == [(1, "five"), (1, "five")]


@pytest.mark.slow
async def test_enter_on_an_empty_line_passes_a_question_over_and_says_so(path: Path) -> None:
    async with replaying(path, WIDE) as (_, app, pilot):
        await press(pilot, "a 3 enter a 'ben enter enter")
        assert "question 1 was passed over" in shown(app)
        await press(pilot, "'lost enter enter enter")
        assert "passed over: 1, 3, 4" in shown(app)
    assert [each.question for each in read_review(review_beside(path)).of("answer")] == [2]


LED = {
    "answers": "a 'ben enter 'the_ports enter",
    "answers that stop": "a 'ben enter escape",
    "nobody answers": "a escape",
    "all opened": "o",
    "no evidence": "e escape",
    "evidence": "e 'it_turned enter",
    "an action": "c 'brief;_Ada;_2027-01-31 enter",
    "no action": "c escape",
    "a refused action": "c 'brief enter escape",
    "a report": "r",
    "the other form": "f 3 enter",
    "no other form": "f escape",
    "a row that leads nowhere": "end enter",
}


@pytest.mark.slow
async def test_whatever_is_done_the_page_of_the_review_stands_until_escape(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    async with replaying(path, SMALL) as (screen, app, pilot):
        await press(pilot, "a 5 enter")
        page = app.screen
        for what, keys in LED.items():
            await press(pilot, keys)
            assert app.screen is page, what
        await press(pilot, "f 5 enter e 'still_evidence enter")
        assert "still evidence" in page.query_one("#words", Lines).as_text()
        await press(pilot, "escape")
        assert app.screen is screen


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_the_review_looks_as_it_did(size: tuple[int, int], pictured: Pictured, path: Path) -> None:
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "a 3 enter a 'ben enter 'hold enter 'lost enter 'late enter 'ask_first enter o")
        await still(app, pilot)
        pictured(app, f"replay-review-{size[0]}x{size[1]}")


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "page"), [("asked", FormChoice), ("five", SecretWord)])
async def test_a_review_that_was_wanted_begins_when_the_game_is_there(
    path: Path, wanted: Literal["asked", "five"], page: type[Screen[str]]
) -> None:
    app = WargameApp(replaying=(path, CONTROL, None, "ada"), reviewing=wanted)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, page))
        await press(pilot, "5 enter" if wanted == "asked" else "enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewPage))
        assert not review_beside(path).exists()
        assert "what is said will be kept in game.review.jsonl" in shown(app)
        await press(pilot, "c 'brief;_Ada;_2027-01-31 enter")
        assert "kept in game.review.jsonl, beside the record" in shown(app)
    assert [each.form for each in read_review(review_beside(path)).of("begun")] == ["five"]


async def test_a_review_that_is_about_to_open_asks_nobody_how_long_there_is(path: Path) -> None:
    app = WargameApp(replaying=(path, CONTROL, None, "ada"))
    async with app.run_test(size=SMALL) as pilot:
        replay = app.screen
        assert isinstance(replay, ReplayScreen)
        await until(pilot, lambda: replay.walk is not None)
        replay.reviewing = "thirty"  # as it is while the game is being played again
        await press(pilot, "a")
        assert app.screen is replay
        assert "the review opens as soon as the game has been played again" in shown(app)
        replay.begin_review()
        await until(pilot, lambda: isinstance(app.screen, SecretWord))
