"""A scenario is measured as a whole, over any number of processes, and what was played is not lost."""

from __future__ import annotations

import json
from functools import lru_cache

import pytest

from wargame.balance import report
from wargame.balance.idle import idle
from wargame.balance.report import Balance, measure
from wargame.balance.speed import speed
from wargame.errors import SpecError
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
