"""`wargame new` lays a scenario or an actor, says how to go on, and refuses what belongs to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_actor_and_a_scenario_around_it_are_laid_and_clean(wargame: Run) -> None:
    assert wargame("new", "actor", "fjord", "--kind", "lab").out == "actors/fjord\n"
    said = wargame("new", "scenario", "north", "--seats", "rome, fjord")
    assert (said.code, said.out) == (0, "scenarios/north\n")
    assert "wargame check scenarios/north; wargame run scenarios/north" in said.err
    assert wargame("check", "north").out == "north: no faults\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scenario", "north", "--kind", "lab"), "--kind lab: this is said of an actor; leave it out"),
        (("actor", "fjord", "--seats", "rome"), "--seats rome: this is said of a scenario; leave it out"),
        (("actor", "fjord", "--into", "no/such"), ""),
        (("seat", "fjord"), "scenario"),
    ],
)
def test_what_does_not_fit_is_refused(wargame: Run, words: tuple[str, ...], said: str) -> None:
    done = wargame("new", *words)
    assert done.code == (2 if said else 0)
    assert said in done.err
