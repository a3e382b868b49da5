"""`wargame balance`: what a scenario is worth as a game, for whoever writes one."""

from __future__ import annotations

import json as text
import os
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import chosen, options
from wargame.commands.output import answer, say, tell
from wargame.commands.places import check_new, check_writable
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.paired.rows import GameRow
    from wargame.transcript.references import References
    from wargame.transcript.setup import GameSetup

QUICK = 8
"""Seeds of a quick look."""


def balance(
    scenario: Annotated[str, typer.Argument(help="Name or path of a scenario.")],
    seats: options.VariantOption = None,
    seeds: Annotated[int | None, typer.Option(min=2, help="Games of each kind; 200, or 8 with --quick.")] = None,
    first: Annotated[int, typer.Option(min=0, help="The first seed; others give fresh games.")] = 1,
    quick: Annotated[bool, typer.Option("--quick", help="Few seeds; only passing beside the scripts.")] = False,
    turns: options.TurnsOption = None,
    param: options.ParameterOption = [],
    workers: Annotated[int, typer.Option(min=1, help="Processes that play.")] = os.cpu_count() or 1,
    write: Annotated[bool, typer.Option("--write", help="Lay references of scores beside it instead.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the measures here too, as JSON.")] = None,
    json: options.JsonOption = False,
) -> None:
    """Measure a scenario as a game.

    Does play matter, what is used, how does it end, do facts agree? Scripts play among themselves, and each seat is
    played otherwise instead. Ctrl-C measures the games so far. Exit code 1: a doctrine that is no better than passing
    or better without a main order, too few strategies, wins or endings out of bounds, a fact out of its band, a pact
    twice in force, or a game that failed.
    """
    from wargame.balance.report import measure
    from wargame.present.balance_rows import lines
    from wargame.table.opening import choose
    from wargame.transcript.private import write_shared

    if out is not None and write:
        raise SpecError(f"--out {out}: --write lays its files beside the scenario; give either")
    if out is not None:
        check_new("--out", out)
    setup = choose(scenario, variant=seats, turns=turns, overrides=chosen.parameters_of(param))
    numbers = range(first, first + (seeds or (QUICK if quick else 200)))
    if write:
        _written(setup, scenario, numbers, workers, json)
        return
    found = measure(
        setup,
        scenario,
        numbers,
        quick=quick,
        workers=workers,
        progress=progress,
        broken_off=lambda: tell("\nbroken off; what was played is measured"),
    )
    if json:
        answer(found.as_data())
    else:
        for line in lines(found):
            say(line)
    if out is not None:
        write_shared(out, f"{text.dumps(found.as_data(), ensure_ascii=False, indent=1)}\n".encode())
    if found.faults:
        raise typer.Exit(1)


def _written(setup: GameSetup, scenario: str, seeds: range, workers: int, json: bool) -> None:
    """Make references and lay them beside the scenario; a seat whose two references do not lie apart is a fault.

    What the same games say of the scenario is kept beside them, for the tables of documents.
    """
    from dataclasses import asdict, replace

    from wargame.balance.facts import bands_of, readings
    from wargame.balance.kept import BALANCE_FILE, keep, kept, kept_of
    from wargame.balance.reference_games import reference_games, references_from
    from wargame.balance.report import of_rows
    from wargame.scenario.find import find_scenario
    from wargame.transcript.references import REFERENCES_FILE, store, stored

    bands = bands_of(scenario)
    kept(scenario)
    for name in (REFERENCES_FILE, BALANCE_FILE):
        check_writable("--write", find_scenario(scenario) / name)
    stored(find_scenario(scenario) / REFERENCES_FILE)
    try:
        rows = reference_games(setup, seeds, readings=readings(bands), workers=workers, progress=progress)
    except KeyboardInterrupt:
        tell("\nbroken off; nothing was written")
        raise typer.Exit(130) from None
    made = references_from(setup, rows)
    placed = [replace(row, places=made.places(row.scores)) for row in rows]
    path = store(scenario, made)
    beside = keep(scenario, kept_of(of_rows(setup, bands, placed), made.key))
    if json:
        answer({"file": str(path), **asdict(made)})
    else:
        for line in _told(made):
            say(line)
        say(f"written to {path} and {beside}")
    if any(not each.apart for each in made.seats.values()):
        raise typer.Exit(1)


def _told(made: References) -> list[str]:
    lines = [f"{'Seat':<16}{'passing, 0':>12}{'best, 100':>12}  player"]
    for seat, each in made.seats.items():
        said = "" if each.apart else "; not apart: a fault"
        lines.append(f"{seat:<16}{each.passing:>12.1f}{each.best:>12.1f}  {each.player}{said}")
    return lines


class GamesDone:
    """A line that overwrites itself on a terminal: games, how fast, how long yet; nothing where nobody watches."""

    def __init__(self) -> None:
        """The clock starts with the first game that ends."""
        self._begun = 0.0

    def __call__(self, done: int, of: int, row: GameRow) -> None:
        """A game has ended; with the first of a number of games the clock starts anew."""
        now = monotonic()
        if done == 1:
            self._begun = now
        if sys.stderr.isatty():
            end = "\n" if done == of else ""
            print(f"\r{games_done(done, of, now - self._begun):<72}", end=end, file=sys.stderr, flush=True)


def games_done(done: int, of: int, seconds: float, *, rests: bool = False) -> str:
    """How far games are, at what rate, and what is left at that rate; `seconds` since the first of them ended.

    While it rests, because games are not begun, nothing is said of what is left.
    """
    told = f"{done} of {of} games"
    if done < 2 or seconds <= 0:
        return told
    rate = (done - 1) / seconds
    left = (of - done) / rate
    speed = f"{rate:.1f} a second" if rate >= 1 else f"one in {1 / rate:.0f} s"
    if rests:
        return f"{told}, {speed}"
    return f"{told}, {speed}" + (f", {left / 60:.0f} min left" if left >= 90 else f", {left:.0f} s left")


progress = GamesDone()
"""Told of every game that ends, in all commands that play many."""
