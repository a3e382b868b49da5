"""Injects, messages and words taken back, by keys: what each leaves in the record, and what seats see of it."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES
from tests.ui.facilitator.hands import choose, closed, do, go, go_to_pane, inject_row, logged, seen
from tests.ui.rooms import at_control, rows, shown, write
from wargame.core import names
from wargame.ui.facilitator.act_window import ActWindow

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


async def test_a_free_inject_reaches_its_readers_alone_and_moves_what_it_says(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        before = room.truth().values[names.domestic_support("rome")]
        await pilot.press("i", "enter")
        await write(pilot, "A cable leaks")
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"readers": "some", "to": ("rome",), "objective": "see who talks"}
        await choose(pilot, "changes")
        await write(pilot, "rome.DS -5")
        await do(pilot)
        assert room.truth().values[names.domestic_support("rome")] == before - 5
        assert "A cable leaks" in seen(room, "rome")
        assert "A cable leaks" not in seen(room, "meta")
        assert "see who talks" not in seen(room, "rome")
        assert logged(room) == [("inject_now", "A cable leaks", "")]
        assert "rome.DS" in shown(pilot)


async def test_an_inject_of_the_list_fires_once(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await inject_row(pilot, "export-directive")
        await pilot.press("enter")
        await do(pilot)
        status = {each.inject.id: each.status for each in room.control.injects()}
        assert status["export-directive"] == "fired"
        await inject_row(pilot, "export-directive")
        await pilot.press("enter")
        await do(pilot, closes=False)
        assert "is spent" in shown(pilot)


async def test_striking_an_inject_takes_a_reason(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await inject_row(pilot, "the-ministry-asks")
        await pilot.press("enter")
        await go(pilot, "strike")
        await pilot.press("enter")
        assert "written reason" in shown(pilot)
        await choose(pilot, "reason")
        await write(pilot, "we run late")
        await go(pilot, "strike")
        await pilot.press("enter")
        await closed(pilot)
        assert logged(room) == [("cancel_inject", "the-ministry-asks", "we run late")]
        assert any("the-ministry-asks: cancelled" in row for row in rows(pilot, "injects"))


async def test_a_message_reaches_one_seat_and_no_other(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await go_to_pane(pilot, "1", "seats")
        await pilot.press("enter")
        await write(pilot, "Hurry up please")
        await do(pilot)
        assert "Hurry up please" in seen(room, "rome")
        assert "Hurry up please" not in seen(room, "palantir")
        assert "sent to Rome" in shown(pilot)


async def test_retracting_blanks_the_words_for_seats_and_keeps_them_in_the_record(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        room.control.message(("public",), "The wrong file")
        await pilot.pause()
        await pilot.press("end", "r")
        await write(pilot, "wrong file sent")
        await do(pilot)
        assert "The wrong file" not in seen(room, "rome")
        assert any("The wrong file" in event.body for event in room.record)
        assert any("[withdrawn]" in row for row in rows(pilot, "events"))
