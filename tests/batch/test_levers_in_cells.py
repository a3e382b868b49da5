"""A lever that works in some cells of a crossing is no fault of the file: where it does not, that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import planned, written
from wargame.cli import main
from wargame.errors import FaultyPack

LENGTHS = """
name: length as a factor
game: {scenario: first-download}
factors:
  - {name: length, levels: [{name: short, turns: 1}, {name: long, turns: 3}]}
  - name: rome
    levels: [{name: free}, {name: must, forces: [{seat: rome, orders: [{kind: endorse_norms}], turns: TURNS}]}]
seeds: {first: 1, count: 1}
outcomes: [{name: o, reads: {kind: value, of: [rome.score]}}]
"""
SCENARIOS = """
name: scenarios as a factor
game: {everyone: scripted}
factors:
  - {name: table, levels: [{name: a, scenario: off-switch, turns: 3}, {name: b, scenario: llama-for-allies, turns: 3}]}
  - {name: w, levels: [{name: free}, {name: must, forces: [{seat: washington, orders: [ORDER]}]}]}
seeds: {first: 1, count: 1}
outcomes: [{name: o, reads: {kind: value, of: [washington.score]}}]
"""
REMARK = "factors[1].levels[1].forces[0]: not all of it can do something in cell "


def test_turns_that_the_longer_games_have_are_no_fault_and_the_shorter_ones_are_named(tmp_path: Path) -> None:
    plan = planned(tmp_path, LENGTHS.replace("TURNS", "[1, 2, 3]"))
    assert len(plan.cells) == 4
    (remark,) = plan.remarks
    assert remark.startswith(f"{REMARK}'length=short, rome=must' of the 2: turns names 2; this game has 1 turn")


def test_turns_that_no_game_has_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack, match=r"study\.yaml:7: .*forces\[0\]: turns names [49]"):
        planned(tmp_path, LENGTHS.replace("TURNS", "[4, 9]"))


def test_an_aim_that_sits_at_one_table_alone_is_no_fault(tmp_path: Path) -> None:
    order = "{kind: threaten, lab: openai, instrument: supply_chain_risk}"
    (remark,) = planned(tmp_path, SCENARIOS.replace("ORDER", order)).remarks
    assert remark.startswith(f"{REMARK}'table=a, w=must' of the 2: threaten is aimed at 'openai'; it must be a seat")
    strange = order.replace("openai", "nobody")
    with pytest.raises(FaultyPack, match=r"forces\[0\]: threaten is aimed at 'nobody'"):
        planned(tmp_path, SCENARIOS.replace("ORDER", strange))


def test_what_works_everywhere_has_no_remark(tmp_path: Path) -> None:
    assert planned(tmp_path, LENGTHS.replace("TURNS", "[1]")).remarks == ()


def test_check_tells_the_remark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", "check", str(written(tmp_path, LENGTHS.replace("TURNS", "[1, 2]")))]) == 0
    assert REMARK in " ".join(capsys.readouterr().out.split())
