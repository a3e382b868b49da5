"""What nobody ordered is named by cell and seat, and how far seats lie behind the best doctrine is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, ledger_of, never_played, planned, with_read
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.result_tables import tables_of
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.seat_references import references_by_cell
from wargame.batch.seat_regrets import seat_regrets, unheld_cells
from wargame.batch.unused_orders import never_given, unused_orders
from wargame.core.ids import SeatId
from wargame.core.orders import ORDER_TYPES
from wargame.present.usage_rows import (
    REGRET_HEAD,
    REGRET_MEANING,
    UNUSED_HEAD,
    regret_meaning,
    regret_rows,
    unused_in_words,
    unused_rows,
)

ROME, META, WASHINGTON = SeatId("rome"), SeatId("meta"), SeatId("washington")
ONE = SMALL[: SMALL.index("  - name: rome")] + SMALL[SMALL.index("seeds:") :]
AS_USUAL, FREE = "threats=as usual", "threats=cost no trust"
TABLES = """
name: two tables
game: {everyone: scripted}
factors:
  - name: table
    levels: [{name: llama-for-allies, scenario: llama-for-allies}, {name: off-switch, scenario: off-switch}]
seeds: {first: 1, count: 3}
outcomes: [{name: score, reads: {kind: value, of: [washington.score]}}]
"""
Study = tuple[ExperimentPlan, LedgerContents]


def study(
    folder: Path,
    kinds: Mapping[str, Mapping[SeatId, Mapping[str, int]]],
    scores: Mapping[SeatId, tuple[float, ...]] = {},
    text: str = ONE,
) -> Study:
    plan = planned(folder, text)
    levels = [cell.levels["threats"] for cell in plan.cells]
    every: dict[tuple[str, str, int], float | None] = {
        (level, level, seed): 40.0 for level in levels for seed in plan.experiment.numbers
    }
    found = ledger_of(plan, every, ("threats", "threats"))
    for run in plan.runs:
        sealed = found.sealed[run.id]
        own = {seat: values[run.seed - 1] for seat, values in scores.items()}
        found.sealed[run.id] = with_read(sealed, kinds=kinds.get(plan.cells[run.cell].name), scores=own)
    return plan, found


def test_what_a_cell_never_saw_and_another_did_is_named_by_seat(tmp_path: Path) -> None:
    usual: Mapping[SeatId, Mapping[str, int]] = {ROME: {"buy_compute": 2, "integrate": 1}, META: {"monitor": 1}}
    free: Mapping[SeatId, Mapping[str, int]] = {ROME: {"integrate": 3}, META: {"monitor": 1, "set_policy": 1}}
    made = study(tmp_path, {AS_USUAL: usual, FREE: free})
    rows = {(each.cell, each.seat): each for each in unused_orders(*made)}
    assert rows[AS_USUAL, None].used == ("buy_compute", "integrate", "monitor")
    assert rows[AS_USUAL, None].only_elsewhere == ("set_policy",)
    assert rows[FREE, ROME].only_elsewhere == ("buy_compute",)
    assert rows[AS_USUAL, ROME].only_elsewhere == ()
    assert rows[FREE, ROME].games == 3
    never = never_given(*made)
    assert set(never) == set(ORDER_TYPES) - {"buy_compute", "integrate", "monitor", "set_policy"}
    assert f"Nobody ordered {len(never)} of {len(ORDER_TYPES)} kinds in any game" in unused_in_words(never)
    told = unused_rows(unused_orders(*made))
    assert [(row[0], row[1], row[-1]) for row in told] == [
        (AS_USUAL, "all", "set_policy"),
        ("", "meta", "set_policy"),
        (FREE, "all", "buy_compute"),
        ("", "rome", "buy_compute"),
    ]
    assert all(len(row) == len(UNUSED_HEAD) for row in told)
    orders = list(tables_of(*made)["orders"].to_dicts())
    assert [(row["seat"], row["kind"], row["times"]) for row in orders[:3]] == [
        ("rome", "buy_compute", 2),
        ("rome", "integrate", 1),
        ("meta", "monitor", 1),
    ]


def test_games_from_before_orders_were_counted_by_kind_say_nothing_of_them(tmp_path: Path) -> None:
    made = study(tmp_path, {})
    assert unused_orders(*made) == ()
    assert never_given(*made) == ()
    assert list(tables_of(*made)["orders"].to_dicts()) == []


def test_regret_is_the_best_doctrine_less_the_score_where_references_hold(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    text = ONE.replace(", turns: 1", "")
    plan, found = study(tmp_path, {}, {ROME: (50.0, 52.0, 57.0)}, text)
    usual, free = references_by_cell(plan)
    assert usual is not None
    assert free is None, "no references hold for a table with another parameter"
    (row,) = seat_regrets(plan, found)
    best = usual.seats[ROME].best
    assert (row.seat, row.player, row.seeds) == (ROME, "scripted", 3)
    assert row.regret == pytest.approx(best - 53)
    assert row.score == pytest.approx(53)
    assert row.place == usual.seats[ROME].place(53)
    assert row.low is not None
    assert row.high is not None
    assert row.low < row.regret < row.high
    assert "few seeds" in row.remark
    assert [len(each) for each in regret_rows([row])] == [len(REGRET_HEAD)]
    assert dict(zip(REGRET_HEAD, regret_rows([row])[0], strict=True))["GAMES"] == "3 of 6"
    assert unheld_cells(plan, found) == (FREE,)
    assert regret_meaning(unheld_cells(plan, found)).endswith(f"Left out, since no references hold there: {FREE}.")
    assert regret_meaning(()) == REGRET_MEANING
    at = REGRET_HEAD.index("PLACE")
    places = [regret_rows([replace(row, place=118.0, doubt=doubt)])[0][at] for doubt in ("", "mostly chance")]
    assert places == ["118", "~118"], "a place that says little of a game stands behind a ~"
    seats = [each for each in tables_of(plan, found)["seats"].to_dicts() if each["seed"] == 2]
    assert [each["regret"] for each in seats] == [pytest.approx(best - 52), None]


def test_a_table_that_nobody_measured_has_no_regret(tmp_path: Path) -> None:
    assert seat_regrets(*study(tmp_path, {}, {ROME: (50.0, 52.0, 57.0)})) == ()


def test_each_table_has_regrets_of_its_own_against_its_own_reference(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    plan = planned(tmp_path, TABLES)
    found, key = LedgerContents(), outcomes_key(plan.outcomes)
    for run in plan.runs:
        score = {"llama-for-allies": 40.0, "off-switch": 70.0}[plan.cells[run.cell].levels["table"]]
        scores, series = {WASHINGTON: score + run.seed}, {"score": (score,)}
        read = GameRead(turns=1, scores=scores, origins={}, orders={}, hashes=("",), series=series)
        found.sealed[run.id] = never_played(run.id, plan.cells[run.cell].name, run.seed, read, key)
    first, second = references_by_cell(plan)
    assert first is not None
    assert second is not None
    rows = seat_regrets(plan, found)
    assert [(row.scenario, row.variant, row.seat) for row in rows] == [
        ("llama-for-allies", "", WASHINGTON),
        ("off-switch", "", WASHINGTON),
    ]
    assert [row.score for row in rows] == [pytest.approx(42.0), pytest.approx(72.0)]
    assert [row.best for row in rows] == [first.seats[WASHINGTON].best, second.seats[WASHINGTON].best]
    assert [row[0] for row in regret_rows(rows)] == ["llama-for-allies", "off-switch"]
