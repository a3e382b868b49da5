"""Time and people by keys: the clock, a phase closed, a player changed, a paper slip, minutes made up."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES
from tests.ui.facilitator.hands import choose, closed, do, go_to_pane, told
from tests.ui.rooms import at_control, shown, until, write
from wargame.ui.facilitator.act_window import ActWindow

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


@pytest.mark.slow
async def test_a_seat_changes_hands_and_back(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        for spec, why in (("scripted", "Ada had to leave"), ("human", "Ada is back")):
            await go_to_pane(pilot, "1", "seats")
            await pilot.press("home", "s")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, ActWindow)
            screen.kept["player"] = spec
            await choose(pilot, "reason")
            await write(pilot, why)
            await do(pilot)
            assert room.game.players["rome"].spec == spec
        assert [each.what for each in room.control.deviations()] == ["swap", "swap"]
        players = {made.player for made in room.game.past.decisions.values() if made.seat == "rome"}
        assert "scripted" in players


async def test_a_model_that_cannot_be_had_is_refused_in_the_window(size: Size, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    async with at_control(size) as (room, _, pilot):
        await go_to_pane(pilot, "1", "seats")
        await pilot.press("home", "s")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"player": "llm", "model": "small", "reason": "a try of it"}
        screen.rewrite()
        await do(pilot, closes=False)
        assert "no endpoint and no key are set" in " ".join(shown(pilot).split())
        assert room.game.players["rome"].spec == "human"


async def test_the_clock_is_stopped_lengthened_and_shortened_by_one_key(size: Size) -> None:
    async with at_control(size, preset="90-minutes") as (room, _, pilot):
        left = room.clock().left
        assert left is not None
        await pilot.press("p")
        assert room.clock().paused
        assert "PAUSED" in shown(pilot)
        await pilot.press("space")
        assert not room.clock().paused
        await pilot.press("plus", "plus", "minus")
        after = room.clock().left
        assert after is not None
        assert left + 55 < after <= left + 60
        assert "at 00:00 Rome passes" in shown(pilot)


async def test_skipping_closes_the_phase(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await pilot.press("k")
        await pilot.pause()
        assert "Rome" in shown(pilot)
        await do(pilot, closes=False)
        await until(pilot, lambda: room.clock().round == 2)
        made = room.game.past.decisions["1.talk1.rome"]
        assert made.origin == "timeout"


@pytest.mark.slow
async def test_a_paper_slip_is_marked_as_transcribed(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        room.chair("rome").save(room.chair("rome").draft)
        await pilot.press("t", "enter")
        await do(pilot, closes=False)
        await until(pilot, lambda: "enter the slip of Rome" in shown(pilot))
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("f9", "f9")
        await closed(pilot)
        assert app.stage.chair is None
        made = room.game.past.decisions["1.talk1.rome"]
        assert (made.via, made.player) == ("transcribed", "human")


async def test_lost_minutes_cut_turns_and_never_the_review(size: Size) -> None:
    async with at_control(size, preset="90-minutes") as (room, _, pilot):
        await pilot.press("n", "2", "0")
        await pilot.pause()
        assert "the review keeps its 20 minutes" in told(pilot)
        assert "turn 2: 25 -> 0 minutes" in told(pilot)
        await choose(pilot, "reason")
        await write(pilot, "the room was late")
        await do(pilot)
        assert room.clock().turns == 1
        assert room.session.settings.preset.review == 20


async def test_shorter_phases_are_planned_in_minutes_as_a_clock_shows_them(size: Size) -> None:
    async with at_control(size, preset="two-hours") as (_, _, pilot):
        await pilot.press("n", "2", "0")
        await pilot.pause()
        assert "talk of each turn: 10 -> 7:08 minutes" in told(pilot), (
            "50 in turns to come and 20 of this one: 5/7 of 10"
        )
        assert "the review keeps its 25 minutes" in told(pilot)


@pytest.mark.slow
async def test_whoever_sits_at_the_desk_acts_under_a_role_of_their_own(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await pilot.press("w")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"name": "Cleo", "role": "white_cell"}
        screen.rewrite()
        await do(pilot)
        assert "WHITE CELL, truth" in shown(pilot)
        await pilot.press("e")
        await pilot.pause()
        assert "no right to end" in shown(pilot)
        await pilot.press("w")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"name": "Ada", "role": "controller"}
        screen.rewrite()
        await do(pilot)
        assert "CONTROLLER, truth" in shown(pilot)
        assert [(each.who, each.role, each.what) for each in room.control.deviations()] == [
            ("white_cell-1", "white_cell", "refused")
        ]
        assert [person.name for person in room.people] == ["Cleo", "Ada"]
