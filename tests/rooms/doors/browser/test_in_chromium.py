"""Desks in a real browser that reaches no machine but this one: a code, a draft, a reload, the same draft."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="aiohttp is not installed; nothing but the door for browsers needs it")
pytest.importorskip(
    "textual_serve", reason="textual-serve is not installed; nothing but the door for browsers needs it"
)

from aiohttp import web

from tests.rooms.doors.browser.chromium import CHROMIUM, Page, browser
from tests.rooms.doors.browser.rig import Opened, opened, visitor
from tests.rooms.rig import until
from tests.rooms.test_sealing import certificate_of
from tests.table.rig import QUIET
from wargame.rooms.doors.browser.browser_door import OPENED_ELSEWHERE
from wargame.rooms.places import RoomPlace

UPRIGHT, LYING = (390, 844), (844, 390)
FACILITATED = {"seats": QUIET, "facilitated": True, "preset": "90-minutes", "others": ("control", "room")}
WAKES = "document.dispatchEvent(new Event('visibilitychange'))"
HALF = "half a line of mine"
NO_GPU = "WebGL"
"""What a browser without a graphics card says of it."""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here that could open a desk"),
]


@asynccontextmanager
async def tab(folder: Path, *flags: str, **words: Any) -> AsyncIterator[tuple[Opened, Page]]:
    async with opened(folder, **words) as room, browser(folder, *flags) as page:
        await page.size(1280, 800)
        yield room, page


async def bring(room: Opened, page: Page, place: RoomPlace) -> None:
    """Type the code of a place on the first page."""
    await page.go(str(room.url))
    await page.until("document.activeElement === document.querySelector('#code')")
    await page.type(room.here.code(place))
    await page.press("Enter")


def run(test: Any) -> None:
    asyncio.run(asyncio.wait_for(test(), 500))


def test_a_draft_is_there_again_after_a_reload_and_no_other_machine_is_asked(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path) as (room, page):
            code = room.here.code("rome")
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            await page.press("Enter")
            await page.shows("nothing has been said here")
            await page.type("w")
            await page.shows("F6: who can read this")
            await page.type(HALF)
            await page.shows(f"{2000 - len(HALF)} left")
            await until(lambda: HALF in str(room.here.room.chair("rome").draft), 20)
            await page.ask("Page.reload")
            await page.shows("FIRST THINGS TO TRY")
            await page.press("Enter")
            await page.shows(HALF)
            await room.door.drop()
            await page.shows("FIRST THINGS TO TRY")
            await page.press("Enter")
            await page.shows(HALF)
            assert {each.split("/")[2] for each in page.asked if not each.startswith("data:")} == {room.url.authority}
            assert not [each for each in page.asked if code in each]
            assert not [each for each in page.said if NO_GPU not in each]
            assert code not in await page.value("document.title + location.href + document.cookie")
            assert await page.value("document.cookie") == ""

    run(test)


def test_control_and_the_wall_stand_in_two_tabs_of_one_browser(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path, **FACILITATED) as (room, page):
            await bring(room, page, "control")
            await page.shows("RECORD in truth")
            await bring(room, page, "room")
            await page.shows("time to read")
            assert "RECORD" not in page.drawn
            await page.go(str(room.url / "desk/control"))
            await page.shows("RECORD in truth")
            assert not [each for each in page.said if NO_GPU not in each]

    run(test)


def test_a_phone_has_all_columns_and_keys_that_it_lacks(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path, "--force-device-scale-factor=3") as (room, page):
            await page.size(*UPRIGHT, phone=True)
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            await page.until("document.querySelector('.xterm-text-layer').width > 0")
            assert await page.value("document.documentElement.scrollWidth") == UPRIGHT[0]
            await page.tap("F4")
            await page.shows("who supplies whom")
            await page.tap("F1")
            await page.shows("EVERY SCREEN")
            await page.size(*LYING, phone=True)
            await page.go(str(room.url / "desk/rome"))
            await page.shows("FIRST THINGS TO TRY")
            await page.swipe(LYING[0] // 2, 250, 50)
            await page.shows("Your leverage is modest")
            assert len(page.sizes) == 2
            assert [(columns, rows) for columns, rows in page.sizes if columns < 80 or rows < 24] == []

    run(test)


def test_letters_that_were_made_larger_leave_80_columns_and_move_sideways(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path) as (room, page):
            await page.size(*UPRIGHT, phone=True)
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            for opened_before in (1, 2, 3):
                await page.tap("A+")
                await until(partial(page.has_opened, opened_before + 1), 150)
                await page.shows("FIRST THINGS TO TRY")
            assert min(columns for columns, _ in page.sizes) >= 80
            assert await page.value("document.querySelector('#around').scrollWidth") > UPRIGHT[0]
            assert await page.value("document.documentElement.scrollWidth") == UPRIGHT[0]

    run(test)


def test_keys_that_a_browser_has_too_go_to_the_desk(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path) as (room, page):
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            await page.value("window.here = true")
            await page.press("F5")
            await page.shows("behind it")
            assert await page.value("window.here") is True

    run(test)


def test_a_desk_that_was_opened_elsewhere_says_so_and_is_taken_back_when_asked(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path) as (room, page), visitor() as other:
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            (name, key), *_ = [
                (each["name"], each["value"]) for each in (await page.ask("Network.getCookies"))["cookies"]
            ]
            other.cookie_jar.update_cookies({name: key}, room.url)
            async with room.line(other, room.url / "desk/rome") as line:
                await page.until("!document.querySelector('#end').hidden")
                assert "opened elsewhere" in await page.value("document.querySelector('#why').textContent")
                await page.click("#again")
                await page.shows("FIRST THINGS TO TRY")
                async with asyncio.timeout(60):
                    while not line.closed:
                        await line.receive()
            assert line.close_code == OPENED_ELSEWHERE

    run(test)


def test_who_leaves_is_told_that_the_desk_stays_and_goes_back(tmp_path: Path) -> None:
    async def test() -> None:
        async with tab(tmp_path) as (room, page):
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            await page.value("document.querySelector('#toggle').click()")
            await page.tap("Ctrl-Q")
            await page.shows("LEAVE THE TABLE?")
            await page.tap("Enter")
            await page.until("!document.querySelector('#end').hidden")
            assert (
                await page.value("document.querySelector('#why').textContent")
                == "You have left. Your desk stays as it is."
            )
            await page.click("#again")
            await page.shows("FIRST THINGS TO TRY")

    run(test)


def test_a_sealed_room_opens_in_a_browser_that_was_told_to_trust_it(tmp_path: Path) -> None:
    certificate, key = certificate_of(tmp_path, "127.0.0.1")

    async def test() -> None:
        async with tab(tmp_path, "--ignore-certificate-errors", certificate=certificate, key=key) as (room, page):
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            assert await page.value("location.protocol + isSecureContext") == "https:true"
            (cookie,) = (await page.ask("Network.getCookies"))["cookies"]
            assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")

    run(test)


def test_a_device_that_wakes_up_finds_out_whether_its_line_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(line: web.WebSocketResponse, said: object) -> None:
        """Whoever is asked says nothing any more."""

    async def test() -> None:
        async with tab(tmp_path) as (room, page):
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            await page.value("window.here = true")
            await page.value(WAKES)
            await asyncio.sleep(6.0)
            assert await page.value("window.here") is True
            assert len(page.sizes) == 1
            monkeypatch.setattr(web.WebSocketResponse, "send_json", silent)
            await page.value(WAKES)
            await until(partial(page.has_opened, 2), 150)
            page.drawn = ""
            await page.shows("FIRST THINGS TO TRY")

    run(test)
