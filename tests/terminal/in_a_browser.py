"""A desk in a real browser, played by the same keys and read by the same eyes as one in a terminal.

What comes over the line of the browser's page is drawn a second time in a terminal of the same size, so that a test
reads it as it reads any other. Keys go into the browser alone.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

from tests.rooms.doors.browser.chromium import Page, browser
from tests.terminal.terminal import Terminal

T = TypeVar("T")
PATIENCE = 90.0
"""Seconds for anything that is asked of the browser."""
ARROWS = frozenset(("Left", "Up", "Right", "Down"))
LETTER = (9.6, 21.12)
"""Pixels that a letter takes across and down where nothing has made it smaller."""
AROUND = (20, 80)
"""Pixels of the window that are no terminal, about."""


class BrowserTerminal(Terminal):
    """A terminal whose keys go to a page of a browser, and which shows what that page was sent to draw."""

    def __init__(self, folder: Path, size: tuple[int, int], address: str, code: str) -> None:
        """Open the address in a browser of its own, about that many columns and rows wide, and bring a code."""
        folder.mkdir(parents=True)
        drawn = folder / "drawn"
        drawn.touch()
        super().__init__(folder, size, program=("sh", "-c", f"stty raw -echo; exec tail -c +1 -f '{drawn}'"))
        self._loop, self._stack = asyncio.new_event_loop(), AsyncExitStack()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._drawn = drawn.open("ab", buffering=0)
        try:
            self._page = self._do(self._opened(size, address, code))
        except BaseException:
            self.close()
            raise

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _ended(self) -> None:
        await self._stack.aclose()
        others = asyncio.all_tasks() - {asyncio.current_task()}  # what was asked for in vain goes on until it is told
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _opened(self, size: tuple[int, int], address: str, code: str) -> Page:
        page = await self._stack.enter_async_context(browser(self.folder))
        page.on_drawn, page.on_size = self._drawn.write, self.resize
        wide, high = (int(cells * each + more) for cells, each, more in zip(size, LETTER, AROUND, strict=True))
        await page.size(wide, high)
        await page.go(address)
        await page.until("document.activeElement === document.querySelector('#code')")
        await page.type(code)
        await page.press("Enter")
        return page

    async def _pressed(self, key: str) -> None:
        if key.startswith("C-"):
            await self._page.press_control(key[2:])
        elif len(key) == 1:
            await self._page.type(key)
        else:
            await self._page.press(f"Arrow{key}" if key in ARROWS else key)

    def press(self, *keys: str) -> Terminal:
        """Press keys in the browser, by the names that they have in a terminal."""
        for key in keys:
            self._do(self._pressed(key))
        return self

    def type(self, text: str) -> Terminal:
        """Type a text into the browser."""
        self._do(self._page.type(text))
        return self

    def reload(self) -> None:
        """Load the page again."""
        self._do(self._page.ask("Page.reload"))

    def picture(self) -> bytes:
        """What the browser shows, as a PNG."""
        return self._do(self._page.picture())

    def close(self) -> None:
        """End the browser and the terminal."""
        self._do(self._ended())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._drawn.close()
        super().close()
