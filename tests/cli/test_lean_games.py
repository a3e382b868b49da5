"""`FOLDER#RUN` stands for the record of a game of an experiment, wherever a command takes a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.cli import main


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, Path]:
    folder = tmp_path_factory.mktemp("lean")
    plan = planned(folder, SMALL.replace("count: 3", "count: 1"))
    run_experiment(plan, folder / "games")
    return plan, folder / "games"


@pytest.fixture
def game(study: tuple[ExperimentPlan, Path]) -> str:
    return f"{study[1]}#{study[0].runs[0].id}"


def _place(game: str) -> Path:
    folder, _, run = game.partition("#")
    return Path(folder) / "records" / f"{run}.jsonl"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (["verify"], [], "ok "),
        (["why"], ["rome.trust.washington", "--turn", "1"], "rome.trust.washington is "),
        (["replay"], [], "turn 1"),
        (["view"], ["--seat", "rome", "--turn", "1"], "rome"),
        (["deviations"], [], ""),
    ],
)
def test_commands_read_a_game_of_an_experiment_as_any_record(
    game: str, before: list[str], after: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*before, game, *after]) == 0
    assert said in capsys.readouterr().out.lower()


def test_several_games_are_laid_beside_each_other(
    study: tuple[ExperimentPlan, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    plan, folder = study
    assert main(["compare", *(f"{folder}#{run.id}" for run in plan.runs[:2])]) == 0
    assert plan.runs[1].id in capsys.readouterr().out


def test_the_record_is_written_once_byte_for_byte_and_what_lies_beside_it_stays(
    study: tuple[ExperimentPlan, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run = study[0].runs[2].id
    game = f"{study[1]}#{run}"
    assert main(["report", game]) == 0
    assert f"written to {_place(game)}" in capsys.readouterr().err
    assert _place(game).read_bytes() == b"".join(line + b"\n" for line in whole_record(contents(study[1]), run))
    assert _place(game).with_name(f"{run}.report.html").exists()
    assert main(["verify", game]) == 0
    assert "written" not in capsys.readouterr().err


def test_a_record_that_was_touched_is_not_taken_for_the_game(
    study: tuple[ExperimentPlan, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    game = f"{study[1]}#{study[0].runs[3].id}"
    assert main(["verify", game]) == 0
    _place(game).write_bytes(_place(game).read_bytes() + b"\n")
    assert main(["verify", game]) == 2
    assert "this is not the record of the game as it was played" in capsys.readouterr().err


def test_a_game_that_is_not_sealed_is_told_with_some_that_are(
    study: tuple[ExperimentPlan, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", f"{study[1]}#g{'0' * 15}"]) == 2
    said = capsys.readouterr().err
    assert f"run 'g{'0' * 15}': no game of that id is sealed in {study[1]}" in said
    assert any(run.id in said for run in study[0].runs)


@pytest.mark.parametrize("word", ["nope", "", "{near}"])
def test_whatever_stands_for_an_id_is_met_with_ids_that_are_there_the_nearest_first(
    word: str, study: tuple[ExperimentPlan, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    meant = study[0].runs[-1].id
    asked = word.format(near=meant[:-1])
    assert main(["verify", f"{study[1]}#{asked}"]) == 2
    said = capsys.readouterr().err
    assert f"run {asked!r}: no game of that id is sealed in {study[1]}" in said
    assert f"the nearest ids there are {meant}" in said or word != "{near}"
    assert any(run.id in said for run in study[0].runs)


def test_of_a_folder_in_which_no_game_is_sealed_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ledger-1-of-1.jsonl").touch()
    assert main(["verify", f"{tmp_path}#nope"]) == 2
    assert f"no game of that id is sealed in {tmp_path}; no game is sealed there yet" in capsys.readouterr().err


def test_a_file_of_such_a_name_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"games#g{'0' * 15}"
    path.write_text("no record", encoding="utf-8")
    (tmp_path / "games").mkdir()
    assert main(["verify", str(path)]) == 1
    assert f"FAILED {path}" in capsys.readouterr().out
