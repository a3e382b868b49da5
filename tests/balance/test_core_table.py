"""The short form of `wargame balance`: what each table must show, as far as a few seeds can show it."""

from __future__ import annotations

from functools import lru_cache

import pytest

from wargame.balance import plan
from wargame.balance.facts import bands_of, readings
from wargame.balance.report import of_rows
from wargame.balance.verdict import Balance
from wargame.paired.run import play_paired
from wargame.table.opening import choose

pytestmark = pytest.mark.slow
TABLES = {
    "core": ("between-the-giants", "core", 8),
    "full": ("between-the-giants", None, 4),
    "tutorial": ("first-download", None, 12),
}
ORDERS = {"core": 44, "full": 44, "tutorial": 15}
"""Kinds of orders that scripts use at least in these few games; over many seeds they use more."""


@lru_cache(maxsize=3)
def found(table: str) -> Balance:
    """A table among scripts and, but for the full one, with each seat passing and by chance."""
    scenario, variant, seeds = TABLES[table]
    setup = choose(scenario, variant=variant)
    book, _ = setup.opening()
    arms = [arm for arm in plan.arms(plan.seated(book)) if plan.spec_of(arm.name) != plan.BEST]
    bands = bands_of(scenario)
    rows = play_paired(
        setup,
        arms if table != "full" else (),
        range(1, seeds + 1),
        variables=plan.READ_AT_END,
        readings=readings(bands),
    )
    return of_rows(setup, bands, rows)


@pytest.mark.parametrize("table", TABLES)
def test_every_game_comes_to_its_end(table: str) -> None:
    assert found(table).failed == ()
    assert found(table).games == TABLES[table][2]


@pytest.mark.parametrize("table", TABLES)
def test_the_same_pact_is_never_in_force_twice(table: str) -> None:
    assert found(table).usage.twice == 0


@pytest.mark.parametrize("table", TABLES)
def test_less_than_half_of_what_a_seat_orders_is_what_it_ordered_before(table: str) -> None:
    """But for pools of members, which have few kinds of orders to choose from."""
    book, _ = choose(TABLES[table][0], variant=TABLES[table][1]).opening()
    shares = {seat: share for seat, share in found(table).usage.repeated.items() if book.seat(seat).role != "pool"}
    assert {seat: share for seat, share in shares.items() if share >= 0.5} == {}


@pytest.mark.parametrize("table", TABLES)
def test_scripts_use_most_of_what_there_is(table: str) -> None:
    used = found(table).usage
    assert len(used.orders) - len(used.never) >= ORDERS[table], used.never


def test_all_kinds_of_clauses_are_signed_at_the_core_table() -> None:
    assert found("core").usage.never_signed == ()


@pytest.mark.parametrize("player", [plan.PASSING, plan.RANDOM])
def test_every_doctrine_beats_passing_and_chance_at_the_core_table(player: str) -> None:
    """Of so few games, in the mean; `wargame balance` asks for an interval clear of zero over 200 seeds."""
    gains = {each.seat: each.gains[player] for each in found("core").seats}
    assert {seat: str(gain) for seat, gain in gains.items() if gain.mean <= 0} == {}
    assert sum(gain.low > 0 for gain in gains.values()) >= 4, "most of them clear of chance already"


def test_games_of_the_core_table_end_in_several_ways() -> None:
    ends = found("core").ends
    assert ends is not None
    assert sum(ends.shares.values()) == pytest.approx(1)
    assert sum(share > 0 for share in ends.shares.values()) >= 3


def test_each_fact_could_be_read_in_some_game() -> None:
    assert len(found("core").facts) >= 10
    assert all(each.mean == each.mean for each in found("core").facts)
