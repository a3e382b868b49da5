"""`wargame msel`: the list of injects as a planners' sheet, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say, say_line, tell_line
from wargame.errors import SpecError
from wargame.shell_words import shell_word


def msel(
    scenario: Annotated[str, typer.Argument(help="Name or path of a scenario.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new .xlsx or .csv; else CSV on the screen.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Take the injects from this .xlsx or .csv.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A transcript: fills the column Outcome with what came.")
    ] = None,
) -> None:
    """Write the injects of a scenario as a planners' sheet, or take them from one.

    The columns are in the terms of HSEEP. With --from, every fault is named by its cell, the exit code is then 1, and
    nothing is written; else scenario.yaml gets the injects of the sheet, and its comments and all else stay.
    """
    from wargame.scenario.find import find_scenario

    folder = find_scenario(scenario)
    if source is not None:
        if out is not None or record is not None:
            raise SpecError(f"--from {source}: this takes injects in; leave out --out and --record")
        _take(folder, scenario, source)
        return
    from wargame.review.msel.exchange import rows_of
    from wargame.review.msel.sheet_files import csv_of, write_sheet_file
    from wargame.scenario.pack_files import read_pack

    reading, outcomes = read_pack(folder), {}
    if record is not None and reading.pack is not None:
        from wargame.commands.record import opened
        from wargame.review.msel.outcomes import outcomes_of

        outcomes = dict(outcomes_of(opened(record), reading.pack))
    rows = rows_of(reading, outcomes)
    if out is None:
        say(csv_of(rows).replace("\r\n", "\n").rstrip("\n"))
        return
    write_sheet_file(rows, out)
    say_line(f"{len(rows) - 1} inject{'s' * (len(rows) != 2)} in {out}")


def _take(folder: Path, scenario: str, sheet: Path) -> None:
    from wargame.review.msel.exchange import take_back
    from wargame.scenario.find import content_root

    if not Path(scenario).exists() and folder.resolve().is_relative_to(content_root().resolve()):
        raise SpecError(
            f"{scenario} came with the program and stays as it is; `wargame copy {shell_word(scenario)}`, then name it"
        )
    taken = take_back(folder, sheet)
    for heading in taken.left_out:
        tell_line(f"{sheet.name}: the column {heading!r} is no part of a list of injects; it is left out")
    for fault in taken.faults:
        say_line(fault)
    if taken.faults:
        raise typer.Exit(1)
    if taken.after == taken.before:
        say_line(f"{taken.path}: the sheet says what stands there; nothing is changed")
        return
    taken.write()
    told = [f"{word} {', '.join(ids)}" for word, ids in _parts(taken.changed, taken.added, taken.removed) if ids]
    say_line(f"{taken.path}: {'; '.join(told) or 'the order of the injects is another'}")


def _parts(
    changed: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("changed", changed), ("added", added), ("taken out", removed)
