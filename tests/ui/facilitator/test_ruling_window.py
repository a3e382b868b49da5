"""Ruling an argument by keys: odds before the roll, every mode, judges who decide nothing."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES
from tests.ui.facilitator.hands import choose, closed, do, go, logged, seen, told
from tests.ui.rooms import at_control, shown, to_ruling, until, write
from wargame.core.arguments import CaseUnderArgument
from wargame.core.control_acts import Estimate
from wargame.core.views import View
from wargame.ui.facilitator.act_window import ActWindow

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


@pytest.mark.slow
async def test_odds_are_shown_before_the_roll_and_both_stand_in_the_record(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        case = await to_ruling(pilot, room)
        assert "CONTROL IS RULING" in shown(pilot)
        await pilot.press("a")
        await pilot.pause()
        await choose(pilot, "mode", "dice")
        await pilot.press("enter", "down", "enter", "escape")
        await pilot.pause()
        assert "83.3% to succeed: 2 for, 0 against" in shown(pilot)
        assert room.control.cases()[0].odds is None
        await write(pilot, "both reasons hold")
        await pilot.press("enter")
        await pilot.pause()
        odds = room.control.cases()[0].odds
        assert odds is not None
        assert odds.chance == pytest.approx(30 / 36, abs=1e-6)
        assert "83.3%" in seen(room, "meta")
        assert isinstance(app.screen, ActWindow)
        await go(pilot, "roll")
        await pilot.press("enter")
        await closed(pilot)
        assert room.control.cases() == ()
        kinds = [event.kind for event in room.record]
        assert kinds.index("odds_set") < kinds.index("argument_rolled") < kinds.index("argument_ruled")
        assert ("rule_argument", case, "both reasons hold") in logged(room)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "fill"),
    [
        ("rules", {}),
        ("probability", {"chance": "70"}),
        ("umpire", {"outcome": True}),
        ("vote", {"hands for": ("rome", "meta"), "hands no": ("palantir",)}),
    ],
)
async def test_each_mode_of_ruling_leaves_its_mode_and_inputs(size: Size, mode: str, fill: dict[str, object]) -> None:
    async with at_control(size) as (room, _, pilot):
        await to_ruling(pilot, room)
        await pilot.press("a")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"mode": mode, "reason": "it seems right", **fill}
        screen.rewrite()
        await do(pilot, closes=mode in ("umpire", "vote"))
        act = next(iter(room.game.past.acts.values())).move
        assert act.kind == "rule_argument"
        assert act.mode == mode
        if mode == "probability":
            assert act.chance == 0.7
            assert "70.0%" in shown(pilot)
        if mode == "vote":
            assert act.votes == {"rome": True, "meta": True, "palantir": False}


async def test_judges_stand_side_by_side_and_decide_nothing(size: Size) -> None:
    async def strict(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="strict", pros=("the first reason",), cons=(), chance=0.4, remark="threadbare")

    async def lenient(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="lenient", pros=("the first reason", "the second reason"), cons=(), chance=0.8)

    async with at_control(size, judges=(strict, lenient)) as (room, _, pilot):
        await to_ruling(pilot, room)
        await pilot.press("a", "escape")
        await go(pilot, "judges")
        await pilot.press("enter")
        await until(pilot, lambda: "strict" in told(pilot))
        assert "THEY DISAGREE, from 40% to 80%: the ruling is yours." in told(pilot)
        case = room.control.cases()[0]
        assert case.odds is None
        assert "threadbare" not in seen(room, "rome")


async def test_a_contested_argument_is_not_left_to_the_rules_without_a_word(size: Size) -> None:
    async def low(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="low", pros=(), cons=(), chance=0.1)

    async def high(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="high", pros=(), cons=(), chance=0.9)

    async with at_control(size, judges=(low, high)) as (room, _, pilot):
        case = await to_ruling(pilot, room)
        await room.control.consult(case)
        await pilot.press("k")
        await pilot.pause()
        await do(pilot, closes=False)
        assert "judges disagree" in shown(pilot)
        assert room.clock().phase == "adjudication"
