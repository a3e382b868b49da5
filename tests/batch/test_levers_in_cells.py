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


CROSSED = """
name: who plays, how they are asked, and on which chair
game: {scenario: first-download, turns: 1}
factors:
  - {name: who, levels: [{name: script}, {name: model, seats: {rome: "llm:stub@http://localhost:9/v1"}}]}
  - {name: asked, levels: [{name: in use}, {name: otherwise, HOW}]}
seeds: {first: 1, count: 1}
outcomes: [{name: o, reads: {kind: value, of: [rome.score]}}]
"""
HOWS = ["wording: formal", "persona: 0", "order: reversed", "labels: neutral", "swap: [rome, washington]"]


@pytest.mark.parametrize("how", HOWS)
def test_a_script_may_stand_beside_models_whose_prompts_or_chairs_are_changed(tmp_path: Path, how: str) -> None:
    plan = planned(tmp_path, CROSSED.replace("HOW", how))
    script, same, model, changed = plan.cells
    assert script.settings == same.settings, "nothing that is done to prompts reaches a script"
    assert model.settings != changed.settings
    (remark,) = plan.remarks
    name = how.partition(":")[0]
    said = f"factors[1].levels[1].{name}: it can do nothing in cell 'who=script, asked=otherwise' of the 2: {name}"
    assert remark.startswith(said)
    assert remark.endswith("effects are averaged over these too, and `analyse --within` tells them apart")


@pytest.mark.parametrize("how", HOWS)
def test_where_no_cell_has_a_model_or_another_player_such_a_level_is_a_fault(tmp_path: Path, how: str) -> None:
    scripts = CROSSED.replace("HOW", how).replace(
        "seats: {rome: ", "params: {trust_threat: 0}, seats: {rome: scripted}"
    )
    scripts = scripts.replace('"llm:stub@http://localhost:9/v1"}', "")
    with pytest.raises(FaultyPack, match=rf"study\.yaml:6: factors\[1\]\.levels\[1\]\.{how.partition(':')[0]}: "):
        planned(tmp_path, scripts)


def test_in_cells_where_judges_alone_are_asked_labels_count_and_words_of_seats_do_not(tmp_path: Path) -> None:
    judged = 'adjudication: {mode: proposed, judges: ["llm:stub@http://localhost:9/v1"]}'
    text = CROSSED.replace('seats: {rome: "llm:stub@http://localhost:9/v1"}', judged)
    assert planned(tmp_path, text.replace("HOW", "labels: neutral")).remarks[0].count("who=model") == 0
    with pytest.raises(FaultyPack, match="wording formal: this is how models are asked"):
        planned(tmp_path, text.replace("HOW", "wording: formal"))


MANY = """
name: faults of every kind
game: {scenario: first-download, turns: 1}
factors:
  - {name: a, levels: [{name: x}, {name: y, params: {trust_thraet: 0}}, {name: z, params: {trust_threat: 500}}]}
  - {name: b, levels: [{name: x}, {name: y, seats: {romme: random}}]}
  - {name: c, levels: [{name: x}, {name: y, persona: 0}]}
  - {name: d, levels: [{name: x}, {name: y, forces: [{seat: rome, orders: [{kind: endorse_norms}], turns: [9]}]}]}
seeds: {first: 1, count: 2}
outcomes:
  - {name: deals, reads: {kind: signed}, at: 7}
  - {name: nothing, reads: {kind: value, of: [rome.nothing]}}
"""


def test_check_names_all_that_cannot_be_at_once_each_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["experiment", "check", str(written(tmp_path, MANY))]) == 2
    told = capsys.readouterr().err.splitlines()
    wanted = (
        (":5: factors[0].levels[1]", "no parameter is called 'trust_thraet'"),
        (":5: factors[0].levels[2]", "parameter trust_threat is 500"),
        (":6: factors[1].levels[1]", "seat romme=random: there is no such seat"),
        (":7: factors[2].levels[1].persona", "none sits at this table"),
        (":8: factors[3].levels[1].forces[0]", "turns names 9"),
        (":11: outcomes[0].at", "the longest of these games has 1 turn"),
        (":12: outcomes[1].reads.of[0]", "no variable is called 'rome.nothing'"),
    )
    assert len(told) == len(wanted)
    for line, (place, said) in zip(told, wanted, strict=True):
        assert place in line
        assert said in line


def test_a_cause_that_many_cells_share_is_told_once(tmp_path: Path) -> None:
    text = SCENARIOS.replace("ORDER", "{kind: endorse_norms}").replace(
        "turns: 3}, {name: b", "turns: 3}, {name: broken"
    )
    tables = text.replace("scenario: llama-for-allies", "scenario: off-switch, seats: {atlantis: random}")
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, tables)
    assert str(fault.value).count("there is no such seat") == 1
    assert len(str(fault.value).splitlines()) == 1
