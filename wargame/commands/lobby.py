"""`wargame` and `wargame play`: the terminal interface, where there is a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import chosen
from wargame.commands.output import tell
from wargame.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from wargame.commands.tables import Tables
    from wargame.ui.lobby.plan import TablePlan
    from wargame.ui.sitting import Sitting

NO_TERMINAL = "standard output is not a terminal; `wargame run SCENARIO` plays without one, `wargame demo` tells a game"


def lobby() -> None:
    """Open the lobby."""
    if not sys.stdout.isatty():
        tell(f"wargame: {NO_TERMINAL}; `wargame --help` lists all commands")
        raise typer.Exit(2)
    from wargame.commands.tables import Tables
    from wargame.ui.app import WargameApp

    tables = Tables()
    app = WargameApp(opener=tables)
    app.run()
    _farewell(tables, app.return_code or 0)


def play(
    scenario: Annotated[str | None, typer.Argument(help="Name or path of a scenario; not with --resume.")] = None,
    seat: Annotated[list[str], typer.Option(metavar="ID=SPEC", help="Player of one seat; repeatable.")] = [],
    everyone: Annotated[str, typer.Option("--all", metavar="SPEC", help="Player of every other seat.")] = "scripted",
    seed: Annotated[int, typer.Option(help="Seed of all chance.")] = 1,
    seats: Annotated[str | None, typer.Option(metavar="VARIANT", help="A smaller table, such as core.")] = None,
    preset: Annotated[str, typer.Option(help="untimed, 90-minutes, two-hours or half-day.")] = "untimed",
    name: Annotated[list[str], typer.Option(metavar="ID=NAME,…", help="People on a seat; repeatable.")] = [],
    rehearse: Annotated[bool, typer.Option("--rehearse", help="A practice turn first, recorded nowhere.")] = False,
    hide: Annotated[bool, typer.Option("--hide-players", help="Do not show who is a person and who a model.")] = False,
    control: Annotated[bool, typer.Option("--control", help="A facilitator's desk, which is asked first.")] = False,
    resume: Annotated[Path | None, typer.Option(help="Go on with this transcript.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")] = False,
) -> None:
    """Play in the terminal, alone or several at one keyboard.

    Without --seat the first seat of the table is yours. A game that was broken off goes on with --resume.
    """
    if not plain and not sys.stdout.isatty():
        tell(f"wargame: {NO_TERMINAL}; `wargame play --plain` plays line by line")
        raise typer.Exit(2)
    if resume is not None and (scenario or seat or name or seats):
        raise SpecError(f"--resume {resume}: the transcript says what is played; give no scenario and no seats")
    if resume is None and scenario is None:
        raise SpecError("play needs a scenario, or --resume FILE; `wargame scenarios` lists the scenarios")
    plan = (
        None
        if scenario is None
        else planned(scenario, chosen.seats_of(seat), everyone, seats, names_of(name)).having(
            seed=seed, preset=preset, facilitated=control, hide_players=hide, rehearsal=rehearse
        )
    )
    if plain:
        _line_by_line(plan, resume)
        return
    _on_screen(plan, resume, "control" if control else "")


def _line_by_line(plan: TablePlan | None, resume: Path | None) -> None:
    import asyncio

    from wargame.commands.tables import Tables
    from wargame.ui.plain.playing import play_sitting

    tables = Tables()

    def opening() -> Awaitable[Sitting]:
        return tables.open(plan) if plan is not None else tables.resume(resume or Path())

    finished = asyncio.run(play_sitting(opening))
    if finished:
        tell(f"transcript: {tables.path}")
    else:
        tell(f"nothing is lost: wargame play --plain --resume {tables.path}")


def _on_screen(plan: TablePlan | None, resume: Path | None, first: str) -> None:
    from wargame.commands.tables import Tables
    from wargame.ui.app import WargameApp

    tables = Tables()
    app = WargameApp(opener=tables, opening=plan or resume, first=first)
    app.run()
    _farewell(tables, app.return_code or 0)


def _farewell(tables: Tables, code: int) -> None:
    """Say where the game is that was played last, and how it is gone on with."""
    from wargame.ui.lobby.shelf import finished

    if code:
        raise typer.Exit(code)
    if tables.path is None or not tables.path.is_file():
        return
    if finished(tables.path):
        tell(f"the game is over: wargame verify {tables.path}")
    else:
        tell(f"nothing is lost: wargame play --resume {tables.path}")


def names_of(given: list[str]) -> dict[str, str]:
    """People by seat, from `--name ID=NAME,NAME`."""
    out: dict[str, str] = {}
    for text in given:
        seat, equals, names = text.partition("=")
        if not equals or not seat or not names.strip():
            raise SpecError(f"--name {text}: this must be ID=NAME or ID=NAME,NAME, such as --name paris=Ada,Ben")
        out[seat] = names
    return out


def planned(
    scenario: str, specs: dict[str, str], everyone: str, variant: str | None, names: dict[str, str]
) -> TablePlan:
    """The plan of a table as the command line gives it; without a word about seats the first one is a person's."""
    from wargame.scenario.bundle import load
    from wargame.ui.lobby.plan import SeatPlan, TablePlan

    bundle = load(scenario, variant)
    cast = bundle.cast(variant)[0]
    if not specs and everyone == "scripted":
        specs = {cast[0]: "human"}
    for seat in (*specs, *names):
        if seat not in cast:
            raise SpecError(f"{seat}: there is no such seat at this table; the seats are {', '.join(cast)}")
    plan = TablePlan(scenario, variant)
    for seat in cast:
        kind, rest = SeatPlan.parts(specs.get(seat, everyone))
        plan = plan.with_seat(seat, kind=kind, rest=rest, people=names.get(seat, ""))
    return plan
