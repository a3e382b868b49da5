"""A table as it is being set begins with the session that its scenario is made for."""

from __future__ import annotations

import pytest

from wargame.present.lobby_plan import SeatPlan, TablePlan, fault_of, fault_of_judges
from wargame.scenario.bundle import load
from wargame.table.presets import PRESETS
from wargame.table.settings import AT_A_TERMINAL


def test_a_scenario_that_plans_no_session_gets_the_usual_one() -> None:
    pack = load("first-download").pack.model_copy(update={"preset": None, "adjudication": None})
    assert TablePlan().planned_for(pack).settings == AT_A_TERMINAL


@pytest.mark.parametrize(("preset", "mode"), [("half-day", "umpire"), ("90-minutes", None), (None, "dice")])
def test_what_a_scenario_plans_is_what_a_table_begins_with(preset: str | None, mode: str | None) -> None:
    pack = load("first-download").pack.model_copy(update={"preset": preset, "adjudication": mode})
    settings = TablePlan().planned_for(pack).settings
    assert settings.preset == PRESETS[preset or "untimed"]
    assert settings.adjudication == (mode or "rules")
    assert settings.model_seconds == AT_A_TERMINAL.model_seconds


def test_a_seat_may_be_a_model_that_is_asked_in_one_plain_prompt_and_a_judge_may_not() -> None:
    kind, rest = SeatPlan.parts("single:small@http://localhost:1/v1")
    plan = SeatPlan(kind=kind, rest=rest)
    assert plan.spec == "single:small@http://localhost:1/v1"
    assert fault_of(plan) == ""
    assert fault_of(SeatPlan(kind=kind)) == fault_of(SeatPlan(kind="llm")) != ""
    assert TablePlan(seats={"rome": plan}).models(load("first-download")) == ("rome",)
    assert fault_of_judges(["single:small"]).startswith("judges: 'single:small' is no model")
