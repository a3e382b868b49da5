"""Copies of models at a fraction of the cost: what they bring to whom, and what proof undoes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache

from wargame.core.ids import ModelId, SeatId, Variable
from wargame.core.orders import AnyOrder, BuildSovereign, Distil, ReleaseModel
from wargame.paired.arms import Arm
from wargame.paired.readings import EventsOf, Reading, ValueOf
from wargame.paired.rows import GameRow
from wargame.paired.run import play_paired
from wargame.players.levers import Force, Reins
from wargame.table.opening import choose

PACK = "fraction-of-the-cost"
DEEPSEEK, OPENAI, DELHI = SeatId("deepseek"), SeatId("openai"), SeatId("delhi")
GPT = ModelId("gpt")
INSIDE, LAG, WATCH = Variable("deepseek.vintage"), Variable("delhi.lag"), Variable("openai.monitor")
READINGS: Mapping[str, Reading] = {
    "inside": ValueOf(of=(INSIDE,)),
    "found": EventsOf(of=("defection_detected",), about=DEEPSEEK),
}


@cache
def season(who: SeatId, order: AnyOrder | None, behind: float | None = None, watch: float = 0.3) -> GameRow:
    """Eight months in which OpenAI releases what it has and one seat gives one order in each.

    `behind` is how far DeepSeek stands behind the frontier when play begins; the scenario's own unless said.
    """
    forces = [Force(seat=OPENAI, orders=(ReleaseModel(model=GPT),))]
    forces += [Force(seat=who, orders=(order,))] if order else []
    start = {WATCH: watch} if behind is None else {WATCH: watch, INSIDE: -behind}
    common = Arm("all", reins=Reins(forces=tuple(forces)), start=start)
    setup = choose(PACK, everyone="passing")
    (row,) = play_paired(setup, [], [1], variables=(INSIDE, LAG), readings=READINGS, common=common)
    assert not row.fault
    return row


def months_gained(behind: float) -> float:
    """What eight months of copying bring DeepSeek beyond its own work."""
    with_it = season(DEEPSEEK, Distil(model=GPT), behind)
    return with_it.values[INSIDE] - season(DEEPSEEK, None, behind).values[INSIDE]


def test_a_state_without_a_model_gets_further_by_a_copy_than_by_as_much_money_in_a_line_of_its_own() -> None:
    """E14 beside E2, three points a quarter against four: a fraction of the cost."""
    copied, built = season(DELHI, Distil(model=GPT)), season(DELHI, BuildSovereign(effort=1))
    assert copied.values[LAG] < built.values[LAG] - 6


def test_a_copy_is_worth_its_risk_to_whoever_is_far_behind_and_nothing_to_whoever_is_near() -> None:
    assert months_gained(behind=10) > 1
    assert abs(months_gained(behind=4)) < 0.2


def test_what_was_learnt_stays_learnt_when_it_is_found_out() -> None:
    row = season(DEEPSEEK, Distil(model=GPT), behind=10, watch=1.0)
    found = [count or 0 for count in row.series["found"]]
    assert found[-1] > 1, "a close watch finds more than one campaign"
    inside = [value for value in row.series["inside"] if value is not None]
    assert all(later >= before for before, later in itertools.pairwise(inside))
