"""A whole scripted game, played once."""

from __future__ import annotations

import asyncio

import pytest

from wargame.table.opening import choose, new_game
from wargame.transcript.verify import Replayed, verify


@pytest.fixture(scope="session")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    path = tmp_path_factory.mktemp("review") / "game.jsonl"
    table = new_game(choose("between-the-giants", variant="core", seed=7), path, sync="end")
    asyncio.run(table.play())
    return verify(path)


@pytest.fixture(scope="session")
def compelled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Replayed, int]:
    """The first game in which a hawk of a patron compels Anthropic, and the turn in which it does."""
    folder = tmp_path_factory.mktemp("compelled")
    for seed in range(1, 60):
        path = folder / f"{seed}.jsonl"
        setup = choose("between-the-giants", variant="core", seed=seed, seats={"washington": "scripted:hawk=1"})
        table = new_game(setup, path, sync="end")
        asyncio.run(table.play())
        for event in table.sequence.record:
            if event.kind == "production_compelled" and "anthropic" in event.about:
                return verify(path), event.turn
    raise AssertionError("no patron compelled Anthropic")


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Replayed, ...]:
    """Three games of the core table, those that are read aloud."""
    folder, games = tmp_path_factory.mktemp("three"), []
    for seed in (3, 7, 42):
        table = new_game(choose("between-the-giants", variant="core", seed=seed), folder / f"{seed}.jsonl", sync="end")
        asyncio.run(table.play())
        games.append(verify(folder / f"{seed}.jsonl"))
    return tuple(games)
