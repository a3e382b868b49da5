"""What a seat's turn did is found by playing on without it: what mattered comes first, noise is called noise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.ids import SeatId, Variable
from wargame.core.moves import Sealed, silence
from wargame.core.orders import AnyOrder, EndorseNorms, InvokeDpa
from wargame.errors import SpecError
from wargame.paired.moments import DecisiveMoment, MomentEffect, moments
from wargame.paired.moments_kept import beside, keep, kept
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.review.spreads import usual_spread
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.reading import read


class Planted:
    """Passes, but for the orders that it is given; named as a script, so that the record proves itself."""

    spec = "scripted"
    kind: PlayerKind = "script"
    instant = True

    def __init__(self, orders: dict[str, AnyOrder]) -> None:
        self.orders = orders

    async def decide(self, ask: Ask) -> Answer:
        order = self.orders.get(ask.id)
        body = silence(ask.phase) if order is None else Sealed(signal=None, orders=(order,))
        return Answer(body, "scripted")


PLANTED: dict[str, AnyOrder] = {
    "1.orders.rome": EndorseNorms(),
    "1.orders.washington": EndorseNorms(),
    "2.orders.washington": InvokeDpa(lab=SeatId("anthropic")),
    "2.orders.rome": EndorseNorms(),
}


@lru_cache(maxsize=1)
def recorded() -> Path:
    setup = choose("first-download", seed=2, turns=2)
    path = Path(mkdtemp()) / "game.jsonl"
    own = {seat: Planted(dict(PLANTED)) for seat in setup.seats}
    run_through(new_game(setup, path, own=own).play(), waits=False)
    return path


@lru_cache(maxsize=2)
def found(workers: int = 1) -> tuple[DecisiveMoment, ...]:
    return moments(recorded(), screened=3, decided=5, workers=workers)


def test_a_planted_order_that_decides_comes_out_first() -> None:
    passing = [each for each in found() if each.against == "passing"]
    assert {(each.turn, each.seat) for each in passing} == {
        (1, "rome"),
        (1, "washington"),
        (2, "washington"),
        (2, "rome"),
    }
    first = max(passing, key=lambda each: each.size(usual_spread))
    assert (first.turn, first.seat) == (2, "washington")
    hurt = next(each for each in first.effects if each.variable == "anthropic.score")
    assert hurt.high < 0


def test_every_turn_of_every_seat_is_screened_and_only_what_is_clear_is_played_more() -> None:
    assert {each.rollouts for each in found() if each.inside_noise} <= {3}
    assert {each.rollouts for each in found() if not each.inside_noise} == {5}
    assert len({(each.turn, each.seat) for each in found()}) > len(PLANTED), (
        "those who passed could have done otherwise"
    )


def test_the_result_does_not_depend_on_how_many_processes_play() -> None:
    assert found(2) == found(1)


@pytest.mark.parametrize(("low", "high", "inside"), [(-0.1, 0.1, True), (0.0, 1.0, True), (0.1, 1.0, False)])
def test_an_effect_counts_only_where_its_interval_leaves_zero_out(low: float, high: float, inside: bool) -> None:
    effect = MomentEffect(Variable("rome.score"), (low + high) / 2, low, high)
    moment = DecisiveMoment(1, SeatId("rome"), "passing", (), 20, (effect,))
    assert moment.inside_noise is inside
    assert (moment.size(lambda _: 1.0) == 0) is inside


def test_fewer_rollouts_than_tell_anything_are_refused() -> None:
    with pytest.raises(SpecError, match="screened=1, decided=100"):
        moments(recorded(), screened=1)
    with pytest.raises(SpecError, match="screened=20, decided=10"):
        moments(recorded(), decided=10)
    with pytest.raises(SpecError, match="at least one process"):
        moments(recorded(), workers=0)


def test_moments_are_kept_for_the_record_of_which_they_are_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    path.write_bytes(recorded().read_bytes())
    record = read(path)
    assert kept(record, 3, 5) is None
    keep(record, 3, 5, found())
    assert kept(record, 3, 5) == found()
    assert kept(record, 3, 6) is None, "other numbers"
    path.write_bytes(b"\n".join(recorded().read_bytes().split(b"\n")[:-2]) + b"\n")
    assert kept(read(path), 3, 5) is None, "another record"
    beside(path).write_text("{")
    assert kept(record, 3, 5) is None, "a torn file counts as none"
