"""A desk without a seat line by line: control's, that of somebody beside it, or an observer's place."""

from __future__ import annotations

import asyncio

from wargame.console.commands import Left
from wargame.console.control_console import ControlConsole
from wargame.console.control_words import CONTROL_WORDS
from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.console.observer_console import ObserverConsole
from wargame.console.typed_lines import TypedLines, write_line
from wargame.present.local_table import LocalTable


async def play_desk(
    local_table: LocalTable, name: str, read: ReadLine | None = None, write: WriteLine = write_line
) -> bool:
    """Sit at the desk of this table until the game is over; True if it came so far.

    Without `read`, lines are those of standard input. A line that ends for good is raised as the table's host raises
    it.
    """
    typed = TypedLines()
    asked, interactive = read or typed.read, read is None and typed.interactive
    write(f"{local_table.title}, line by line, as {name}. `help` lists the words, `quit` leaves.")
    if local_table.said:
        write(local_table.said)
    game = asyncio.ensure_future(_whole(local_table))
    console = (
        ObserverConsole(local_table, asked, write)
        if local_table.observer is not None
        else ControlConsole(local_table, asked, write, CONTROL_WORDS, interactive=interactive)
    )
    try:
        await console.play(game)
        await game
    except Ended:
        write("\nThe input has ended.")
        return False
    except Left:
        return False
    finally:
        if not game.done():
            game.cancel()
            await asyncio.gather(game, return_exceptions=True)
    write("The game is over.")
    return True


async def _whole(local_table: LocalTable) -> None:
    await local_table.host.play()
