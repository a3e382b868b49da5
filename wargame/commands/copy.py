"""`wargame copy`: a scenario of one's own to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say_line, tell_line
from wargame.shell_words import shell_word


def copy(
    name: Annotated[str, typer.Argument(help="A scenario, by name or path.")],
    destination: Annotated[Path | None, typer.Argument(help="New folder; default scenarios/NAME.")] = None,
) -> None:
    """Copy a scenario to edit it.

    Every dossier that it needs comes with it, so that the copy runs by itself.
    """
    from wargame.scenario.copying import copy_pack

    folder = copy_pack(name, destination)
    say_line(str(folder))
    tell_line(f"edit it, then: wargame check {shell_word(folder)}; wargame run {shell_word(folder)}")
