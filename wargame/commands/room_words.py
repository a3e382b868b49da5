"""What whoever hosts a room types at its terminal, and what that does."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from wargame.commands.output import tell, tell_line
from wargame.errors import SpecError, WargameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wargame.rooms.hosting import HostedRoom
    from wargame.table.room import Room

WORDS = (
    "who | renew PLACE (a fresh code, and whoever holds the place is put off) | lead PLACE (of a team) | pause | "
    "go on | extend MINUTES | next (ends the phase) | Ctrl-C"
)


@contextmanager
def words_heard(heard: Callable[[str], None]) -> Iterator[None]:
    """Hear what whoever hosts types, line by line, where there is a terminal; a running loop is needed."""
    import asyncio

    if not sys.stdin.isatty():
        yield
        return
    tell(f"here: {WORDS}")
    loop, number, typed = asyncio.get_running_loop(), sys.stdin.fileno(), bytearray()

    def ready() -> None:
        read = os.read(number, 4096)
        if not read:
            loop.remove_reader(number)
        typed.extend(read)
        while (at := typed.find(b"\n")) >= 0:
            line = typed[:at].decode(errors="replace")
            del typed[: at + 1]
            heard(line)

    try:
        loop.add_reader(number, ready)
    except NotImplementedError:  # a loop that cannot wait for a keyboard, as that of Windows
        with _read_aside(loop.call_soon_threadsafe, heard):
            yield
        return
    try:
        yield
    finally:
        loop.remove_reader(number)


@contextmanager
def _read_aside(in_loop: Callable[..., object], heard: Callable[[str], None]) -> Iterator[None]:
    """Read lines in a thread of their own, which nobody waits for at the end."""
    goes_on = True

    def hear(line: str) -> None:
        if goes_on:
            heard(line)

    def read() -> None:
        with suppress(RuntimeError, OSError, ValueError):  # the loop has ended, or the input was closed
            while goes_on and (line := sys.stdin.readline()):
                in_loop(hear, line.rstrip("\r\n"))

    from wargame.console.typed_lines import READING

    threading.Thread(target=read, name=READING, daemon=True).start()
    try:
        yield
    finally:
        goes_on = False


def obey(line: str, hosted: HostedRoom, room: Room) -> None:
    """Do what whoever hosts has typed, and say what came of it."""
    word, _, rest = line.strip().partition(" ")
    rest = rest.strip()
    try:
        if word == "who":
            for each in hosted.who():
                tell_line(each)
        elif word == "lead" and rest:
            room.lead(rest)
            tell_line(f"{rest} hands in for its seat from now on")
        elif word == "renew" and rest:
            tell_line(f"the fresh code of {rest} is {hosted.withdraw(rest)}")
        elif word == "next" and not rest:
            room.control.skip()
            tell_line("the phase is closed")
        elif (word, rest) in (("pause", ""), ("go", "on")):
            _pause(room, stop=word == "pause")
        elif word == "extend":
            _extend(room, rest)
        elif word:
            tell_line(f"{word}: this is no word of a room; accepted are {WORDS}")
    except WargameError as fault:
        tell_line(str(fault))


def _pause(room: Room, *, stop: bool) -> None:
    if room.clock().paused == stop:
        tell_line("the clock stands already" if stop else "the clock is not paused")
        return
    if stop:
        room.control.pause()
    else:
        room.control.resume()
    tell_line("the clock stands, for everybody; `go on` lets it run" if stop else "the clock runs on")


def _extend(room: Room, given: str) -> None:
    try:
        minutes = float(given)
        if not 0 < abs(minutes) <= 60 * 24 * 7:
            raise ValueError
    except ValueError:
        raise SpecError(
            f"extend {given}: this must be minutes, such as `extend 5`, or `extend -5` for less; a week of them "
            "at most (10080)"
        ) from None
    room.control.extend(minutes * 60)
    left = room.clock().left
    tell_line("the clock has changed" if left is None else f"{left / 60:.0f} minutes are left in this phase")
