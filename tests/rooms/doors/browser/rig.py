"""A room of the tutorial with a door for browsers, and browsers without a screen that come to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from tests.rooms.rig import Hosted, hosted
from wargame.rooms.addresses import host_sealing
from wargame.rooms.doors.browser.browser_door import BrowserDoor
from wargame.rooms.doors.browser.own_names import names_here
from wargame.rooms.doors.visitors import Visitors
from wargame.rooms.places import RoomPlace


@dataclass
class Opened:
    """A room with a door for browsers."""

    here: Hosted
    visitors: Visitors
    door: BrowserDoor
    url: URL

    @property
    def origin(self) -> str:
        return str(self.url.origin())

    async def brings(self, visitor: aiohttp.ClientSession, code: str, **words: Any) -> aiohttp.ClientResponse:
        """What comes of a code that is sent from the first page."""
        form = {"code": code, "keep": "yes", **words.pop("form", {})}
        headers = {"Origin": self.origin, **words.pop("headers", {})}
        return await visitor.post(self.url, data=form, headers=headers, allow_redirects=False, **words)

    async def comes(self, visitor: aiohttp.ClientSession, place: RoomPlace) -> URL:
        """Open a place by its code: the address of its desk."""
        answer = await self.brings(visitor, self.here.code(place))
        assert answer.status == 303, await answer.text()
        return self.url.join(URL(answer.headers["Location"]))

    def line(self, visitor: aiohttp.ClientSession, desk: URL, **headers: str) -> Any:
        """The line of the terminal on a desk's page."""
        asked = {"Origin": self.origin, **headers}
        return visitor.ws_connect((desk / "line").with_query(width=100, height=30), headers=asked)


@asynccontextmanager
async def opened(
    folder: Path, certificate: Path | None = None, key: Path | None = None, **room: Any
) -> AsyncIterator[Opened]:
    """A room of the tutorial that browsers may come to."""
    sealing = host_sealing("127.0.0.1", certificate, key, in_the_clear=False)
    async with hosted(folder / "game.jsonl", **room) as here:
        visitors = Visitors(here.address, here.hosted.came_by)
        door = BrowserDoor(visitors, here.hosted.keyring, names_here(certificate), sealed=sealing is not None)
        async with door.open("127.0.0.1", 0, sealing) as port:
            scheme = "http" if sealing is None else "https"
            yield Opened(here, visitors, door, URL(f"{scheme}://127.0.0.1:{port}/"))


def visitor(**words: Any) -> aiohttp.ClientSession:
    """A browser that keeps what it is given."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), **words)
