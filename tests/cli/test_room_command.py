"""The command that opens a table as a room gives the table that the lobby has set."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from wargame.commands import host
from wargame.core.ids import CONTROL
from wargame.present.lobby_plan import SeatPlan, TablePlan
from wargame.present.room_command import not_in_rooms, room_command
from wargame.scenario.bundle import load
from wargame.scenario.find import find_scenario
from wargame.table.presets import PRESETS

TUTORIAL = str(find_scenario("first-download"))
FULL = str(find_scenario("between-the-giants"))
BUNDLE = load(TUTORIAL)


def set_table(scenario: str, variant: str | None = None, **seats: SeatPlan) -> TablePlan:
    return TablePlan(scenario, variant, seats=seats).planned_for(load(scenario, variant).pack)


HUMAN = SeatPlan("human")
TABLES = {
    "as it is at first": set_table(TUTORIAL, rome=HUMAN),
    "other players": set_table(
        TUTORIAL,
        rome=SeatPlan("human", people="Ada, Ben"),
        meta=SeatPlan("llm", "small@http://localhost:1/v1"),
        palantir=SeatPlan("random"),
    ),
    "a smaller table": set_table(FULL, "core", paris=HUMAN),
    "a facilitator": set_table(TUTORIAL, rome=HUMAN).having(
        facilitated=True, adjudication="dice", judges=("llm:one", "llm:two words"), preset=PRESETS["90-minutes"], seed=7
    ),
    "caps": set_table(TUTORIAL, rome=HUMAN).having(
        model_seconds=60.0, tokens=5_000_000, hide_players=True, preset=PRESETS["untimed"]
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_host_makes_the_table_of_the_lobby_from_it(
    wargame: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    made: list[TablePlan] = []

    def kept(*given: Any) -> None:
        for each in given:
            made.extend([each] if isinstance(each, TablePlan) else [])
            if isinstance(each, socket.socket):
                each.close()

    monkeypatch.setattr(host, "_host", kept)
    plan = TABLES[name]
    bundle = load(plan.scenario, plan.variant)
    done = wargame(*room_command(plan, bundle))
    assert (done.code, done.err) == (0, "")
    (there,) = made
    here = plan.for_cast(bundle)
    assert {seat: (each.spec, each.names) for seat, each in there.seats.items()} == {
        seat: (each.spec, each.names) for seat, each in here.seats.items()
    }
    assert replace(there, scenario="", seats={}) == replace(here, scenario="", seats={})
    assert find_scenario(there.scenario) == find_scenario(here.scenario)


def test_a_survey_goes_along() -> None:
    plan = replace(TABLES["as it is at first"], survey="default")
    assert room_command(plan, BUNDLE)[-2:] == ("--survey", "default")


def test_a_shipped_scenario_is_called_by_its_name_and_one_of_ones_own_by_its_path(tmp_path: Path) -> None:
    assert room_command(TABLES["a smaller table"], load(FULL, "core"))[:4] == (
        "host",
        "between-the-giants",
        "--seats",
        "core",
    )
    own = tmp_path / "mine" / "first-download"
    assert room_command(replace(TABLES["as it is at first"], scenario=str(own)), BUNDLE)[1] == str(own)


def test_no_word_of_a_seat_stands_in_a_command() -> None:
    plan = TABLES["a facilitator"].with_seat("rome", word="sesame").having(control_word="open")
    assert not [each for each in room_command(plan, BUNDLE) if "sesame" in each or "open" in each]
    assert CONTROL not in room_command(plan, BUNDLE)


def test_a_model_that_may_take_as_long_as_it_likes_gets_a_day() -> None:
    plan = TABLES["as it is at first"].having(model_seconds=None)
    assert room_command(plan, BUNDLE)[-2:] == ("--model-seconds", "86400")


def test_what_no_room_has_is_said() -> None:
    assert not_in_rooms(TABLES["caps"]) == ""
    assert "no rehearsal" in not_in_rooms(TABLES["caps"].having(rehearsal=True))
