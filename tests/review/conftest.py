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
