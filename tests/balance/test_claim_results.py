"""What claims came to is kept as data, and told from what other rules would give."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from wargame.balance.claim_results import ClaimFound, found_of, holds_still, store, stored
from wargame.balance.claims import ZERO, Claim, claim_of, try_claim
from wargame.errors import PackError
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


def test_a_file_that_holds_something_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("[]")
    with pytest.raises(PackError, match=r"results.json: these results of claims cannot be read"):
        store(path, found())


def test_the_shipped_results_are_of_shipped_claims() -> None:
    root = content_root() / "claims"
    assert set(stored(root / "results.json")) <= {path.stem for path in root.glob("*.yaml")}
