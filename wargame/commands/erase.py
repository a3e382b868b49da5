"""`wargame erase`: a game and what lies beside it without a person, in a folder of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say_line, tell_line


def erase(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    person: Annotated[str, typer.Option("--person", metavar="HANDLE", help="What the record calls the person.")],
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Another name to look for, wherever it stands; may be repeated.")
    ] = None,
    seat: Annotated[
        list[str] | None, typer.Option("--seat", help="Where the person sat, if no session file says; may be repeated.")
    ] = None,
    pseudonym: Annotated[
        list[str] | None, typer.Option("--pseudonym", help="What survey or rubric call the person; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="A new folder; FILE.erased beside it if not given.")] = None,
) -> None:
    """Write a game without a person.

    Their texts, and every text that names them, leave the record, its forks in the same folder and the files beside
    each; all of it goes to a new folder under the same names, so that signatures still hold. Every record is proved
    before the folder is there. The old files stay: remove them yourself. Exit code 1: a name can still be read.
    """
    from wargame.core.ids import SeatId
    from wargame.review.erasure import erase as erased

    folder = out or file.with_name(f"{file.stem}.erased")
    seats = [SeatId(each) for each in seat or ()]
    made = erased(file, person, folder, names=name or (), seats=seats, called=pseudonym or ())
    for each in made.files:
        what = f"{each.count} texts gone, and it proves itself" if each.is_record else f"{each.count} entries changed"
        say_line(f"{made.folder / each.name}: {what}")
        if each.cut:
            tell_line(
                f"{each.name}: the rules had quoted a name in lines {', '.join(map(str, each.cut))}: cut "
                "there, chain and seal made anew; an old signature holds no more"
            )
    if not made.seats:
        tell_line(f"{person}: no seat is known, so what a seat answered stays; name it with --seat")
    for common in made.not_sought:
        tell_line(f"{common}: a word of the scenario as well, and not looked for; --name {common} looks all the same")
    for game in made.missing:
        tell_line(f"game {game[:12]}: its record does not lie here, and holds what both share; erase there as well")
    for left in made.left_out:
        tell_line(f"{left}: made of the old record, and not taken along; make it anew of the new one")
    tell_line("nicknames, misspellings and descriptions are not found; the old files hold everything: remove them")
    for place in made.remaining:
        tell_line(f"{place}: the name can still be read")
    if made.remaining:
        raise typer.Exit(1)
