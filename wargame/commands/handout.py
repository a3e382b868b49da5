"""`wargame handout`: what a game with people needs on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wargame.commands.output import say_line, tell_line
from wargame.errors import SpecError


def handout(
    scenario: Annotated[str, typer.Argument(help="Name or path of a scenario.")],
    seats: Annotated[str | None, typer.Option(metavar="VARIANT", help="A smaller table, such as core.")] = None,
    seat: Annotated[list[str], typer.Option(metavar="ID", help="The cards of this seat only; repeatable.")] = [],
    out: Annotated[Path | None, typer.Option(help="Folder; default handouts/SCENARIO.")] = None,
    paper: Annotated[Literal["any", "a4", "letter"], typer.Option(help="any leaves it to the printer.")] = "any",
    turns: Annotated[int | None, typer.Option(help="Length, if not the scenario's own.")] = None,
) -> None:
    """Write role cards, move cards, slips and the facilitator's pages.

    Each is an HTML file that prints on one page of A4 or Letter.
    """
    from wargame.review.handouts.deck import deck
    from wargame.review.handouts.paper import as_html
    from wargame.review.handouts.sheet import TALLEST
    from wargame.table.opening import choose
    from wargame.transcript.private import write_private

    game = choose(scenario, variant=seats, turns=turns)
    sheets = deck(game, seat)
    folder = out or Path("handouts") / game.bundle.pack.id
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise SpecError(f"--out {folder}: a file is in the way; name a folder, which need not exist yet") from None
    for sheet in sheets:
        path = folder / f"{sheet.file}.html"
        write_private(path, as_html((sheet,), sheet.title, paper).encode())
        say_line(str(path))
        if not sheet.fits:
            tall = sheet.height(sheet.scale)
            tell_line(f"{path}: this takes about {tall:.0f} mm and a page holds {TALLEST:.0f}; shorten its texts")
    if not seat:
        path = folder / "all-for-the-facilitator.html"
        write_private(path, as_html(sheets, game.bundle.pack.title, paper).encode())
        say_line(str(path))
