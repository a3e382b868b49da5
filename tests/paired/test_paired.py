"""Paired games share their chance, do not depend on how many processes play them, and lose no failure."""

from __future__ import annotations

import asyncio
import os
import warnings
from functools import lru_cache
from typing import Any

import pytest

from wargame.core.ids import SeatId, Variable
from wargame.errors import PackError, SpecError
from wargame.paired import run
from wargame.paired.arms import BASE, Arm
from wargame.paired.rows import GameRow, differences
from wargame.paired.run import DIED, play_paired
from wargame.table.opening import choose, new_game
from wargame.transcript.setup import GameSetup

SEEDS = range(1, 5)
VARIABLES = (Variable("rome.A"), Variable("rome.no_such"))
ARMS = (
    Arm("again"),
    Arm("adrift", params={"trust_reversion": 0.1}),
    Arm("by chance", seats={SeatId("rome"): "random"}),
)


@lru_cache(maxsize=1)
def setup() -> GameSetup:
    return choose("first-download", everyone="random")


@lru_cache(maxsize=1)
def rows() -> tuple[GameRow, ...]:
    return play_paired(setup(), ARMS, SEEDS, variables=VARIABLES)


def test_rows_come_seed_by_seed_with_the_base_first() -> None:
    names = (BASE, *(arm.name for arm in ARMS))
    assert [(row.seed, row.arm) for row in rows()] == [(seed, name) for seed in SEEDS for name in names]
    assert all(row.played and row.turns == 3 and len(row.hashes) == 3 for row in rows())
    assert all(set(row.values) == {"rome.A"} for row in rows())


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_no_row(workers: int) -> None:
    assert play_paired(setup(), ARMS, SEEDS, variables=VARIABLES, workers=workers) == rows()


@pytest.mark.slow
def test_two_workers_give_the_rows_of_one() -> None:
    arms, seeds = ARMS[1:2], (7,)
    assert play_paired(setup(), arms, seeds, workers=2) == play_paired(setup(), arms, seeds)


def test_an_arm_without_a_change_gives_no_difference() -> None:
    same = [each for each in differences(rows()) if each.arm == "again"]
    assert len(same) == len(SEEDS)
    for each in same:
        assert each.parted is None
        assert set(each.scores.values()) == {0.0}
        assert set(each.values.values()) == {0.0}


def test_a_change_is_seen_and_where_it_began() -> None:
    other = [each for each in differences(rows()) if each.arm == "adrift"]
    assert all(each.parted == 1 for each in other)
    assert any(value for each in other for value in each.scores.values())


def test_a_change_shows_only_where_its_rule_is_reached() -> None:
    """The export directive strikes in turn 2 of the tutorial: until then it does not matter how it is remembered."""
    found = play_paired(choose("first-download"), [Arm("dearer", params={"kappa_directive": 0.5})], [1])
    base, dearer = found
    assert dearer.hashes[0] == base.hashes[0]
    assert next(iter(differences(found))).parted == 2


def test_seeds_are_those_that_were_named_whatever_the_setup_has() -> None:
    assert play_paired(setup().changed(seed=99), [], [1], variables=VARIABLES)[0] == rows()[0]


def test_progress_is_told_of_every_game() -> None:
    told: list[tuple[int, int, str]] = []
    play_paired(setup(), [], [1, 2], progress=lambda done, of, row: told.append((done, of, row.arm)))
    assert told == [(1, 2, BASE), (2, 2, BASE)]


def test_a_game_that_fails_is_a_row_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = new_game

    def failing(game: GameSetup, out: None, **more: Any) -> Any:
        if game.seed == 2:
            raise ZeroDivisionError("nothing to divide by")
        return opened(game, out, **more)

    monkeypatch.setattr(run, "new_game", failing)
    found = play_paired(setup(), [Arm("again")], [1, 2])
    assert [row.fault for row in found] == ["", "", *["ZeroDivisionError: nothing to divide by"] * 2]
    paired = list(differences(found))
    assert [bool(each.fault) for each in paired] == [False, True]
    assert paired[1].fault.startswith(f"{BASE}: ZeroDivisionError")
    assert not paired[1].scores


@pytest.mark.slow
def test_it_plays_in_one_process_where_a_loop_runs_already() -> None:
    async def cell() -> tuple[GameRow, ...]:
        return play_paired(setup(), ARMS, SEEDS, variables=VARIABLES)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert asyncio.run(cell()) == rows()


class Deadly(GameSetup):
    """A game that ends its process."""

    def opening(self) -> Any:
        if self.seed == 2 and os.environ.get("PAIRED_PARENT") != str(os.getpid()):
            os._exit(9)
        return super().opening()


@pytest.mark.slow
def test_a_process_that_dies_costs_its_own_game_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRED_PARENT", str(os.getpid()))
    plain = setup()
    deadly = Deadly(plain.bundle, plain.variant, 1, plain.turns, plain.overrides, plain.seats, plain.prompts)
    found = play_paired(deadly, [], [1, 2, 3, 4], workers=2)
    assert [row.fault for row in found] == ["", DIED, "", ""]
    assert [row.scores for row in found if row.played] == [row.scores for row in play_paired(plain, [], [1, 3, 4])]


def test_it_plays_where_an_event_loop_runs_already() -> None:
    async def cell() -> tuple[GameRow, ...]:
        return play_paired(setup(), [], [1])

    assert asyncio.run(cell()) == play_paired(setup(), [], [1])


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"seeds": []}, SpecError, "at least one"),
    ({"seeds": [1, 2, 1]}, SpecError, "seed 1 stands there twice"),
    ({"seeds": [1.5]}, SpecError, "1.5 is no whole number"),
    ({"seeds": ["1"]}, SpecError, "'1' is no whole number"),
    ({"arms": [Arm("a"), Arm("a")]}, SpecError, "two arms have this name"),
    ({"arms": [Arm(BASE)]}, SpecError, "two arms have this name"),
    ({"arms": [Arm("a", params={"nothing": 1})]}, PackError, "no parameter is called"),
    ({"arms": [Arm("a", seats={SeatId("atlantis"): "random"})]}, SpecError, "no such seat"),
    ({"arms": [Arm("a", turns=0)]}, PackError, "turns is 0"),
    ({"arms": [Arm("a", seats={SeatId("rome"): "human"})]}, SpecError, "arm 'a': seat rome=human: people sit"),
    ({"arms": [Arm("a", seats={SeatId("rome"): "oracle"})]}, SpecError, "arm 'a': .*'oracle' is unknown"),
    ({"workers": 0}, SpecError, "at least one process"),
]


@pytest.mark.parametrize(("given", "fault", "sentence"), REFUSED)
def test_what_cannot_be_played_is_said_before_anything_is(
    given: dict[str, Any], fault: type[Exception], sentence: str
) -> None:
    played: list[GameRow] = []
    with pytest.raises(fault, match=sentence):
        play_paired(setup(), **{"arms": [], "seeds": [1], **given}, progress=lambda *told: played.append(told[2]))
    assert not played
