"""Pairs and branches from a program: what they share is the same, what differs is what was changed."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import wargame
from tests.library.test_playing import Silent
from wargame.core.orders import EndorseNorms
from wargame.paired.readings import OrdersOf, ValueOf

ADOPTION = wargame.Variable("rome.A")
ANY: Any = "threaten"
CALM = wargame.Arm("calm", params={"trust_reversion": 0.3})


@lru_cache(maxsize=1)
def parent() -> wargame.Record:
    return wargame.play("first-download", seed=5, everyone="random")


def test_each_pair_has_the_seed_and_the_base_that_play_would_give() -> None:
    base, calm = wargame.play_paired("first-download", [CALM], [4], turns=2, variables=["rome.A"])
    alone = wargame.play("first-download", seed=4, turns=2)
    changed = wargame.play("first-download", seed=4, turns=2, params=CALM.params)
    assert (base.scores, base.hashes[-1]) == (alone.scores, alone.state_hash)
    assert (calm.scores, calm.hashes[-1]) == (changed.scores, changed.state_hash)
    assert base.values == {"rome.A": pytest.approx(alone.series("rome.A")[2], abs=1e-6)}
    (pair,) = wargame.differences([base, calm])
    assert pair.arm == "calm"
    assert pair.parted in (1, 2)


def test_parameters_of_the_base_hold_in_every_arm() -> None:
    rows = wargame.play_paired("first-download", [wargame.Arm("same")], [4], turns=1, params={"trust_reversion": 0.1})
    changed = wargame.play("first-download", seed=4, turns=1, params={"trust_reversion": 0.1})
    assert {row.hashes[-1] for row in rows} == {changed.state_hash}


@pytest.mark.parametrize("arm", [wargame.Arm("people", seats={"rome": "human"}), wargame.Arm("base")])
def test_an_arm_that_cannot_be_is_refused_by_its_name(arm: wargame.Arm) -> None:
    with pytest.raises(wargame.SpecError, match=f"arm '{arm.name}': "):
        wargame.play_paired("first-download", [arm], [1])


@pytest.mark.parametrize("running", [False, True], ids=["alone", "in a loop"])
def test_a_branch_is_the_game_before_and_another_one_after_and_proves_itself(running: bool) -> None:
    change = wargame.Amendment("trust_reversion", 0.5, turn=2)

    async def cell() -> wargame.Record:
        return wargame.branch(parent(), change)

    other = asyncio.run(cell()) if running else wargame.branch(parent(), change)
    other.verify()
    assert other.finished
    assert other.path is None
    assert other.view("control", 1).values == parent().view("control", 1).values
    assert other.state_hash != parent().state_hash


def test_a_branch_is_written_where_it_is_wanted_and_never_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "new" / "branch.jsonl"
    made = wargame.branch(parent(), wargame.Seated("rome", "scripted", turn=2), out=out)
    assert wargame.verify(out).state_hash == made.state_hash
    with pytest.raises(wargame.SpecError, match=r"branch\.jsonl'?: the file exists"):
        wargame.branch(parent(), wargame.Seated("rome", "scripted", turn=2), out=out)


def test_a_player_of_ones_own_can_take_a_seat_in_a_branch() -> None:
    mine = Silent()
    made = wargame.branch(parent(), wargame.Seated("rome", mine.spec, turn=3), seats={"rome": mine})
    assert {seat for seat, _ in mine.asked} == {"rome"}
    late = [row for row in made.table("decisions").to_dicts() if (row["turn"], row["seat"]) == (3, "rome")]
    assert {row["player"] for row in late} == {"own:silent"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (wargame.Seated("rome", "human", turn=2), "seat rome=human: people sit at"),
        (wargame.Seated("rome", "oracle", turn=2), "'oracle' is unknown"),
        (wargame.Seated("rome", "random", turn=9), "never came to turn 9"),
    ],
)
def test_a_branch_that_cannot_be_played_is_a_sentence_and_leaves_no_file(
    change: Any, sentence: str, tmp_path: Path
) -> None:
    out = tmp_path / "branch.jsonl"
    with pytest.raises(wargame.SpecError, match=sentence):
        wargame.branch(parent(), change, out=out)
    assert not out.exists()


def test_levers_of_a_program_are_played_and_readings_stand_by_turn() -> None:
    order = wargame.Force(seat="rome", orders=(EndorseNorms(),), turns=(1,))
    bar = wargame.Bar(seat="all", orders=("endorse_norms",))
    barred, forced = wargame.Reins(bars=(bar,)), wargame.Reins(forces=(order,))
    later = wargame.Bar(seat="all", orders=("endorse_norms",), turns=(2,))
    rows = wargame.play_paired(
        "first-download",
        [
            wargame.Arm("forced", reins=forced),
            wargame.Arm("start", start={ADOPTION: 61.0}),
            wargame.Arm("b", reins=barred),
        ],
        [4],
        turns=2,
        readings={
            "norms": OrdersOf(of=("endorse_norms",), by=("rome",)),
            "A": ValueOf(of=(wargame.Variable("rome.A"),)),
        },
        common=wargame.Arm("common", reins=wargame.Reins(bars=(later,))),
    )
    by = {row.arm: row.series for row in rows if not row.fault}
    assert by["forced"]["norms"] == (1.0, 1.0)
    assert by["b"]["norms"] == (0.0, 0.0)
    assert by["start"]["A"][0] is not None
    assert by["start"]["A"] > by["base"]["A"]


def held(**levers: Any) -> wargame.Reins:
    return wargame.Reins(**levers)


@pytest.mark.parametrize(
    ("arm", "sentence"),
    [
        ({"params": {"trust_threat": "none"}}, "params: trust_threat='none': this must be a number"),
        ({"params": ["trust_threat"]}, "params=.*: this must be a dict"),
        ({"start": {"rome.A": True}}, "start: rome.A=True: this must be a number"),
        ({"edits": ("pack.world.g",)}, "edits: 'pack.world.g' does not belong there"),
        ({"reins": wargame.Bar(seat="rome")}, r"reins=.*: this must be Reins"),
        ({"reins": held(bars=ANY)}, "bars='threaten': this must be several"),
        ({"reins": held(bars=(wargame.Bar(seat="rome", orders=ANY),))}, "bar of rome: orders='threaten'"),
        ({"reins": held(forces=(wargame.Force(seat="rome", orders=(ANY,)),))}, "force on rome: orders"),
        ({"reins": held(offers=(wargame.Offer(seat="rome", terms=ANY),))}, "offer of rome: terms='threaten'"),
        ({"reins": held(bars=(wargame.Bar(seat="rome", turns=(0,)),))}, "turns of rome=0: this must be 1 or more"),
        ({"turns": "3"}, "turns='3': this must be a whole number"),
    ],
)
def test_a_part_of_an_arm_that_cannot_be_is_named_with_what_would_do(arm: dict[str, Any], sentence: str) -> None:
    with pytest.raises(wargame.SpecError, match=f"arm 'wrong'.*{sentence}"):
        wargame.play_paired("first-download", [wargame.Arm("wrong", **arm)], [1])


def test_what_is_no_reading_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(wargame.SpecError, match=r"'rome.A' is no reading; readings are ValueOf, WorthOf"):
        wargame.play_paired("first-download", [CALM], [1], readings={"A": "rome.A"})  # type: ignore[dict-item]
