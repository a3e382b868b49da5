"""`wargame check`: every fault of a scenario or an actor."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.commands.output import say, say_line


def check(path: Annotated[str, typer.Argument(help="A scenario or an actor, by name or path.")]) -> None:
    """Name every fault of a scenario or an actor.

    Each comes with file, line and key; the exit code is 1 if there is one.
    """
    from wargame.scenario.check import check as faults_of

    faults = faults_of(path)
    for fault in faults:
        say(str(fault))
    if faults:
        raise typer.Exit(1)
    say_line(f"{path}: no faults")
