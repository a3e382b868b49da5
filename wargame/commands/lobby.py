"""`wargame` alone: the lobby, where there is a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import typer

from wargame.commands.output import say
from wargame.commands.terminal import LateTables, in_terminal, need_terminal


def lobby() -> None:
    """Open the lobby; a table that was set there to be a room is opened as one when it is left."""
    need_terminal("`wargame --help` lists all commands")
    from wargame.ui.app import WargameApp
    from wargame.ui.lobby.screen import RoomWanted

    tables = LateTables()
    app = WargameApp(opener=tables)
    in_terminal(app, tables)
    left: object = app.return_value
    if isinstance(left, RoomWanted):
        _run(left.command)


def _run(command: tuple[str, ...]) -> None:
    """Run one command of this program in its place, with nothing of the lobby about it."""
    import shlex

    say(f"wargame {shlex.join(command)}")
    sys.stdout.flush()
    words = [sys.executable, "-m", "wargame.cli", *command]
    if os.name == "posix":
        os.execv(sys.executable, words)
    raise typer.Exit(subprocess.call(words))
