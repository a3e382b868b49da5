"""Parquet: every column says what it means, and what it holds is what other forms hold, digit for digit."""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wargame.batch.parquet_file import needs_of_parquet, parquet_of
from wargame.errors import MissingLibrary
from wargame.transcript.codebook import Heading, column_row, flag, number, text, whole
from wargame.transcript.columns import ColumnTable, of_rows

HEADINGS: Mapping[str, Heading] = {
    "run": text("id of the game"),
    "seed": whole("seed of all chance", "seed"),
    "outcome.trust of \u201cRome\u201d": number("value, at the end of the game", "0-100 × turns"),
    "sealed": flag("whether it is sealed"),
}
ROWS = (
    ("g3f2a19c07be45d8", 999_999_999_999_999, 0.1 + 0.2, True),
    ("g0000000000000001", 1, -1e-310, False),
    ("g0000000000000002", 2, 1.7976931348623157e308, None),
    (None, None, None, True),
)


@pytest.fixture
def table() -> ColumnTable:
    return of_rows("runs", HEADINGS, ROWS)


@pytest.fixture
def polars() -> Any:
    pytest.importorskip("nanoarrow", reason="nanoarrow is not installed; nothing but Parquet needs it")
    return pytest.importorskip("polars", reason="polars is not installed; nothing but Parquet and frames needs it")


def _said(schema: Any) -> Mapping[str, Mapping[str, str]]:
    """Of each column the metadata of its own, as an Arrow schema has them."""
    return {
        name: {key.decode(): words.decode() for key, words in about.items()}
        for name, about in ((field.name, dict(field.metadata.items())) for field in schema.fields)
    }


WANTED = {
    "run": {"meaning": "id of the game"},
    "seed": {"meaning": "seed of all chance", "unit": "seed"},
    "outcome.trust of \u201cRome\u201d": {"meaning": "value, at the end of the game", "unit": "0-100 × turns"},
    "sealed": {"meaning": "whether it is sealed"},
}


def test_every_column_says_its_unit_and_its_meaning(table: ColumnTable, polars: Any) -> None:
    arrow = pytest.importorskip("nanoarrow")
    kept = polars.read_parquet_metadata(io.BytesIO(parquet_of(table)))["ARROW:schema"]
    with arrow.ArrayStream.from_readable(base64.b64decode(kept)) as stream:
        assert _said(stream.schema) == WANTED


def test_a_reader_of_schemas_finds_them_by_column(table: ColumnTable, polars: Any) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed; the program never needs it")
    schema = pyarrow.read_schema(io.BytesIO(parquet_of(table)))
    found = {
        name: {key.decode(): words.decode() for key, words in schema.field(name).metadata.items()}
        for name in schema.names
    }
    assert found == WANTED
    assert list(map(str, schema.types)) == ["large_string", "int64", "double", "bool"]
    assert pyarrow.read_table(io.BytesIO(parquet_of(table))).to_pylist() == table.to_dicts()


def test_the_codebook_stands_in_the_file_as_well(table: ColumnTable, polars: Any) -> None:
    book = [column_row("runs", name, heading, "everybody", "the ledger") for name, heading in HEADINGS.items()]
    made = parquet_of(table, book)
    found = json.loads(polars.read_parquet_metadata(io.BytesIO(made))["codebook"])
    assert {row["name"]: row["unit"] for row in found} == {name: each.unit for name, each in HEADINGS.items()}
    assert "codebook" not in polars.read_parquet_metadata(io.BytesIO(parquet_of(table)))


@pytest.mark.parametrize("reader", ["polars", "duckdb"])
def test_values_and_types_are_those_of_the_table_to_the_last_digit(
    table: ColumnTable, polars: Any, tmp_path: Path, reader: str
) -> None:
    path = tmp_path / "runs.parquet"
    path.write_bytes(parquet_of(table))
    if reader == "polars":
        frame = polars.read_parquet(path)
        rows, types = frame.rows(), list(map(str, frame.dtypes))
        assert types == ["String", "Int64", "Float64", "Boolean"]
    else:
        duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed; no part of the program needs it")
        read = duckdb.sql(f"SELECT * FROM '{path}'")
        rows, types = read.fetchall(), list(map(str, read.types))
        assert types == ["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"]
    assert list(rows) == list(table.rows())


def test_the_same_table_gives_the_same_bytes(table: ColumnTable, polars: Any) -> None:
    assert len({parquet_of(table) for _ in range(20)}) == 1
    assert parquet_of(of_rows("runs", HEADINGS, ROWS)) == parquet_of(table)


def test_a_table_without_rows_keeps_its_columns_and_what_they_mean(polars: Any) -> None:
    made = io.BytesIO(parquet_of(of_rows("runs", HEADINGS, [])))
    assert polars.read_parquet(made).schema == of_rows("runs", HEADINGS, []).to_polars().schema


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ("polars", "polars is not installed, and Parquet needs it: `pip install polars nanoarrow`; --form csv needs"),
        (
            "nanoarrow",
            "nanoarrow is not installed, and Parquet needs it beside polars: `pip install nanoarrow`; --form",
        ),
    ],
)
def test_what_is_missing_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, polars: Any, lacks: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, lacks, None)
    with pytest.raises(MissingLibrary, match=re.escape(said)):
        needs_of_parquet()


def test_a_polars_that_is_too_old_is_named_with_its_version(monkeypatch: pytest.MonkeyPatch, polars: Any) -> None:
    def write_parquet(self: object, file: object, *, metadata: object = None) -> None: ...

    old = SimpleNamespace(__version__="1.37.1", DataFrame=SimpleNamespace(write_parquet=write_parquet))
    monkeypatch.setitem(sys.modules, "polars", old)
    with pytest.raises(MissingLibrary, match=r"polars 1\.37\.1 is installed, and Parquet needs 1\.38 or newer"):
        needs_of_parquet()
