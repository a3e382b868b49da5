"""A doctrine that is better off without what it mostly does is found by barring that."""

from __future__ import annotations

from functools import lru_cache

import pytest

from wargame.balance.main_orders import barring_arms, dropped, main_orders
from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.paired.arms import BASE
from wargame.paired.rows import GameRow
from wargame.paired.run import play_paired
from wargame.paired.tally import Tally
from wargame.table.opening import choose

META = SeatId("meta")


@lru_cache(maxsize=1)
def meta() -> Seat:
    book, _ = choose("first-download").opening()
    return book.seat(META)


def row(seed: int, arm: str, score: float, *kinds: str) -> GameRow:
    return GameRow(arm=arm, seed=seed, scores={META: score}, tally=Tally(orders={META: (kinds,)}))


def test_main_are_the_kinds_that_make_up_a_tenth_of_the_orders() -> None:
    base = [row(1, BASE, 0, *["open_weights"] * 8, "monitor", "buy_compute"), row(2, BASE, 0, "buy_compute")]
    assert main_orders(base, META) == pytest.approx({"open_weights": 8 / 11, "buy_compute": 2 / 11})
    assert main_orders(base, SeatId("rome")) == {}


def test_what_a_seat_gains_by_dropping_an_order_is_read_pair_by_pair() -> None:
    base = [row(seed, BASE, 50 + seed, "monitor") for seed in (1, 2, 3)]
    (arm,) = barring_arms(base, [meta()])
    better = [row(seed, arm.name, 52 + seed) for seed in (1, 2, 3)]
    (found,) = dropped([*base, *better], base, [meta()])
    assert (found.kind, found.share, found.gain.mean) == ("monitor", 1.0, 2.0)
    assert found.harmful
    (none,) = dropped([*base, *(row(seed, arm.name, 50 + 2 * seed) for seed in (1, 2, 3))], base, [meta()])
    assert none.gain.mean == 2.0
    assert not dropped([*base, GameRow(arm=arm.name, seed=1, fault="no")], base, [meta()])


def test_a_barred_order_is_never_given() -> None:
    setup = choose("first-download")
    base = [each for each in play_paired(setup, [], (1,)) if each.arm == BASE]
    arms = barring_arms(base, [meta()])
    assert arms
    for found in play_paired(setup, arms, (1,)):
        if found.arm != BASE:
            kind = found.arm.rpartition(" ")[2]
            assert kind not in {given for turn in found.tally.orders[META] for given in turn}
