"""How a joined desk opens its line to a room: where, with what first word, and what is said if it cannot."""

from __future__ import annotations

import ssl

from websockets.asyncio.client import connect

import wargame
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.frames import LARGEST_PART
from wargame.rooms.messages import Arrival, CodeBrought, KeyBrought

OPENING = 10.0
"""Seconds in which a room must answer."""
PING, PATIENCE = 10.0, 20.0
"""Seconds between two signs of life of the line, and how long one may be missing."""


def seconds_told(told: object) -> float | None:
    """So many seconds, as a room told them; None if it told none."""
    return max(0.0, float(told)) if isinstance(told, int | float) else None


def said_of(fault: BaseException) -> str:
    """What is amiss with a line, in a word or two."""
    return (fault.strerror if isinstance(fault, OSError) else "") or type(fault).__name__


def arrival(life: str, code: str, key: str, plain: bool = False) -> Arrival:
    """The first word of whoever comes with a key, or else with a code."""
    if key:
        return KeyBrought("key", wargame.__version__, life, key)
    return CodeBrought("code", wargame.__version__, life, code, plain)


def connected(address: RoomAddress, sealing: ssl.SSLContext | None) -> connect:
    """A line to a room, to be opened and kept alive; what a room may send at once is bounded."""
    return connect(
        address.uri,
        ssl=sealing,
        compression=None,
        proxy=None,
        user_agent_header=None,
        open_timeout=OPENING,
        close_timeout=1,
        ping_interval=PING,
        ping_timeout=PATIENCE,
        max_size=LARGEST_PART,
    )
