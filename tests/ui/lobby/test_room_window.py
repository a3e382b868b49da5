"""A table of the lobby as a room: its command is shown, may be changed, and is run when the lobby is left."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.ui.conftest import SIZES, WIDE, press, shown
from tests.ui.fits import clipped
from tests.ui.lobby.test_lobby import choose
from wargame.commands.tables import Tables
from wargame.ui.app import WargameApp
from wargame.ui.lobby.room_window import RoomWindow
from wargame.ui.lobby.screen import Lobby, RoomWanted

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is recorded is recorded in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_the_command_is_shown_changed_and_left_with(size: tuple[int, int]) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.having(rehearsal=True)
        await press(pilot, "h")
        assert isinstance(app.screen, RoomWindow)
        assert app.screen.query_one(Input).value == "wargame host first-download --seat rome=human"
        assert "A room has no rehearsal" in shown(app)
        assert not clipped(app)
        await press(pilot, "'_--web_8430 enter")
    left: object = app.return_value
    assert left == RoomWanted(tuple(shlex.split("host first-download --seat rome=human --web 8430")))


async def test_escape_goes_back_to_the_lobby_with_all_that_was_set() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        lobby = await choose(pilot, "first-download")
        await press(pilot, "h escape")
        assert app.screen is lobby
        assert lobby.plan.seats["rome"].kind == "human"


async def test_a_table_that_cannot_be_opened_is_no_room_either() -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        lobby = await choose(pilot, "first-download")
        lobby.plan = lobby.plan.with_seat("rome", kind="random")
        await press(pilot, "h")
        assert isinstance(app.screen, Lobby)
        assert "nobody plays here" in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("wargame host 'first", "a quotation mark is open"),
        ("rm -r runs", "begin with `wargame host`"),
        ("", "begin with"),
    ],
)
async def test_nothing_but_a_command_that_hosts_is_run(typed: str, said: str) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=WIDE) as pilot:
        await choose(pilot, "first-download")
        await press(pilot, "h")
        app.screen.query_one(Input).value = typed
        await press(pilot, "enter")
        assert isinstance(app.screen, RoomWindow)
        assert said in shown(app)
