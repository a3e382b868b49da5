"""`wargame room`: the room's screen in a second terminal, while the game is played in the first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.terminal import need_terminal
from wargame.shell_words import shell_word


def room(
    file: Annotated[Path, typer.Argument(help="The record of a game that is being played, such as runs/NAME.jsonl.")],
) -> None:
    """Show the room's screen beside play, on a second terminal.

    It shows what everybody may see. It reads the record and the session file beside it every second, and writes
    nothing. q leaves; the game goes on.
    """
    need_terminal(f"`wargame replay --plain {shell_word(file)}` prints a record event by event")
    from wargame.table.following import FollowedRoom
    from wargame.ui.public.app import RoomApp

    RoomApp(FollowedRoom(file)).run()
