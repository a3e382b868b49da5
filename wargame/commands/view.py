"""`wargame view`: what a seat could know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import answer, say


def view(
    file: Annotated[Path, typer.Argument(help="A transcript.")],
    seat: Annotated[str, typer.Option(help="A seat, or control for the truth.")],
    turn: Annotated[int | None, typer.Option(help="End of this turn; the last one unless said.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Show what a seat could know after a turn."""
    from pydantic_core import to_jsonable_python

    from wargame.commands.record import opened, turn_of
    from wargame.review.knowledge import Knowledge, as_text
    from wargame.review.movers import as_lines, movers

    game = opened(file, turn)
    at = turn_of(game, turn)
    seen = Knowledge(game, seat).at(at)
    sheet = movers(game, seat, at) if at > 0 else ()
    if json:
        answer({**to_jsonable_python(seen, fallback=dict), "because": to_jsonable_python(sheet)})
    else:
        say(as_text(seen, game.sequence.book.setting))
        if sheet:
            say("\nWhat moved most this turn, and why")
            for line in as_lines(sheet, game.sequence.book.setting, seat):
                say(f"  {line}")
