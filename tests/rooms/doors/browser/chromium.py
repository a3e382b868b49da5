"""A real Chromium with no machine within its reach but this one, driven by its own protocol for such things."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-port=0", "about:blank"),
)
PATIENCE = 150.0
"""Seconds for the browser to begin, and for anything to show: the machine may be busy."""
GRACE = 20.0
"""Seconds in which it ends by itself."""
KEYS = {
    **{"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, ""), "Home": (36, ""), "End": (35, "")},
    **{f"Arrow{way}": (37 + n, "") for n, way in enumerate(("Left", "Up", "Right", "Down"))},
    **{f"F{n}": (111 + n, "") for n in range(1, 13)},
}
"""Keys that have a name: their number, and the letter that they write."""
CONTROL = 2
"""The bit of a browser's protocol for the control key."""


class Page:
    """One tab."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._numbers = line, count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked: list[str] = []
        """Addresses of everything that the pages have asked for."""
        self.said: list[str] = []
        """What went wrong, as the browser tells it."""
        self.drawn = ""
        """What was drawn in terminals."""
        self.on_drawn: Callable[[bytes], object] = lambda _: None
        """Hears each piece of it as it comes."""
        self.on_size: Callable[[int, int], object] = lambda _wide, _high: None
        """Hears each size in columns and rows that a terminal takes."""
        self.sizes: list[tuple[int, int]] = []
        """Columns and rows of the terminals that were opened."""

    async def listen(self) -> None:
        """Hear what the browser says until it ends."""
        async for message in self._line:
            said = json.loads(message)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif said["method"] == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            elif said["method"] == "Network.webSocketCreated":
                self.asked.append(said["params"]["url"])
                columns, rows = map(int, re.findall(r"=(\d+)", self.asked[-1]))
                self.sizes.append((columns, rows))
                self.on_size(columns, rows)
            elif said["method"] == "Network.webSocketFrameReceived" and said["params"]["response"]["opcode"] == 2:
                drawn = base64.b64decode(said["params"]["response"]["payloadData"])
                self.on_drawn(drawn)
                self.drawn += drawn.decode(errors="replace")
            elif said["method"] == "Network.webSocketFrameSent":
                match json.loads(said["params"]["response"]["payloadData"]):
                    case ["resize", {"width": wide, "height": high}]:
                        self.on_size(wide, high)
            elif said["method"] == "Log.entryAdded":
                self.said.append(said["params"]["entry"]["text"])
            elif said["method"] == "Runtime.exceptionThrown":
                self.said.append(str(said["params"]["exceptionDetails"]))

    async def ask(self, method: str, **words: object) -> dict[str, Any]:
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._line.send(json.dumps({"id": number, "method": method, "params": words}))
        said = await asyncio.wait_for(self._answers[number], PATIENCE)
        assert "error" not in said, said
        return dict(said["result"])

    async def value(self, script: str) -> Any:
        """What a script gives in the page."""
        said = await self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return said["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until a script gives something true."""
        async with asyncio.timeout(PATIENCE):
            while not await self.value(script):  # noqa: ASYNC110 - what is waited for tells nobody
                await asyncio.sleep(0.05)

    async def shows(self, *words: str) -> None:
        """Wait until words were drawn in the terminal; what was drawn before counts no longer then."""
        async with asyncio.timeout(PATIENCE):
            while not all(word in self.drawn for word in words):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        self.drawn = ""

    async def go(self, address: str) -> None:
        await self.ask("Page.navigate", url=address)
        await self.until("document.readyState === 'complete'")

    async def size(self, wide: int, high: int, *, phone: bool = False) -> None:
        """A window of this size, or the screen of a phone."""
        await self.ask("Emulation.setDeviceMetricsOverride", width=wide, height=high, deviceScaleFactor=0, mobile=phone)
        await self.ask("Emulation.setTouchEmulationEnabled", enabled=phone)

    async def type(self, text: str) -> None:
        """Type letters."""
        for letter in text:
            await self.ask("Input.dispatchKeyEvent", type="char", text=letter)

    async def press(self, key: str) -> None:
        """Press a key that has a name."""
        number, text = KEYS[key]
        words = {"key": key, "code": key, "windowsVirtualKeyCode": number, **({"text": text} if text else {})}
        await self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **words)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **words)

    async def press_control(self, letter: str) -> None:
        """Press a letter with the control key."""
        words = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
        await self.ask("Input.dispatchKeyEvent", type="rawKeyDown", modifiers=CONTROL, **words)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", modifiers=CONTROL, **words)

    async def click(self, selector: str) -> None:
        await self.value(f"document.querySelector({json.dumps(selector)}).click()")

    def has_opened(self, many: int) -> bool:
        """Whether so many terminals were opened, one after the other."""
        return len(self.sizes) == many

    async def tap(self, word: str) -> None:
        """Tap a key of the bar with a finger."""
        where = (
            f"[...document.querySelectorAll('#keys button')].find((each) => each.textContent === {json.dumps(word)})"
        )
        await self.until(f"{where} !== undefined")
        x, y = await self.value(
            f"(() => {{ const box = {where}.getBoundingClientRect(); return [box.x + box.width / 2, box.y + 5]; }})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def swipe(self, x: int, start: int, end: int) -> None:
        """Move a finger up or down."""
        await self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": start}])
        for step in range(1, 11):
            at = start + (end - start) * step // 10
            await self.ask("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": x, "y": at}])
        await self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def picture(self) -> bytes:
        """What is to be seen, as a PNG."""
        return base64.b64decode((await self.ask("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def browser(folder: Path, *flags: str) -> AsyncIterator[Page]:
    """A browser with one empty tab and a profile of its own."""
    profile = folder / "profile"
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        f"--user-data-dir={profile}",
        *flags,
        *FLAGS,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            told = profile / "DevToolsActivePort"
            while not told.exists() or not told.read_text().count("\n"):
                assert process.returncode is None, f"the browser ended with {process.returncode}"
                await asyncio.sleep(0.05)
        port, path = told.read_text().split("\n")[:2]
        async with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as line:
            target = await _first_tab(line)
        async with connect(f"ws://127.0.0.1:{port}/devtools/page/{target}", max_size=None) as line:
            page = Page(line)
            listening = asyncio.create_task(page.listen())
            try:
                for part in ("Page", "Network", "Runtime", "Log"):
                    await page.ask(f"{part}.enable")
                yield page
            finally:
                listening.cancel()
                await asyncio.wait([listening])
    finally:
        await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End the browser, at once if it does not do so by itself or nobody waits for it any more."""
    try:
        if process.returncode is None:
            with suppress(ProcessLookupError, TimeoutError):
                process.terminate()
                await asyncio.wait_for(process.wait(), GRACE)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _first_tab(line: ClientConnection) -> str:
    await line.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
    told = json.loads(await line.recv())["result"]["targetInfos"]
    return str(next(each["targetId"] for each in told if each["type"] == "page"))
