"""A joined desk line by line, and how it is left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wargame.commands.line_as_found import line_as_found
from wargame.commands.output import tell
from wargame.console.desk_playing import play_desk
from wargame.console.playing import play_local_table
from wargame.rooms.put_off import PutOff

if TYPE_CHECKING:
    from wargame.present.local_table import LocalTable


def plain_desk(local_table: LocalTable, name: str) -> int:
    """Sit at a joined desk until the game is over or the person leaves; the exit code, as for `wargame play --plain`.

    `name` is what the place is called that the desk stands for.

    A thread may still wait for a line afterwards: `line_as_found.leave_if_reading` ends the process then.
    """

    async def opening() -> LocalTable:
        return local_table

    try:
        with line_as_found():
            asyncio.run(play_local_table(opening) if local_table.chairs else play_desk(local_table, name))
    except (KeyboardInterrupt, SystemExit) as end:
        tell("")
        return end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else 130
    except PutOff:
        return 2
    return 0
