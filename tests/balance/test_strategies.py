"""Strategies count where they are about as good as the best and unlike each other."""

from __future__ import annotations

from functools import lru_cache

import pytest

from wargame.balance import plan
from wargame.balance.strategies import difference, strategies, strategy_arms
from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.paired.arms import BASE
from wargame.paired.rows import GameRow
from wargame.paired.run import play_paired
from wargame.paired.tally import Tally
from wargame.players.scripted.strategies import STRATEGIES
from wargame.rules.model.bets import BetKind
from wargame.table.opening import choose

LAB = SeatId("anthropic")
SPECS = tuple(STRATEGIES["careful_lab"].items())


@lru_cache(maxsize=1)
def seats() -> tuple[Seat, ...]:
    book, _ = choose("first-download").opening()
    return plan.seated(book)


def lab() -> Seat:
    return next(seat for seat in seats() if seat.id == LAB)


def row(arm: str, score: float, bet: BetKind | None = None, **acts: int) -> GameRow:
    tally = Tally(aimed={LAB: acts}, bets={LAB: bet} if bet else {})
    return GameRow(arm=arm, seed=1, scores={LAB: score}, tally=tally)


def arm(place: int) -> str:
    return BASE if place == 0 else plan.arm_name(LAB, SPECS[place][1])


def test_orders_differ_by_what_two_ways_do_not_have_in_common() -> None:
    assert difference({"a": 3, "b": 1}, {"a": 3, "b": 1}) == 0
    assert difference({"a": 3, "b": 1}, {"a": 1, "c": 3}) == 0.75
    assert difference({"a": 4}, {"a": 4, "b": 4}) == 0.5, "giving twice as many orders is another way too"
    assert difference({"a": 1}, {}) == 1
    assert difference({}, {}) == 0


def test_the_doctrine_as_it_is_shipped_is_the_base_and_needs_no_games_of_its_own() -> None:
    named = {each.seats[LAB] for each in strategy_arms([lab()])}
    assert named == {spec for _, spec in SPECS} - {"scripted:careful_lab"}


def test_three_that_are_close_and_unlike_each_other_are_enough() -> None:
    rows = [row(arm(0), 50, a=3), row(arm(1), 48, b=3), row(arm(2), 46, c=3)]
    (found,) = strategies(rows, [lab()])
    assert found.worthwhile == tuple(name for name, _ in SPECS[:3])
    assert found.enough
    assert [each.behind for each in found.strategies] == [0, 2, 4]
    assert [each.differs for each in found.strategies] == [0, 1, 1]


@pytest.mark.parametrize(
    ("third", "why"),
    [
        (row(arm(2), 44, c=3), "it lies further than five points behind"),
        (row(arm(2), 49, b=3), "it gives the orders of another"),
    ],
    ids=["worse", "alike"],
)
def test_what_is_worse_or_alike_does_not_count(third: GameRow, why: str) -> None:
    (found,) = strategies([row(arm(0), 50, a=3), row(arm(1), 48, b=3), third], [lab()])
    assert len(found.worthwhile) == 2, why
    assert not found.enough


def test_a_seat_that_bets_needs_other_bets_too() -> None:
    rows = [row(arm(0), 50, "hedged", a=3), row(arm(1), 49, "hedged", b=3), row(arm(2), 49, "narrow", c=3)]
    (found,) = strategies(rows, [lab()])
    assert [each.bet for each in found.strategies] == ["hedged", "hedged", "narrow"]
    assert len(found.worthwhile) == 2


def test_games_that_failed_do_not_count() -> None:
    failed = GameRow(arm=arm(1), seed=1, fault="no")
    (found,) = strategies([row(arm(0), 50, a=3), failed], [lab()])
    assert [each.name for each in found.strategies] == [SPECS[0][0]]
    assert strategies([failed], [lab()]) == ()


def test_every_strategy_of_the_tutorial_can_be_played() -> None:
    rows = play_paired(choose("first-download"), strategy_arms(seats()), (1,))
    assert [row.fault for row in rows if row.fault] == []
    found = strategies(rows, seats())
    assert [each.seat for each in found] == [seat.id for seat in seats()]
    assert all(each.strategies[0].differs == 0 for each in found)
    assert any(each.differs > 0 for seat in found for each in seat.strategies)
