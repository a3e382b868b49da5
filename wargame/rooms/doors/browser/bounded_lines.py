"""How many lines a door for browsers holds: whoever opens more than a browser needs is not heard."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Any

from aiohttp import web

MOST_LINES, FROM_ONE_PLACE = 384, 192
"""Lines at once that are no desks, and how many of them from one address: a browser opens six for one page, and a whole
class may stand behind one address."""
IDLE = 10.0
"""Seconds for which a line may say nothing before a question, and between two."""


class BoundedLine(web.RequestHandler):
    """A line of HTTP that counts among those of its address until it ends, or is a desk's."""

    def __init__(self, counted: Counter[str], manager: web.Server, logger: logging.Logger) -> None:
        """`counted` holds the lines of each address."""
        super().__init__(
            manager,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=IDLE,
            access_log=None,  # type: ignore[arg-type]
            logger=logger,
        )
        self._counted, self._from = counted, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there; whoever is one too many is not heard."""
        super().connection_made(transport)
        address = str((transport.get_extra_info("peername") or "?")[0])
        if self._counted.total() >= MOST_LINES or self._counted[address] >= FROM_ONE_PLACE:
            self.force_close()
            return
        self._counted[address] += 1
        self._from = address

    def connection_lost(self, exc: BaseException | None) -> None:
        """They have gone."""
        self.is_desk()
        super().connection_lost(exc)

    def is_desk(self) -> None:
        """It counts no longer among those who may be anybody."""
        if self._from:
            self._counted[self._from] -= 1
            if not self._counted[self._from]:
                del self._counted[self._from]
            self._from = ""


def counted_as_desk(request: Any) -> None:
    """The line of this request is a desk's from now on."""
    assert isinstance(request.protocol, BoundedLine)
    request.protocol.is_desk()
