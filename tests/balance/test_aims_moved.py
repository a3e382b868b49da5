"""What a seat is scored on is in the hands of whoever plays it, but for a tenth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wargame.balance import plan
from wargame.balance.aims_moved import LEAST_MOVED, MOST_UNMOVED, AimMoved, aim_readings, aims_moved
from wargame.balance.strategies import strategy_arms
from wargame.core.ids import SeatId
from wargame.core.setting import Aim, Seat
from wargame.paired.arms import BASE
from wargame.paired.intervals import Interval
from wargame.paired.rows import GameRow
from wargame.paired.run import play_paired
from wargame.table.opening import choose

PARIS = SeatId("paris")


def seat(*aims: Aim) -> Seat:
    book, _ = choose("between-the-giants", variant="core").opening()
    return replace(book.seat(PARIS), aims=aims)


def rows(arm: str, *ends: float) -> list[GameRow]:
    return [GameRow(arm=arm, seed=seed, series={"aim paris.pace": (0.0, end)}) for seed, end in enumerate(ends, 1)]


def test_the_two_ways_that_lie_furthest_apart_tell_by_how_much_an_aim_is_moved() -> None:
    games = [*rows(BASE, 50, 52), *rows("paris=passing", 40, 44), *rows("paris=random", 48, 46)]
    (found,) = aims_moved(games, [seat(Aim("pace", 0.5))])
    assert (found.least, found.most, found.apart.mean) == ("passing", "scripted", 9.0)
    assert found.moved
    assert not found.idle


def test_an_aim_that_is_the_same_however_its_seat_plays_may_weigh_a_tenth_and_no_more() -> None:
    games = [*rows(BASE, 60, 60), *rows("paris=passing", 60, 60)]
    (light,) = aims_moved(games, [seat(Aim("pace", 0.1))])
    (heavy,) = aims_moved(games, [seat(Aim("pace", 0.25))])
    assert (light.moved, light.idle) == (False, False)
    assert (heavy.moved, heavy.idle) == (False, True)


def test_what_is_moved_by_chance_alone_or_by_next_to_nothing_counts_as_unmoved() -> None:
    def aim(low: float, mean: float, weight: float) -> AimMoved:
        return AimMoved(PARIS, "pace", weight, "passing", "scripted", Interval(mean, low, 2 * mean - low, 9))

    assert aim(-1.0, 8.0, 0.5).idle, "its interval holds zero"
    assert aim(0.1, 0.4, 0.5).idle, "a fifth of a point of final score"
    assert not aim(0.1, 0.5, 0.5).idle


def test_games_of_other_seats_and_seeds_that_a_way_has_not_are_left_out() -> None:
    games = [*rows(BASE, 50, 52, 90), *rows("paris=passing", 40, 44), *rows("kyiv=passing", 0, 0, 0)]
    (found,) = aims_moved(games, [seat(Aim("pace", 0.5))])
    assert (found.apart.games, found.apart.mean) == (2, 9.0)
    assert aims_moved(rows(BASE, 50, 52), [seat(Aim("pace", 0.5))]) == (), "one way is no comparison"


TABLES = {
    "tutorial": ("first-download", None, 4),
    "core": ("between-the-giants", "core", 2),
    "weeks": ("any-lawful-use", None, 3),
    "winter": ("kyiv-winter", None, 3),
    "switch": ("off-switch", None, 3),
    "pieces": ("pieces-of-the-stack", None, 2),
}
"""Few seeds: too few for intervals that leave zero out, enough for an aim that nothing moves to stand still."""


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_play_moves_every_aim_that_weighs_more_than_a_tenth(table: str) -> None:
    scenario, variant, seeds = TABLES[table]
    setup = choose(scenario, variant=variant)
    book, _ = setup.opening()
    seats = plan.seated(book)
    arms = [arm for arm in plan.arms(seats) if plan.spec_of(arm.name) != plan.BEST]
    arms += strategy_arms(seats)
    games = play_paired(setup, arms, range(1, seeds + 1), readings=aim_readings(seats))
    found = aims_moved(games, seats)
    assert {each.seat for each in found} == {each.id for each in seats}
    heavy = [each for each in found if each.weight > MOST_UNMOVED]
    assert not [str(each) for each in heavy if each.weight * each.apart.mean < LEAST_MOVED]
