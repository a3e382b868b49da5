"""Arms expose what a model goes by: a stub blind to its brief, one bound to words, one that takes what comes first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.batch.minded_stub import Rule, answer, first_listed, serving
from wargame.batch.comparisons import effects
from wargame.batch.experiment_file import read_experiment
from wargame.batch.planned import ExperimentPlan, plan
from wargame.batch.ready_experiments import copy_ready
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.batch.runner import run_experiment
from wargame.batch.variance_split import variance_shares
from wargame.present.experiment_arms import arms_in_words, arms_of

KINDS = ("train_operators", "endorse_norms")
Played = tuple[ExperimentPlan, LedgerContents, list[str]]


def played(name: str, rule: Rule, folder: Path, seeds: int = 6, change: Callable[[str], str] = str) -> Played:
    """A ready experiment played by a stub of this mind through the real client, and what its arms are said to show."""
    file = folder / f"{name}.yaml"
    with serving(rule) as url:
        copy_ready(name, file, f"stub@{url}", seeds)
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
        made = plan(read_experiment(file))
        found = run_experiment(made, folder / "games")
    assert found.all_ok, "every decision is the model's own"
    held = contents(folder / "games")
    return made, held, arms_in_words(made, effects(made, held), variance_shares(made, held))


def one_turn(text: str) -> str:
    return text.replace("game: {scenario: first-download,", "game: {scenario: first-download, turns: 1,")


def trains_with_a_brief(system: str, user: str, phase: str) -> dict[str, object]:
    """Trains operators where the brief of Rome is there in full, and waits elsewhere."""
    brief = system.partition("For you alone:")[2].partition("What you are scored on")[0]
    return answer(phase, {"kind": "train_operators"}) if len(brief) > 900 else answer(phase)


@pytest.mark.slow
def test_a_model_that_is_blind_to_its_brief_is_warned_of(tmp_path: Path) -> None:
    _, _, (told,) = played("persona-dose", lambda system, user, phase: answer(phase), tmp_path, 2, one_turn)
    assert told == (
        "Warning: no persona effect. With its brief or without, what the model did cannot be told apart: all 2 pairs "
        "of a comparison were the same games."
    )


@pytest.mark.slow
def test_a_model_that_reads_its_brief_is_not_warned_of(tmp_path: Path) -> None:
    _, _, (told,) = played("persona-dose", trains_with_a_brief, tmp_path, 10, one_turn)
    assert told.startswith("The brief moves what the model does: ")
    assert "with none" in told


def bound_to_words(system: str, user: str, phase: str) -> dict[str, object]:
    """Trains operators where it is asked in plain words, and waits elsewhere."""
    return answer(phase, {"kind": "train_operators"}) if system.startswith("# What this is\n") else answer(phase)


@pytest.mark.slow
def test_of_a_model_that_is_bound_to_words_wording_dominates(tmp_path: Path) -> None:
    threats = "factors:\n  - name: threats\n    levels: [{name: as usual}, {name: free, params: {trust_threat: 0}}]"
    made, held, told = played(
        "paraphrases", bound_to_words, tmp_path, 10, lambda text: one_turn(text).replace("factors:", threats)
    )
    assert [factor.name for factor, _ in arms_of(made)] == ["wording"], "threats change no prompt"
    assert told[0].startswith("The words of prompts move what the model does")
    assert told[1].startswith("Wording dominates score of Rome: ")
    shares = {each.source: each.share for each in variance_shares(made, held) if each.outcome == "score of Rome"}
    assert shares["wording"] > 10 * shares["threats"]


@pytest.mark.slow
def test_a_model_that_takes_what_comes_first_is_exposed_by_another_order(tmp_path: Path) -> None:
    made, held, (told,) = played(
        "order",
        lambda system, user, phase: answer(phase, first_listed(user)) if phase == "orders" else answer(phase),
        tmp_path,
    )
    assert told.startswith("Order moves what the model does: it goes by where something stands in its lists: ")
    moved = {
        each.level for each in effects(made, held) if each.outcome == "score of Rome" and (each.corrected or 0) < 0.05
    }
    assert "reversed" in moved


@pytest.mark.slow
@pytest.mark.parametrize(("seeds", "told"), [(2, "2 pairs are too few to tell"), (12, "Warning: no persona effect")])
def test_of_a_model_that_draws_its_answers_no_arm_says_more_than_its_pairs_show(
    seeds: int, told: str, tmp_path: Path
) -> None:
    def drawing(system: str, user: str, phase: str) -> dict[str, object]:
        chance = Random(hashlib.sha256(f"{system}{user}".encode()).hexdigest())
        return (
            answer(phase, *({"kind": kind} for kind in KINDS if chance.random() < 0.3))
            if phase == "orders"
            else answer(phase)
        )

    _, _, lines = played("persona-dose", drawing, tmp_path, seeds, one_turn)
    assert told in lines[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["order", "labels"])
def test_a_model_that_minds_neither_order_nor_names_is_not_exposed(name: str, tmp_path: Path) -> None:
    _, _, (told,) = played(name, lambda system, user, phase: answer(phase), tmp_path, 2, one_turn)
    assert told.startswith(f"No effect of {'names' if name == 'labels' else name} was seen: all 2 pairs")


def believes_nothing(case: str, user: str, phase: str) -> dict[str, object]:
    """A judge who finds no argument possible, and no reason credible."""
    against: dict[str, object] = {"cons": []} if re.search(r"(?m)^C1$", case) else {}
    return {"remark": "No.", "pros": [], **against, "chance": 0}


@pytest.mark.slow
def test_a_judge_who_believes_nothing_is_exposed_beside_the_rules(tmp_path: Path) -> None:
    made, held, (told,) = played("who-rules", believes_nothing, tmp_path, 12)
    assert told.startswith("Who rules arguments moves what comes of games, and a result holds for the umpire that")
    assert "support at home in Rome -" in told
    found = [each for each in effects(made, held) if each.outcome == "support at home in Rome"]
    dice, reasons, odds = (each.mean or 0.0 for each in found)
    assert odds < reasons < dice == 0, "by reasons nothing counts for or against; by odds nothing succeeds"
    reads = [held.sealed[run.id].read for run in made.runs if made.cells[run.cell].adjudication == "proposed"]
    assert {each.odds for each in reads if each.ruled} == {0.0}
