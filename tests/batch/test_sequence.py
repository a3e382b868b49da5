"""In which order games begin: drawn for models, as in the file for scripts; nothing of what comes hangs on it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned, written
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import manifest, tables_of
from wargame.batch.run_ledger import contents
from wargame.batch.runner import BatchProgress, run_experiment
from wargame.cli import main
from wargame.errors import FaultyPack

MODEL = 'seats: {rome: "llm:any@http://127.0.0.1:9/v1"}'
MODELS = SMALL.replace("turns: 1", f"turns: 1, {MODEL}").replace("seats: {rome: random}", "seats: {rome: scripted}")


def blocks(plan: ExperimentPlan) -> list[tuple[int, ...]]:
    """The cells of each seed, as their games begin."""
    begun, cells = plan.begun_in_turn, len(plan.cells)
    return [tuple(run.cell for run in begun[at : at + cells]) for at in range(0, len(begun), cells)]


def test_with_models_each_seed_begins_its_cells_in_an_order_of_its_own(tmp_path: Path) -> None:
    plan = planned(tmp_path, MODELS.replace("count: 3", "count: 400"))
    assert plan.sequence_told == {"order": "drawn", "seed": 1}
    assert [run.seed for run in plan.begun_in_turn] == [run.seed for run in plan.runs], "whole pairs, seed by seed"
    assert set(plan.begun_in_turn) == set(plan.runs)
    assert all(sorted(block) == [0, 1, 2, 3] for block in blocks(plan))
    assert len(set(blocks(plan))) == 24, "every order of four cells comes up"
    for place in range(4):
        counts = Counter(block[place] for block in blocks(plan))
        assert all(65 <= counts[cell] <= 135 for cell in range(4)), "100 each, within four standard deviations"


def test_scripts_play_in_the_order_of_the_file_and_either_can_be_asked_for(tmp_path: Path) -> None:
    plain = planned(tmp_path)
    assert plain.begun_in_turn == plain.runs
    assert plain.sequence_told == {"order": "file"}
    assert planned(tmp_path, MODELS + "sequence: file\n").begun_in_turn == plain.runs
    drawn = planned(tmp_path, SMALL + "sequence: drawn\n")
    assert drawn.runs == plain.runs, "the same games under the same ids"
    assert drawn.begun_in_turn == planned(tmp_path, MODELS).begun_in_turn
    other = planned(tmp_path, SMALL + "sequence: 2\n")
    assert other.sequence_told == {"order": "drawn", "seed": 2}
    assert other.begun_in_turn != drawn.begun_in_turn
    with pytest.raises(FaultyPack, match="sequence"):
        planned(tmp_path, SMALL + "sequence: shuffled\n")


def test_a_drawn_order_stays_when_the_file_grows(tmp_path: Path) -> None:
    few = planned(tmp_path, MODELS).begun_in_turn
    assert planned(tmp_path, MODELS.replace("count: 3", "count: 5")).begun_in_turn[: len(few)] == few
    level = "      - {name: cost no trust, params: {trust_threat: 0}}\n"
    grown = planned(tmp_path, MODELS.replace(level, level + level.replace("cost no", "cost some").replace("0}", "2}")))
    before = {run.id for run in few}
    assert [run.id for run in grown.begun_in_turn if run.id in before] == [run.id for run in few]


def _sealed(folder: Path) -> list[str]:
    """Games as they were sealed, by the ledgers of all shares in turn."""
    lines = [json.loads(line) for path in sorted(folder.glob("ledger-*")) for line in path.read_bytes().splitlines()]
    return [line["run"] for line in lines if line["what"] == "sealed"]


def test_broken_off_and_shared_out_games_keep_the_drawn_order_and_come_to_the_same_rows(tmp_path: Path) -> None:
    plain, plan = planned(tmp_path), planned(tmp_path, SMALL + "sequence: drawn\n")
    wanted = [run.id for run in plan.begun_in_turn]
    assert wanted != [run.id for run in plain.runs]
    files, broken, shared = (tmp_path / name for name in ("file", "broken", "shared"))
    run_experiment(plain, files)

    def stop(at: BatchProgress) -> None:
        if at.done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(plan, broken, progress=stop)
    run_experiment(plan, broken)
    assert _sealed(broken) == wanted
    for number in (1, 2):
        run_experiment(plan, shared, share=(number, 2))
    mine = [[run for run in wanted if int(run[1:], 16) % 2 == rest] for rest in (0, 1)]
    assert _sealed(shared) == mine[0] + mine[1]
    rows = {name: list(table.rows()) for name, table in tables_of(plain, contents(files)).items()}
    for folder in (broken, shared):
        assert {name: list(table.rows()) for name, table in tables_of(plan, contents(folder)).items()} == rows
    assert manifest(plan, contents(broken))["sequence"] == {"order": "drawn", "seed": 1}
    begun = json.loads((broken / "ledger-1-of-1.jsonl").read_bytes().splitlines()[0])
    assert begun["sequence"] == {"order": "drawn", "seed": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MODELS, "an order that is drawn, with sequence 1"),
        (MODELS + "sequence: file\n", "`sequence: drawn` draws the order"),
        (SMALL, ""),
    ],
)
def test_check_says_in_which_order_games_begin(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["experiment", "check", str(written(tmp_path, text))]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("order: ")]
    assert said in told[0] if said else told == []


def test_so_does_a_dry_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = str(written(tmp_path, SMALL + "sequence: 2\n")), str(tmp_path / "games")
    assert main(["experiment", "run", path, "--out", out, "--dry-run"]) == 0
    assert "order: the games of each seed begin in an order that is drawn, with sequence 2\n" in capsys.readouterr().out
