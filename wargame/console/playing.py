"""Playing one seat line by line, from the opening of the table to the end of the game or of the input."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from wargame.console.commands import COMMANDS, Left
from wargame.console.console import Console
from wargame.console.facilitating import Facilitating
from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.console.typed_lines import TypedLines, read_word, write_line
from wargame.core.ids import CONTROL
from wargame.errors import SpecError, WargameError
from wargame.present.local_table import LocalTable
from wargame.table.chair import Chair


async def play_local_table(
    opening: Callable[[], Awaitable[LocalTable]],
    read: ReadLine | None = None,
    write: WriteLine = write_line,
    word: ReadLine = read_word,
    given: Callable[[str], str] = lambda place: "",
) -> bool:
    """Play the one person's seat of a table; True if the game was played to its end.

    Without `read`, lines are those of standard input. A seat that has a word opens with it alone: with the one `given`
    beforehand, or one read by `word`.
    SpecError if several people sit at it: what one reads would stay on the screen above for the next.
    """
    typed = TypedLines()
    asked, while_waiting = read or typed.read, read is None and typed.interactive
    local_table: LocalTable | None = await opening()
    while local_table is not None:
        if len(local_table.chairs) != 1:
            raise SpecError(
                f"--plain plays the seat of one person, and this table has {len(local_table.chairs)}: lines of one "
                "would stay on the screen for the next; leave --plain out, or put scripts or models on the other seats"
            )
        try:
            (seat,) = local_table.chairs

            async def let_in(place: str, local_table: LocalTable = local_table) -> None:
                await _let_in(local_table, place, word, write, given)

            await let_in(seat)
            await _one_game(local_table, asked, write, let_in, while_waiting)
        except Ended:
            write("\nThe input has ended.")
            return False
        except Left:
            return False
        local_table = local_table.then() if local_table.then else None
    return True


async def _let_in(
    local_table: LocalTable, seat: str, read: ReadLine, write: WriteLine, given: Callable[[str], str]
) -> None:
    """Ask for the word of a place, if it has one, until it is right; Ended if the input stops first."""
    if not local_table.host.has_word(seat):
        return
    word: str | None = given(seat)
    while True:
        if not word:
            word = await read(f"the word of {local_table.names[seat]}, typed unseen: ")
        if word is None:
            raise Ended
        if not (refused := local_table.host.word_refused(seat, word)):
            return
        write(f"{refused}.")
        word = None


async def _one_game(
    local_table: LocalTable,
    read: ReadLine,
    write: WriteLine,
    let_in: Callable[[str], Awaitable[None]],
    while_waiting: bool,
) -> None:
    (chair,) = local_table.chairs.values()
    write(f"{local_table.title}, line by line. `help` lists the words, `quit` leaves the table.")
    if local_table.said:
        write(local_table.said)

    async def whole() -> None:
        await local_table.host.play()

    far = bool(local_table.elsewhere)
    if not far:
        await _survey(local_table, chair, read, write)
    game = asyncio.create_task(whole())
    try:
        if far:  # answers go over the line, which stands from now on
            await _survey(local_table, chair, read, write)
        control = Facilitating(local_table, read, write, let_in) if CONTROL in local_table.desks else None
        console = Console(chair, read, write, COMMANDS, control, local_table, while_waiting=while_waiting and far)
        await console.play(game)
        await game
    finally:
        if not game.done():
            if local_table.settled is not None:
                await local_table.settled()
            game.cancel()
            await asyncio.gather(game, return_exceptions=True)
    write("The rehearsal is over; the game begins." if local_table.then else "The game is over.")
    if local_table.record is not None and not local_table.then:
        from wargame.present.result_parts import looking_back

        write("To look back:")
        for _, said in looking_back(local_table.record, chair.seat):
            write(f"  {said}")
    with suppress(Ended):
        await _survey(local_table, chair, read, write)


async def _survey(local_table: LocalTable, chair: Chair, read: ReadLine, write: WriteLine) -> None:
    """Ask what is asked before the game or after it, if anything is."""
    if local_table.consent is not None:
        from wargame.console.consenting import ask_consent

        due = local_table.consent.due(chair.seat, chair.people, chair.clock())
        await ask_consent(local_table.consent, chair.seat, due, read, write)
    offered = local_table.survey
    when = offered.due(chair.seat, chair.clock()) if offered is not None else None
    if offered is not None and when is not None:
        from wargame.console.surveying import ask_survey

        offered.begin(chair.seat, when)
        await ask_survey(offered, when, local_table.people, read, write)
        with suppress(WargameError):  # the room offers it again, to whoever comes back
            await offered.end(chair.seat, when)
