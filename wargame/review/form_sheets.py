"""Tables of marks and of answers as CSV beside a record, each with a codebook that says what its columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from wargame.errors import SpecError
from wargame.transcript.columns import ColumnTable, as_text, for_a_sheet, write_csv
from wargame.transcript.private import private_file

HEAD = ("column", "type", "unit", "meaning")


def write_sheet(table: ColumnTable, record: Path, what: str, out: Path | None = None) -> str:
    """Write a table and its codebook into two new files, their owner's alone; a sentence says where and how many rows.

    They lie beside the record as `NAME.WHAT.csv` and `NAME.WHAT-codebook.csv`, or at `out` and beside it. SpecError,
    and nothing is written, if one of them exists; also if they cannot be written.
    """
    place = out or record.with_name(f"{record.stem}.{what}.csv")
    book = place.with_name(f"{place.stem}-codebook.csv")
    for each in (place, book):
        if each.exists():
            raise SpecError(f"{each}: the file exists; move it away, or name another with --out")
    rows = _written(place, (table.names, *zip(*(column.values for column in table.columns), strict=True)))
    _written(book, codebook(table))
    return f"{rows} row{'s' * (rows != 1)} in {place}, their columns explained in {book.name}"


def free_place(record: Path, what: str) -> Path:
    """Where the next sheet can lie beside the record: `NAME.WHAT.csv`, then `NAME.WHAT-2.csv` and on."""
    names = (f"{record.stem}.{what}{f'-{number}' if number > 1 else ''}" for number in count(1))
    return next(
        record.with_name(f"{name}.csv")
        for name in names
        if not any(record.with_name(f"{name}{end}.csv").exists() for end in ("", "-codebook"))
    )


def codebook(table: ColumnTable) -> Iterator[tuple[str, ...]]:
    """What each column of a table holds, headings first."""
    yield HEAD
    for column in table.columns:
        yield (column.name, column.type, column.unit, column.meaning)


def _written(place: Path, rows: Iterable[Sequence[object]]) -> int:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with private_file(place, new=True) as target, as_text(target) as file:
            return write_csv(map(for_a_sheet, rows), file)
    except OSError as fault:
        raise SpecError(f"{place}: cannot be written ({fault.strerror})") from None
