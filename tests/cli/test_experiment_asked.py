"""Whoever looks at an experiment hears of pauses and caps, who asked for them and why, and of means set aside."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, written
from tests.cli.conftest import Run
from wargame.batch.ledger_writer import LedgerWriter
from wargame.batch.runner import BatchProgress
from wargame.batch.steering import CONTROL, steer, steering_of
from wargame.commands import experiment_progress, progress

UTC = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
MODELS = SMALL.replace("turns: 1}", "turns: 1, seats: {washington: 'llm:stub@http://127.0.0.1:1/v1'}}")


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder in which an experiment was begun and nothing sealed yet."""
    folder = tmp_path / "games"
    folder.mkdir()
    (folder / "ledger-1-of-1.jsonl").touch()
    return folder


def words(shown: str) -> str:
    return " ".join(shown.split())


def test_status_tells_a_pause_whoever_asked_for_something_else_since(begun: Path, tmp_path: Path, wargame: Run) -> None:
    file = written(tmp_path, SMALL)
    assert "paused" not in wargame("experiment", "status", file, "--out", begun).out
    steer(begun, by="office", reason="lunch", paused=True)
    steer(begun, by="desk", reason="one core is free", workers=1)
    said = words(wargame("experiment", "status", file, "--out", begun).out)
    assert re.search(rf"paused by office since {UTC} \(lunch\): no game is begun before `wargame experiment con", said)
    assert "`experiment control` set how games are played: by 1 process" in said
    data = wargame("experiment", "status", file, "--out", begun, "--json").json
    assert data["paused"] == {"by": "office", "because": "lunch", "since": data["paused"]["since"]}
    assert data["paused"]["since"].endswith("+00:00")
    assert (data["asked_workers"], data["asked_games"], data["asked_caps"]) == (1, None, None)
    steer(begun, by="desk", reason="lunch is over", paused=False)
    assert wargame("experiment", "status", file, "--out", begun, "--json").json["paused"] is None


def test_a_pause_that_is_asked_for_again_began_when_it_began(begun: Path) -> None:
    steer(begun, by="office", reason="lunch", paused=True)
    data = json.loads((begun / CONTROL).read_bytes())
    data["paused_by"]["at"] = "2026-01-02T03:04:05+00:00"
    (begun / CONTROL).write_text(json.dumps(data), encoding="utf-8")
    again = steer(begun, by="desk", reason="night", paused=True).paused_by
    assert again is not None
    assert (again.by, again.reason, again.at) == ("desk", "night", "2026-01-02T03:04:05+00:00")


def test_status_tells_who_set_a_cap_and_that_of_the_file(begun: Path, tmp_path: Path, wargame: Run) -> None:
    file = written(tmp_path, MODELS + "budget: {tokens: 3000}\n")
    steer(begun, by="lab", reason="it goes well", tokens=5000)
    said = words(wargame("experiment", "status", file, "--out", begun).out)
    assert re.search(rf"0 taken; cap 5,000, set by lab at {UTC} \(it goes well\) in place of the file's 3,000", said)
    data = wargame("experiment", "status", file, "--out", begun, "--json").json["asked_caps"]
    assert data == {"tokens": 5000, "money": None, "by": "lab", "because": "it goes well", "at": data["at"]}
    steer(begun, by="lab", reason="as planned", cap_of_file=True)
    assert "set by" not in wargame("experiment", "status", file, "--out", begun).out


def test_control_says_what_a_cap_leaves_that_games_wait_and_what_goes_on(begun: Path, wargame: Run) -> None:
    taken = {"tokens": 292_382, "money": 0.0}
    none = {"tokens": 0, "money": 0.0}
    (begun / "means-1-of-1.json").write_text(json.dumps({"taken": none, "held": none, "lost": taken}), encoding="utf-8")
    asks = ("experiment", "control", begun, "--by", "lab", "--because", "it goes well")
    said = words(wargame(*asks, "--tokens", 3_000_000, "--pause").out)
    assert "cap set: 3,000,000 tokens (292,382 taken)" in said
    assert re.search(r"paused: no game is begun before `wargame experiment control .*--go-on", said)
    assert said.endswith("no session is under way")
    said = words(wargame(*asks, "--go-on").out)
    assert "not paused" in said
    assert f"no session is under way: give `wargame experiment run FILE --out {begun}` to go on" in said
    with LedgerWriter(begun):
        assert "who plays hears it within a second" in wargame(*asks, "--cap-of-file").out
    refused = wargame(*asks, "--tokens", 1000)
    assert refused.code == 2
    assert "tokens=1,000: 292,382 are taken already" in refused.err


def test_a_cap_of_a_file_in_which_no_model_plays_is_remarked_on(tmp_path: Path, wargame: Run) -> None:
    capped = "budget: {tokens: 3000}\n"
    remark = "budget: no model plays or judges in this experiment: the cap binds nothing"
    assert remark in wargame("experiment", "check", written(tmp_path, SMALL + capped)).out
    assert "binds nothing" not in wargame("experiment", "check", written(tmp_path, SMALL)).out
    assert "binds nothing" not in wargame("experiment", "check", written(tmp_path, MODELS + capped)).out


def test_a_folder_from_before_it_was_put_down_says_who_asked_last_and_no_time(begun: Path) -> None:
    (begun / CONTROL).write_text('{"paused": true, "by": "office", "reason": "lunch"}', encoding="utf-8")
    by = steering_of(begun).paused_by
    assert by is not None
    assert (by.by, by.reason, by.at) == ("office", "lunch", "")


def test_who_plays_hears_a_pause_under_way_and_it_is_no_time_of_play(
    begun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = 100.0
    monkeypatch.setattr(experiment_progress, "monotonic", lambda: clock)
    monkeypatch.setattr(progress, "SELDOM", 0.0)
    told = experiment_progress.SealedGames(begun)
    told(BatchProgress(1, 9, 0))
    clock += 2
    told(BatchProgress(2, 9, 0))
    assert "2 of 9 games, one in 2 s, 14 s left" in capsys.readouterr().err
    told.steered(steer(begun, by="office", reason="lunch", paused=True))
    assert "paused by office since" in capsys.readouterr().err
    clock += 2
    told(BatchProgress(3, 9, 0))
    assert capsys.readouterr().err == "3 of 9 games, one in 2 s, paused\n", "a game in flight came to its end"
    clock += 1000
    told.steered(steer(begun, by="desk", reason="back", paused=False))
    assert capsys.readouterr().err == "the pause is over, by desk (back): games are begun again\n"
    clock += 2
    told(BatchProgress(4, 9, 0))
    assert capsys.readouterr().err == "4 of 9 games, one in 2 s, 10 s left\n"


def test_no_time_is_told_for_games_that_wait_for_a_cap(
    begun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = 100.0
    monkeypatch.setattr(experiment_progress, "monotonic", lambda: clock)
    monkeypatch.setattr(progress, "SELDOM", 0.0)
    told = experiment_progress.SealedGames(begun)
    told(BatchProgress(1, 60, 0))
    clock += 3
    told(BatchProgress(2, 60, 0, waiting=54))
    assert capsys.readouterr().err.endswith("2 of 60 games, one in 3 s, 54 wait for the cap\n")


def test_what_is_set_aside_is_in_flight_only_while_somebody_plays(begun: Path, tmp_path: Path, wargame: Run) -> None:
    words = ("experiment", "status", written(tmp_path, MODELS), "--out", begun)
    none = {"tokens": 0, "money": 0.0}
    said = {"taken": none, "held": {"tokens": 700, "money": 0.0}, "lost": none}
    (begun / "means-1-of-1.json").write_text(json.dumps(said), encoding="utf-8")
    with LedgerWriter(begun):
        assert "0 taken, 700 set aside for calls in flight; no cap" in wargame(*words).out
        assert wargame(*words, "--json").json["left_behind"]["tokens"] == 0
    left = (
        "0 taken, 700 left set aside by a session that was broken off: they may have been paid for, and count as taken"
    )
    assert left in wargame(*words).out
    data = wargame(*words, "--json").json
    assert (data["tokens"]["set_aside"], data["left_behind"]["tokens"]) == (0, 700)
