"""A scenario on another calendar keeps its dates, and the same time brings the same in quarters and in months."""

from __future__ import annotations

from functools import lru_cache

import pytest

from wargame.core.ids import Variable
from wargame.errors import PackError
from wargame.paired.calendars import Allowed, Compared, compare_calendars, on_calendar
from wargame.paired.intervals import Interval
from wargame.paired.readings import Reading, RisesOf, StandingOf
from wargame.paired.run import play_paired
from wargame.review.account import month_of
from wargame.table.opening import choose
from wargame.transcript.setup import GameSetup

SEEDS = range(1, 61)


@lru_cache(maxsize=1)
def core() -> GameSetup:
    return choose("between-the-giants", variant="core")


def test_everything_keeps_its_date_on_another_calendar() -> None:
    own = core().bundle.pack
    other = on_calendar(core().bundle, 1.0).pack
    assert (other.months, other.turns) == (1.0, 30)
    dates = [
        [month_of(pack.start, pack.months, line.turn) for line in pack.injects if line.turn is not None]
        for pack in (own, other)
    ]
    assert dates[0] == dates[1]
    assert len(dates[0]) > 10
    for before, after in zip(own.agreements, other.agreements, strict=True):
        assert after.turns * other.months == before.turns * own.months
    assert on_calendar(on_calendar(core().bundle, 1.0), 3.0) == core().bundle


def test_a_calendar_that_does_not_fit_is_refused_with_the_reason() -> None:
    with pytest.raises(PackError, match=r"10 turns of 3 months are 120 turns of 0\.25"):
        on_calendar(core().bundle, 0.25)
    with pytest.raises(PackError, match="whole number"):
        on_calendar(core().bundle, 2.3)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(-0.9, 0.9, "agrees"), (-1.0, 1.0, "agrees"), (-0.5, 1.1, "open"), (1.1, 3.0, "differs"), (-3.0, -1.1, "differs")],
)
def test_two_calendars_agree_where_the_whole_interval_is_allowed(low: float, high: float, verdict: str) -> None:
    found = Compared(name="", own=0, other=0, difference=Interval((low + high) / 2, low, high, 9), within=1.0)
    assert found.verdict == verdict


def test_money_that_came_in_counts_and_money_spent_does_not() -> None:
    readings: dict[str, Reading] = {"in": RisesOf(of=(Variable("rome.budget"),)), "standing": StandingOf()}
    setup = choose("first-download")
    (row,) = play_paired(setup, [], [1], readings=readings)
    income = next(each.after for each in setup.opening()[1].changes if each.variable == "rome.income")
    came = [each or 0 for each in row.series["in"]]
    assert came[:2] == [income, 2 * income]
    assert came[2] >= 3 * income, "a refund counts as well"
    assert max(each or 0 for each in row.series["standing"]) >= 1


@pytest.mark.slow
def test_a_comparison_reads_both_calendars_after_the_same_time() -> None:
    steady = core().changed(parameters={"rate_progress_speed_up": 0.0})
    frontier = Allowed("frontier", RisesOf(of=(Variable("world.F"),)), 0.02, share=True)
    (found,) = compare_calendars(steady, 1.5, range(1, 3), allowed=[frontier])
    assert found.own > 20
    assert found.other == pytest.approx(found.own, rel=0.1)


@pytest.mark.slow
def test_quarters_and_months_bring_the_same_after_nine_quarters() -> None:
    found = compare_calendars(core(), 1.0, SEEDS)
    assert len(found) >= 15
    assert {each.name: str(each.difference) for each in found if each.verdict == "differs"} == {}
    assert sum(each.verdict == "agrees" for each in found) >= len(found) / 3
