"""The screens or the lines of a joined desk, from its first look until it is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from wargame.commands.line_as_found import leave_if_reading
from wargame.commands.output import tell_line
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.rooms.desk_line import DeskLine
    from wargame.rooms.kept_seats import OpenedSeat


def at_the_desk(line: DeskLine, held: OpenedSeat | None, said: str, back: str, plain: bool = False) -> None:
    """The screens of a desk over its line, until it is left; what becomes of it is told.

    Args:
        line: The line, which has taken its first look.
        held: What is kept on this machine of it; None for a desk that is drawn here for somebody elsewhere.
        said: What the room says to whoever comes.
        back: How to come back, as a command; empty if nothing is kept to come back with.
        plain: Whether it is played line by line.
    """
    from wargame.present.joined import joined_table
    from wargame.rooms import kept_seats
    from wargame.rooms.places import not_by_line

    local_table = joined_table(line, said, back)
    if plain:
        if not (local_table.chairs or local_table.host.control or local_table.observer):
            raise SpecError(
                f"{not_by_line(line.end.name)}{'' if held is None or not back else ', and go back to it by its name'}"
            )
        from wargame.commands.join_plain import plain_desk

        code = plain_desk(local_table, line.end.name)
    else:
        from wargame.ui.app import WargameApp
        from wargame.ui.terminal import play_on

        app = WargameApp(local_table, folder=Path("exports") if held is not None else None)
        play_on(app)
        code = app.return_code or 0
    if held is not None and (line.over or line.put_off):
        kept_seats.forget(held)
    tell_line(
        line.put_off
        or ("the game is over; its record is with the host" if line.over else "")
        or (f"your desk stays as it is: {back}" if back else "your desk stays as it is; a fresh code opens it again")
    )
    if plain:
        leave_if_reading(code)
    if code:
        raise typer.Exit(code)
