"""`wargame export`: games as tables, and the codebook that says what stands in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import borne, say_line, tell_line
from wargame.commands.places import check_new
from wargame.core.ids import CONTROL
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.transcript.verify import Replayed


def export(
    files: Annotated[list[Path] | None, typer.Argument(help="A transcript; several with --study.")] = None,
    table: Annotated[
        str | None,
        typer.Option(help="events, decisions, messages, agreements, measures, plans, notes, deviations or calls."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new CSV file; standard output unless said, and with -.")] = None,
    seat: Annotated[str, typer.Option(help="Only what this seat may know; control knows all.")] = "control",
    study: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A new folder: all tables of all games, codebook and limits.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="With --study: csv, json or jsonl.")] = "csv",
    codebook: Annotated[bool, typer.Option("--codebook", help="All variables and all columns, explained.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Words exactly as written, formulas and all.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="With the mark by which Excel reads UTF-8.")] = False,
    inspect: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A new log of Inspect AI, FILE.eval, with every call of a model."),
    ] = None,
) -> None:
    """Write a game as CSV tables, or the games of a study, or the codebook.

    With --study each row has its game and line, and the limits stand beside: how many games, models by name, the share
    of AI seats; games without people are headed simulation. --table then names the only table.
    The codebook explains every column of every table and every variable. Words that a sheet would take for a formula
    get an apostrophe before them, and control characters are shown by number, unless --raw is given.
    """
    from wargame.core.plain_text import plain_line
    from wargame.transcript.codebook import TABLES, codebook_rows
    from wargame.transcript.columns import as_text, for_a_sheet, write_csv
    from wargame.transcript.export import rows_of
    from wargame.transcript.private import OWNER, SHARED, private_file

    file = files[0] if files else None
    if inspect is not None:
        _inspect(files or [], inspect, table or study or codebook or out)
        return
    if study is not None:
        _study(files or [], study, form, table, seat, raw)
        return
    if files and len(files) > 1:
        raise SpecError("several transcripts make a study: name a new folder with --study")
    if form != "csv":
        raise SpecError(f"--format {form}: a single table is CSV; --study FOLDER writes other forms")
    if not codebook and file is None:
        raise SpecError("export needs a transcript (.jsonl); --codebook alone needs none")
    if not codebook and table is None:
        raise SpecError(f"--table is missing: name one of {', '.join(TABLES)}")
    if not codebook and table not in TABLES:
        raise SpecError(f"--table {table}: this must be one of {', '.join(TABLES)}")
    out = None if out == Path("-") else out
    if out is not None:
        check_new("--out", out)
    rows: Iterable[Sequence[object]]
    limits: tuple[str, ...] = ()
    if codebook:
        rows = codebook_rows()
    else:
        from wargame.commands.record import opened

        assert file is not None
        assert table is not None
        from wargame.transcript.consent import kept_in, without_private

        game, kept = without_private(opened(file), (seat,))
        limits = _limits(game, seat, kept)
        rows = rows_of(game, table, seat)
        rows = map(kept_in, rows) if kept else rows
    if not raw:
        rows = map(for_a_sheet, rows)
    end = "\r\n" if excel else "\n"
    if out is not None:
        shared = codebook or seat != CONTROL
        encoding = "utf-8-sig" if excel else "utf-8"
        with (
            private_file(out, new=True, mode=SHARED if shared else OWNER) as target,
            as_text(target, encoding) as written,
        ):
            count = write_csv(rows, written, end)
        for line in (f"{count} rows in {out}", *limits):
            tell_line(line)
        return
    with borne(sys.stdout):
        if sys.stdout.isatty():
            rows, end = ([plain_line(c) if isinstance(c, str) else c for c in row] for row in rows), "\n"
        elif excel:
            sys.stdout.write("\ufeff")
        for line in (f"{write_csv(rows, sys.stdout, end)} rows", *limits):
            tell_line(line)


def _limits(game: Replayed, seat: str, kept: int) -> tuple[str, ...]:
    """What a single table can show, in lines beside it."""
    from wargame.transcript.limits import limits_of

    found = limits_of([game], seat, kept)
    models = f" ({found['models']})" if found["models"] else ""
    share = f"{100 * float(str(found['share_of_ai'])):.0f} %" if found["share_of_ai"] is not None else "none"
    told = f"{found['heading']}: n = {found['n']}; share of AI seats {share}{models}; {found['remark']}"
    agreed = f"{kept} texts that people wrote in private are kept: `wargame consent` says who agreed to show theirs"
    return (told, agreed) if kept else (told,)


def _inspect(files: Sequence[Path], path: Path, other: object) -> None:
    from wargame.commands.record import opened
    from wargame.evaluation.inspect_log import write_inspect_log

    if len(files) != 1 or other:
        raise SpecError(
            f"--inspect {path}: this writes one game, whole, as a log of Inspect; name one transcript alone"
        )
    check_new("--inspect", path)
    made = write_inspect_log(opened(files[0]), path)
    tell_line(f"{made.calls} calls of models at {', '.join(made.seats)} in {made.path}")
    tell_line("this is control's view: it holds the prompts of all seats, with what each knew in secret")


def _study(files: Sequence[Path], folder: Path, form: str, table: str | None, seat: str, raw: bool) -> None:
    from wargame.commands.record import opened
    from wargame.transcript.codebook import TABLES
    from wargame.transcript.consent import without_private
    from wargame.transcript.study import STUDY_FORMS, write_study

    if not files:
        raise SpecError("--study needs transcripts (.jsonl)")
    chosen = next((each for each in STUDY_FORMS if each == form), None)
    if chosen is None:
        raise SpecError(f"--format {form}: this must be one of {', '.join(STUDY_FORMS)}")
    shown = [without_private(opened(file), (seat,)) for file in files]
    games, kept = [game for game, _ in shown], sum(count for _, count in shown)
    wanted = TABLES if table is None else (table,)
    counts = write_study(games, folder, chosen, tables=wanted, seat=seat, kept_private=kept, raw=raw)
    for name, count in counts.items():
        say_line(f"{folder}: {name}: {count} rows")
    tell_line(f"{len(games)} games; what each column means stands in the codebook, what this can show in the limits")
