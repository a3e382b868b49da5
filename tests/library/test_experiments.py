"""The tables of an experiment from a program: those that the command writes, as typed columns."""

from __future__ import annotations

from pathlib import Path

import pytest

import wargame
from tests.batch.studies import SMALL, planned, written
from wargame.batch.runner import run_experiment


def test_a_program_gets_the_tables_of_an_experiment_as_columns(tmp_path: Path) -> None:
    text = SMALL.replace("count: 3", "count: 1")
    run_experiment(planned(tmp_path, text), tmp_path / "games")
    tables = wargame.experiment_tables(tmp_path / "study.yaml", tmp_path / "games")
    orders = tables["orders"]
    given = {(run, seat, kind) for run, seat, kind in zip(orders["run"], orders["seat"], orders["kind"], strict=True)}
    lengths = {"runs": 4, "seats": 16, "turns": 4, "orders": len(given)}
    assert {name: len(table) for name, table in tables.items()} == lengths, "a row of orders for each kind of a seat"
    assert set(orders["run"]) == set(tables["runs"]["run"])
    assert tables["runs"]["outcome.trust"].type == "number"
    assert set(tables["runs"]["state"]) == {"ok"}


def test_games_that_are_not_there_are_not_made_up(tmp_path: Path) -> None:
    runs = wargame.experiment_tables(str(written(tmp_path)), str(tmp_path / "nothing"))["runs"]
    assert set(runs["state"]) == {"not started"}
    assert set(runs["outcome.trust"]) == {None}


def test_a_folder_that_cannot_be_read_is_an_error_of_experiments(tmp_path: Path) -> None:
    (tmp_path / "ledger-1-of-1.jsonl").write_text("nothing\n")
    with pytest.raises(wargame.ExperimentError, match=r"ledger-1-of-1\.jsonl: line 1"):
        wargame.experiment_tables(written(tmp_path), tmp_path)
