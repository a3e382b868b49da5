"""`wargame deviations`: where and why control departed from the course of a game."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import answer, say


def deviations(
    file: Annotated[Path, typer.Argument(help="A transcript.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """List every act of control.

    Shown are who acted, when, on what, the values before and after, and why. Acts of turns that were undone are
    marked; what a role had no right to is listed as refused.
    """
    from dataclasses import asdict

    from wargame.commands.record import opened
    from wargame.review.deviation_log import as_lines, names_beside, of_game

    log, names = of_game(opened(file)), names_beside(file)
    if json:
        answer({"transcript": str(file), "deviations": [{**asdict(each), "name": names.get(each.who)} for each in log]})
    else:
        for line in as_lines(log, names):
            say(line)
        if not log:
            say("Control did nothing in this game but what the rules foresee.")
