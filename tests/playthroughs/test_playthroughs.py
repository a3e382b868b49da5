"""Golden playthroughs: three small games told event by event, compared with what is stored beside this file.

When the rules are changed on purpose, store them anew with `WARGAME_REGENERATE=1 pytest tests/playthroughs`
and read the difference before committing it: a line that moved for no reason is a fault. The same run
records the games of scripts in `transcripts/` anew (`test_shipped_games.py`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules.desk import played

HERE = Path(__file__).resolve().parent
REGENERATE = os.environ.get("WARGAME_REGENERATE") == "1"


@dataclass(frozen=True)
class Playthrough:
    """A game to be told."""

    name: str
    scenario: str
    variant: str | None
    seed: int
    turns: int | None


PLAYTHROUGHS = (
    Playthrough("first-download-1", "first-download", None, 1, None),
    Playthrough("first-download-2", "first-download", None, 2, None),
    Playthrough("between-the-giants-7", "between-the-giants", "core", 7, 2),
)


def told(what: Playthrough) -> str:
    """The game in words: its events by turn, with who reads them, and the hash of the state that they lead to."""
    table = played(what.scenario, variant=what.variant, seed=what.seed, turns=what.turns, everyone="scripted")
    lines: list[str] = []
    turn = -1
    for event in table.sequence.record:
        if event.turn != turn:
            turn = event.turn
            lines.append(f"== turn {turn}")
        audience = event.audience if isinstance(event.audience, str) else ", ".join(event.audience) or "control"
        lines.append(f"{event.id} {event.phase} [{audience}] {event.text}")
        lines += [f"    {c.variable} {c.before:g} -> {c.after:g}" for c in event.changes if event.turn]
        lines += [f"    because {', '.join(event.causes)} ({event.rule})"] if event.turn else []
    lines.append(f"state {table.sequence.state.hash()}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("what", PLAYTHROUGHS, ids=lambda what: what.name)
def test_a_game_is_played_as_it_was_told_before(what: Playthrough) -> None:
    stored = HERE / f"{what.name}.txt"
    now = told(what)
    if REGENERATE:
        stored.write_text(now, encoding="utf-8")
    assert now.splitlines() == stored.read_text(encoding="utf-8").splitlines(), (
        "the rules or the scenario changed; if on purpose, run again with WARGAME_REGENERATE=1 and read the diff"
    )


@pytest.mark.parametrize("what", PLAYTHROUGHS, ids=lambda what: what.name)
def test_a_game_told_twice_is_told_in_the_same_words(what: Playthrough) -> None:
    assert told(what) == told(what)
