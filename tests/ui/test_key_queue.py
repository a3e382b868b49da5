"""Keys that come faster than screens open: each finds what the one before it opened, and none waits long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.ui.conftest import SMALL, at_table, press
from tests.ui.seats import Game
from wargame.core.moves import MakePledge, Message, Talk
from wargame.ui import key_queue
from wargame.ui.curtain import Curtain
from wargame.ui.key_queue import OrderlyApp
from wargame.ui.seat.desk import DeskScreen

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is waited for as long as a busy machine takes for it."""
    monkeypatch.setattr(key_queue, "PATIENCE", 20.0)


async def burst(pilot: Pilot[Any], keys: Sequence[str]) -> None:
    """All keys at once, and then time for all of them."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else " " if key == "space" else None))
    last = time.monotonic() + 60
    while time.monotonic() < last:
        await pilot.pause(0.01)
        if pilot.app._working is None:  # type: ignore[attr-defined]
            await pilot.pause()  # letters wait for nothing: the last one may be on its way to its box still
            return
    pytest.fail("keys are still waiting")


async def test_a_message_typed_in_one_burst_is_added_whole() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await burst(pilot, ["enter", "w", *"hello", "space", *"all", "enter", "escape"])
        assert game.chair("rome").draft.moves == (Message(to=("public",), text="hello all"),)


@pytest.mark.slow
async def test_keys_behind_the_one_that_opens_a_form_go_into_the_form() -> None:
    one_by_one, at_once = Game(), Game()
    keys = ["p", "enter", "down", "enter", "down", "enter", "down", "enter", "down", "down", "enter"]
    async with at_table(one_by_one).run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        await press(pilot, " ".join(keys))
    async with at_table(at_once).run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        await burst(pilot, keys)
    made = one_by_one.chair("rome").draft.moves
    assert len(made) == 1
    assert isinstance(made[0], MakePledge)
    assert at_once.chair("rome").draft.moves == made


async def test_a_round_is_written_and_sealed_in_one_burst() -> None:
    game = Game()
    async with at_table(game).run_test(size=SMALL) as pilot:
        await burst(pilot, ["enter", "w", *"yes", "enter", "escape", "f9", "f9", "f9"])
        await pilot.pause()
        said = next(made for made in game.given if made.seat == "rome")
        assert said.body == Talk(moves=(Message(to=("public",), text="yes"),))


async def test_keys_behind_the_one_that_draws_the_curtain_find_the_curtain(monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game(("rome", "anthropic"))
    app = at_table(game)
    switched = app.switch_mode

    async def slowly(mode: str) -> None:
        await asyncio.sleep(0.2)
        await switched(mode)

    monkeypatch.setattr(app, "switch_mode", slowly)
    async with app.run_test(size=SMALL) as pilot:
        await burst(pilot, ["enter", "enter", "enter", "w", *"mine"])
        desk = app.screen
        assert isinstance(desk, DeskScreen)
        await burst(pilot, ["f8", "right", *"not yours"])
        assert isinstance(app.screen, Curtain)
        assert dict(game.chair("rome").draft.typed) == {"to #": "mine"}
        assert game.chair("anthropic").draft.typed == ()


class Greedy(Static, can_focus=True):
    """A widget that keeps every key to itself and says so to nobody."""

    async def _on_key(self, event: events.Key) -> None:
        event.stop()


class Odd(OrderlyApp):
    def compose(self) -> ComposeResult:
        yield Greedy("mine")
        yield Input(id="line")


async def test_a_widget_that_swallows_keys_stops_the_keyboard_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Odd()
    async with app.run_test() as pilot:
        app.query_one(Greedy).focus()
        await pilot.pause()
        with monkeypatch.context() as impatient:
            impatient.setattr(key_queue, "PATIENCE", 0.05)
            begun = time.monotonic()
            await burst(pilot, ["a", "b", "tab"])
            assert time.monotonic() - begun < 20
        app.query_one(Input).focus()
        await pilot.pause()
        await burst(pilot, [*"typed", "left", "x"])
        assert app.query_one(Input).value == "typexd"


async def test_a_long_text_that_is_typed_at_once_arrives_whole_and_in_order() -> None:
    app = Odd()
    text = "the quick brown fox jumps over the lazy dog " * 5
    async with app.run_test() as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        await burst(pilot, ["space" if letter == " " else letter for letter in text])
        assert app.query_one(Input).value == text
