"""`wargame new`: the skeleton of a scenario or of an actor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wargame.commands.output import say_line, tell_line
from wargame.errors import SpecError
from wargame.shell_words import shell_word


def new(
    what: Annotated[Literal["scenario", "actor"], typer.Argument(help="What is to be made.")],
    name: Annotated[str, typer.Argument(help="Its name, such as quiet-quarter or new_delhi.")],
    seats: Annotated[
        str | None, typer.Option(metavar="ID,ID,…", help="With scenario: who sits; rome,anthropic,meta unless said.")
    ] = None,
    kind: Annotated[
        Literal["government", "lab"] | None, typer.Option(help="With actor: what it is; a government unless said.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where its folder is made; scenarios or actors unless said.")
    ] = None,
) -> None:
    """Lay the skeleton of a scenario or an actor.

    It is complete and has no fault from the start; comments in its files say what goes where.
    """
    from wargame.scenario.laying import SEATS, lay_actor, lay_scenario

    if what == "scenario":
        if kind is not None:
            raise SpecError(f"--kind {kind}: this is said of an actor; leave it out")
        names = SEATS if seats is None else tuple(part.strip() for part in seats.split(",") if part.strip())
        folder = lay_scenario(name, names, into or Path("scenarios"))
        then = f"wargame check {shell_word(folder)}; wargame run {shell_word(folder)}"
    else:
        if seats is not None:
            raise SpecError(f"--seats {seats}: this is said of a scenario; leave it out")
        folder = lay_actor(name, kind or "government", into or Path("actors"))
        then = f"wargame check {shell_word(folder)}; then seat {name} in a scenario"
    say_line(str(folder))
    tell_line(f"edit it, then: {then}")
