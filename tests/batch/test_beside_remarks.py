"""A record that was made of something else than the experiment's games says so, and one of its own counts once."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from tests.batch.test_beside_records import ROME, Somebody
from wargame.batch.beside_records import RecordBeside, records_beside
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.records_apart import apart, record_outcomes
from wargame.batch.result_tables import manifest, tables_of
from wargame.batch.run_ledger import LedgerContents, contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.paired.edits import Edit, edited
from wargame.players.specs import make
from wargame.present.beside_rows import outcome_rows, record_rows, remarks_in_words
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.setup import GameSetup

Study = tuple[ExperimentPlan, LedgerContents, Path]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("remarks")
    plan = planned(folder, SMALL.replace("count: 3", "count: 5"))
    run_experiment(plan, folder / "games")
    return plan, contents(folder / "games"), folder


def played(path: Path, *, turns: int = 1, edits: tuple[Edit, ...] = (), person: bool = True, **params: float) -> Path:
    """A record with these differences, in which a person plays Rome as its script would."""
    setup = choose("first-download", seed=1, turns=turns, seats={ROME: "human"} if person else {})
    setup = setup.changed(parameters=params)
    if edits:
        setup = GameSetup(edited(setup.bundle, edits), None, 1, turns, setup.overrides, setup.seats, setup.prompts)
    seat = {each.id: each for each in setup.opening()[0].setting.seats}[ROME]
    own = {ROME: Somebody(make("scripted", seat, 1))} if person else {}
    run_through(new_game(setup, path, own=own).play(), waits=False)
    return path


def laid(study: Study, path: Path) -> RecordBeside:
    return records_beside(study[0], [path], study[1])[0]


def test_a_record_made_of_the_same_has_nothing_to_be_said_of_it(study: Study, tmp_path: Path) -> None:
    record = laid(study, played(tmp_path / "same.jsonl"))
    assert (record.all_remarks, record.same_length, remarks_in_words([record])) == ("", True, [])


def test_arguments_that_were_ruled_in_a_way_that_no_cell_has_are_counted(study: Study, tmp_path: Path) -> None:
    path, setup = tmp_path / "dice.jsonl", choose("first-download", seed=1, turns=1)
    run_through(new_game(setup, path, adjudication="dice").play(), waits=False)
    ruled = sum(b'"kind":"rule_argument"' in line for line in path.read_bytes().splitlines())
    assert ruled > 0
    told = f"{ruled} argument{'s' * (ruled != 1)} ruled by dice (the experiment has them ruled by the rules)"
    assert laid(study, path).remarks == (told,)
    dice = SMALL.replace("{name: cost no trust, params: {trust_threat: 0}}", "{name: by dice, adjudication: dice}")
    assert records_beside(planned(tmp_path, dice), [path])[0].remarks == ()


def test_parameters_that_no_cell_has_are_named_with_those_that_cells_have(study: Study, tmp_path: Path) -> None:
    record = laid(study, played(tmp_path / "other.jsonl", trust_threat=3, trust_data=5))
    usual = study[0].cells[0].parameters
    assert record.remarks == (
        f"played with trust_threat 3 (the experiment 0 or {usual.trust_threat:g}), "
        f"trust_data 5 (the experiment {usual.trust_data:g})",
    )
    assert laid(study, played(tmp_path / "level.jsonl", trust_threat=0)).remarks == (), "it is a level of the study"


def test_many_other_parameters_are_counted(study: Study, tmp_path: Path) -> None:
    usual = study[0].cells[0].parameters
    ends = [each for each in fields(usual) if each.name.startswith("trust_") and each.name != "trust_threat"][:6]
    others = {
        each.name: each.metadata["low" if getattr(usual, each.name) != each.metadata["low"] else "high"]
        for each in ends
    }
    record = laid(study, played(tmp_path / "many.jsonl", **others))
    assert record.remarks[0].endswith("and 2 more parameters")


def test_another_length_is_told_and_what_hangs_on_it_is_marked(study: Study, tmp_path: Path) -> None:
    plan, found, _ = study
    record = laid(study, played(tmp_path / "long.jsonl", turns=2))
    assert record.remarks == ("2 turns (the experiment 1)",)
    ends = record_outcomes(plan, found, [record])
    assert {(each.other_length, each.cells) for each in ends} == {(True, 0)}
    rows = list(outcome_rows(ends, [record]))
    assert rows[0][2].endswith(" (after turn 2)")
    assert {row[3] for row in rows} == {"not compared: another length"}


def test_what_is_read_at_a_turn_that_both_have_is_compared_whatever_their_length(study: Study, tmp_path: Path) -> None:
    plan, found, _ = study
    record = laid(study, played(tmp_path / "long.jsonl", turns=2))
    at_one = plan.outcomes[0].model_copy(update={"at": 1})
    fixed = replace(plan, experiment=plan.experiment.model_copy(update={"outcomes": (at_one,)}))
    key = outcomes_key(fixed.outcomes)
    read = replace(found, sealed={run: replace(each, outcomes=key) for run, each in found.sealed.items()})
    (end,) = record_outcomes(fixed, read, [record])
    assert (end.other_length, end.cells) == (False, len(plan.cells))


def test_another_version_of_the_scenario_is_told_with_what_is_other_in_it(study: Study, tmp_path: Path) -> None:
    edit = Edit(at="pack.title", to="Another download")
    record = laid(study, played(tmp_path / "edited.jsonl", edits=(edit,)))
    assert record.remarks == ("another version of the scenario (other pack)",)


def test_a_game_of_the_experiment_itself_is_named_and_counts_once(study: Study, tmp_path: Path) -> None:
    plan, found, _ = study
    path = tmp_path / "own.jsonl"
    run = plan.runs[0]
    path.write_bytes(b"".join(line + b"\n" for line in whole_record(found, run.id)))
    record = laid(study, path)
    assert record.run == run.id
    assert apart(plan, found, [record]) == ()
    assert [each.cells for each in record_outcomes(plan, found, [record])] == [0, 0]
    assert remarks_in_words([record]) == [
        f"own.jsonl is game {run.id} of the experiment itself: it counts there, and not once more."
    ]
    assert manifest(plan, found, [record])["records"][record.id]["run"] == run.id
    row = tables_of(plan, found, [record])["runs"].to_dicts()[-1]
    assert row["remark"] == f"the experiment's own game {run.id}"


def test_a_person_who_plays_as_the_script_does_is_not_taken_for_the_experiment(study: Study, tmp_path: Path) -> None:
    record = laid(study, played(tmp_path / "person.jsonl"))
    assert record.run == ""
    assert apart(study[0], study[1], [record]) != ()


def test_remarks_stand_in_the_table_of_runs_alone(study: Study, tmp_path: Path) -> None:
    record = laid(study, played(tmp_path / "long.jsonl", turns=2))
    tables = tables_of(study[0], study[1], [record])
    rows = tables["runs"].to_dicts()
    assert [row["remark"] for row in rows] == [None] * len(study[0].runs) + ["2 turns (the experiment 1)"]
    assert "remark" not in tables["seats"].names
    assert "remark" not in tables_of(study[0], study[1])["runs"].names


def test_each_record_has_a_row_with_who_played_it(study: Study, tmp_path: Path) -> None:
    record = laid(study, played(tmp_path / "people.jsonl"))
    (row,) = record_rows([record])
    assert row == (record.id, "people.jsonl", "1", "1", "1 person, 3 scripts", "", "0", "")
    specs = {**record.played.specs, ROME: ("llm:small@http://localhost:1/v1", "human")}
    asked = replace(record, played=replace(record.played, specs=specs), read=replace(record.read, asked=4, fallbacks=2))
    (row,) = record_rows([asked])
    assert row[4:6] == ("1 person, 1 model (small), 3 scripts", "2")


def test_a_value_out_of_the_common_is_counted_by_cells(study: Study, tmp_path: Path) -> None:
    plan, found, _ = study
    record = laid(study, played(tmp_path / "people.jsonl"))
    far = replace(record, read=replace(record.read, series={**record.read.series, "trust": (1000.0,)}))
    rows = {row[1]: row for row in outcome_rows(record_outcomes(plan, found, [far]), [far])}
    assert rows["trust"] == ("people.jsonl", "trust", "1000", "4 of 4")
    assert rows["agreements"][0] == ""


def test_models_of_records_stand_in_the_manifest(study: Study, tmp_path: Path) -> None:
    plan, found, _ = study
    record = laid(study, played(tmp_path / "people.jsonl"))
    asked = replace(record, read=replace(record.read, models={"small": {"small-1": 3}}))
    assert manifest(plan, found, [asked])["models"] == {"small": {"small-1": 3}}
    assert manifest(plan, found, [replace(asked, run="g1")])["models"] == {}, "its calls are among the games' own"
