"""What a seat's turn did is found by playing on without it: what mattered comes first, noise is called noise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.ids import SeatId, Variable
from wargame.core.orders import AnyOrder, EndorseNorms, InvokeDpa
from wargame.errors import SpecError
from wargame.paired.moments import DecisiveMoment, MomentEffect, moments
from wargame.paired.moments_kept import beside, keep, kept, kept_beside
from wargame.present.moment_words import moment_in_words
from wargame.review.spreads import usual_spread
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

from .planted import bargain, planted_game, sheet

PLANTED: dict[str, AnyOrder] = {
    "1.orders.rome": EndorseNorms(),
    "1.orders.washington": EndorseNorms(),
    "2.orders.washington": InvokeDpa(lab=SeatId("anthropic")),
    "2.orders.rome": EndorseNorms(),
}


@lru_cache(maxsize=1)
def recorded() -> Path:
    return planted_game(Path(mkdtemp()) / "game.jsonl", {name: sheet(order) for name, order in PLANTED.items()})


@lru_cache(maxsize=2)
def found(workers: int = 1) -> tuple[DecisiveMoment, ...]:
    return moments(recorded(), screened=3, decided=5, workers=workers)


@pytest.mark.slow
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


@lru_cache(maxsize=1)
def together() -> tuple[DecisiveMoment, ...]:
    """Washington offers much money and Rome accepts it; in the next turn Washington endorses norms, beside that."""
    folder = Path(mkdtemp())
    planted = {**bargain(folder, amount=12), "2.orders.washington": sheet(EndorseNorms())}
    return moments(planted_game(folder / "game.jsonl", planted), screened=3, decided=6, unit=usual_spread)


@pytest.mark.slow
def test_two_planted_decisions_that_work_only_together_are_each_found_with_half_the_effect() -> None:
    passing = sorted(
        (each for each in together() if each.against == "passing"), key=lambda each: -each.size(usual_spread)
    )
    assert {(each.turn, each.seat) for each in passing[:2]} == {(1, "rome"), (1, "washington")}
    assert passing[1].size(usual_spread) > 3 * passing[2].size(usual_spread)
    for each in passing[:2]:
        (bond,) = each.bonds
        assert {bond.seat, each.seat} == {"rome", "washington"}
        whole = {effect.variable: effect.mean for effect in each.effects}
        shares = {share.variable: share for share in bond.shares}
        both = {effect.variable: effect for effect in bond.together}
        for stack in (Variable("world.us_share"), Variable("world.home_share")):
            assert shares[stack].low - 1e-6 <= whole[stack] / 2 <= shares[stack].high + 1e-6
            assert both[stack].low - 1e-6 <= whole[stack] <= both[stack].high + 1e-6


def test_what_stands_beside_a_bargain_is_bound_to_nothing() -> None:
    beside = next(each for each in together() if (each.turn, each.seat, each.against) == (2, "washington", "passing"))
    assert beside.bonds == ()


def test_without_a_unit_nothing_is_ranked_and_nothing_held_against_each_other() -> None:
    assert {each.bonds for each in found()} == {()}


def test_bonds_are_told_with_the_other_and_with_its_own_share() -> None:
    folder = Path(mkdtemp())
    path = planted_game(folder / "game.jsonl", {})
    game = replay(read(path))
    moment = next(each for each in together() if each.bonds)
    (said,) = moment_in_words(game, moment, usual_spread).bonds
    assert "only together with turn 1, " in said
    assert "its own share " in said


@pytest.mark.slow
def test_with_all_rollouts_planted_decisions_come_out_the_same_on_two_processes(tmp_path: Path) -> None:
    planted = {**bargain(tmp_path, amount=12), "2.orders.washington": sheet(InvokeDpa(lab=SeatId("anthropic")))}
    path = planted_game(tmp_path / "game.jsonl", planted, turns=3)
    whole = moments(path, workers=2, unit=usual_spread)
    passing = sorted((each for each in whole if each.against == "passing"), key=lambda each: -each.size(usual_spread))
    assert {(each.turn, each.seat) for each in passing} == {(1, "rome"), (1, "washington"), (2, "washington")}
    bound = {(each.turn, each.seat): {(b.turn, b.seat) for b in each.bonds} for each in passing}
    assert (1, "washington") in bound[1, SeatId("rome")]
    assert {each.rollouts for each in whole} <= {20, 100}


def test_every_turn_of_every_seat_is_screened_and_only_what_is_clear_is_played_more() -> None:
    assert {each.rollouts for each in found() if each.inside_noise} <= {3}
    assert {each.rollouts for each in found() if not each.inside_noise} == {5}
    assert len({(each.turn, each.seat) for each in found()}) > len(PLANTED), (
        "those who passed could have done otherwise"
    )


@pytest.mark.slow
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
    whole = beside(path).read_text()
    beside(path).write_text(whole.replace('"coupled":true', '"coupled":false'))
    assert kept_beside(record) is None, "changed by hand"
    beside(path).write_text(whole)
    path.write_bytes(b"\n".join(recorded().read_bytes().split(b"\n")[:-2]) + b"\n")
    assert kept(read(path), 3, 5) is None, "another record"
    beside(path).write_text("{")
    assert kept(record, 3, 5) is None, "a torn file counts as none"
