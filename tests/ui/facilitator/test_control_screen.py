"""Control's screen: what it shows, which acts it names and refuses, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import SIZES, press
from tests.ui.facilitator.hands import Standstill, closed, go_to_pane, told
from tests.ui.replay.opened import replaying
from tests.ui.rooms import a_room, app_before, at_control, hand_in, rows, shown, to_ruling, until, write
from wargame.table.local_desk import LocalDesk
from wargame.transcript.notes import notes_beside, read_notes
from wargame.ui.facilitator.act_table import ACTS
from wargame.ui.facilitator.act_window import ActWindow
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.widgets.lists import Lines

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


async def test_the_screen_shows_seats_record_injects_and_log(size: Size) -> None:
    async with at_control(size) as (_, _, pilot):
        assert rows(pilot, "seats")[0].startswith("R Rome: drafting")
        assert any("export-directive: waiting, turn 2" in row for row in rows(pilot, "injects"))
        assert any("fired" in row for row in rows(pilot, "injects"))
        assert rows(pilot, "log") == []
        for letter in "kimaroustnve":
            assert any(act.letter == letter for act in ACTS.values())


async def test_every_act_is_named_on_the_screen(size: Size) -> None:
    async with at_control(size) as (_, _, pilot):
        for act in ACTS.values():
            assert f"{act.letter} {act.word}" in shown(pilot)


async def test_ruling_without_an_argument_is_a_sentence_and_no_window(size: Size) -> None:
    async with at_control(size) as (_, app, pilot):
        await pilot.press("a")
        await pilot.pause()
        assert "no argument waits for a ruling" in shown(pilot)
        assert isinstance(app.screen, ControlScreen)


@pytest.mark.slow
async def test_no_window_is_cut_off(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        await to_ruling(pilot, room)
        for name, act in ACTS.items():
            if act.window is None:
                continue
            await pilot.press(act.letter)
            await pilot.pause()
            window = app.screen
            assert isinstance(window, ActWindow), name
            frame = window.query_one(".window").region
            assert frame.height <= size[1]
            assert frame.width <= size[0]
            keys = window.query_one(".window-keys").region
            assert keys.bottom < frame.bottom, name
            assert "? help" in shown(pilot), name
            window.dismiss(None)
            await closed(pilot)


async def test_the_idle_are_flagged_after_three_minutes(size: Size) -> None:
    time = Standstill()
    async with at_control(size, time=time) as (_, app, pilot):
        assert not any("IDLE" in row for row in rows(pilot, "seats"))
        time.gone += 181
        screen = app.screen
        assert isinstance(screen, ControlScreen)
        screen.tick()
        assert any(row.startswith("R ! IDLE Rome: drafting 3 min") for row in rows(pilot, "seats"))


async def test_an_unsent_draft_is_known_and_its_content_is_not(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        from wargame.table.chair import Draft

        room.chair("rome").save(Draft(rationale="zebra-seventeen"))
        await pilot.pause()
        assert any("unsent draft" in row for row in rows(pilot, "seats"))
        assert "zebra-seventeen" not in told(pilot)


@pytest.mark.slow
async def test_a_role_without_the_right_is_refused_and_the_record_says_so(size: Size) -> None:
    room = a_room(research=True)
    owner = room.join("Olga", role="owner")
    app = app_before(room)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: room.clock().phase == "talk")
        await app.push_screen(ControlScreen(room.view, LocalDesk(room.control.acting(owner.handle))))
        assert "i inject" not in shown(pilot)
        assert "p pause" in shown(pilot)
        for letter in "imarouve":
            await pilot.press(letter)
            await pilot.pause()
            assert "has no right to" in shown(pilot), letter
        assert [each.what for each in room.control.deviations()] == ["refused"] * 8
        assert {each.who for each in room.control.deviations()} == {owner.handle}


async def test_the_record_is_filtered_by_kind_and_by_text(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        room.control.message(("rome",), "Only for Rome")
        await pilot.pause()
        everything = len(rows(pilot, "events"))
        await pilot.press("f")
        assert "RECORD in truth: words" in shown(pilot)
        assert any("Only for Rome" in row for row in rows(pilot, "events"))
        assert len(rows(pilot, "events")) < everything
        await pilot.press("slash", *"zzz")
        await pilot.pause()
        assert rows(pilot, "events") == []


async def test_an_event_opens_in_full(size: Size) -> None:
    async with at_control(size) as (_, _, pilot):
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "read by everybody" in shown(pilot)
        assert "by inject.offers-on-the-table" in shown(pilot)


async def test_arriving_events_leave_focus_and_window_alone(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, ActWindow))
        await pilot.press(*"rome")
        before = app.focused
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        assert isinstance(app.screen, ActWindow)
        assert app.focused is before
        assert "rome" in shown(pilot)


async def test_help_names_every_act(size: Size) -> None:
    async with at_control(size) as (_, app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        said = app.screen.as_text()  # type: ignore[attr-defined]
        for act in ACTS.values():
            assert f"{act.letter}  {act.word}" in said


async def test_a_moment_is_noted_by_one_key_and_stands_in_the_replay(size: Size, tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    async with at_control(size, out=record) as (room, _, pilot):
        await go_to_pane(pilot, "2", "events")
        await pilot.press("home", "b")
        await pilot.pause()
        assert "NOTE on event" in shown(pilot)
        await write(pilot, "here it began")
        await until(pilot, lambda: "noted at line" in shown(pilot))
        assert room.control.deviations() == (), "a note is no act in the game"
        assert "here it began" not in str([each.text for each in room.record])
    (note,) = read_notes(notes_beside(record)).every
    async with replaying(record, size) as (screen, _, replayed):
        await press(replayed, "home full_stop" if screen.noted()[0] > 0 else "home")
        assert "controller: here it began" in screen.query_one("#step", Lines).as_text()
        assert screen.walk is not None
        assert screen.walk.timeline.lines[screen.walk.step] == note.line
