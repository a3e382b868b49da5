"""`wargame run`: a game without people, to the end, or on from where one broke off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wargame.commands import chosen, preview, seating
from wargame.commands.feed import Feed, progress
from wargame.commands.output import answer, say, tell
from wargame.errors import BudgetSpent, SpecError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wargame.table.game import Result, Table
    from wargame.transcript.entry import Entry


def run(
    scenario: Annotated[str | None, typer.Argument(help="Name or path of a scenario; not with --resume.")] = None,
    everyone: Annotated[
        str, typer.Option("--all", metavar="SPEC", help="Player of every seat at the table.")
    ] = "scripted",
    seat: Annotated[list[str], typer.Option(metavar="ID=SPEC", help="Player of one seat; repeatable.")] = [],
    seed: Annotated[int, typer.Option(help="Seed of all chance.")] = 1,
    turns: Annotated[int | None, typer.Option(help="Length, if not the scenario's own.")] = None,
    seats: Annotated[str | None, typer.Option(metavar="VARIANT", help="A smaller table, such as core.")] = None,
    param: Annotated[list[str], typer.Option(metavar="NAME=VALUE", help="A parameter; repeatable.")] = [],
    out: Annotated[Path | None, typer.Option(help="Transcript; default runs/SCENARIO-SEED-TIME.jsonl.")] = None,
    resume: Annotated[Path | None, typer.Option(help="Go on with this transcript.")] = None,
    sync: Annotated[
        Literal["phase", "turn", "end"] | None, typer.Option(help="When the record is made safe on disk.")
    ] = None,
    tokens: Annotated[
        int | None, typer.Option(metavar="N", help="Most tokens that models may take; then it stops.")
    ] = None,
    money: Annotated[
        float | None, typer.Option(metavar="USD", help="Most that models may cost; then it stops.")
    ] = None,
    phase_seconds: Annotated[
        float | None, typer.Option(metavar="S", help="Longest that a phase waits; then the doctrine plays.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No live feed.")] = False,
) -> None:
    """Play a game without people and record it.

    SPEC is scripted, scripted:DOCTRINE, random, llm:MODEL, llm:MODEL@BASE_URL or recorded:FILE. A game that was
    broken off goes on with --resume and ends as it would have ended; no model is asked again what it has answered.
    """
    import asyncio

    from wargame.commands.summary import as_text, summary
    from wargame.table.opening import choose, new_table, resumed_table
    from wargame.transcript.reading import read
    from wargame.transcript.setup import game_of

    seats_ = seating.Seats(tokens=tokens, money=money)
    entries: Sequence[Entry] = ()
    if resume is not None:
        if scenario or out or seat or param or seats or turns is not None or everyone != "scripted":
            raise SpecError(
                f"--resume {resume}: the transcript says what is played; give no scenario and no other choice"
            )
        record = read(resume, mend=True)
        path, game, entries = resume, game_of(record), record.entries
        mode = sync or ("phase" if seating.waits(game.seats.values()) else "end")
        if not record.finished:
            preview.check_price(game, seats_)
            asyncio.run(seats_.ready(game.seats.values()))
        table, torn = resumed_table(resume, sync=mode, make=seats_.make)
        if torn:
            tell(f"{resume}: {torn}")
    else:
        if not scenario:
            raise SpecError("run needs a scenario, or --resume FILE; `wargame scenarios` lists the scenarios")
        game = choose(
            scenario,
            variant=seats,
            seed=seed,
            turns=turns,
            everyone=everyone,
            seats=chosen.seats_of(seat),
            overrides=chosen.parameters_of(param),
        )
        for each in game.opening()[0].setting.seats:
            seats_.make(game.seats[each.id], each, seed)
        preview.check_price(game, seats_)
        asyncio.run(seats_.ready(game.seats.values()))
        path = out or chosen.fresh_path(scenario, seed)
        mode = sync or ("phase" if seating.waits(game.seats.values()) else "end")
        table = new_table(game, path, sync=mode, make=seats_.make)
    seats_.bind(table.log, entries)
    if not quiet:
        for line in preview.previews(game, seats_, max(1, entries[-1].turn if entries else 1)):
            tell(line)
    table.phase_seconds, table.fallbacks = phase_seconds, seats_.stand_ins
    try:
        result = play(table, seats_, feed=not (json or quiet))
    except KeyboardInterrupt:
        tell(f"\nbroken off; nothing is lost: wargame run --resume {path}")
        raise typer.Exit(130) from None
    except BudgetSpent as fault:
        tell(f"stopped: {fault}; nothing is lost: wargame run --resume {path} with a higher --tokens or --money")
        raise typer.Exit(1) from None
    told = summary(path, game, table, result)
    if json:
        answer(told)
    else:
        if not quiet:
            say("\n" + as_text(told, table.book.setting))
        tell(f"transcript: {path}")


def play(table: Table, seats: seating.Seats, *, feed: bool) -> Result:
    """Play a table to the end, told as it goes."""
    import asyncio

    async def whole() -> Result:
        try:
            return await table.play()
        finally:
            await seats.aclose()

    if feed:
        table.listener = Feed(table.log)
    table.turn_over = progress
    return asyncio.run(whole())
