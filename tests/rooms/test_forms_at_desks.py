"""What people are asked beside the game at desks of their own: consent by handle, a survey under pseudonyms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.rooms.proxy import middle, wild
from tests.rooms.rig import Desk, Hosted, hosted, play_in_turn, run, until
from tests.rooms.test_faults import over
from tests.rooms.test_joined_lines import Keyboard
from tests.rooms.test_secrets import in_words
from tests.table.rig import opened
from tests.ui.conftest import press, shown
from wargame.console.playing import play_local_table
from wargame.core.ids import CONTROL
from wargame.errors import NotAllowed
from wargame.present.joined import joined_table
from wargame.present.joined_forms import JoinedConsent, JoinedSurvey
from wargame.review.asked_at_desks import FormsOfRoom
from wargame.review.asked_consent import AskedConsent
from wargame.review.survey import SurveyItem, survey_of
from wargame.review.survey_answers import OfferedSurvey, SurveyAnswer, answers_beside, read_answers
from wargame.rooms.put_off import PutOff
from wargame.table.clock import LoopTime
from wargame.table.public_view import PUBLIC_SCREEN
from wargame.transcript.consent import consent_beside, read_consents
from wargame.ui.app import WargameApp
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.window import Question

BEFORE = "'elm_2 enter 5 0 2 2 3"
"""Keys that go through the shipped survey before a game."""


@asynccontextmanager
async def asking(
    record: Path,
    *names: str,
    survey: bool = True,
    consent: bool = True,
    people: tuple[str, ...] = ("rome", "meta"),
    **options: object,
) -> AsyncIterator[Hosted]:
    """A room that asks its people; those of these names sit at Rome."""
    room = opened(record, ("rome", "meta"), **{"time": LoopTime(), **options})
    for name in names:
        room.join(name, seat="rome")
    offered = OfferedSurvey(survey_of(), record) if survey else None
    forms = FormsOfRoom(offered, AskedConsent(record) if consent else None)
    others = (CONTROL, PUBLIC_SCREEN) if options.get("facilitated") else (PUBLIC_SCREEN,)
    async with hosted(record, people, room, others=others, asked=forms) as here:
        yield here


def consents(record: Path) -> list[tuple[str, str, bool]]:
    return [(each.seat, each.who, each.given) for each in read_consents(consent_beside(record))]


def answers(record: Path) -> list[tuple[str, str, str]]:
    return [(each.pseudonym, each.when, each.item) for each in read_answers(answers_beside(record)).every]


def asked_now(app: WargameApp, text: str) -> bool:
    return isinstance(app.screen, Question) and text in " ".join(shown(app).split())


def at_seat(app: WargameApp) -> bool:
    return isinstance(app.screen, SeatScreen)


@pytest.mark.slow
def test_a_joined_screen_asks_for_consent_and_the_survey_as_one_keyboard_does(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record, "Ada Rossi") as here:
            desk = await here.join("rome")
            await desk.kill()
            app = WargameApp(joined_table(desk.line))
            async with app.run_test(size=(80, 24)) as pilot:
                await until(partial(asked_now, app, "Ada Rossi: may this game be shown"))
                await press(pilot, "'yes enter")
                await until(partial(asked_now, app, "Under which pseudonym?"))
                await press(pilot, "'Ada_Rossi enter")
                await until(partial(asked_now, app, "this is somebody's name at this table"))
                await press(pilot, BEFORE)
                await until(partial(at_seat, app))
                await until(lambda: "nobody at the table reads it" in " ".join(shown(app).split()))
                await until(lambda: not desk.line.chair.forms.held.survey)
            assert consents(record) == [("rome", "rome-1", True)]
            assert {each[:2] for each in answers(record)} == {("elm 2", "before")}
            assert len(answers(record)) == 4
            again = joined_table((await here.join("rome", key=desk.line.key)).line)
            assert again.consent is not None
            assert again.survey is not None
            chair, clock = again.chairs[desk.seat], again.chairs[desk.seat].clock()
            assert again.consent.due(desk.seat, chair.people, clock) == ()
            assert again.survey.due(desk.seat, clock) is None, "whoever comes back is not asked again"

    run(test())


def test_line_mode_asks_the_same_over_a_line_before_and_after(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record, turns=1) as here:
            desk, other = await here.join("rome"), await here.join("meta")
            await desk.kill()
            keyboard, table = Keyboard(), joined_table(desk.line, back="wargame join --plain")

            async def opening() -> object:
                return table

            sitting = asyncio.create_task(
                play_local_table(opening, keyboard.read, keyboard.write)  # type: ignore[arg-type]
            )
            await keyboard.type("yes", at="(Enter says no): ")
            await keyboard.type("oak 7", at="leaves the survey out): ")
            for line in ("5", "", "2", "2", "3"):
                await keyboard.type(line, at="passes over): ")
            await until(lambda: "kept beside the record under oak 7" in keyboard.text)
            playing = asyncio.create_task(play_in_turn([other], here.game))
            while not here.game.done():
                await _answered(desk, keyboard)
            await playing
            await keyboard.type("oak 7", at="leaves the survey out): ")
            await until(lambda: keyboard.prompt.endswith("passes over): "))
            while not sitting.done():
                if keyboard.prompt.endswith("passes over): "):
                    await keyboard.type("3" if "1 to" not in keyboard.told[-1] else "1", at="passes over): ")
                await asyncio.sleep(0.005)
            assert await sitting
            assert consents(record) == [("rome", "rome", True)]
            assert {each[:2] for each in answers(record)} == {("oak 7", "before"), ("oak 7", "after")}
            await until(lambda: here.hosted._places["rome"].socket is None)  # the line ends when all was said

    run(test())


def _gone_on(here: Hosted, step: object) -> bool:
    return here.room.game.past.step != step


async def _answered(desk: Desk, keyboard: Keyboard) -> None:
    """Whatever the game asks of Rome is answered."""
    if keyboard.prompt == "> ":
        keyboard.put("seal yes")
        await until(lambda: keyboard.idle)
    await asyncio.sleep(0.02)


def test_the_line_of_a_desk_stays_up_after_the_game_until_the_survey_is_answered_or_left_out(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record, consent=False, turns=1) as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            await play_in_turn([rome, meta], here.game)
            survey = JoinedSurvey(rome.chair.forms)
            await until(lambda: survey.due("rome", rome.chair.clock()) == "after")
            await asyncio.sleep(0.1)
            assert not rome.kept.done()
            item = survey.survey.asked("after")[0]
            answer = SurveyAnswer(pseudonym="elm 2", when="after", item=item.id, number=1)
            await survey.keep(answer)
            assert answers(record) == [("elm 2", "after", item.id)]
            told = asyncio.create_task(here.hosted.all_told(20))
            await asyncio.sleep(0.05)
            assert not told.done(), "the host waits for whoever still answers"
            await survey.end("rome", "after")
            await rome.kept
            await JoinedSurvey(meta.chair.forms).end("meta", "after")
            await meta.kept
            await told

    run(test())


def test_whoever_comes_late_is_asked_for_consent_when_they_come(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record, survey=False) as here:
            meta = await here.join("meta")
            await meta.up()
            while here.room.clock().turn < 2:
                step = here.room.game.past.step
                here.room.control.skip()
                await until(partial(_gone_on, here, step))
            rome = await here.join("rome")
            await rome.up()
            due = JoinedConsent(rome.chair.forms).due(rome.seat, (), rome.chair.clock())
            assert [each.handle for each in due] == ["rome"]
            await JoinedConsent(rome.chair.forms).said(rome.seat, due[0], "no")
            assert consents(record) == [("rome", "rome", False)]
            await until(lambda: rome.chair.forms.held.consent == ())

    run(test())


def test_each_of_a_team_is_asked_at_their_own_desk_and_nobody_for_another(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record, "Ada Rossi", "Bo Lind", people=("rome-1", "rome-2", "meta")) as here:
            desks = [await here.join(place) for place in ("rome-1", "rome-2")]
            for desk in desks:
                await desk.up()
            one, other = (desk.chair.forms for desk in desks)
            assert [[each.handle for each in forms.held.consent] for forms in (one, other)] == [["rome-1"], ["rome-2"]]
            ada = one.held.consent[0]
            with pytest.raises(NotAllowed, match="nobody of this handle sits at this desk"):
                await other.consent(ada, True)
            await one.consent(ada, True)
            await one.over("before")
            await until(lambda: one.held.survey == "" and one.held.consent == ())
            await asyncio.sleep(0.05)
            assert other.held.survey == "before"
            assert consents(record) == [("rome", "rome-1", True)]

    run(test())


def test_what_answers_nothing_is_refused_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record, "Ada Rossi") as here:
            desk = await here.join("rome")
            await desk.up()
            forms = desk.chair.forms
            assert "somebody's name" in await forms.refused("ada rossi")
            assert "1 to 40 letters" in await forms.refused("x" * 41)
            assert await forms.refused("elm 2") == ""
            with pytest.raises(NotAllowed, match="somebody's name"):
                await forms.answer("Ada Rossi", "before", "confidence", 5, "")
            with pytest.raises(NotAllowed, match="the answers are 1 to 7"):
                await forms.answer("elm 2", "before", "confidence", 8, "")
            with pytest.raises(NotAllowed, match="the items are"):
                await forms.answer("elm 2", "before", "gossip", 1, "")
            with pytest.raises(NotAllowed, match="before or after"):
                await forms.over("sometime")
            with pytest.raises(NotAllowed, match="nobody of this handle sits at this desk"):
                await forms.consent(here.room.join("Eve", seat="meta"), True)
            assert answers(record) == []
            assert consents(record) == []

    run(test())


def test_no_answer_no_pseudonym_and_nothing_that_is_right_is_in_a_byte_of_another_place(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with (
            asking(record, "Ada Rossi", facilitated=True) as here,
            middle(here.address) as to_rome,
            middle(here.address) as to_meta,
            middle(here.address) as to_wall,
            middle(here.address) as to_control,
        ):
            rome = await here.join("rome", address=to_rome.address)
            others = [
                await here.join(place, address=line.address)
                for place, line in (("meta", to_meta), (PUBLIC_SCREEN, to_wall), (CONTROL, to_control))
            ]
            for desk in (rome, *others):
                await desk.up()
            before = [in_words(line.seen) for line in (to_meta, to_wall, to_control)]
            forms = rome.chair.forms
            await forms.answer("planted-pseudonym-8c", "before", "confidence", 5, "")
            await forms.consent(rome.chair.people[0], False)
            await forms.over("before")
            await until(lambda: rome.chair.forms.held.survey == "")
            await asyncio.sleep(0.1)
            assert "planted-pseudonym-8c" in in_words(to_rome.seen), "what is looked for can be found"
            assert [in_words(line.seen) for line in (to_meta, to_wall, to_control)] == before
            assert all("planted" not in each for each in before)
            right = [each.because for each in survey_of().items if each.because]
            assert right
            assert [why for why in right if why in in_words(to_rome.seen)] == []
            assert '"right":null' in in_words(to_rome.seen)
            assert not any(item_is_told_right(each) for each in JoinedSurvey(forms).survey.items)

    run(test())


def item_is_told_right(item: SurveyItem) -> bool:
    return item.right is not None or bool(item.because)


def test_a_room_that_asks_nothing_sends_nothing_of_it(tmp_path: Path) -> None:
    async def test() -> None:
        async with hosted(tmp_path / "game.jsonl") as here:
            desk = await here.join("rome")
            await desk.up()
            table = joined_table(desk.line)
            assert (table.survey, table.consent) == (None, None)
            with pytest.raises(NotAllowed), suppress(PutOff):
                await desk.chair.forms.over("before")

    run(test())


@pytest.mark.slow
def test_answers_over_a_line_that_is_cut_and_stutters_are_all_kept_and_count_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.rooms.desk_line.FIRST_REST", 0.01)
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with asking(record) as here, middle(here.address, wild, 5) as line:
            desk = await here.join("rome")
            await over(desk, line)
            survey = JoinedSurvey(desk.chair.forms)
            for number in range(10):
                for item in survey.survey.asked("before"):
                    answer = SurveyAnswer(pseudonym=f"elm {number}", when="before", item=item.id, number=1)
                    await survey.keep(answer)
            await survey.end("rome", "before")
            await JoinedConsent(desk.chair.forms).said(desk.seat, desk.chair.forms.held.consent[0], "yes")
            assert line.done["cut"]
            assert line.done["doubled"]
            given = answers(record)
            assert sorted(given) == sorted(set(given)), "each is written once"
            assert len(given) == 10 * len(survey.survey.asked("before"))
            assert consents(record) == [("rome", "rome", True)]

    run(test())
