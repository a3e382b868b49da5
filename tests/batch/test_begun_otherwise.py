"""Settings that were not those of the games are told wherever games are; another program in words of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.batch.studies import SMALL, planned, written
from wargame.batch.begun_otherwise import changed_cells, check_begun
from wargame.batch.ledger_writer import LedgerWriter
from wargame.batch.planned import ExperimentPlan
from wargame.batch.registration import deviations, register
from wargame.batch.result_tables import write_tables
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.batch.runner import run_experiment
from wargame.commands.experiment import experiment
from wargame.errors import SpecError

ONE = SMALL.replace("count: 3", "count: 1").replace("{name: as usual}", "{name: as usual, params: {trust_threat: 5}}")
ASKED = SMALL.replace("seats: {rome: random}", 'seats: {rome: "llm:stub@http://127.0.0.1:9/v1"}, labels: neutral')
DIFFERS = "cell 'threats=as usual, rome=scripted' was begun with other settings: parameters.trust_threat: "


def asked(*words: str) -> tuple[int, str]:
    """A command of experiments: its exit code, and all that it says or raises."""
    done = CliRunner().invoke(experiment, words)
    return done.exit_code, " ".join(f"{done.output} {done.exception or ''}".split())


def begun(plan: ExperimentPlan, change: Mapping[str, Any], prompts: Mapping[str, str] = {}) -> LedgerContents:
    """A ledger in which the cells of a plan were begun with other settings."""
    found = LedgerContents()
    for cell in plan.cells:
        asked_in = {"prompts": {**cell.settings["prompts"], **prompts}} if "prompts" in cell.settings else {}
        found.cells[cell.name] = {**cell.settings, **change, **asked_in}
    return found


def test_no_command_vouches_for_settings_that_were_not_played(tmp_path: Path) -> None:
    plan, games = planned(tmp_path, ONE), tmp_path / "games"
    run_experiment(plan, games)
    file = str(written(tmp_path, ONE.replace("trust_threat: 5", "trust_threat: 4")))
    out = ("--out", str(games))
    with pytest.raises(SpecError) as refused:
        run_experiment(planned(tmp_path, ONE.replace("trust_threat: 5", "trust_threat: 4")), games)
    assert str(refused.value).startswith(DIFFERS)
    for words in (
        ("table", file, *out, "--tables", str(tmp_path / "tables"), "--rebuild"),
        ("report", file, *out, "--report", str(tmp_path / "page.html")),
        ("analyse", file, *out),
        ("run", file, *out, "--dry-run"),
    ):
        code, said = asked(*words)
        assert code
        assert str(refused.value) in said, "in the words in which `run` says it"
    assert not (tmp_path / "tables").exists()
    assert not (tmp_path / "page.html").exists()
    code, said = asked("status", file, *out)
    assert code == 1
    assert DIFFERS in said
    code, said = asked("status", file, *out, "--json")
    assert len(json.loads(said.removesuffix(" 1"))["set_otherwise"]) == 2


def test_a_manifest_has_the_settings_with_which_cells_were_begun(tmp_path: Path) -> None:
    plan, games = planned(tmp_path, ONE), tmp_path / "games"
    run_experiment(plan, games)
    other = planned(tmp_path, ONE.replace("trust_threat: 5", "trust_threat: 4"))
    write_tables(other, contents(games), tmp_path / "tables")
    told = json.loads((tmp_path / "tables" / "manifest.json").read_text(encoding="utf-8"))["cells"]
    assert told["threats=as usual, rome=scripted"]["parameters"]["trust_threat"] == 5


def test_games_of_another_program_are_read_and_not_gone_on_with_and_that_is_said_once(tmp_path: Path) -> None:
    plan = planned(tmp_path, ASKED)
    with_models = [cell for cell in plan.cells if cell.has_models]
    assert len(with_models) == 2
    code, words = "0.0.9 " + "ab" * 32, "9 " + "cd" * 32
    found = begun(plan, {}, {"code": code, "ask_talk": words})
    assert changed_cells(plan, found) == ()
    check_begun(plan, found, to_play=False)
    with pytest.raises(SpecError) as fault:
        check_begun(plan, found, to_play=True)
    said = str(fault.value)
    assert said.startswith("2 cells were begun by another state of the program, which differs in how it words prompts")
    assert f"0.0.9 {'ab' * 6} before, " in said
    assert "Set them as they were" not in said
    assert "prompts." not in said
    assert "What is sealed stays readable; to play on, take the program that began them" in said


def test_settings_of_the_file_are_told_beside_those_of_another_program(tmp_path: Path) -> None:
    plan = planned(tmp_path, ASKED)
    asked_before = {"shown": "persona=1,order=usual,labels=real x"}
    found = begun(plan, {"code": "ab" * 32}, asked_before)
    named = [each.partition("settings: ")[2] for each in changed_cells(plan, found)]
    assert named == ['shown.labels: "real" before, "neutral" now'] * 2
    of_before = {"shown": "persona=1,order=usual,labels=neutral x"}
    assert changed_cells(plan, begun(plan, {"code": "ab" * 32}, of_before)) == (), "`names` was not known then"
    assert (
        "shown.labels"
        in changed_cells(
            planned(tmp_path, ASKED.replace(", labels: neutral", "")), begun(plan, {"code": "ab" * 32}, of_before)
        )[0]
    )
    parameters = {"parameters": {"trust_threat": 7.0}, "reins": {"bars": []}}
    named = [each.partition("settings: ")[2] for each in changed_cells(plan, begun(plan, {**parameters, "code": "ab"}))]
    assert len(named) == 4, "a later program knows more parameters and more of levers, which no file has set"
    assert all(each.startswith("parameters.trust_threat: 7.0 before, ") and ";" not in each for each in named)


def test_a_registration_tells_another_program_once(tmp_path: Path) -> None:
    plan = planned(tmp_path, ASKED)
    made = register(plan, 0, tmp_path / "study.lock.json")
    cells = begun(plan, {"code": "ab" * 32}, {"code": "0.0.9 " + "ab" * 32}).cells
    told = deviations(plan, made.model_copy(update={"cells": cells}))
    (said,) = (each for each in told if "hash is not that" not in each)
    assert said.startswith("4 cells were registered by another state of the program, which differs in the rules (rules")


def test_a_folder_that_another_program_began_is_left_as_it_is(tmp_path: Path) -> None:
    plan, folder = planned(tmp_path, ONE), tmp_path / "games"
    run_experiment(plan, folder)
    old = tmp_path / "old"
    with LedgerWriter(old, 1, 1, "") as writer:
        for cell in plan.cells:
            writer.cell(cell.name, {**cell.settings, "code": "ab" * 32})
    with pytest.raises(
        SpecError, match=r"4 cells were begun by another state of the program, .*the rules \(rules \d+, "
    ) as refused:
        run_experiment(plan, old)
    code, said = asked("run", str(written(tmp_path, ONE)), "--out", str(old), "--dry-run")
    assert code
    assert str(refused.value) in said, "what a run refuses, no dry run announces"
    assert contents(old).sealed == {}
