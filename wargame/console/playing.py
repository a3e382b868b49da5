"""Playing one seat line by line, from the opening of the table to the end of the game or of the input."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from wargame.console.commands import COMMANDS, Left
from wargame.console.console import Console
from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.errors import SpecError
from wargame.present.sitting import Sitting


async def read_line(prompt: str) -> str | None:
    """The next line of standard input, or None at its end."""
    print(prompt, end="", flush=True)
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\r\n") if line else None


def write_line(text: str) -> None:
    """A line of standard output, at once."""
    print(text, flush=True)


async def play_sitting(
    opening: Callable[[], Awaitable[Sitting]], read: ReadLine = read_line, write: WriteLine = write_line
) -> bool:
    """Play the one person's seat of a table; True if the game was played to its end.

    SpecError if several people sit at it: what one reads would stay on the screen above for the next.
    """
    sitting: Sitting | None = await opening()
    while sitting is not None:
        if len(sitting.chairs) != 1:
            raise SpecError(
                f"--plain plays the seat of one person, and this table has {len(sitting.chairs)}: lines of one would "
                "stay on the screen for the next; leave --plain out, or put scripts or models on the other seats"
            )
        if not await _one_game(sitting, read, write):
            return False
        sitting = sitting.then() if sitting.then else None
    return True


async def _one_game(sitting: Sitting, read: ReadLine, write: WriteLine) -> bool:
    (chair,) = sitting.chairs.values()
    write(f"{sitting.title}, line by line. `help` lists the words, `quit` leaves the table.")
    if sitting.said:
        write(sitting.said)

    async def whole() -> None:
        await sitting.host.play()

    game = asyncio.create_task(whole())
    try:
        await Console(chair, read, write, COMMANDS).play(game)
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
