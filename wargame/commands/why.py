"""`wargame why`: how the value of a variable came about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import answer, say


def why(
    file: Annotated[Path, typer.Argument(help="A transcript.")],
    variable: Annotated[str, typer.Argument(help="A dotted name, such as paris.H, or words: 'Paris adoption'.")],
    turn: Annotated[int | None, typer.Option(help="At the end of this turn; the last one unless said.")] = None,
    depth: Annotated[int, typer.Option(min=1, max=60, help="Steps to go back.")] = 6,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Explain the value of a variable.

    Shown are the changes, rules and causes that led to it, back to who decided what.
    """
    from dataclasses import asdict

    from wargame.commands.record import opened, turn_of
    from wargame.core.ids import Variable
    from wargame.review.why import Chains, as_text

    game = opened(file, turn)
    link = Chains(game).why(Variable(variable), turn_of(game, turn), depth)
    if json:
        answer(asdict(link))
    else:
        say(as_text(link))
