"""A plan that was laid down is held against what is analysed: whatever differs is told, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.batch.experiment_file import read_experiment
from wargame.batch.planned import plan
from wargame.batch.registration import deviations, lock_beside, register, registered, registration_in_words
from wargame.errors import ExperimentError, SpecError

from .studies import SMALL, planned


def after(folder: Path, old: str, new: str) -> tuple[str, ...]:
    """What deviates once these words of the file were replaced after it was registered."""
    made = register(planned(folder), 0, folder / "study.lock.json")
    assert old in SMALL
    return deviations(planned(folder, SMALL.replace(old, new)), made)


def test_a_plan_that_is_analysed_as_it_was_registered_deviates_in_nothing(tmp_path: Path) -> None:
    path = tmp_path / "study.lock.json"
    assert registration_in_words(planned(tmp_path), path) == ()
    made = register(planned(tmp_path), 0, path)
    assert registered(path) == made
    assert deviations(planned(tmp_path), made) == ()
    (line,) = registration_in_words(planned(tmp_path), path)
    assert made.hash[:12] in line
    assert "nothing deviates" in line


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("count: 3", "count: 4", ["seeds.count: 3 before, 4 now"]),
        ("name: agreements", "name: pacts", ["'agreements' was registered", "'pacts' was not registered: .* explorat"]),
        ("at: area", "at: end", ['outcome \'agreements\': at: "area" before, "end" now']),
        (
            "{trust_threat: 0}",
            "{trust_threat: 1}",
            ["factors.0.*trust_threat: 0.0 before, 1.0 now", "cell 'threats=cost no trust, rome=scripted': .*threat"],
        ),
        ("turns: 1", "turns: 2", ["game.turns: 1 before, 2 now", "cell .*: turns: 1 before, 2 now"]),
    ],
)
def test_whatever_was_changed_since_is_told(tmp_path: Path, old: str, new: str, sentences: list[str]) -> None:
    import re

    told = after(tmp_path, old, new)
    for sentence in sentences:
        assert any(re.search(sentence, each) for each in told), told


def test_a_scenario_that_was_edited_since_is_told_in_words(tmp_path: Path) -> None:
    made = register(planned(tmp_path), 0, tmp_path / "study.lock.json")
    cells = {name: {**settings, "scenario": "0" * 64} for name, settings in made.cells.items()}
    told = deviations(planned(tmp_path), made.model_copy(update={"cells": cells}))
    assert "cell 'threats=as usual, rome=scripted': its scenario is another" in told


def test_games_that_were_sealed_before_and_a_registration_that_was_touched_are_told(tmp_path: Path) -> None:
    path = tmp_path / "study.lock.json"
    register(planned(tmp_path), 7, path)
    made = registered(path)
    assert made is not None
    assert deviations(planned(tmp_path), made) == ("it was registered when 7 games were sealed already",)
    path.write_text(path.read_text().replace('"sealed":7', '"sealed":0'))
    (said, told) = registration_in_words(planned(tmp_path), path)
    assert "1 deviation from it" in said
    assert "was changed after it was written" in told


def test_a_registration_is_written_once_and_a_file_of_something_else_is_none(tmp_path: Path) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(SMALL)
    path = lock_beside(study)
    assert path.name == "study.lock.json"
    register(plan(read_experiment(study)), 0, path)
    before = path.read_bytes()
    with pytest.raises(SpecError, match="registered already"):
        register(plan(read_experiment(study)), 0, path)
    assert path.read_bytes() == before
    path.write_text('{"format": 1}')
    with pytest.raises(ExperimentError, match="no registration of a plan"):
        registered(path)
