"""The tables of an experiment: a row for every game that is asked for, the same bytes each time, numbers whole."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest

from tests.batch.studies import SMALL, ledger_of, planned, with_read
from wargame.batch.conduct import EscalationOf, RateOf
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_columns import headings
from wargame.batch.result_tables import ResultForm, prove, tables_of, write_tables
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.batch.runner import BatchProgress, run_experiment
from wargame.batch.world_course import parted_at
from wargame.errors import ExperimentError, SpecError
from wargame.paired.arms import Arm
from wargame.paired.run import play_paired

Study = tuple[ExperimentPlan, LedgerContents]
BIG = 10**15 - 3
KEYS = ("factor.threats", "factor.rome", "seed")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("tables")
    plan = planned(folder, SMALL.replace("first: 1", f"first: {BIG}"))
    run_experiment(plan, folder / "games")
    return plan, contents(folder / "games")


def _cells(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_game_has_a_row_and_every_seat_and_turn(study: Study) -> None:
    tables = tables_of(*study)
    counted = sum(len(kinds) for sealed in study[1].sealed.values() for kinds in (sealed.read.kinds or {}).values())
    rows = {"runs": 12, "seats": 48, "turns": 12, "orders": counted}
    assert {name: len(table) for name, table in tables.items()} == rows
    for sealed in study[1].sealed.values():
        kinds = sealed.read.kinds or {}
        assert {seat: sum(each.values()) for seat, each in kinds.items()} == sealed.read.orders
    assert list(tables["runs"]["run"]) == [run.id for run in study[0].runs]
    assert set(tables["runs"]["state"]) == {"ok"}


def test_orders_are_also_of_those_who_have_no_seat_which_the_codebook_says(study: Study) -> None:
    tables, columns = tables_of(*study), headings(study[0])
    setting = study[0].cells[0].setup.opening()[0].setting
    without = {each.id for each in setting.seats if not each.seated}
    assert set(tables["orders"]["seat"]) & without
    assert set(tables["orders"]["seat"]) - without <= set(tables["seats"]["seat"])
    assert not set(tables["seats"]["seat"]) & without
    assert "without a seat" in columns["orders"]["seat"].meaning
    assert "have no row here" in columns["seats"]["seat"].meaning


def test_numbers_are_those_of_the_same_games_played_in_pairs(study: Study) -> None:
    plan, found = study
    setup = plan.cells[0].setup
    rows = play_paired(
        setup,
        [Arm("calm", params={"trust_threat": 0})],
        [BIG],
        readings={each.name: each.reads for each in plan.outcomes if not isinstance(each.reads, RateOf | EscalationOf)},
    )
    table = tables_of(plan, found)["runs"]
    by_cell = {tuple(row[column] for column in KEYS): row["outcome.trust"] for row in table.to_dicts()}
    assert by_cell["as usual", "scripted", BIG] == rows[0].series["trust"][-1]
    assert by_cell["cost no trust", "scripted", BIG] == rows[1].series["trust"][-1]


def test_the_first_cell_never_parts_from_itself_and_others_say_when(study: Study) -> None:
    table = tables_of(*study)["runs"]
    parted = {(row["factor.threats"], row["factor.rome"]): row["parted"] for row in table.to_dicts()}
    assert parted["as usual", "scripted"] is None
    assert parted["as usual", "random"] == 1


@pytest.mark.parametrize(
    ("first", "second", "turn"),
    [(("a", "b"), ("a", "b"), None), (("a", "b"), ("a", "c"), 2), (("a",), ("a", "b"), 2), ((), (), None)],
)
def test_games_part_at_the_first_turn_that_differs(
    first: tuple[str, ...], second: tuple[str, ...], turn: int | None
) -> None:
    assert parted_at(first, second) == turn


def test_files_are_the_same_bytes_each_time_and_the_manifest_names_their_hashes(study: Study, tmp_path: Path) -> None:
    write_tables(*study, tmp_path / "once")
    write_tables(*study, tmp_path / "twice")
    for path in (tmp_path / "once").iterdir():
        assert path.read_bytes() == (tmp_path / "twice" / path.name).read_bytes()
    manifest = json.loads((tmp_path / "once" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["games"] == {"ok": 12, "fallbacks": 0, "failed": 0, "stopped": 0, "not started": 0}
    assert set(manifest["cells"]) == {cell.name for cell in study[0].cells}
    for name, hash_ in manifest["files"].items():
        assert hashlib.sha256((tmp_path / "once" / name).read_bytes()).hexdigest() == hash_
    with pytest.raises(SpecError, match=r"^--to .*once: something is there"):
        write_tables(*study, tmp_path / "once")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_numbers_are_written_so_that_they_read_back_as_they_are_and_the_codebook_says_so(
    tmp_path: Path, form: ResultForm
) -> None:
    plan = planned(tmp_path, SMALL)
    chance = random.Random(3)
    values: dict[tuple[str, str, int], float | None] = {
        (cell.levels["threats"], cell.levels["rome"], seed): chance.choice((0.1 + 0.2, 1e-17, chance.gauss(0, 1e9)))
        for cell in plan.cells
        for seed in plan.experiment.numbers
    }
    polars = pytest.importorskip("polars", reason="polars is not installed; no part of the program needs it")
    pytest.importorskip("nanoarrow", reason="nanoarrow is not installed; nothing but Parquet needs it")
    write_tables(plan, ledger_of(plan, values), tmp_path / "out", form)
    if form == "csv":
        read = [float(row["outcome.trust"]) for row in _cells(tmp_path / "out" / "runs.csv")]
        (said,) = (row["meaning"] for row in _cells(tmp_path / "out" / "codebook.csv") if row["name"] == "numbers")
        assert "in CSV in the shortest form that reads back as the same one" in said
    else:
        read = polars.read_parquet(tmp_path / "out" / "runs.parquet")["outcome.trust"].to_list()
    cells = (plan.cells[run.cell].levels for run in plan.runs)
    assert read == [values[at["threats"], at["rome"], run.seed] for at, run in zip(cells, plan.runs, strict=True)]


def test_the_unit_of_an_outcome_stands_in_the_codebook_and_in_a_frame(study: Study, tmp_path: Path) -> None:
    write_tables(*study, tmp_path / "out")
    units = {(row["table"], row["name"]): row["unit"] for row in _cells(tmp_path / "out" / "codebook.csv")}
    assert units["runs", "outcome.agreements"] == "agreements × turns"
    assert units["turns", "reading.agreements"] == "agreements"
    runs = tables_of(*study)["runs"]
    assert runs["outcome.trust"].unit == "0-100"
    pytest.importorskip("pandas", reason="pandas is not installed; no part of the program needs it")
    assert runs.to_pandas().attrs["units"]["outcome.trust"] == "0-100"


def test_every_column_stands_in_the_codebook(study: Study, tmp_path: Path) -> None:
    write_tables(*study, tmp_path / "out")
    book = {(row["table"], row["name"]) for row in _cells(tmp_path / "out" / "codebook.csv")}
    for name in ("runs", "seats", "turns"):
        columns = _cells(tmp_path / "out" / f"{name}.csv")[0]
        assert {(name, column) for column in columns} == {each for each in book if each[0] == name}


@pytest.mark.parametrize("reader", ["csv", "polars", "pandas", "parquet by polars", "duckdb", "parquet by duckdb"])
def test_seeds_and_ids_keep_their_digits_through_every_reader(study: Study, tmp_path: Path, reader: str) -> None:
    form: ResultForm = "parquet" if reader.startswith("parquet") else "csv"
    library = pytest.importorskip(
        reader.split()[-1], reason=f"{reader} is not installed; no part of the program needs it"
    )
    if form == "parquet":
        pytest.importorskip("polars")
        pytest.importorskip("nanoarrow")
    write_tables(*study, tmp_path / "out", form)
    path = tmp_path / "out" / f"runs.{form}"
    if reader == "csv":
        rows = [(row["run"], int(row["seed"])) for row in _cells(path)]
    elif reader == "pandas":
        frame = library.read_csv(path)
        rows = list(zip(frame["run"].tolist(), frame["seed"].tolist(), strict=True))
    elif library.__name__ == "duckdb":
        rows = library.sql(f"SELECT run, seed FROM '{path}'").fetchall()
    else:
        frame = library.read_csv(path) if form == "csv" else library.read_parquet(path)
        rows = list(zip(frame["run"].to_list(), frame["seed"].to_list(), strict=True))
    assert rows == [(run.id, run.seed) for run in study[0].runs]


def test_the_queries_of_the_page_give_what_the_tables_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed; no part of the program needs it")
    page = (Path(__file__).parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
    of_tables, of_ledger = re.findall(r"```text\n(SELECT .*?)```", page, re.DOTALL)
    plan = planned(tmp_path, SMALL.replace("first: 1", f"first: {BIG}").replace("at: area", "at: end"))
    run_experiment(plan, tmp_path / "study")
    write_tables(plan, contents(tmp_path / "study"), tmp_path / "study-tables")
    monkeypatch.chdir(tmp_path)
    rows = tables_of(plan, contents(tmp_path / "study"))["runs"].to_dicts()
    by_rome: dict[object, list[float]] = {}
    for row in rows:
        by_rome.setdefault(row["factor.rome"], []).append(float(str(row["outcome.agreements"])))
    assert duckdb.sql(of_tables).fetchall() == [
        (rome, len(found), pytest.approx(fmean(found))) for rome, found in sorted(by_rome.items(), key=str)
    ]
    with (tmp_path / "study" / "ledger-1-of-1.jsonl").open("ab") as ledger:
        ledger.write(b'{"what":"sealed","run":"g1')
    found = {(run, seed): agreements for run, _, seed, _, agreements in duckdb.sql(of_ledger).fetchall()}
    assert found == {(row["run"], row["seed"]): row["outcome.agreements"] for row in rows}


def test_parquet_has_types_and_the_codebook_inside(study: Study, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed; no part of the program needs it")
    pytest.importorskip("nanoarrow", reason="nanoarrow is not installed; nothing but Parquet needs it")
    write_tables(*study, tmp_path / "out", "parquet")
    path = tmp_path / "out" / "runs.parquet"
    assert polars.read_parquet_schema(path)["outcome.trust"] == polars.Float64
    book = json.loads(polars.read_parquet_metadata(path)["codebook"])
    assert [row["name"] for row in book] == list(headings(study[0])["runs"])
    units = {row["name"]: row["unit"] for row in book}
    assert units["outcome.trust"] == "0-100"
    assert units["outcome.agreements"] == "agreements × turns"


def test_games_that_are_not_there_have_a_row_without_numbers(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL.replace("count: 3", "count: 1"))

    def progress(at: BatchProgress) -> None:
        if at.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(plan, tmp_path / "games", progress=progress)
    found = contents(tmp_path / "games")
    found.failed[plan.runs[2].id] = "planted"
    table = tables_of(plan, found)["runs"]
    assert list(table["state"]) == ["ok", "ok", "failed", "not started"]
    assert list(table["reason"]) == [None, None, "planted", None]
    assert [value is None for value in table["outcome.trust"]] == [False, False, True, True]


def test_rows_that_are_read_again_are_equal_and_one_that_was_touched_is_named(study: Study) -> None:
    plan, found = study
    assert prove(plan, found) == 12
    run = plan.runs[4].id
    sealed = found.sealed[run]
    touched = with_read(sealed, scores={**sealed.read.scores, "rome": 99.0})
    with pytest.raises(ExperimentError, match=f"run {run}: read again from its record, its rows are not those"):
        prove(plan, replace(found, sealed={**found.sealed, run: touched}))


def test_a_level_that_a_sheet_would_calculate_is_made_harmless(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL.replace("count: 3", "count: 1").replace("as usual", "=1+1"))
    run_experiment(plan, tmp_path / "games")
    found = contents(tmp_path / "games")
    write_tables(plan, found, tmp_path / "safe")
    write_tables(plan, found, tmp_path / "raw", raw=True)
    assert _cells(tmp_path / "safe" / "runs.csv")[0]["factor.threats"] == "'=1+1"
    assert _cells(tmp_path / "raw" / "runs.csv")[0]["factor.threats"] == "=1+1"
