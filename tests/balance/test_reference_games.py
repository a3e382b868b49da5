"""References are means of passing and of the best doctrine, and spreads of what moves in a turn."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import fmean

import pytest

from wargame.balance import plan
from wargame.balance import reference_games as module
from wargame.balance.reference_games import references, spreads, told_by
from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.paired.arms import BASE, Arm
from wargame.paired.rows import GameRow
from wargame.paired.run import play_paired
from wargame.table.opening import choose
from wargame.transcript.references import References, key_of
from wargame.transcript.setup import GameSetup

SEEDS = (1, 2, 3)


@lru_cache(maxsize=1)
def setup() -> GameSetup:
    return choose("first-download")


@lru_cache(maxsize=1)
def made() -> References:
    return references(setup(), SEEDS)


@pytest.mark.slow
def test_they_hold_for_this_game_and_every_seat_of_it() -> None:
    assert made().key == key_of(setup())
    assert made().seeds == len(SEEDS)
    assert set(made().seats) == {"rome", "anthropic", "meta", "palantir"}


def test_zero_is_the_mean_of_passing_and_a_hundred_that_of_the_best_doctrine() -> None:
    rome = SeatId("rome")
    rows = play_paired(setup(), [Arm("quiet", seats={rome: plan.PASSING})], SEEDS)
    own = fmean(row.scores[rome] for row in rows if row.arm == BASE)
    reference = made().seats[rome]
    assert reference.passing == pytest.approx(fmean(row.scores[rome] for row in rows if row.arm == "quiet"), abs=0.006)
    assert reference.best >= own - 0.006
    assert all(each.best >= each.passing or not each.apart for each in made().seats.values())


@pytest.mark.slow
def test_a_doctrine_that_is_clearly_behind_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRIED_WITH", 3)
    played: list[tuple[str, int]] = []
    found = references(setup(), (5, 6, 7, 8), progress=lambda done, of, row: played.append((row.arm, row.seed)))
    last = {plan.spec_of(arm) for arm, seed in played if seed == 8}
    tried = {plan.spec_of(arm) for arm, seed in played if seed == 5}
    assert last < tried
    assert {each.player for each in found.seats.values()} <= last | {"scripted"}


def test_a_spread_is_the_standard_deviation_of_the_change_in_a_turn() -> None:
    rows = [
        GameRow(arm=BASE, seed=1, series={"a.C": (1.0, 2.0, 5.0), "a.D": (1.0, 1.0, 1.0), "a.H": (None, 0.5, 0.7)}),
        GameRow(arm=BASE, seed=2, series={"a.C": (5.0, 5.0, 5.0), "a.D": (1.0, 1.0, 1.0), "a.H": (None, 0.5, None)}),
        GameRow(arm="a=passing", seed=1, series={"a.C": (0.0, 50.0, 0.0)}),
    ]
    found = spreads(rows, ("a.C", "a.D", "a.H"))
    moves = (1.0, 3.0, 0.0, 0.0)
    assert found == {"a.C": pytest.approx(math.sqrt(sum((x - 1) ** 2 for x in moves) / 4), abs=1e-5)}


def test_scores_measures_of_the_world_and_trust_have_a_spread() -> None:
    asked = {names.score(SeatId("rome")), names.OPEN_LAG, names.stack_share("us"), names.COHESION}
    assert asked <= set(told_by(setup()))
    assert any(".trust." in name for name in made().spreads)
    assert Variable("rome.score") in made().spreads
    assert all(spread > 0 for spread in made().spreads.values())
