"""A scenario is measured as a whole, over any number of processes, and what was played is not lost."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

import pytest

from wargame.balance import report
from wargame.balance.ends import Ends
from wargame.balance.idle import idle
from wargame.balance.main_orders import Dropped
from wargame.balance.report import measure
from wargame.balance.scores import SeatPlaces
from wargame.balance.speed import speed
from wargame.balance.strategies import SeatStrategies, Strategy
from wargame.balance.verdict import Balance
from wargame.commands.balance import games_done
from wargame.errors import SpecError
from wargame.paired.intervals import Interval
from wargame.paired.rows import GameRow
from wargame.present.balance_rows import lines
from wargame.table.opening import choose
from wargame.transcript.setup import GameSetup

SEEDS = (1, 2, 3)


@lru_cache(maxsize=1)
def setup() -> GameSetup:
    return choose("first-download")


@lru_cache(maxsize=1)
def found() -> Balance:
    return measure(setup(), "first-download", SEEDS, quick=True)


def test_every_seat_is_measured_against_passing() -> None:
    assert [each.seat for each in found().seats] == ["rome", "anthropic", "meta", "palantir"]
    assert all(set(each.gains) == {"passing"} for each in found().seats)
    assert found().games == len(SEEDS)
    assert found().whole
    assert sum(each.wins for each in found().seats) == pytest.approx(1)


def test_it_fits_a_terminal_and_names_what_was_never_used() -> None:
    told = list(lines(found()))
    assert max(map(len, told)) <= 80
    text = "\n".join(told)
    assert "never ordered:" in text
    assert "Doctrine gains" in text
    assert "Endings" in text
    assert "Places" in text


def test_strategies_main_orders_and_places_fit_a_terminal_too() -> None:
    ways, score = found().seats[0], Interval(40.0, -31.2, 45.5, 40)
    strategy = Strategy("a long name for a way to play", "scripted", score, 10.5, 0.5, "open_or_home_grown", {})
    whole = replace(
        found(),
        games=200,
        seats=tuple(replace(each, places=SeatPlaces(100.0, 250.5, 0.9, 0.1)) for each in found().seats),
        strategies=(SeatStrategies(ways.seat, (strategy,), (strategy.name,)),),
        dropped=(Dropped(ways.seat, "respect_data_sovereignty", 0.12, Interval(1.5, 0.5, 2.5, 40)),),
    )
    told = list(lines(whole))
    assert max(map(len, told)) <= 80
    text = " ".join(" ".join(told).split())
    assert "mostly chance" in text
    assert "1 of 3 strategies that are worth playing" in text
    assert "gains +1.5 [0.5, 2.5] by never ordering respect_data_sovereignty" in text
    assert "wins 90% of games by place; 7% to 61% are wanted" in text


def test_endings_out_of_bounds_are_faults_of_a_table_with_several_allies() -> None:
    shares, moved = {"menu": 0.07, "two blocs": 0.51, "own": 0.42}, {"menu: trust from 40": 0.12}
    bad = replace(found(), games=200, allies=2, ends=Ends(shares, 0.1, moved))
    said = [fault for fault in bad.faults if "games end as" in fault or "get another name" in fault]
    assert said == [
        "7% of games end as 'menu'; 8% to 50% are wanted",
        "51% of games end as 'two blocs'; 8% to 50% are wanted",
        "12% of endings get another name when a threshold moves by a tenth: menu: trust from 40",
    ]
    for few in (replace(bad, games=20), replace(bad, allies=1)):
        assert not set(said) & set(few.faults)


def test_progress_tells_the_rate_and_what_is_left() -> None:
    assert games_done(1, 100, 0.0) == "1 of 100 games"
    assert games_done(11, 100, 5.0) == "11 of 100 games, 2.0 a second, 44 s left"
    assert games_done(11, 100, 100.0) == "11 of 100 games, one in 10 s, 15 min left"


def test_as_data_it_is_json_with_its_faults() -> None:
    data = json.loads(json.dumps(found().as_data(), allow_nan=False))
    assert data["faults"] == list(found().faults)
    assert len(data["usage"]["orders"]) == 51
    assert data["seats"][0]["gains"]["passing"]["games"] == len(SEEDS)


def test_what_was_played_before_an_interruption_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def breaking(done: int, of: int, row: GameRow) -> None:
        if done == of // 2:
            raise KeyboardInterrupt

    half = measure(
        setup(), "first-download", SEEDS, quick=True, progress=breaking, broken_off=lambda: told.append("broken off")
    )
    assert not half.whole
    assert 0 < half.games < len(SEEDS)
    assert told == ["broken off"]
    assert "Broken off" in "\n".join(lines(half))


def test_without_a_game_there_is_nothing_to_measure() -> None:
    with pytest.raises(SpecError, match="no game among scripts"):
        report.of_rows(setup(), (), [GameRow(arm="base", seed=1, fault="it failed")])


def test_time_is_told_for_rules_and_scripts_apart() -> None:
    timed = speed(setup(), SEEDS)
    assert timed.rules > 0
    assert timed.scripts > 0
    assert 0 < timed.share < 1


@pytest.mark.slow
def test_a_parameter_that_nothing_reaches_is_idle_and_one_that_scores_is_not() -> None:
    """The tutorial has no air war, so its numbers move nothing; the cost of a red line moves scores alone."""
    nothing = idle(setup(), (1,))
    assert {"hit_base", "grid_damage", "operator_growth"} <= set(nothing.parameters)
    assert not {"anchor_trust", "anchor_stack", "compute_step"} & set(nothing.parameters)
    assert "*.budget" not in nothing.unread
    assert "world.F" not in nothing.unread
