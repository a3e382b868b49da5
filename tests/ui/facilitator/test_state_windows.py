"""Acts on the state by keys: a variable set, a turn undone, secrets revealed, the game ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import SIZES
from tests.ui.facilitator.hands import choose, closed, do, go, logged, seen, told
from tests.ui.rooms import at_control, hand_in, rows, shown, until, write
from wargame.transcript.reading import read
from wargame.ui.facilitator.act_window import ActWindow

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


@pytest.mark.slow
async def test_an_override_takes_a_name_by_completion_a_value_and_a_reason(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await pilot.press("o", *"rome.D", "tab")
        assert "now 48, of 0 to 100: domestic support" in shown(pilot)
        await pilot.press("enter")
        await write(pilot, "900")
        await write(pilot, "poll read wrongly")
        await pilot.press("enter")
        await pilot.pause()
        assert "900 is outside" in shown(pilot)
        assert room.control.deviations() == ()
        await pilot.press("escape")
        await closed(pilot)
        await pilot.press("o")
        await pilot.pause()
        for typed in ("rome.DS", "900", "poll read wrongly"):
            assert typed in shown(pilot)
        await choose(pilot, "value")
        await pilot.press("backspace", "backspace", "backspace")
        await write(pilot, "61")
        await do(pilot)
        log = room.control.deviations()[-1]
        assert (log.what, log.before, log.after, log.who) == (
            "override",
            {"rome.DS": 48.0},
            {"rome.DS": 61.0},
            "controller",
        )
        assert any("rome.DS 48 -> rome.DS 61" in row and "(poll read wrongly)" in row for row in rows(pilot, "log"))


async def test_part_of_a_name_offers_what_is_near(size: Size) -> None:
    async with at_control(size) as (_, app, pilot):
        await pilot.press("o")
        await write(pilot, "trust meta")
        await pilot.pause()
        assert "rome.trust.meta" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, ActWindow)
        assert app.screen.kept["variable"].count(".trust.") == 1


@pytest.mark.slow
async def test_no_act_that_needs_a_reason_goes_without_one(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        for letter in "ruse":
            await pilot.press(letter)
            await pilot.pause()
            await go(pilot, "do")
            await pilot.press("enter")
            assert "written reason" in shown(pilot), letter
            assert isinstance(pilot.app.screen, ActWindow)
            pilot.app.screen.dismiss(None)
            await closed(pilot)
        assert room.control.deviations() == ()


async def test_undo_shows_what_goes_asks_once_more_and_takes_it_back(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        told = next(event.text for event in room.record if "made an offer" in event.text)
        await pilot.press("u")
        await pilot.pause()
        assert f"{len(room.game.past.decisions)} answers" in shown(pilot)
        assert told[:40] in shown(pilot)
        await write(pilot, "the timer broke")
        await pilot.press("enter")
        await pilot.pause()
        assert room.clock().round == 2
        assert "yes, undo" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: room.clock().round == 1)
        assert not any(event.text == told for event in room.record)
        assert logged(room) == [("undo", "", "the timer broke")]


async def test_secrets_are_told_after_one_more_question(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        hidden = [e.text for e in room.record if e.kind == "message_sent" and "palantir" not in e.audience != "public"]
        await pilot.press("v")
        await do(pilot, closes=False)
        assert "[yes, reveal]" in told(pilot)
        assert not any(event.kind == "secrets_revealed" for event in room.record)
        await pilot.press("enter")
        await closed(pilot)
        assert any(event.kind == "secrets_revealed" for event in room.record)
        assert all(text in seen(room, "palantir") for text in hidden)


@pytest.mark.slow
async def test_ending_the_game_scores_what_stands(size: Size, tmp_path: Path) -> None:
    async with at_control(size, out=tmp_path / "game.jsonl") as (room, _, pilot):
        await pilot.press("e")
        await write(pilot, "time is up")
        await do(pilot, closes=False)
        await pilot.press("enter")
        await closed(pilot)
        await until(pilot, lambda: "k closes the record" in shown(pilot))
        assert "scores" in seen(room, "rome")
        await pilot.press("k")
        await do(pilot, closes=False)
        await until(pilot, lambda: room.over)
        await until(pilot, lambda: room.over)
        assert read(tmp_path / "game.jsonl").finished
        await pilot.press("p")
        await pilot.pause()
        assert "the game is over" in shown(pilot)
