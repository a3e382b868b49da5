"""Every shipped scenario, at each of its tables, is played to its end by scripts, by chance and by look-ahead.

CI plays a few seeds. `GAMES=200 python -m pytest -m slow tests/scenario/test_every_scenario.py -n auto` plays two
hundred of each by hand, and FIRST says where they begin.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from wargame.scenario.bundle import load
from wargame.scenario.find import content_root
from wargame.table.opening import choose, new_game
from wargame.transcript.setup import GameSetup
from wargame.transcript.verify import verify

FIRST, GAMES = int(os.environ.get("FIRST", "1")), int(os.environ.get("GAMES", "1"))
PLAYERS = ("scripted", "random", "best")
SCENARIOS = tuple(sorted(path.parent.name for path in (content_root() / "scenarios").glob("*/scenario.yaml")))


def tables(scenario: str) -> tuple[str | None, ...]:
    """The tables of a scenario, the full one being None; in CI the smallest alone."""
    variants = load(scenario).pack.variants
    smallest = min(variants, key=lambda name: len(variants[name].seats), default=None)
    return (None, *variants) if GAMES > 1 else (smallest,)


@pytest.mark.slow
@pytest.mark.parametrize("players", PLAYERS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_game_comes_to_its_end_and_proves_itself(scenario: str, players: str, tmp_path: Path) -> None:
    for table in tables(scenario):
        for seed in range(FIRST, FIRST + GAMES):
            game = choose(scenario, variant=table, seed=seed, everyone=players)
            played_and_proven(game, tmp_path / f"{table}-{seed}.jsonl")


def played_and_proven(game: GameSetup, path: Path) -> None:
    """Play a game, prove its record, and take the record away again; the seed is told if anything is amiss."""
    asyncio.run(new_game(game, path, sync="end").play())
    proven = verify(path)
    setting = proven.sequence.book.setting
    assert proven.step is None, f"seed {game.seed}: it is not over"
    assert proven.turns == setting.turns, f"seed {game.seed}"
    scored = {event.about[0] for event in proven.events if event.kind == "score_given"}
    assert scored == {seat.id for seat in setting.seats if seat.seated}, f"seed {game.seed}"
    path.unlink()
