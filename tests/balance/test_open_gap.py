"""The pivot stands where the facts put it (F1): open weights trail by two to six months, unless somebody forces it.

Few seeds here; `wargame balance` reads the band over as many as it is asked for.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import fmean

import pytest

from wargame.core.ids import Variable
from wargame.paired.arms import BASE, Arm
from wargame.paired.intervals import interval
from wargame.paired.readings import ValueOf
from wargame.paired.run import play_paired
from wargame.players.levers import Bar, Reins
from wargame.table.opening import choose

SEEDS = range(1, 13)
LOW, HIGH = 2.0, 6.0
"""Months, F1."""
KEPT = Bar(seat="all", orders=("chip_control",))
ARMS = (
    Arm("full control", start={Variable("world.chip_control_cn"): 1.0}, reins=Reins(bars=(KEPT,))),
    Arm("no control", start={Variable("world.chip_control_cn"): 0.0}, reins=Reins(bars=(KEPT,))),
    Arm("closed", reins=Reins(bars=(Bar(seat="all", orders=("open_weights",)),))),
)


@lru_cache(maxsize=1)
def gaps() -> dict[str, list[list[float]]]:
    """By arm and seed, the gap at the end of each turn."""
    setup = choose("between-the-giants", variant="core")
    rows = play_paired(setup, ARMS, SEEDS, readings={"gap": ValueOf(of=(Variable("world.open_lag"),))})
    assert not [row.fault for row in rows if row.fault]
    return {
        arm: [[each or 0.0 for each in row.series["gap"]] for row in rows if row.arm == arm]
        for arm in (BASE, *(arm.name for arm in ARMS))
    }


def inside(arm: str) -> float:
    """Share of turns that end inside the band."""
    return fmean(LOW <= gap <= HIGH for game in gaps()[arm] for gap in game)


def off(arm: str) -> tuple[float, float]:
    """The interval of what the gap is more than in the base, averaged over a game's turns."""
    pairs = zip(gaps()[arm], gaps()[BASE], strict=True)
    found = interval([fmean(game) - fmean(base) for game, base in pairs])
    return found.low, found.high


@pytest.mark.slow
def test_the_gap_lies_in_its_band_at_the_end_of_most_turns() -> None:
    assert inside(BASE) >= 0.7
    means = [fmean(game[turn] for game in gaps()[BASE]) for turn in range(10)]
    assert all(LOW <= mean <= HIGH for mean in means), means


@pytest.mark.slow
def test_the_gap_leaves_its_band_when_chips_are_cut_off_or_let_go() -> None:
    assert inside("full control") <= 0.5
    assert off("full control")[0] > 1
    assert fmean(game[-1] for game in gaps()["full control"]) > HIGH
    assert inside("no control") <= 0.5
    assert off("no control")[1] < -1


@pytest.mark.slow
def test_the_gap_leaves_its_band_when_nobody_opens_weights_any_more() -> None:
    assert inside("closed") <= 0.3
    assert off("closed")[0] > 5
