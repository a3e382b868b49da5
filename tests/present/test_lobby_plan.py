"""A table as it is being set begins with the session that its scenario is made for."""

from __future__ import annotations

import pytest

from wargame.present.lobby_plan import TablePlan
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
