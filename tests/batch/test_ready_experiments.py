"""Experiments that are ready to be copied can be played as they stand, and differ in what they say that they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.batch.experiment_file import read_experiment
from wargame.batch.planned import plan
from wargame.batch.ready_experiments import copy_ready, ready_experiments
from wargame.errors import SpecError

NAMES = ("baselines", "doctrine-grid", "labels", "order", "paraphrases", "persona-dose", "who-rules")


def test_the_ready_experiments_are_those_that_the_documents_name() -> None:
    assert tuple(ready_experiments()) == NAMES
    page = (Path(__file__).resolve().parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
    for name, says in ready_experiments().items():
        assert f"`{name}`" in page
        assert says.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_copied_and_its_games_can_be_opened(name: str, tmp_path: Path) -> None:
    copy = tmp_path / f"{name}.yaml"
    copy_ready(name, copy)
    found = plan(read_experiment(copy))
    settings = [str(cell.settings) for cell in found.cells]
    assert len(set(settings)) == len(settings) > 1, "no two cells play the same games"
    assert len(found.experiment.numbers) >= 20
    if name not in ("baselines", "doctrine-grid", "who-rules"):
        assert all(cell.has_models for cell in found.cells)
    if name != "doctrine-grid":
        assert any(cell.has_models for cell in found.cells)
        assert found.experiment.budget.tokens is not None, "no model is asked without a cap"
    with pytest.raises(SpecError, match="the file exists"):
        copy_ready(name, copy)


def test_a_name_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="'label' is no ready experiment"):
        copy_ready("label", tmp_path / "label.yaml")


def test_a_copy_takes_a_model_and_fewer_seeds(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy_ready("baselines", copy, "llm:small@http://127.0.0.1:9/v1", 2)
    found = read_experiment(copy).experiment
    assert found.numbers == (1, 2)
    seated = [str(level.seats["rome"]) for level in found.factors[0].levels]
    models = ["single:small@http://127.0.0.1:9/v1", "llm:small@http://127.0.0.1:9/v1"]
    assert seated == ["passing", "random", "scripted", "best", *models]
    with pytest.raises(SpecError, match="no model sits in doctrine-grid"):
        copy_ready("doctrine-grid", tmp_path / "grid.yaml", "small")
    with pytest.raises(SpecError, match="must start with http"):
        copy_ready("labels", tmp_path / "labels.yaml", "small@localhost:9")
    assert [each.name for each in tmp_path.iterdir()] == ["copy.yaml"], "nothing is written where something is wrong"
