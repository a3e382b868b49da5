"""How the lobby and control's desk look at both sizes, with something to see in every pane."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.ui.conftest import SIZES, Pictured, press, still
from tests.ui.facilitator.hands import Standstill
from tests.ui.lobby.test_lobby import choose
from tests.ui.rooms import at_control, to_ruling, until
from wargame.commands.tables import Tables
from wargame.core import names
from wargame.present.lobby_plan import SeatPlan, TablePlan
from wargame.present.local_table import LocalTable
from wargame.scenario.find import content_root
from wargame.ui.app import WargameApp
from wargame.ui.facilitator.screen import ControlScreen

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


async def test_the_lobby_looks_as_it_did(size: Size, pictured: Pictured) -> None:
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        lobby = await choose(pilot, "between-the-giants")
        await still(app, pilot)
        pictured(app, f"lobby-{size[0]}x{size[1]}")
        plan = lobby.plan.with_seat("paris", kind="human", people="Ada, Ben", word="seine")
        lobby.plan = plan.with_seat("beijing", kind="llm").having(variant="core", facilitated=True)
        assert lobby.plan.seats["beijing"] == SeatPlan("llm")
        lobby._show_plan()
        await press(pilot, "3")
        await still(app, pilot)
        pictured(app, f"lobby-seats-{size[0]}x{size[1]}")
        await press(pilot, "4")
        await still(app, pilot)
        pictured(app, f"lobby-session-{size[0]}x{size[1]}")


async def test_a_game_told_in_the_lobby_looks_as_it_did(size: Size, tmp_path: Path, pictured: Pictured) -> None:
    (tmp_path / "runs").mkdir()
    shutil.copy(content_root() / "transcripts" / "first-download-scripted.jsonl", tmp_path / "runs" / "told.jsonl")
    app = WargameApp(opener=Tables())
    async with app.run_test(size=size) as pilot:
        await choose(pilot, "told")
        await press(pilot, "enter")
        await still(app, pilot)
        pictured(app, f"reader-{size[0]}x{size[1]}")


@pytest.mark.slow
async def test_control_and_its_windows_look_as_they_did(size: Size, pictured: Pictured) -> None:
    wide = f"{size[0]}x{size[1]}"
    async with at_control(size, preset="90-minutes", time=Standstill()) as (room, app, pilot):
        room.control.message(("rome",), "Ten minutes, please.")
        room.control.override(names.domestic_support("rome"), 61, "the poll was read wrongly")
        await to_ruling(pilot, room)
        await until(pilot, lambda: "waits" in app.screen.query_one("#cases").as_text())  # type: ignore[attr-defined]
        await still(app, pilot)
        pictured(app, f"control-{wide}")
        await press(pilot, "i enter 'A_cable_is_cut. enter")
        await still(app, pilot)
        pictured(app, f"control-inject-{wide}")
        await press(pilot, "escape escape escape")
        assert isinstance(app.screen, ControlScreen)
        await press(pilot, "o 'rome.DS enter '40 enter")
        await still(app, pilot)
        pictured(app, f"control-override-{wide}")
        await press(pilot, "escape escape")
        assert isinstance(app.screen, ControlScreen)
        await press(pilot, "a down enter enter down enter")
        await still(app, pilot)
        pictured(app, f"control-verdict-{wide}")


class Slow(Tables):
    """Opens no table for as long as one looks: a model is asked whether it answers."""

    async def open(self, plan: TablePlan) -> LocalTable:
        await asyncio.sleep(600)
        raise AssertionError("nobody waits that long")


async def test_while_a_table_is_set_the_screen_says_so_and_can_be_left(size: Size, pictured: Pictured) -> None:
    app = WargameApp(opener=Slow(), opening=lambda: TablePlan("first-download"))
    async with app.run_test(size=size) as pilot:
        await still(app, pilot)
        pictured(app, f"opening-{size[0]}x{size[1]}")
        await press(pilot, "q")
    assert app.return_code == 0
