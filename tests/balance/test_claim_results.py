"""What claims came to is kept as data, and told from what other rules would give."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from wargame.balance.claim_arms import ZERO
from wargame.balance.claim_results import ClaimFound, found_of, holds_still, store, stored
from wargame.balance.claim_trial import try_claim
from wargame.balance.claims import Claim, claim_of
from wargame.errors import PackError
from wargame.paired.rows import GameRow
from wargame.scenario.find import content_root


@lru_cache(maxsize=1)
def claim() -> Claim:
    return claim_of("S0-106")


@lru_cache(maxsize=1)
def found() -> ClaimFound:
    return found_of(try_claim(claim(), range(1, 3)), range(1, 3))


def test_what_was_found_is_read_back_and_a_newer_result_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    assert stored(path) == {}
    store(path, found().model_copy(update={"claim": "S2-51"}))
    store(path, found().model_copy(update={"seeds": 1}))
    store(path, found())
    assert list(stored(path)) == ["S0-106", "S2-51"]
    assert stored(path)["S0-106"] == found()


def test_a_result_holds_for_the_games_in_which_it_was_found() -> None:
    assert holds_still(found(), claim())
    assert not holds_still(found(), claim().model_copy(update={"turns": 2}))
    assert not holds_still(found(), claim().model_copy(update={"measures": claim().measures * 2}))


def test_without_increments_the_worst_measure_decides_and_without_any_nothing_is_said() -> None:
    assert found().without_increments() is None
    (first, *_) = found().effects
    bare = [first.model_copy(update={"under": ZERO, "verdict": verdict}) for verdict in ("holds", "open")]
    assert found().model_copy(update={"effects": (first, *bare)}).without_increments() == "open"


def test_one_pair_alone_gives_a_mean_without_an_interval_and_leaves_the_claim_open(tmp_path: Path) -> None:
    one = found_of(try_claim(claim(), range(1, 2)), range(1, 2))
    assert one.verdict == "open"
    assert all(each.mean is not None and each.low is each.high is None for each in one.effects)
    store(tmp_path / "results.json", one)
    assert stored(tmp_path / "results.json")["S0-106"] == one


def test_a_claim_that_is_broken_off_is_of_the_seeds_whose_games_were_all_played() -> None:
    told: list[str] = []

    def breaking(done: int, of: int, row: GameRow) -> None:
        if done == of - 1:
            raise KeyboardInterrupt

    broken = try_claim(claim(), range(1, 4), progress=breaking, broken_off=lambda: told.append("broken off"))
    assert (broken.pairs, told) == (2, ["broken off"])
    assert found_of(broken, range(1, 3)) == found()
    with pytest.raises(KeyboardInterrupt):
        try_claim(claim(), range(1, 2), progress=breaking, broken_off=lambda: told.append("again"))
    assert told == ["broken off"]


def test_a_file_that_holds_something_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("[]")
    with pytest.raises(PackError, match=r"results.json: these results of claims cannot be read"):
        store(path, found())


def test_the_shipped_results_are_of_shipped_claims() -> None:
    root = content_root() / "claims"
    assert set(stored(root / "results.json")) <= {path.stem for path in root.glob("*.yaml")}
