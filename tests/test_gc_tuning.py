"""The garbage collector while much is made that stays: seldom, not at the end, and as it was afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from wargame.gc_tuning import seldom_collecting


@pytest.fixture
def collected() -> Iterator[list[int]]:
    """Generations that are looked through from now on."""
    found: list[int] = []

    def told(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            found.append(info["generation"])

    gc.collect()
    gc.callbacks.append(told)
    yield found
    gc.callbacks.remove(told)


@pytest.mark.slow
def test_what_was_made_is_not_looked_through_when_it_is_over(collected: list[int]) -> None:
    with seldom_collecting():
        kept = [[each] for each in range(20_000)]
    more = [[each] for each in range(10)]
    assert collected == []
    assert len(kept) > len(more)


def test_it_looks_as_often_as_before_afterwards() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        with seldom_collecting():
            assert gc.get_threshold() > (700, 10, 10)
        assert gc.get_threshold() == (700, 10, 10)
        assert gc.get_freeze_count() == 0
    finally:
        gc.set_threshold(*before)


@pytest.mark.slow
def test_what_a_program_has_frozen_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    try:
        with seldom_collecting():
            pass
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()
