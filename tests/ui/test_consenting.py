"""Whoever sits down is asked whether private texts may be shown: each by themselves, once, and silence says no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.conftest import SMALL, WIDE, press, shown
from tests.ui.fits import clipped
from tests.ui.rooms import a_room, until
from wargame.present.local_table import of_room
from wargame.review.asked_consent import AskedConsent
from wargame.review.survey import survey_of
from wargame.review.survey_answers import OfferedSurvey
from wargame.transcript.consent import consent_beside, read_consents
from wargame.ui.app import WargameApp
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.window import Question

pytestmark = pytest.mark.anyio


def asking(record: Path, *names: str, survey: bool = False) -> WargameApp:
    room = a_room(("rome",), record)
    for name in names:
        room.join(name, seat="rome")
    offered = OfferedSurvey(survey_of(), record) if survey else None
    return WargameApp(replace(of_room(room, record=record), consent=AskedConsent(record), survey=offered))


def said(record: Path) -> list[tuple[str, str, bool]]:
    return [(each.seat, each.who, each.given) for each in read_consents(consent_beside(record))]


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_each_person_of_a_seat_is_asked_and_the_answers_lie_beside_the_record(
    size: tuple[int, int], tmp_path: Path
) -> None:
    record = tmp_path / "game.jsonl"
    app = asking(record, "Ada Rossi", "Bo Lind")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert "Ada Rossi: may this game be shown" in " ".join(shown(app).split())
        assert clipped(app) == []
        await press(pilot, "'yes enter")
        await until(pilot, lambda: "Bo Lind: may" in " ".join(shown(app).split()))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, SeatScreen))
        app._offer_survey()
        await pilot.pause()
        assert isinstance(app.screen, SeatScreen), "nobody is asked twice"
    assert said(record) == [("rome", "rome-1", True), ("rome", "rome-2", False)]
    assert "Ada" not in consent_beside(record).read_text()


async def test_closing_the_question_says_no_and_the_survey_follows(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    app = asking(record, survey=True)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Question))
        await press(pilot, "escape")
        await until(pilot, lambda: "Never your name" in " ".join(shown(app).split()))
    assert said(record) == [("rome", "rome", False)]
