"""The lobby: choosing, setting the table, and every fault as a sentence where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import SIZES, SMALL, WIDE, press, settled, shown
from tests.ui.fits import clipped
from tests.ui.rooms import until
from wargame.commands.tables import Tables
from wargame.present.lobby_plan import SeatPlan, TablePlan, fault_of
from wargame.present.marks import Marks
from wargame.review.survey import survey_of
from wargame.review.survey_answers import answers_beside, read_answers
from wargame.scenario.bundle import load
from wargame.scenario.find import content_root
from wargame.table.presets import PRESETS
from wargame.ui.app import WargameApp
from wargame.ui.curtain import Curtain
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.leave import Leave
from wargame.ui.lobby.forms import SeatsForm, SessionForm
from wargame.ui.lobby.screen import Lobby
from wargame.ui.lobby.seat_word import SeatWord
from wargame.ui.reader import Reader
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.seat.result import ResultScreen
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.window import Question

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Games are recorded in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path


def lobby_of(app: WargameApp) -> Lobby:
    assert isinstance(app.screen, Lobby)
    return app.screen


async def choose(pilot: Pilot[None], name: str) -> Lobby:
    """Put the cursor on an item and wait until it is read."""
    app = pilot.app
    await pilot.pause()
    assert isinstance(app.screen, Lobby)
    lines = app.screen.query_one("#items", Lines)
    found = next(row for row in lines.rows if row.text.startswith(name) or Path(row.key).stem == name)
    lines.go_to_key(found.key)
    await pilot.pause()
    await settled(app, "brief")
    await pilot.pause()
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_scenario_shows_its_brief_its_length_and_its_sources(size: tuple[int, int]) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        lobby = await choose(pilot, "first-download")
        about = lobby.query_one("#about", Lines).as_text()
        assert "A tutorial of ten minutes" in about
        assert "3 turns of 3 months from 2026-04" in about
        assert "F24" in about
        for pane in "1234":
            await press(pilot, pane)
            assert not clipped(app)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_a_table_is_set_by_keyboard_and_the_game_begins(size: tuple[int, int], elsewhere: Path) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        lobby = await choose(pilot, "first-download")
        await press(pilot, "enter")
        form = lobby.query_one(SeatsForm)
        form.listed.go_to_key("meta.kind")
        await press(pilot, "enter")
        form.listed.go_to_key("meta.kind=0")
        await press(pilot, "enter")
        form.listed.go_to_key("meta.people")
        await press(pilot, "enter 'Ada,_Ben enter")
        assert lobby.plan.seats["meta"] == SeatPlan("human", people="Ada, Ben")
        await press(pilot, "f9")
        await settled(app, "table")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, Curtain)
        assert app.stage.table is not None
        assert set(app.stage.table.chairs) == {"rome", "meta"}
        meta = next(s for s in app.stage.table.chairs["meta"].statuses() if s.seat == "meta")
        assert meta.people == ("Ada", "Ben")
    assert list((elsewhere / "runs").glob("first-download-1-*.jsonl"))


@pytest.mark.parametrize("size", SIZES)
async def test_a_fault_is_a_sentence_in_place_and_nothing_typed_is_lost(size: tuple[int, int]) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.with_seat("meta", kind="recorded", rest="nowhere.jsonl")
        await press(pilot, "f9")
        assert "Meta: there is no file 'nowhere.jsonl'" in shown(app)
        assert lobby.plan.seats["meta"].rest == "nowhere.jsonl"
        lobby.plan = lobby.plan.with_seat("meta", kind="scripted").with_seat("rome", kind="random")
        await press(pilot, "f9")
        assert "nobody plays here" in shown(app)


async def test_a_scenario_with_faults_lists_them(elsewhere: Path) -> None:
    source = content_root() / "scenarios" / "first-download"
    shutil.copytree(source, elsewhere / "scenarios" / "broken")
    pack = elsewhere / "scenarios" / "broken" / "scenario.yaml"
    pack.write_text(pack.read_text().replace("turns: 3", "turns: many").replace("id: first-download", "id: broken"))
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        lobby = await choose(pilot, "broken")
        about = lobby.query_one("#about", Lines).as_text()
        assert "broken cannot be played" in about
        assert "turns" in about


@pytest.mark.slow
async def test_what_was_set_for_a_scenario_is_there_again_after_looking_at_another() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.having(seed=99)
        await choose(pilot, "between-the-giants")
        assert lobby.plan.seed == 1
        await choose(pilot, "first-download")
        assert lobby.plan.seed == 99


async def test_a_seat_word_is_typed_twice_and_never_shown() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=SMALL) as pilot:
        lobby = await choose(pilot, "first-download")
        await press(pilot, "3")
        lobby.query_one(SeatsForm).listed.go_to_key("rome.word")
        await press(pilot, "enter 'aurelia enter 'aurelio enter")
        assert "not the same" in shown(app)
        app.screen.query("Input").first().focus()
        await press(pilot, "enter 'aurelia enter")
        assert lobby.plan.seats["rome"].word == "aurelia"
        assert "word: set" in shown(app)
        assert "aurelia" not in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["aurelia", ""])
async def test_a_table_with_a_facilitator_asks_for_controls_word_before_it_opens(word: str) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=SMALL) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.having(facilitated=True)
        await press(pilot, "f9")
        assert isinstance(app.screen, SeatWord)
        assert not clipped(app)
        await press(pilot, "escape f9")
        assert isinstance(app.screen, SeatWord), "whoever leaves the question has opened nothing"
        typed = f"'{word} enter" if word else "enter"
        await press(pilot, f"{typed} {typed}")
        await settled(app, "table")
        await pilot.pause()
        await pilot.pause()
        table = app.stage.table
        assert table is not None
        assert table.host.has_word("control") == bool(word)
        await press(pilot, "f10")
        assert isinstance(app.screen, Curtain)
        assert not clipped(app)
        said = " ".join(shown(app).split())
        assert ("it has no word, so anybody here can open it" in said) != bool(word)
        await press(pilot, "enter enter")
        assert isinstance(app.screen, Curtain if word else ControlScreen)


async def test_controls_desk_never_opens_first_without_a_question_where_people_play() -> None:
    plan = TablePlan("first-download", seats={"rome": SeatPlan("human")}).having(facilitated=True)
    app = WargameApp(opener=Tables(), opening=plan, first="control")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, Curtain)
        assert "Next: CONTROL" in shown(app)
        await press(pilot, "enter x enter")
        assert isinstance(app.screen, Curtain), "two presses in a row"
        await press(pilot, "enter")
        assert isinstance(app.screen, ControlScreen)


@pytest.mark.slow
async def test_a_game_broken_off_is_gone_on_with(elsewhere: Path) -> None:
    app = WargameApp(opener=Tables(), opening=TablePlan("first-download", seats={"rome": SeatPlan("human")}))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await press(pilot, "enter w 'good_morning enter f9 f9 f9 'half")
    run = next((elsewhere / "runs").glob("*.jsonl"))
    again = WargameApp(opener=Tables())
    async with again.run_test(size=WIDE) as pilot:
        await choose(pilot, run.stem)
        await press(pilot, "enter")
        await settled(again, "table")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(again.screen, ResultScreen)
        assert again.stage.table is not None
        chair = again.stage.table.chairs["rome"]
        assert (chair.clock().phase, chair.clock().round) == ("talk", 2)
        assert dict(chair.draft.typed)["to #"] == "half"


@pytest.mark.parametrize("size", SIZES)
async def test_a_transcript_is_told_in_words(size: tuple[int, int]) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        await choose(pilot, "first-download-scripted")
        await press(pilot, "t")
        assert isinstance(app.screen, Reader)
        assert "Turn 1, April 2026" in shown(app)
        assert not clipped(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, Lobby)


@pytest.mark.slow
async def test_a_transcript_is_walked_through_from_its_beginning_and_the_list_tells_no_result() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        await choose(pilot, "first-download-scripted")
        assert "score" not in shown(app).casefold()
        await press(pilot, "enter")
        await settled(app, "reading")
        await pilot.pause()
        assert isinstance(app.screen, ReplayScreen)
        assert "turn 0" in shown(app)
        await settled(app, "playing")
        await press(pilot, "q")
        assert isinstance(app.screen, Lobby)
        await press(pilot, "home t")
        assert "t tells a transcript" in shown(app)


async def test_a_whole_table_can_be_left_for_the_lobby() -> None:
    app = WargameApp(opener=Tables(), opening=TablePlan("first-download", seats={"rome": SeatPlan("human")}))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        app.post_message(Leave.Chosen("lobby"))
        await until(pilot, lambda: isinstance(app.screen, Lobby))
        assert isinstance(app.screen, Lobby)
        assert app.stage.chair is None
        assert any(row.key.startswith("resume") for row in app.screen.query_one("#items", Lines).rows)


@pytest.mark.slow
async def test_a_rehearsal_comes_first_and_is_recorded_nowhere(elsewhere: Path) -> None:
    plan = TablePlan("first-download", seats={"rome": SeatPlan("human")}, rehearsal=True)
    app = WargameApp(opener=Tables(), opening=plan)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert app.stage.table is not None
        assert app.stage.table.title.startswith("REHEARSAL")
        assert not (elsewhere / "runs").exists()
        await press(pilot, "enter " + "f9 f9 f9 " * 3)
        await pilot.pause()
        assert "the rehearsal is over" in shown(app)
        await press(pilot, "f8")
        assert not app.stage.table.title.startswith("REHEARSAL")
    assert list((elsewhere / "runs").glob("*.jsonl"))


@pytest.mark.slow
async def test_at_one_keyboard_each_seat_reads_what_came_of_its_practice_before_the_game_begins(
    elsewhere: Path,
) -> None:
    seats = {"rome": SeatPlan("human"), "meta": SeatPlan("human")}
    app = WargameApp(opener=Tables(), opening=TablePlan("first-download", seats=seats, rehearsal=True))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        while app.stage.table is None or app.stage.table.practice is None:
            await press(pilot, "enter enter enter f9 f9 f9 f8")
        practice, found = app.stage.table.practice, []
        for _ in seats:
            await press(pilot, "enter enter")
            assert app.stage.chair is not None
            said = app.screen.query_one("#told-lines", Lines).as_text()
            read = Marks.of(practice.chairs[app.stage.chair.seat].draft).result > 0
            assert ("THE PRACTICE IS OVER" in said) != read, "who has read it at the practice table is not told again"
            found += [] if read else [said]
            await press(pilot, "enter f9 f9 f9")
        assert found, "the curtain fell at the last seal, so somebody cannot have read it there"
        for said in found:
            assert said.index("THE PRACTICE IS OVER") < said.index("WHAT MATTERED MOST") < said.index("YOUR BRIEF")
    (record,) = (elsewhere / "runs").glob("*.jsonl")
    assert "REHEARSAL" not in record.read_text()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (SeatPlan("llm"), "name the model"),
        (SeatPlan("scripted:pacifist"), "no doctrine"),
        (SeatPlan("recorded", "nowhere"), "no file 'nowhere'"),
        (SeatPlan("llm", "small@http://localhost:1/v1"), ""),
    ],
)
def test_a_seat_says_what_it_still_needs(plan: SeatPlan, said: str) -> None:
    assert said in fault_of(plan)
    assert bool(said) == bool(fault_of(plan))


async def test_the_session_form_changes_the_plan() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        lobby = await choose(pilot, "between-the-giants")
        await press(pilot, "4")
        form = lobby.query_one(SessionForm)
        form.listed.go_to_key("variant")
        await press(pilot, "right")
        assert lobby.plan.variant == "core"
        assert "1 of 7 by people" in shown(app)
        form.listed.go_to_key("facilitated")
        await press(pilot, "right")
        assert lobby.plan.settings.facilitated


def test_what_each_seat_gets_of_a_clock_is_told_where_several_queue_at_one_keyboard() -> None:
    form = SessionForm(id="session")
    people = {"rome": SeatPlan("human"), "meta": SeatPlan("human")}
    form.bundle = load("first-download")
    form.plan = TablePlan("first-download", seats=people).having(preset=PRESETS["half-day"])
    told = {field.name: field for field in form.fields()}
    assert told["preset"].note == "a seat: 3.5 min a round of talk, 5.5 of orders"
    assert told["one_keyboard"].value is False
    form.plan = form.plan.having(one_keyboard=True)
    assert {field.name: field.note for field in form.fields()}["preset"] == "2 turns fit"
    form.plan = TablePlan("first-download", seats={"rome": SeatPlan("human")}).having(preset=PRESETS["half-day"])
    assert "one_keyboard" not in {field.name for field in form.fields()}


async def test_a_survey_that_the_lobby_sets_is_offered_at_the_table() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=SMALL) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.having(survey="default")
        lobby._show_plan()
        await press(pilot, "f9")
        await settled(app, "table")
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert "SURVEY before the game" in shown(app)
        table = app.stage.table
        assert table is not None
        assert table.record is not None
        assert read_answers(answers_beside(table.record)).survey == survey_of()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "said"), [("", "name the file"), ("none.yaml", "none.yaml"), ("bad.yaml", "bad.yaml")]
)
async def test_a_survey_that_cannot_be_read_opens_no_table(elsewhere: Path, file: str, said: str) -> None:
    (elsewhere / "bad.yaml").write_text("title: ours\nitems: soon\n")
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.having(survey="file", survey_file=file)
        await press(pilot, "f9")
        assert isinstance(app.screen, Lobby)
        assert "survey: " in shown(app)
        assert said in shown(app)
        assert lobby.query_one(SessionForm).has_focus_within, "whoever is told stands where it can be mended"
    assert not (elsewhere / "runs").exists()
