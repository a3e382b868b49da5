"""`wargame join`: the desk of one seat of a room that is hosted elsewhere."""

from __future__ import annotations

import sys
import time
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands.joined_desk import at_the_desk
from wargame.commands.output import tell_line
from wargame.commands.terminal import need_terminal
from wargame.errors import SpecError
from wargame.shell_words import shell_word

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
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")] = False,
    code_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file with what would be typed: a code, or a seat's name.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Whether a key is kept on this machine, to come back with.")
    ] = True,
    handed_over: Annotated[int | None, typer.Option(hidden=True, metavar="FD")] = None,
) -> None:
    """Join a room: it asks for a code, which opens the desk of one seat.

    Whoever has been there comes back to the same desk with Enter, or with the seat's name, in place of a code. A line
    that breaks comes back by itself. With --plain and no terminal the first line of the input is what would be typed.
    """
    if not plain:
        need_terminal("`wargame join --plain` plays line by line")
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
        ["wargame join", shell_word(address), *(["--certificate", shell_word(certificate)] if certificate else [])]
    )
    if in_the_clear:
        back += " --in-the-clear"
    if plain:
        back += " --plain"
    life = fresh_life()
    head, parts, before = _let_in(where, sealing, life, code_file, plain)
    line = DeskLine(where, sealing, life, before.key if before else head["key"], head["place"])
    line.took(head, parts)
    held = _kept(line, where, head["room"], before)
    if keep:
        try:
            kept_seats.keep(held)
        except OSError as fault:
            tell_line(f"the key of this seat cannot be kept ({fault.strerror}); coming back needs a fresh code")
    at_the_desk(line, held, str(head["said"]), back if keep else "", plain)


def _let_in(
    where: RoomAddress, sealing: ssl.SSLContext | None, life: str, code_file: Path | None, plain: bool
) -> tuple[dict[str, Any], dict[str, bytes], OpenedSeat | None]:
    """What the room sends first to a code or a kept key, and that key.

    A person at a terminal is asked until one opens a place; a code from a file or a pipe is brought once.
    """
    import asyncio

    from wargame.rooms import kept_seats
    from wargame.rooms.desk_line import first_look
    from wargame.rooms.put_off import PutOff

    kept = kept_seats.kept_at(where.uri)
    for path in kept_seats.unreadable():
        tell_line(f"{path}: this kept key cannot be read; remove the file, and its desk opens with a fresh code")
    while True:
        code, before = _code_or_kept(kept, code_file)
        try:
            key = before.key if before else ""
            return *asyncio.run(first_look(where, sealing, life, code=code, key=key, plain=plain)), before
        except PutOff as fault:
            if before is not None and fault.for_good:
                kept_seats.forget(before)
                kept.remove(before)
            if fault.again is None or code_file is not None or not sys.stdin.isatty():
                raise
            tell_line(str(fault))
            time.sleep(min(fault.again, MOST_PATIENCE))


def _code_or_kept(kept: list[OpenedSeat], code_file: Path | None) -> tuple[str, OpenedSeat | None]:
    """A code, or a seat that was opened here before: from a file, typed unseen, or the first line of a pipe."""
    if code_file is not None:
        typed = _in_file(code_file)
    elif sys.stdin.isatty():
        typed = _typed(kept)
    else:
        typed = sys.stdin.readline().strip()
    if not typed and kept and _at_once(kept[0]):
        return "", kept[0]
    named = next((each for each in kept if each.seat == typed), None)
    if not typed:
        raise SpecError("join: a room is opened by the code that its host was told; nothing was typed")
    return ("", named) if named else (typed, None)


def _in_file(path: Path) -> str:
    """What stands in a file of one line."""
    try:
        lines = path.read_text(encoding="utf-8").strip().splitlines()
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "it is no text"
        raise SpecError(f"--code-file {path}: this cannot be read ({why}); it holds a code on one line") from None
    if len(lines) > 1:
        raise SpecError(f"--code-file {path}: it has {len(lines)} lines; one is accepted, with a code or a seat's name")
    return lines[0].strip() if lines else ""


def _at_once(kept: OpenedSeat) -> bool:
    """Whether Enter alone goes back there: not to a desk that sees everything, on a machine that others may share."""
    from wargame.rooms.places import is_desk

    return not is_desk(kept.seat)


def _typed(kept: list[OpenedSeat]) -> str:
    others = ", or ".join(each.seat for each in kept[1:])
    if kept and not _at_once(kept[0]):
        again = f", or {' or '.join(each.seat for each in kept)} to go back there"
    else:
        again = f", or Enter to go back to {kept[0].name}{f', or {others}' if others else ''}" if kept else ""
    return getpass(f"code, typed unseen{again}: ").strip()


def _kept(line: DeskLine, where: RoomAddress, room: str, before: OpenedSeat | None) -> OpenedSeat:
    from wargame.rooms.kept_seats import OpenedSeat

    return OpenedSeat(where.uri, room, line.end.place, line.end.name, before.key if before else line.key)
