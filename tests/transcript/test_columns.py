"""Tables as typed columns: numbers are numbers, what is missing is missing, and both survive every conversion."""

from __future__ import annotations

import asyncio
import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from wargame.errors import MissingLibrary, SpecError
from wargame.table.opening import choose, new_game
from wargame.transcript.codebook import TABLES, flag, number, text, whole
from wargame.transcript.columns import ColumnTable, of_rows, write_csv
from wargame.transcript.export import rows_of, table_of
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, replay, verify

HEADINGS = {
    "who": text("a name"),
    "turn": whole("when", "turn"),
    "value": number("how much", "points"),
    "secret": flag("whether"),
}
ROWS = [("rome", 1, 2.5, True), (None, None, None, None), ("a,b", 0, 3, False)]
SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-qwen-1.5b.jsonl"


@pytest.fixture
def small() -> ColumnTable:
    return of_rows("small", HEADINGS, ROWS)


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    path = tmp_path_factory.mktemp("columns") / "game.jsonl"
    asyncio.run(new_game(choose("between-the-giants", variant="core", seed=7, turns=3), path, sync="end").play())
    return verify(path)


def test_a_column_says_what_it_holds_and_can_be_read_like_a_list(small: ColumnTable) -> None:
    column = small["value"]
    assert (column.type, column.unit, column.meaning) == ("number", "points", "how much")
    assert list(column) == [2.5, None, 3.0]
    assert isinstance(column[2], float)
    assert (len(small), len(column), small.names) == (3, 3, ("who", "turn", "value", "secret"))


def test_an_unknown_column_is_answered_with_those_there_are(small: ColumnTable) -> None:
    with pytest.raises(SpecError, match="no column 'valeu'; its columns are who, turn, value, secret"):
        small["valeu"]


def test_rows_and_dicts_keep_what_is_missing(small: ColumnTable) -> None:
    assert list(small.rows())[1] == (None, None, None, None)
    assert small.to_dicts()[0] == {"who": "rome", "turn": 1, "value": 2.5, "secret": True}


def test_csv_leaves_out_what_is_missing_and_writes_flags_as_numbers(small: ColumnTable, tmp_path: Path) -> None:
    wanted = 'who,turn,value,secret\nrome,1,2.5,1\n,,,\n"a,b",0,3.0,0\n'
    assert small.to_csv() == wanted
    assert small.to_csv(str(tmp_path / "small.csv")) == wanted
    assert (tmp_path / "small.csv").read_text() == wanted


def test_a_table_without_rows_still_has_its_columns() -> None:
    empty = of_rows("empty", HEADINGS, [])
    assert (len(empty), empty.names, empty.to_dicts()) == (0, tuple(HEADINGS), [])
    assert empty.to_csv() == "who,turn,value,secret\n"


def test_a_row_that_does_not_fit_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        of_rows("small", HEADINGS, [("rome", 1)])


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("seat", ["control", "paris"])
def test_every_cell_of_an_export_is_of_its_columns_type_or_missing(replayed: Replayed, table: str, seat: str) -> None:
    kinds = {"text": (str,), "integer": (int,), "number": (int, float), "flag": (bool,)}
    heading, *rows = rows_of(replayed, table, seat)
    assert heading == tuple(TABLES[table])
    for row in rows:
        for cell, (name, about) in zip(row, TABLES[table].items(), strict=True):
            assert cell is None or type(cell) in kinds[about.type], (name, cell)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_as_columns_and_its_rows_give_the_same_csv(table: str) -> None:
    game, target = replay(read(SHIPPED)), io.StringIO()
    write_csv(rows_of(game, table), target)
    found = table_of(game, table)
    assert found.to_csv() == target.getvalue()
    assert len(found) == len(list(csv.reader(io.StringIO(target.getvalue())))) - 1


def test_plans_hold_what_a_seat_wrote_for_itself_and_are_shown_to_that_seat_alone() -> None:
    game = replay(read(SHIPPED))
    plans = table_of(game, "plans")
    models = {made.seat for made in game.decisions.values() if made.player.startswith("llm:")}
    assert set(plans["seat"]) == models
    assert all(row["plan"] or row["notebook"] for row in plans.to_dicts())
    for seat in set(plans["seat"]):
        assert set(table_of(game, "plans", str(seat))["seat"]) == {seat}


def test_nothing_is_loaded_for_a_conversion_that_nobody_asked_for() -> None:
    code = (
        "import sys, wargame.transcript.columns\n"
        "found = {'polars', 'pandas', 'numpy'} & set(sys.modules)\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_a_missing_library_is_named_with_the_way_to_get_it(
    small: ColumnTable, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingLibrary, match=f"`pip install {library}`"):
        getattr(small, f"to_{library}")()


@pytest.mark.slow
def test_polars_gets_the_types_and_the_gaps(small: ColumnTable) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed; no part of the program needs it")
    frame = small.to_polars()
    assert frame.schema == {
        "who": polars.String,
        "turn": polars.Int64,
        "value": polars.Float64,
        "secret": polars.Boolean,
    }
    assert frame.rows() == [("rome", 1, 2.5, True), (None, None, None, None), ("a,b", 0, 3.0, False)]
    assert of_rows("empty", HEADINGS, []).to_polars().schema == frame.schema


@pytest.mark.slow
def test_pandas_gets_the_types_and_the_gaps(small: ColumnTable) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed; no part of the program needs it")
    frame = small.to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["string", "Int64", "Float64", "boolean"]
    assert frame["value"].isna().tolist() == [False, True, False]
    assert frame["value"].sum() == 5.5
    assert frame.iloc[0].tolist() == ["rome", 1, 2.5, True]
    assert pandas.DataFrame.equals(of_rows("small", HEADINGS, ROWS).to_pandas(), frame)
