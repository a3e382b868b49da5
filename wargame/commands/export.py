"""`wargame export`: a game as tables, and the codebook that says what stands in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import tell
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
) -> None:
    """Write a game as CSV tables, or the codebook.

    The codebook explains every column of every table and every variable.
    """
    from wargame.transcript.codebook import TABLES, codebook_rows
    from wargame.transcript.columns import write_csv
    from wargame.transcript.export import rows_of

    if not codebook and table not in TABLES:
        raise SpecError(f"--table {table}: this must be one of {', '.join(TABLES)}")
    if not codebook and file is None:
        raise SpecError("export needs a transcript (.jsonl); --codebook alone needs none")
    if out is not None and out.exists():
        raise SpecError(f"--out {out}: the file exists; name one that does not exist yet")
    if codebook:
        rows = codebook_rows()
    else:
        from wargame.commands.record import opened

        assert file is not None
        assert table is not None
        rows = rows_of(opened(file), table, seat)
    if out is None:
        count = write_csv(rows, sys.stdout)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", newline="", encoding="utf-8") as target:
            count = write_csv(rows, target)
    tell(f"{count} rows" + (f" in {out}" if out else ""))
