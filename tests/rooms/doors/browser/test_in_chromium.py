"""Desks in a real browser that reaches no machine but this one: a code, a draft, a reload, the same draft."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="aiohttp is not installed; nothing but the door for browsers needs it")
pytest.importorskip(
    "textual_serve", reason="textual-serve is not installed; nothing but the door for browsers needs it"
)

from tests.rooms.doors.browser.chromium import CHROMIUM, Page, browser
from tests.rooms.doors.browser.rig import Opened, opened
from tests.rooms.rig import until
from wargame.rooms.places import RoomPlace

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
    asyncio.run(asyncio.wait_for(test(), 240))


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
