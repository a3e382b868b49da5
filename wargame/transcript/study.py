"""All tables of the games of a study as files of one folder: each row with its game and line, a codebook, the limits.

CSV has no place for remarks that R, pandas and Stata would all pass over, so codebook and limits are tables of their
own beside the data. JSON has all of it in one object.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.transcript.codebook import HEAD, TABLES, Heading, Row, codebook_rows, column_row, text, whole
from wargame.transcript.columns import for_a_sheet, write_csv
from wargame.transcript.consent import kept_in
from wargame.transcript.export import rows_of
from wargame.transcript.limits import LIMITS, limits_of
from wargame.transcript.new_folder import new_folder, write_safe
from wargame.transcript.verify import Replayed

StudyForm = Literal["csv", "json", "jsonl"]
STUDY_FORMS: tuple[StudyForm, ...] = get_args(StudyForm)
COMMON: Mapping[str, Heading] = {
    "game": text("id of the game, as its first line has it: one for each record of the study"),
    "line": whole("line of the record that the row rests on, from 1; empty in a seat's export", "line", 1),
}
"""What every row of a study begins with."""


def headings_of(table: str) -> Mapping[str, Heading]:
    """The columns of a table of a study: `COMMON`, then its own."""
    return {**COMMON, **{name: heading for name, heading in TABLES[table].items() if name != "line"}}


def study_rows(game: Replayed, table: str, seat: str = CONTROL) -> Iterator[Row]:
    """One table of one game row by row, without a heading, in the order of `headings_of`; SpecError as `rows_of`."""
    lines, names = _lines(game, table), tuple(TABLES[table])
    _, *rows = rows_of(game, table, seat)
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        line = None if seat != CONTROL else cells.pop("line", None) or lines(cells)
        yield (_game(game), line, *(cells[name] for name in names if name != "line"))


def _game(game: Replayed) -> str:
    return str(game.record.header.data["game"])


def _lines(game: Replayed, table: str) -> Callable[[Mapping[str, object]], int | None]:
    """What gives the line of a row from its cells: the last one of that name, which is the one that stands."""
    kind = {"decisions": "decision", "plans": "decision", "deviations": "override"}.get(table, "event")
    if table == "calls":
        return lambda cells: int(str(cells["n"]))
    if table == "measures":
        clock = (entry for entry in game.record.entries if entry.kind == "clock")
        ends = {entry.turn: entry.n for entry in clock if entry.data.get("what") == "turn_end"}
        opening = next((entry.n for entry in game.record.entries if entry.kind == "event"), 1)
        return lambda cells: ends.get(int(str(cells["turn"])), opening if cells["turn"] == 0 else None)
    if table == "agreements":
        signed = {
            str(put["entity"]["id"]): entry.n
            for entry in game.record.entries
            if entry.kind == "event"
            for put in entry.data.get("puts", ())
            if put.get("table") == "agreements"
        }
        return lambda cells: signed.get(str(cells["id"]))
    named = {str(entry.data.get("id")): entry.n for entry in game.record.entries if entry.kind == kind}
    return lambda cells: named.get(str(cells["id"]))


def study_codebook(tables: Sequence[str]) -> Iterator[Row]:
    """The codebook of a study, headings (`HEAD`) first: all columns of these tables, all variables, all limits."""
    known = {str(row[0]): (row[-2], row[-1]) for row in codebook_rows()}
    yield HEAD
    for table in tables:
        for name, heading in headings_of(table).items():
            who, where = known[table]
            yield column_row(table, name, heading, str(who), str(where))
    yield from (row for row in codebook_rows() if row[0] == "variables")
    for name, heading in LIMITS.items():
        yield column_row("limits", name, heading, "everybody", "the records of the study")


def write_study(
    games: Sequence[Replayed],
    folder: Path,
    form: StudyForm = "csv",
    *,
    tables: Iterable[str] = TABLES,
    seat: str = CONTROL,
    kept_private: int = 0,
    raw: bool = False,
) -> Mapping[str, int]:
    """Write a new folder of a study and give the number of rows of each table.

    CSV and JSON lines make a file a table, with `codebook` and `limits` beside; JSON makes one, `study.json`. Words
    that a sheet would take for a formula are made harmless in CSV unless `raw`. SpecError for a game, a
    folder that is there already, a table or a seat that is not; TranscriptError if it cannot be written.
    """
    wanted = tuple(dict.fromkeys(tables))
    if strange := [name for name in wanted if name not in TABLES]:
        raise SpecError(f"table {strange[0]!r}: this must be one of {', '.join(TABLES)}")
    ids = [_game(game) for game in games]
    if twice := next((game for game in games if ids.count(_game(game)) > 1), None):
        raise SpecError(f"{twice.record.path}: the game {_game(twice)[:12]} is there twice: name each game once")
    told: Callable[[Row], Row] = kept_in if kept_private else tuple
    found = {
        name: [
            dict(zip(headings_of(name), told(row), strict=True))
            for game in games
            for row in study_rows(game, name, seat)
        ]
        for name in wanted
    }
    head, *book = study_codebook(wanted)
    books = [dict(zip(map(str, head), row, strict=True)) for row in book]
    limits = limits_of(games, seat, kept_private)
    rows = {**found, "codebook": books, "limits": [{"item": name, "value": value} for name, value in limits.items()]}
    with new_folder(folder) as staged:
        if form == "json":
            whole_ = {"limits": limits, "codebook": books, "tables": found}
            write_safe(staged / "study.json", _json(whole_) + b"\n")
        for name, each in rows.items() if form != "json" else ():
            columns = ("item", "value") if name == "limits" else tuple(map(str, head)) if name == "codebook" else ()
            content = _csv(columns or tuple(headings_of(name)), each, raw) if form == "csv" else _lined(each)
            write_safe(staged / f"{name}.{form}", content)
    return {name: len(each) for name, each in found.items()}


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]], raw: bool) -> bytes:
    target = io.StringIO()
    cells = _cells(columns, rows)
    write_csv(cells if raw else map(for_a_sheet, cells), target)
    return target.getvalue().encode(errors="backslashreplace")


def _cells(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Iterator[Sequence[object]]:
    yield columns
    yield from (tuple(row.values()) for row in rows)


def _lined(rows: Sequence[Mapping[str, object]]) -> bytes:
    return b"".join(_json(row) + b"\n" for row in rows)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode(errors="backslashreplace")
