"""What is fielded is measured by the standard of the day, and a delay counts once."""

from __future__ import annotations

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.core import orders as o
from wargame.core.ids import AREAS
from wargame.rules.model import capability


def _useful(desk: Desk, holder: str) -> float:
    lines = capability.live_access(desk.state, holder)
    useful = capability.best(capability.usefulness(desk.book, desk.state, holder, lines))
    return capability.weighted(desk.book, holder, useful)


def test_a_leader_that_keeps_up_loses_nothing_because_the_frontier_moved_faster() -> None:
    desk = Desk("core")
    before = _useful(desk, "washington")
    faster = {"world.F": 9.0, "world.standard": 3.0, "world.g": 3.0}
    desk.set({**faster, "model.gpt.K": 8.0, "model.gemini.K": 8.0, "model.claude.K": 8.0, "washington.A": 90.0})
    still = Desk("core").set({"washington.A": 90.0})
    assert before < _useful(still, "washington") <= _useful(desk, "washington")


def test_a_copy_that_stays_as_it_is_has_been_worked_in_after_the_delay() -> None:
    desk = Desk("core").line("kyiv", "kyiv", "deepseek", "weights", licence="full")
    desk.drop_lines(lambda line: line.holder == "kyiv" and line.id != "kyiv-deepseek")
    desk.state.turn = 0
    fresh = _useful(desk, "kyiv")
    desk.state.turn = 2
    worked_in = _useful(desk, "kyiv")
    desk.state.turn = 6
    assert worked_in > fresh
    assert _useful(desk, "kyiv") == pytest.approx(worked_in)


def test_a_fine_tune_stays_with_its_family() -> None:
    desk = Desk("core").line("kyiv", "kyiv", "deepseek", "weights", licence="full")
    desk.give("kyiv", o.FineTuneEdge(area="autonomy"))
    (tuned,) = [name for name in desk.state.values if ".tuned." in name]
    grid = capability.usefulness(desk.book, desk.state, "kyiv", capability.live_access(desk.state, "kyiv"))
    plain = Desk("core").line("kyiv", "kyiv", "deepseek", "weights", licence="full")
    base = capability.usefulness(plain.book, plain.state, "kyiv", capability.live_access(plain.state, "kyiv"))
    autonomy = AREAS.index("autonomy")
    better = {
        desk.state.models[line.model].family
        for (line, row), (_, old) in zip(grid, base, strict=True)
        if row[autonomy] > old[autonomy]
    }
    assert len(better) == 1
    assert tuned == names.tuned("kyiv", "autonomy", better.pop())
