"""The doors of a room for people who have installed nothing: opened with the room, closed with it."""

from __future__ import annotations

import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.errors import SpecError
from wargame.rooms.addresses import RoomAddress, as_seen, on_this_machine

if TYPE_CHECKING:
    import ssl

    from wargame.rooms.doors.visitors import Visitors
    from wargame.rooms.hosting import HostedRoom


@dataclass(slots=True)
class Ways:
    """How people come in who have installed nothing, for whoever hosts to tell them: lines of text."""

    told: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    """An address for the cameras of phones."""
    visitors: Visitors | None = None
    """Whoever came in by them."""

    async def all_left(self, seconds: float) -> None:
        """Wait until whoever came in by them has left, no longer than that."""
        if self.visitors is not None:
            await self.visitors.all_left(seconds)


@dataclass(frozen=True, slots=True)
class WantedDoors:
    """Which doors a room shall have."""

    bind: str
    """Where they listen."""
    ssh: int | None
    """The port for ssh."""
    web: int | None
    """The port for browsers."""
    certificate: Path | None
    """The room's certificate, whose names browsers may call it by."""
    qr: bool
    """Whether the address for browsers is drawn."""

    def check(self) -> None:
        """SpecError if this machine cannot open one of them, before anything is recorded for the room."""
        if self.ssh is not None:
            _need("--ssh", "asyncssh")
        if self.web is not None:
            _need("--web", "aiohttp", "textual_serve", "segno")
        for option, port in (("--ssh", self.ssh), ("--web", self.web)):
            if port is not None:
                _free(self.bind, option, port)

    @asynccontextmanager
    async def open(
        self, hosted: HostedRoom, record: Path, sealing: ssl.SSLContext | None, over: Callable[[], bool] = lambda: False
    ) -> AsyncIterator[Ways]:
        """Open them for as long as the block lasts; SpecError if one cannot be opened. `over`: whether the game is."""
        ways = Ways()
        if self.ssh is None and self.web is None:
            yield ways
            return
        from wargame.rooms.doors.visitors import Visitors

        async with AsyncExitStack() as open_doors:
            inner = open_doors.enter_context(socket.create_server(("127.0.0.1", 0)))
            await open_doors.enter_async_context(hosted.also_at(inner))
            room = RoomAddress("127.0.0.1", inner.getsockname()[1], sealed=False)
            visitors = ways.visitors = Visitors(room, hosted.came_by, over)
            if self.web is not None:
                from wargame.rooms.doors.browser.browser_door import BrowserDoor
                from wargame.rooms.doors.browser.own_names import names_here

                names = names_here(self.certificate)
                web_door = BrowserDoor(visitors, hosted.keyring, names, sealed=sealing is not None)
                port = await open_doors.enter_async_context(web_door.open(self.bind, self.web, sealing))
                address = RoomAddress(as_seen(self.bind), port, sealing is not None).for_browsers
                ways.told.append(f"in a browser: {address}")
                if self.qr and not on_this_machine(self.bind):
                    ways.drawn += _drawn(address)
            if self.ssh is not None:
                from wargame.rooms.doors.ssh_door import SshDoor, host_key

                door = SshDoor(visitors, host_key(record), hosted.keyring)
                port = await open_doors.enter_async_context(door.open(self.bind, self.ssh))
                ways.told.append(
                    f"from any terminal: ssh -p {port} room@{as_seen(self.bind)}  (its key is {door.fingerprint})"
                )
            yield ways


def _drawn(address: str) -> list[str]:
    """An address as a QR code in half blocks for a dark terminal, a row a line; nothing if they cannot be written."""
    import segno

    try:
        "▀▄█".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return []
    rows = StringIO()
    segno.make(address, error="m", micro=False).terminal(rows, border=2, compact=True)
    return rows.getvalue().splitlines()


def _free(bind: str, option: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        socket.create_server((bind, port), family=family).close()
    except OSError as fault:
        raise SpecError(
            f"{option} {port}: nobody can be let in there ({fault.strerror or fault}); another port may be free, and 0 "
            "takes any that is"
        ) from None


def _need(option: str, *libraries: str) -> None:
    from importlib.util import find_spec

    brings = " ".join(libraries).replace("_", "-")
    for library in libraries:
        if find_spec(library) is None:
            raise SpecError(f"{option} needs {library}, which is not installed here: pip install {brings}")
    if find_spec("pty") is None or find_spec("fcntl") is None:
        raise SpecError(f"{option}: this system has no terminals to give to people who come that way; they may `join`")
