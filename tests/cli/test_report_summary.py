"""`report --summary`: a model is sent what the reader may know, its cost is said first, its words stand apart."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copy

import pytest

from tests.cli.conftest import Run
from tests.cli.stubs import process, told
from wargame.present.report.summarised import TITLE
from wargame.review.leak_audit import Canaries, Planter
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through

pytestmark = pytest.mark.usefixtures("bare")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries]:
    """A game in which every private message, offer and reason holds a string of its own."""
    path, canaries = tmp_path_factory.mktemp("planted") / "game.jsonl", Canaries()
    setup = choose("between-the-giants", variant="core", seed=3, turns=2)
    table = new_game(setup, path, sync="end", make=lambda spec, seat, seed: Planter(spec, seat, seed, canaries))
    run_through(table.play(), waits=False)
    return path, canaries


@pytest.fixture
def played(planted: tuple[Path, Canaries], tmp_path: Path) -> Path:
    return Path(copy(planted[0], tmp_path / "game.jsonl"))


def bodies(url: str) -> list[str]:
    return [json.dumps(each, ensure_ascii=False) for each in told(url, "requests")]


@pytest.mark.slow
def test_a_summary_stands_last_under_a_heading_that_says_whose_it_is(played: Path, wargame: Run) -> None:
    with process("--seed", 5) as url:
        said = wargame("report", played, "--markdown", "--summary", f"llm:stub@{url}")
        assert (said.code, len(bodies(url))) == (0, 1)
    assert f"llm:stub@{url}: at most 1 calls, " in said.err
    text = played.with_name("game.report.md").read_text(encoding="utf-8")
    last = text.rpartition("\n## ")[2]
    assert last.startswith(f"{TITLE}\n\nWritten by stub from the limits")
    assert "Nobody has checked it" in last
    assert wargame("report", played, "--markdown").code == 0
    assert text.startswith(played.with_name("game.report.md").read_text(encoding="utf-8").rstrip("\n"))


@pytest.mark.parametrize("seat", ["paris", "anthropic"])
def test_nothing_that_a_seat_may_not_know_is_sent_for_its_report(
    planted: tuple[Path, Canaries], played: Path, wargame: Run, seat: str
) -> None:
    _, canaries = planted
    strangers = [name for name, readers in canaries.readers.items() if seat not in readers]
    assert len(strangers) > 100
    with process() as url:
        assert wargame("report", played, "--seat", seat, "--summary", f"llm:stub@{url}").code == 0
        (sent,) = bodies(url)
    assert "Told as" in sent
    assert [name for name in strangers if name in sent] == []


def test_no_thought_is_sent_for_controls_report(planted: tuple[Path, Canaries], played: Path, wargame: Run) -> None:
    _, canaries = planted
    with process() as url:
        assert wargame("report", played, "--summary", f"llm:stub@{url}").code == 0
        (sent,) = bodies(url)
    assert [name for name, readers in canaries.readers.items() if len(readers) == 1 and name in sent] == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["refusal", "html", "malformed"])
def test_a_model_that_fails_costs_no_report(played: Path, wargame: Run, fault: str) -> None:
    with process("--fault", f"{fault}=1") as url:
        said = wargame("report", played, "--markdown", "--summary", f"llm:stub@{url}")
    assert said.code == 0
    assert "--summary: the report has none: " in said.err
    text = played.with_name("game.report.md").read_text(encoding="utf-8")
    assert "## The game on one page" in text
    assert f"## {TITLE}\n\nThere is none: stub gave none" in text


@pytest.mark.slow
def test_an_endpoint_that_is_not_there_costs_no_report(played: Path, wargame: Run) -> None:
    said = wargame("report", played, "--markdown", "--summary", "llm:stub@http://127.0.0.1:9/v1")
    assert said.code == 0
    assert "the report has none: " in said.err


def test_a_cap_that_does_not_reach_sends_nothing(played: Path, wargame: Run) -> None:
    with process() as url:
        said = wargame("report", played, "--markdown", "--summary", f"llm:stub@{url}", "--tokens", 10)
        assert bodies(url) == []
    assert said.code == 0
    assert "the cap of 10 tokens has no room for this call" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--summary", "scripted"), "this must be a model"),
        (("--tokens", 10), "only --summary asks a model"),
        (("--summary", "llm:stub@https://models.example/v1", "--money", "1"), "the price of"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_written(
    played: Path, wargame: Run, words: tuple[object, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "nokey")
    found = wargame("report", played, *words)
    assert found.code == 2
    assert said in found.err
    assert list(played.parent.glob("*.report.*")) == []
