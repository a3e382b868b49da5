"""A desk that is drawn at the host for somebody who comes by ssh or with a browser: `join` as a door begins it."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress

import typer
from pydantic import TypeAdapter

from wargame.commands.joined_desk import at_the_desk
from wargame.commands.output import tell_line
from wargame.rooms.addresses import address_of
from wargame.rooms.desk_line import DeskLine, first_look
from wargame.rooms.doors.desk_process import HandedOver
from wargame.rooms.doors.visitors import CLOSED_FOR_GOOD
from wargame.rooms.put_off import PutOff


def desk_of_another(address: str, number: int) -> None:
    """Open the desk whose key is read from an open file of this number, and take the terminal as this process's own.

    It exits with `CLOSED_FOR_GOOD` if the key opens nothing any more.
    """
    with os.fdopen(number, "rb") as given:
        handed = TypeAdapter(HandedOver).validate_json(given.read())
    _take_terminal()
    where = address_of(address)
    try:
        head, parts = asyncio.run(first_look(where, None, handed.life, key=handed.key))
    except PutOff as fault:
        tell_line(str(fault))
        raise typer.Exit(CLOSED_FOR_GOOD if fault.for_good else 2) from None
    line = DeskLine(where, None, handed.life, handed.key, head["place"])
    line.took(head, parts)
    at_the_desk(line, None, str(head["said"]), handed.back)
    if line.put_off:
        raise typer.Exit(CLOSED_FOR_GOOD)


def _take_terminal() -> None:
    """Have the system tell this process of a terminal that is resized or closed."""
    import fcntl
    import termios

    with suppress(OSError):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
