"""`wargame join`: the desk of one seat of a room that is hosted elsewhere."""

from __future__ import annotations

import shlex
import sys
import time
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands.output import tell_line
from wargame.commands.terminal import need_terminal
from wargame.errors import SpecError

if TYPE_CHECKING:
    import ssl

    from wargame.rooms.addresses import RoomAddress
    from wargame.rooms.desk_line import DeskLine
    from wargame.rooms.kept_seats import OpenedSeat

MOST_PATIENCE = 60.0
"""Seconds that are waited at most before a code is asked for again."""


def join(
    address: Annotated[str, typer.Argument(help="What the host was told, such as ws://127.0.0.1:8429.")],
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The host's own certificate (PEM), if nobody vouches for it.")
    ] = None,
    in_the_clear: Annotated[
        bool, typer.Option("--in-the-clear", help="Accept a line over a network that others may read.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Whether a key is kept on this machine, to come back with.")
    ] = True,
    handed_over: Annotated[int | None, typer.Option(hidden=True, metavar="FD")] = None,
) -> None:
    """Join a room: it asks for a code, which opens the desk of one seat.

    Whoever has been there comes back to the same desk with Enter, or with the seat's name, in place of a code. A line
    that breaks comes back by itself.
    """
    need_terminal("a joined desk has its screens alone")
    if handed_over is not None:
        from wargame.commands.handed_over import desk_of_another

        desk_of_another(address, handed_over)
        return
    from wargame.rooms import kept_seats
    from wargame.rooms.addresses import address_of, desk_sealing
    from wargame.rooms.desk_line import DeskLine, fresh_life

    where = address_of(address, in_the_clear=in_the_clear)
    sealing = desk_sealing(where, certificate)
    back = " ".join(
        ["wargame join", address, *(["--certificate", shlex.quote(str(certificate))] if certificate else [])]
    )
    if in_the_clear:
        back += " --in-the-clear"
    life = fresh_life()
    head, parts, before = _let_in(where, sealing, life)
    line = DeskLine(where, sealing, life, before.key if before else head["key"], head["seat"])
    line.took(head, parts)
    held = _kept(line, where, head["room"], before)
    if keep:
        try:
            kept_seats.keep(held)
        except OSError as fault:
            tell_line(f"the key of this seat cannot be kept ({fault.strerror}); coming back needs a fresh code")
    at_the_desk(line, held, str(head["said"]), back if keep else "")


def _let_in(
    where: RoomAddress, sealing: ssl.SSLContext | None, life: str
) -> tuple[dict[str, Any], dict[str, bytes], OpenedSeat | None]:
    """What the room sends first to a code or a kept key, which is asked for until one opens a seat; and that key."""
    import asyncio

    from wargame.rooms import kept_seats
    from wargame.rooms.desk_line import PutOff, first_look

    kept = kept_seats.kept_at(where.uri)
    while True:
        code, before = _code_or_kept(kept)
        try:
            return *asyncio.run(first_look(where, sealing, life, code=code, key=before.key if before else "")), before
        except PutOff as fault:
            if before is not None and fault.for_good:
                kept_seats.forget(before)
                kept.remove(before)
            if fault.again is None:
                raise
            tell_line(str(fault))
            time.sleep(min(fault.again, MOST_PATIENCE))


def _code_or_kept(kept: list[OpenedSeat]) -> tuple[str, OpenedSeat | None]:
    """A code as it is typed unseen, or a seat that was opened here before."""
    if not sys.stdin.isatty():
        raise SpecError("join: standard input is no terminal to type a code at")
    others = ", ".join(each.seat for each in kept[1:])
    again = f", or Enter to go back to {kept[0].name}{f', or {others}' if others else ''}" if kept else ""
    typed = getpass(f"code, typed unseen{again}: ").strip()
    if not typed and kept:
        return "", kept[0]
    named = next((each for each in kept if each.seat == typed), None)
    if not typed:
        raise SpecError("join: a room is opened by the code that its host was told; nothing was typed")
    return ("", named) if named else (typed, None)


def _kept(line: DeskLine, where: RoomAddress, room: str, before: OpenedSeat | None) -> OpenedSeat:
    from wargame.rooms.kept_seats import OpenedSeat

    seat = line.chair.seat
    name = line.chair.look().book.name(seat)
    return OpenedSeat(where.uri, room, seat, name, before.key if before else line.key)


def at_the_desk(line: DeskLine, held: OpenedSeat | None, said: str, back: str) -> None:
    """The screens of a desk over its line, until it is left; what becomes of it is told.

    Args:
        line: The line, which has taken its first look.
        held: What is kept on this machine of it; None for a desk that is drawn here for somebody elsewhere.
        said: What the room says to whoever comes.
        back: How to come back, as a command; empty if nothing is kept to come back with.
    """
    from wargame.present.joined import joined_table
    from wargame.rooms import kept_seats
    from wargame.ui.app import WargameApp
    from wargame.ui.terminal import play_on

    app = WargameApp(joined_table(line, said, back), folder=Path("exports") if held is not None else None)
    play_on(app)
    if held is not None and (line.over or line.put_off):
        kept_seats.forget(held)
    tell_line(
        line.put_off
        or ("the game is over; its record is with the host" if line.over else "")
        or (f"your desk stays as it is: {back}" if back else "your desk stays as it is; a fresh code opens it again")
    )
    if app.return_code:
        raise typer.Exit(app.return_code)
