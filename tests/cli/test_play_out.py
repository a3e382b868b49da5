"""`wargame play --out`: the record goes where it is said to, and what stands there is refused in the words of `run`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.table.session import beside, load

PLAY, RUN = ("play", "first-download", "--plain"), ("run", "first-download", "--quiet")


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody who leaves the table at once, in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))


@pytest.mark.usefixtures("leaving")
@pytest.mark.parametrize("rehearse", [(), ("--rehearse",)])
def test_the_game_is_recorded_where_it_is_said_to_be(wargame: Run, rehearse: tuple[str, ...]) -> None:
    said = wargame(*PLAY, "--out", "here/game.jsonl", *rehearse)
    assert said.code == 0, said.err
    assert Path("here/game.jsonl").is_file() == (not rehearse), "a practice that was left is recorded nowhere"
    assert not Path("runs").exists()


@pytest.mark.usefixtures("leaving")
@pytest.mark.parametrize("there", ["a file", "a folder"])
def test_what_stands_there_is_refused_as_by_run_and_left_as_it_is(wargame: Run, there: str) -> None:
    path = Path("game.jsonl")
    if there == "a file":
        path.write_text("kept")
    else:
        path.mkdir()
    played, run = wargame(*PLAY, "--rehearse", "--out", path), wargame(*RUN, "--out", path)
    assert played.code == run.code == 2
    assert played.err == run.err
    assert path.is_dir() or path.read_text() == "kept"


def test_a_game_that_is_gone_on_with_is_recorded_where_it_was(wargame: Run) -> None:
    said = wargame("play", "--plain", "--resume", "old.jsonl", "--out", "new.jsonl")
    assert said.code == 2
    assert "the transcript says what is played; give no scenario, no seats and no --out" in said.err


@pytest.mark.usefixtures("leaving")
def test_how_control_rules_arguments_may_be_chosen_and_a_stranger_is_named(wargame: Run) -> None:
    said = wargame(*PLAY, "--adjudication", "coin")
    assert said.code == 2
    assert "coin: there is no such mode; accepted are rules, dice, probability, vote, umpire, proposed" in said.err
    assert wargame(*PLAY, "--out", "game.jsonl", "--adjudication", "umpire").code == 0
    assert load(beside(Path("game.jsonl"))).settings.adjudication == "umpire"
