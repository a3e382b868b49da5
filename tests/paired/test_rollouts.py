"""A rollout folds the past, plays the rest, and shares its dice with every other of the same number."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.ids import SeatId, Variable
from wargame.core.moves import silence
from wargame.paired.rollouts import Rollouts
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.verify import Replayed, verify


@lru_cache(maxsize=1)
def game() -> Replayed:
    path = Path(mkdtemp()) / "game.jsonl"
    run_through(new_game(choose("between-the-giants", variant="core", seed=3, turns=4), path).play(), waits=False)
    return verify(path)


@pytest.mark.parametrize("turn", [1, 2, 3, 4])
def test_a_scripted_game_goes_on_from_any_turn_to_its_own_end(turn: int) -> None:
    ending = Rollouts(game(), [Variable("world.us_share")]).play(turn, {}, 0)
    told = game().record.entries[-1].data
    assert dict(ending.scores) == pytest.approx(told["scores"])
    assert set(ending.values) == {"world.us_share"}


@pytest.mark.slow
@pytest.mark.parametrize("turn", [1, 4])
def test_dice_of_another_number_end_the_game_otherwise_and_the_same_number_ends_it_the_same(turn: int) -> None:
    rollouts = Rollouts(game())
    ends = [tuple(rollouts.play(turn, {}, number).scores.items()) for number in range(8)]
    assert ends == [tuple(rollouts.play(turn, {}, number).scores.items()) for number in range(8)]
    assert len(set(ends)) > 1


def test_the_game_that_is_looked_at_stays_as_it_was() -> None:
    before = len(game().events), game().states[3].hash()
    Rollouts(game()).play(3, {f"3.orders.{seat}": silence("orders") for seat in ("paris", "washington")}, 1)
    assert (len(game().events), game().states[3].hash()) == before


def test_what_a_seat_was_asked_is_what_it_knew_when_it_gave_its_orders() -> None:
    ask = Rollouts(game()).asked(3, SeatId("paris"))
    assert ask is not None
    assert (ask.id, ask.seat) == ("3.orders.paris", "paris")
    texts = [event.text for event in ask.view.events if event.turn == 3]
    assert texts
    assert not {event.phase for event in ask.view.events if event.turn == 3} & {"adjudication", "spillover", "news"}
