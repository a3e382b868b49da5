"""`wargame probe`: findings as lines or as one object, and an exit code that says whether a model can play there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    words = [sys.executable, "-m", "wargame.stub", "--model", "small", "--rung", "json_object", "--rung", "text"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_usable_endpoint_is_told_with_the_spec_to_play_it(url: str, wargame: Run) -> None:
    said = wargame("probe", f"small@{url}")
    assert said.code == 0
    assert said.out.splitlines()[-1] == f"a model can play here: --all llm:small@{url} (rung json_object)"
    assert "json_object         works" in said.out


def test_json_is_one_object(url: str, wargame: Run) -> None:
    found = wargame("probe", f"llm:small@{url}", "--json").json
    assert (found["usable"], found["best"], found["known"]) == (True, "json_object", True)
    assert found["rungs"]["json_schema_strict"].startswith("no: ")


def test_an_unknown_model_is_told_with_what_there_is_and_exit_code_one(url: str, wargame: Run) -> None:
    said = wargame("probe", f"large@{url}")
    assert said.code == 1
    assert said.out.splitlines()[-1].endswith("does not know the model 'large'; it has small")


def test_the_address_may_come_from_the_environment(url: str, wargame: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    assert wargame("probe", "small").code == 0


def test_a_hosted_model_without_a_key_is_bad_input(wargame: Run) -> None:
    said = wargame("probe", "gpt-4.1")
    assert said.code == 2
    assert "OPENAI_API_KEY" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_game_with_a_model_that_is_not_there_does_not_start(url: str, wargame: Run, tmp_path: object) -> None:
    out = f"{tmp_path}/game.jsonl"
    said = wargame("run", "first-download", "--all", f"llm:large@{url}", "--out", out)
    assert said.code == 2
    assert "does not know the model 'large'" in said.err
    assert "Traceback" not in said.err


def test_a_short_game_with_models_counts_what_it_took(url: str, wargame: Run, tmp_path: object) -> None:
    out = f"{tmp_path}/game.jsonl"
    said = wargame("run", "first-download", "--all", f"llm:small@{url}", "--turns", 1, "--out", out, "--json")
    assert said.code == 0, said.err
    usage = said.json["usage"]
    assert usage["calls"] > 0
    assert usage["prompt_tokens"] > usage["completion_tokens"] > 0
    assert (usage["cost"], usage["unpriced"]) == (None, usage["calls"] - usage["failed_calls"])
    assert sum(usage["shares"].values()) == pytest.approx(1, abs=0.01)
    assert wargame("verify", out).code == 0


@pytest.mark.slow
def test_playing_is_tried_with_scripts_beside_it_and_what_it_takes_said_first(url: str, wargame: Run) -> None:
    said = wargame("probe", f"small@{url}", "--play", "--positions", 12)
    assert "12 calls, at most" in said.err
    assert "12 of 12 answered" in said.err
    head, *rows = said.out.splitlines()
    assert head.split()[:2] == ["measure", "model"]
    assert [row.split("  ")[0] for row in rows[:-1]] == [
        "answered", "legal", "best", "bad", "in character", "promise kept", "leaked",
    ]  # fmt: skip
    assert said.code in (0, 1)
    assert (said.code == 1) == ("fewer than half" in rows[-1])


@pytest.mark.slow
def test_a_trial_as_json_has_every_position_with_what_it_showed(url: str, wargame: Run) -> None:
    found = wargame("probe", f"small@{url}", "--play", "--positions", 12, "--json").json
    assert len(found["positions"]) == 12
    legal = sum(each["legal"] for each in found["positions"])
    assert (found["shares"]["legal"]["count"], found["shares"]["legal"]["of"]) == (legal, 12)
    assert found["references"]["passing"]["best"]["count"] == 0
    assert found["prompt_tokens"] > 0


@pytest.mark.slow
def test_an_endpoint_that_is_not_there_cannot_be_tried(wargame: Run) -> None:
    said = wargame("probe", "small@http://127.0.0.1:9/v1", "--play", "--positions", 12)
    assert said.code == 2
    assert "no connection to" in said.err
