"""What a program hands in wrongly is one sentence with the name, the value and what would do, before a game begins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wargame
from tests.library.test_playing import Silent
from wargame.core.ids import Variable

CALM = wargame.Arm("calm", params={"trust_threat": 0})


def played(**wrong: Any) -> object:
    return wargame.play("first-download", turns=1, **wrong)


def paired(**wrong: Any) -> object:
    given: dict[str, Any] = {"arms": [CALM], "seeds": [1], **wrong}
    return wargame.play_paired("first-download", given.pop("arms"), given.pop("seeds"), turns=1, **given)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: played(seats=["rome"]), r"seats=\['rome'\]: this must be a dict such as \{'rome': 'random'\}"),
        (lambda: played(seats="rome"), "seats='rome': this must be a dict"),
        (lambda: played(seats={5: "random"}), "seats={5: 'random'}: this must be a dict"),
        (lambda: played(seed=None), "seed=None: this must be a whole number"),
        (lambda: played(params=["trust_threat"]), "params=.*this must be a dict such as"),
        (lambda: played(params={1: 1}), "params={1: 1}: this must be a dict"),
        (lambda: played(out=3), "out=3: this must be the path of a file"),
        (lambda: played(out=b"x"), "out=b'x': this must be the path"),
        (lambda: played(answer_seconds="x"), "answer_seconds='x': this must be more than 0"),
        (lambda: wargame.play(None), "scenario=None: this must be the path"),  # type: ignore[arg-type]
        (lambda: wargame.read(None), "path=None: this must be the path"),  # type: ignore[arg-type]
        (lambda: wargame.verify(["g.jsonl"]), r"path=\['g.jsonl'\]: this must be the path"),  # type: ignore[arg-type]
        (lambda: paired(seeds=3), r"seeds=3: this must be several, such as range\(1, 21\)"),
        (lambda: paired(seeds="12"), "seeds='12': this must be several"),
        (lambda: paired(arms=CALM), r"arms=Arm\(.*this must be several"),
        (lambda: paired(arms=None), "arms=None: this must be several"),
        (lambda: paired(arms=["calm"]), "arms: 'calm' is no Arm"),
        (lambda: paired(workers="2"), "workers='2': this must be a whole number"),
        (lambda: paired(workers=0), "workers=0: this must be 1 or more"),
        (lambda: paired(variables="rome.A"), "variables='rome.A': this must be several"),
        (lambda: paired(variables=["rome.B"]), "no variable of this game is called 'rome.B'; did you mean rome"),
        (lambda: paired(variables=["nobody.A"]), "no variable of this game is called 'nobody.A'"),
        (lambda: wargame.branch("g.jsonl", CALM), "record='g.jsonl': this must be a Record"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_argument_is_named_with_its_value_and_what_would_do(call: Callable[[], object], said: str) -> None:
    with pytest.raises(wargame.SpecError, match=said):
        call()


def test_a_branch_by_something_that_is_no_change_names_the_four_that_are() -> None:
    record = wargame.play("first-download", turns=1)
    with pytest.raises(wargame.SpecError, match="change=None: this must be one of Answered, Seated, Acted, Amendment"):
        wargame.branch(record, None)  # type: ignore[arg-type]


def test_a_pair_tells_derived_variables_as_it_tells_stored_ones() -> None:
    base, _ = wargame.play_paired("first-download", [CALM], [4], turns=1, variables=["rome.A", "world.open_lag"])
    series = wargame.play("first-download", seed=4, turns=1).series("world.open_lag")
    assert base.values[Variable("world.open_lag")] == pytest.approx(series[1], abs=1e-2)
    assert "rome.A" in base.values


def test_a_player_that_fails_is_named_beside_its_own_error(tmp_path: Path) -> None:
    class Broken(Silent):
        spec = "own:broken"

        async def decide(self, ask: wargame.Ask) -> wargame.Answer:
            raise ZeroDivisionError("one over nothing")

    with pytest.raises(ZeroDivisionError) as raised:
        played(seats={"rome": Broken()})
    assert raised.value.__notes__ == ["This is what own:broken did when it was asked for 1.talk1.rome."]


def test_a_player_that_gives_its_waiting_up_does_not_pass_for_an_interrupted_game() -> None:
    class Quitter(Silent):
        spec = "own:quitter"

        async def decide(self, ask: wargame.Ask) -> wargame.Answer:
            raise asyncio.CancelledError

    with pytest.raises(wargame.WargameError, match=r"1\.talk1\.rome, of own:quitter: it gave its own waiting up"):
        played(seats={"rome": Quitter()})
