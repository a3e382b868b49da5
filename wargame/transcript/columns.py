"""A table as typed columns: numbers are numbers, what is missing is None, and every column says what it means.

It needs no library; polars and pandas are loaded only by whoever converts to them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from wargame.core.plain_text import plain
from wargame.errors import MissingLibrary, SpecError
from wargame.transcript.codebook import Heading, Row, Type

Value = str | int | float | bool | None
POLARS = {"text": "String", "integer": "Int64", "number": "Float64", "flag": "Boolean"}
PANDAS = {"text": "string", "integer": "Int64", "number": "Float64", "flag": "boolean"}
READ: Mapping[Type, type] = {"text": str, "integer": int, "number": float, "flag": bool}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212")
BLANKS = " \u00a0\u3000"
"""Blanks that some sheets take away before they look."""
"""What a text begins with that a sheet takes for a formula, wide signs among them, or may strip to come to one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its cells and what they mean. It can be looped over, counted and indexed as its cells can."""

    name: str
    type: Type
    """`text`, `integer`, `number` or `flag`: cells are `str`, `int`, `float` or `bool`, or None where missing."""
    unit: str
    """Such as `turn`, `s` or `tokens`; of a count what is counted; empty for words and flags."""
    meaning: str
    values: tuple[Value, ...]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __getitem__(self, at: int) -> Value:
        return self.values[at]


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """Columns of one length under different names. `len(table)` is its number of rows, `table["name"]` a column."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise SpecError(f"table {self.name} has no column {name!r}; its columns are {', '.join(self.names)}")

    def __repr__(self) -> str:
        return f"<ColumnTable {self.name}: {len(self)} rows of {', '.join(self.names)}>"

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows as tuples, in the order of the columns; None where a cell is missing."""
        return zip(*(column.values for column in self.columns), strict=True)

    def to_dicts(self) -> list[dict[str, Value]]:
        """The rows, each as a mapping of column to cell; missing cells are there as None."""
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in self.rows()]

    def to_csv(self, path: str | Path | None = None) -> str:
        """The table as CSV with a heading; with `path` it is also written there, over whatever stood there.

        A missing cell is empty, a flag is 1 or 0. Words stand as they were written, as `wargame export --raw` has them;
        a sheet would take some for formulas, which `wargame export` prevents. OSError if `path` cannot be written.
        """
        target = io.StringIO()
        write_csv([self.names, *self.rows()], target)
        if path is not None:
            Path(path).write_text(target.getvalue(), encoding="utf-8", newline="")
        return target.getvalue()

    def to_polars(self) -> Any:
        """The table as a `polars.DataFrame`; MissingLibrary if polars is not installed."""
        polars = _library("polars")
        schema = {column.name: getattr(polars, POLARS[column.type]) for column in self.columns}
        return polars.DataFrame({column.name: column.values for column in self.columns}, schema=schema)

    def to_pandas(self) -> Any:
        """The table as a `pandas.DataFrame` whose columns may hold `pandas.NA`; MissingLibrary without pandas.

        Its `attrs` have `units` and `meanings` by column.
        """
        pandas = _library("pandas")
        made = {column.name: pandas.array(list(column), dtype=PANDAS[column.type]) for column in self.columns}
        frame = pandas.DataFrame(made)
        frame.attrs["units"] = {column.name: column.unit for column in self.columns}
        frame.attrs["meanings"] = {column.name: column.meaning for column in self.columns}
        return frame


def of_rows(name: str, headings: Mapping[str, Heading], rows: Iterable[Row]) -> ColumnTable:
    """A table from its rows, each cell of the type that its heading says; the rows come without a heading.

    ValueError for a row of another length than the headings, or words where a number is wanted.
    """
    cells: Sequence[list[Value]] = [[] for _ in headings]
    types = [READ[heading.type] for heading in headings.values()]
    for row in rows:
        for cell, type_, into in zip(row, types, cells, strict=True):
            into.append(None if cell is None else type_(cell))
    columns = zip(headings.items(), cells, strict=True)
    return ColumnTable(name, tuple(Column(key, h.type, h.unit, h.meaning, tuple(found)) for (key, h), found in columns))


def for_a_sheet(row: Sequence[object]) -> tuple[object, ...]:
    """A row that a sheet can open: an apostrophe before what it would take for a formula, and no steering characters.

    Numbers are left as they are: -1 is no formula.
    """
    return tuple(_harmless(cell) if isinstance(cell, str) else cell for cell in row)


def _harmless(text: str) -> str:
    return ("'" if text.lstrip(BLANKS).startswith(FORMULA) else "") + "\t".join(map(plain, text.split("\t")))


def write_csv(rows: Iterable[Sequence[object]], target: TextIO, end: str = "\n") -> int:
    """Write rows, the heading first, as CSV; gives the number of rows beside the heading. `end` ends each line."""
    writer, count = csv.writer(target, lineterminator=end), 0
    for row in rows:
        writer.writerow([int(cell) if isinstance(cell, bool) else cell for cell in row])
        count += 1
    return max(count - 1, 0)


@contextmanager
def as_text(target: BinaryIO, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file of bytes to be written as text in the block, as `write_csv` wants it; it stays open for its owner."""
    text = io.TextIOWrapper(target, encoding, "backslashreplace", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingLibrary(
            f"{name} is not installed, and this conversion needs it: `pip install {name}`; "
            "to_dicts() and to_csv() need nothing"
        ) from None
