"""The doors of a room for people who have installed nothing: opened with the room, closed with it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.errors import SpecError
from wargame.rooms.addresses import RoomAddress, as_seen

if TYPE_CHECKING:
    from wargame.rooms.hosting import HostedRoom


@dataclass(frozen=True, slots=True)
class WantedDoors:
    """Which doors a room shall have."""

    bind: str
    """Where they listen."""
    ssh: int | None
    """The port for ssh."""

    def check(self) -> None:
        """SpecError if this machine cannot open one of them."""
        if self.ssh is not None:
            _need("asyncssh", "--ssh", "ssh")

    @asynccontextmanager
    async def open(self, hosted: HostedRoom, record: Path) -> AsyncIterator[list[str]]:
        """Open them for as long as the block lasts; what to tell people who come through them, a line each.

        SpecError if one cannot be opened.
        """
        if self.ssh is None:
            yield []
            return
        from wargame.rooms.doors.visitors import Visitors

        lines: list[str] = []
        async with AsyncExitStack() as open_doors:
            inner = open_doors.enter_context(socket.create_server(("127.0.0.1", 0)))
            await open_doors.enter_async_context(hosted.also_at(inner))
            room = RoomAddress("127.0.0.1", inner.getsockname()[1], sealed=False)
            visitors = Visitors(room, hosted.came_by)
            if self.ssh is not None:
                from wargame.rooms.doors.ssh_door import SshDoor, host_key

                door = SshDoor(visitors, host_key(record), hosted.keyring)
                port = await open_doors.enter_async_context(door.open(self.bind, self.ssh))
                lines.append(
                    f"from any terminal: ssh -p {port} room@{as_seen(self.bind)}  (its key is {door.fingerprint})"
                )
            yield lines


def _need(library: str, option: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(library) is None:
        raise SpecError(
            f"{option} needs {library}, which is not installed here: pip install 'wargame-tabletop[{extra}]'"
        )
    if find_spec("pty") is None or find_spec("fcntl") is None:
        raise SpecError(f"{option}: this system has no terminals to give to people who come that way; they may `join`")
