"""`wargame` and `wargame play`: the terminal interface, where there is a terminal and an interface."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from wargame.commands.output import say, tell

NO_TERMINAL = "standard output is not a terminal; `wargame run SCENARIO` plays without one, `wargame demo` tells a game"
NOT_BUILT = "The terminal interface is not built yet; `wargame run SCENARIO` and `wargame demo` play now."


def lobby() -> None:
    """Open the lobby."""
    if not sys.stdout.isatty():
        tell(f"wargame: {NO_TERMINAL}; `wargame --help` lists all commands")
        raise typer.Exit(2)
    say(NOT_BUILT)


def play(
    scenario: Annotated[str, typer.Argument(help="Name or path of a scenario.")],
    seat: Annotated[list[str], typer.Option(metavar="ID=SPEC", help="Player of one seat; repeatable.")] = [],
) -> None:
    """Play in the terminal."""
    if not sys.stdout.isatty():
        tell(f"wargame: {NO_TERMINAL}")
        raise typer.Exit(2)
    say(NOT_BUILT)
