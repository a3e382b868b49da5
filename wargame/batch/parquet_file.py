"""A table as Parquet: typed columns that each say what they mean, and the codebook of all of them.

Columns are written by polars. What a column means is metadata of its field in the Arrow schema that stands in the file;
polars takes that schema from whoever can export one, here nanoarrow.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from inspect import signature
from typing import Any

from wargame.errors import MissingLibrary
from wargame.libraries import library
from wargame.transcript.codebook import HEAD, Row, Type
from wargame.transcript.columns import Column, ColumnTable

ARROW: Mapping[Type, str] = {"text": "LARGE_STRING", "integer": "INT64", "number": "DOUBLE", "flag": "BOOL"}
"""Types of columns as polars writes them, by their names in nanoarrow."""
WITHOUT = "--form csv needs nothing"


def needs_of_parquet() -> tuple[Any, Any]:
    """Polars and nanoarrow; MissingLibrary where one is not installed, or polars cannot say yet what columns mean."""
    polars = library("polars", "polars", "Parquet needs it", "polars nanoarrow", WITHOUT)
    arrow = library("nanoarrow", "nanoarrow", "Parquet needs it beside polars", else_=WITHOUT)
    if "arrow_schema" not in signature(polars.DataFrame.write_parquet).parameters:
        here = f"polars {polars.__version__} is installed, and Parquet needs 1.38 or newer"
        raise MissingLibrary(f"{here}: `pip install -U polars`; {WITHOUT}")
    return polars, arrow


def parquet_of(table: ColumnTable, book: Sequence[Row] = ()) -> bytes:
    """The table as a file: the same table gives the same bytes.

    `book` are the rows of the codebook, which stand in the metadata of the file as `codebook`, in JSON. Each column has
    `meaning` as metadata of its own, and `unit` where it has one. MissingLibrary as `needs_of_parquet` raises it.
    """
    _, arrow = needs_of_parquet()
    target = io.BytesIO()
    meanings = [dict(zip(map(str, HEAD), row, strict=True)) for row in book]
    about = {"codebook": json.dumps(meanings, ensure_ascii=False)} if meanings else None
    fields = {column.name: _field(arrow, column) for column in table.columns}
    table.to_polars().write_parquet(target, metadata=about, arrow_schema=arrow.struct(fields))
    return target.getvalue()


def _field(arrow: Any, column: Column) -> Any:
    said = {"unit": column.unit, "meaning": column.meaning}
    about = {name: words for name, words in said.items() if words}
    return arrow.Schema(getattr(arrow.Type, ARROW[column.type]), metadata=about)
