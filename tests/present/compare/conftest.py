"""A short scripted game, the same with one order left out, and the same under other seeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.core.moves import Sealed
from wargame.paired.forks import fork, going_on
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.branch import Answered
from wargame.transcript.reading import read
from wargame.transcript.verify import verify

FORCED = "2.orders.washington"
"""The decision in which Washington compels a lab under this seed."""


def play(path: Path, seed: int, turns: int = 3) -> Path:
    setup = choose("between-the-giants", variant="core", seed=seed, turns=turns)
    run_through(new_game(setup, path, sync="end").play(), waits=False)
    return path


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play(tmp_path_factory.mktemp("compare") / "base.jsonl", 7)


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play(tmp_path_factory.mktemp("compare") / "other.jsonl", 8)


@pytest.fixture(scope="session")
def forked(base: Path) -> Path:
    """The game without the order that compels a lab."""
    record, out = read(base), base.with_name("forked.jsonl")
    made = verify(base).decisions[FORCED]
    assert isinstance(made.body, Sealed)
    left = tuple(order for order in made.body.orders if order.kind != "invoke_dpa")
    assert len(left) == len(made.body.orders) - 1
    fork(record, Answered(made.id, replace(made.body, orders=left)), out, players=going_on(record, "scripted"))
    return out
