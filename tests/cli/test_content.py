"""`scenarios`, `actors`, `copy`, `check`, `params`, `audit`, `demo`: content is listed, proven and told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.core.events import Event
from wargame.core.state import State
from wargame.core.views import Observer, View
from wargame.rules.base.parameters import Parameters


def test_scenarios_and_actors_are_listed_and_shown(wargame: Run) -> None:
    assert "between-the-giants" in wargame("scenarios").out
    assert "washington" in wargame("scenarios", "between-the-giants").out
    assert "paris" in wargame("actors").out


def test_an_actors_brief_is_shown_on_request_only(wargame: Run) -> None:
    assert "Private brief" not in wargame("actors", "paris").out
    assert "Private brief" in wargame("actors", "paris", "--private").out


def test_passages_of_an_actor_stand_with_what_they_need_and_private_ones_on_request(wargame: Run) -> None:
    shown, whole = wargame("actors", "meta").out, wargame("actors", "meta", "--private").out
    assert "[since 2025-10]" in shown
    assert "one of the club" not in shown
    assert "Palantir: one of the club; be its default. [with palantir]" in whole
    assert "How it decides" in whole


def test_a_copy_has_no_faults_and_a_broken_one_names_the_line(tmp_path: Path, wargame: Run) -> None:
    folder = tmp_path / "mine"
    assert wargame("copy", "first-download", folder).code == 0
    assert "no faults" in wargame("check", folder).out
    file = folder / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("\nturns:", "\nturnz:"), encoding="utf-8")
    said = wargame("check", folder)
    assert said.code == 1
    assert "scenario.yaml:" in said.out
    assert wargame("copy", "first-download", folder).code == 2


def test_params_lists_every_parameter(wargame: Run) -> None:
    assert set(wargame("params", "--json").json) == set(Parameters.names())
    assert all(name in wargame("params").out for name in Parameters.names()[:5])


@pytest.mark.slow
def test_the_audit_finds_no_structural_leak(wargame: Run) -> None:
    said = wargame("audit", "between-the-giants", "--seats", "core", "--turns", 3, "--json")
    assert said.code == 0, said.out
    assert said.json["structural_leaks"] == 0
    assert said.json["arrivals"] > 0
    assert min(said.json[name] for name in ("briefs", "messages", "views", "refusals", "exports")) > 0


def test_the_audit_tells_when_the_screen_between_seats_has_a_hole(
    wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Observer.view

    def holed(observer: Observer, state: State, record: list[Event]) -> View:
        view = whole(observer, state, record)
        return replace(view, brief=view.brief + observer._plans._setting.by_id["kyiv"].brief)

    monkeypatch.setattr(Observer, "view", holed)
    said = wargame("audit", "between-the-giants", "--seats", "core", "--turns", 1)
    assert said.code == 1
    assert "only kyiv may read" in said.out


@pytest.mark.slow
def test_the_demo_tells_a_whole_game_on_two_pages(
    tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = wargame("demo", "--seed", 7)
    assert said.code == 0, said.err
    assert len(said.out.splitlines()) < 120
    for words in ("Turn 10", "signed", "Final scores", "leverage", "Broken statements", "wargame verify"):
        assert words.lower() in said.out.lower()
    path = next(Path("runs").glob("demo-7-*.jsonl"))
    assert str(path) in said.out
    assert wargame("verify", path).code == 0
