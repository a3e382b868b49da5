"""How a room ends a line: it says why in a sentence, which is too long for the closing itself."""

from __future__ import annotations

import logging
from contextlib import suppress

from pydantic_core import to_json
from websockets.exceptions import ConnectionClosed

from wargame.rooms.held_place import Socket

GONE, LATER = 4000, 4001
"""How a line is closed for good, and how where whoever is there may come back with what they have."""
SILENT = logging.getLogger(__name__)
"""Logs nothing, for what would write down of a line what a stranger has sent."""
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False
SILENT.setLevel(logging.CRITICAL + 1)


async def ended(line: Socket, why: str, code: int = GONE, again: float | None = None) -> None:
    """Say why, and close: a sentence is too long for the closing itself. `again`: when another code is looked at."""
    with suppress(ConnectionClosed):
        await line.send(to_json({"bye": why, **({} if again is None else {"again": again})}).decode())
        await line.close(code)
