"""`wargame export`: a game as tables, and the codebook that says what stands in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import borne, tell_line
from wargame.commands.places import check_new
from wargame.core.ids import CONTROL
from wargame.errors import SpecError


def export(
    file: Annotated[Path | None, typer.Argument(help="A transcript; --codebook needs none.")] = None,
    table: Annotated[
        str | None,
        typer.Option(help="events, decisions, messages, agreements, measures, plans, deviations or calls."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new CSV file; standard output unless said.")] = None,
    seat: Annotated[str, typer.Option(help="Only what this seat may know; control knows all.")] = "control",
    codebook: Annotated[bool, typer.Option("--codebook", help="All variables and all columns, explained.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Words exactly as written, formulas and all.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="With the mark by which Excel reads UTF-8.")] = False,
) -> None:
    """Write a game as CSV tables, or the codebook.

    The codebook explains every column of every table and every variable. Words that a sheet would take for a formula
    get an apostrophe before them, and control characters are shown by number, unless --raw is given.
    """
    from wargame.core.plain_text import plain_line
    from wargame.transcript.codebook import TABLES, codebook_rows
    from wargame.transcript.columns import as_text, for_a_sheet, write_csv
    from wargame.transcript.export import rows_of
    from wargame.transcript.private import OWNER, SHARED, private_file

    if not codebook and file is None:
        raise SpecError("export needs a transcript (.jsonl); --codebook alone needs none")
    if not codebook and table is None:
        raise SpecError(f"--table is missing: name one of {', '.join(TABLES)}")
    if not codebook and table not in TABLES:
        raise SpecError(f"--table {table}: this must be one of {', '.join(TABLES)}")
    if out is not None:
        check_new("--out", out)
    rows: Iterable[Sequence[object]]
    if codebook:
        rows = codebook_rows()
    else:
        from wargame.commands.record import opened

        assert file is not None
        assert table is not None
        rows = rows_of(opened(file), table, seat)
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
        tell_line(f"{count} rows in {out}")
        return
    with borne(sys.stdout):
        if sys.stdout.isatty():
            rows, end = ([plain_line(c) if isinstance(c, str) else c for c in row] for row in rows), "\n"
        elif excel:
            sys.stdout.write("\ufeff")
        tell_line(f"{write_csv(rows, sys.stdout, end)} rows")
