"""The pictures of desks in browsers that the documents show: taken by a real browser, small, and of today's page.

WARGAME_REGENERATE=1 takes them anew. Pixels differ from one browser to the next: what is kept is not compared by them.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="aiohttp is not installed; nothing but the door for browsers needs it")
pytest.importorskip(
    "textual_serve", reason="textual-serve is not installed; nothing but the door for browsers needs it"
)

from tests.docs.blocks import ROOT
from tests.rooms.doors.browser.chromium import CHROMIUM
from tests.rooms.doors.browser.test_in_chromium import UPRIGHT, bring, run, tab

WINDOW = (1000, 640)
PICTURES = {"browser-desk": (WINDOW, False), "phone-desk": (UPRIGHT, True)}
"""Names of pictures, with the size that they are taken at and whether that is a phone's screen."""
LARGEST = 150_000


def checked(png: bytes, size: tuple[int, int]) -> None:
    """A PNG of this size that is small."""
    assert png.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", png[16:24]) == size
    assert len(png) < LARGEST


@pytest.mark.parametrize("name", PICTURES)
def test_a_kept_picture_is_a_small_png_and_a_document_shows_it(name: str) -> None:
    checked((ROOT / "docs" / "pictures" / f"{name}.png").read_bytes(), PICTURES[name][0])
    assert f"(pictures/{name}.png)" in (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here that could open a desk")
@pytest.mark.parametrize("name", PICTURES)
def test_a_desk_in_a_browser_can_be_pictured(name: str, tmp_path: Path) -> None:
    (wide, high), phone = PICTURES[name]

    async def test() -> None:
        async with tab(tmp_path) as (room, page):
            await page.size(wide, high, phone=phone)
            await bring(room, page, "rome")
            await page.shows("FIRST THINGS TO TRY")
            await page.press("Enter")
            await page.shows("nothing has been said here")
            await page.until(
                "new Promise((done) => setTimeout(() => done(true), 1000))"
            )  # what was sent is drawn by then
            png = await page.picture()
            checked(png, (wide, high))
            if os.environ.get("WARGAME_REGENERATE"):
                (ROOT / "docs" / "pictures" / f"{name}.png").write_bytes(png)

    run(test)
