"""A survey is offered on the screen to whoever sits down: it says that no name is wanted, and can be left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.conftest import SMALL, WIDE, Pictured, press, shown, still
from tests.ui.fits import clipped
from tests.ui.rooms import a_room, until
from wargame.present.local_table import of_room
from wargame.review.survey import survey_of
from wargame.review.survey_answers import OfferedSurvey, answers_beside, read_answers
from wargame.ui.app import WargameApp
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.surveying import ItemPage
from wargame.ui.widgets.window import Question

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])


def app_with_survey(record: Path) -> WargameApp:
    table = of_room(a_room(("rome",), record), record=record)
    return WargameApp(replace(table, survey=OfferedSurvey(survey_of(), record)))


@pytest.mark.slow
@BOTH
async def test_it_is_answered_by_digits_under_a_pseudonym(size: tuple[int, int], tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    async with app_with_survey(record).run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        assert "Never your name" in " ".join(shown(pilot.app).split())
        await press(pilot, "'elm_2 enter 5 0 2")
        assert isinstance(pilot.app.screen, ItemPage)
        await press(pilot, "9")
        assert "the answers are 1 to 3" in shown(pilot.app)
        await press(pilot, "2 3")
        await until(pilot, lambda: isinstance(pilot.app.screen, SeatScreen))
        assert "nobody at the table reads it" in " ".join(shown(pilot.app).split())
    answers = read_answers(answers_beside(record)).every
    assert [(each.item, each.number) for each in answers] == [
        ("confidence", 5),
        ("quiz_source", 2),
        ("quiz_offer", 2),
        ("quiz_covert", 3),
    ]


async def test_it_can_be_left_out_and_is_not_offered_again(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    app = app_with_survey(record)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Question), "one enter too many costs nothing"
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SeatScreen))
        assert "left out" in shown(pilot.app)
        app._offer_survey()
        await pilot.pause()
        assert isinstance(pilot.app.screen, SeatScreen)
    assert read_answers(answers_beside(record)).every == ()


@pytest.mark.slow
async def test_each_of_the_people_who_share_a_seat_is_asked(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    room = a_room(("rome",), record)
    for name in ("Ada", "Ben"):
        room.join(name, seat="rome")
    app = WargameApp(replace(of_room(room, record=record), survey=OfferedSurvey(survey_of(), record)))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert "person 1 of 2 at this seat" in " ".join(shown(app).split())
        await press(pilot, "'elm_2 enter 5 0 2 2 3")
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert "person 2 of 2 at this seat" in " ".join(shown(app).split())
        await press(pilot, "'oak_7 enter 1 3 1 2 1")
        await until(pilot, lambda: isinstance(app.screen, SeatScreen))
    assert read_answers(answers_beside(record)).pseudonyms("before") == ("elm 2", "oak 7")


@pytest.mark.slow
async def test_it_is_offered_again_when_the_game_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record = tmp_path / "game.jsonl"
    table = of_room(a_room(("rome",), record, facilitated=False), record=record)
    app = WargameApp(replace(table, survey=OfferedSurvey(survey_of(), record)))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Question))
        await press(pilot, "'elm_2 enter 3 3 1 2 3")
        await until(pilot, lambda: isinstance(app.screen, SeatScreen))
        for _ in range(40):
            if table.clock() is None or table.chairs["rome"].clock().phase == "end":
                break
            await press(pilot, "f9")
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert "SURVEY after the game" in shown(app)
        await press(pilot, "'elm_2 enter 6 5 2 2 3 'the_ports enter")
        await until(pilot, lambda: not isinstance(app.screen, Question | ItemPage))
        assert "your answers are kept" in " ".join(shown(app).split())
    answers = read_answers(answers_beside(record))
    assert answers.pseudonyms("before") == answers.pseudonyms("after") == ("elm 2",)
    (said,) = [each.words for each in answers.every if each.words]
    assert said == "the ports"


@pytest.mark.slow
@BOTH
async def test_the_survey_looks_as_it_did(size: tuple[int, int], pictured: Pictured, tmp_path: Path) -> None:
    async with app_with_survey(tmp_path / "game.jsonl").run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await still(pilot.app, pilot)
        pictured(pilot.app, f"survey-{size[0]}x{size[1]}")
        await press(pilot, "'elm_2 enter")
        await still(pilot.app, pilot)
        pictured(pilot.app, f"survey-item-{size[0]}x{size[1]}")
        assert not clipped(pilot.app)
