"""The short form of the balance of the grand game's core table: what must not get worse unseen."""

from __future__ import annotations

from functools import lru_cache

import pytest

from wargame.balance.report import measure
from wargame.balance.verdict import Balance
from wargame.table.opening import choose

SEEDS = range(1, 7)
ORDERS, CLAUSES = 30, 7
"""Kinds that scripts use at least in these few games; over 200 seeds they use more."""


@lru_cache(maxsize=1)
def found() -> Balance:
    return measure(choose("between-the-giants", variant="core"), "between-the-giants", SEEDS, quick=True)


@pytest.mark.slow
def test_every_game_comes_to_its_end_and_every_seat_is_measured() -> None:
    assert found().failed == ()
    assert len(found().seats) == 7
    assert all(each.gains["passing"].games == len(SEEDS) for each in found().seats)


@pytest.mark.slow
def test_scripts_use_most_of_what_there_is() -> None:
    used = found().usage
    assert len(used.orders) - len(used.never) >= ORDERS
    assert len(used.clauses) - len(used.never_signed) >= CLAUSES


@pytest.mark.slow
def test_games_end_in_named_ways_and_facts_are_read() -> None:
    ends = found().ends
    assert ends is not None
    assert sum(ends.shares.values()) == pytest.approx(1)
    assert len(found().facts) >= 10
    assert all(each.mean == each.mean for each in found().facts), "each fact could be read in some game"
