"""The shipped game of real, small models: it proves itself, its figures are what the notes say, and it costs no call.

A change of the rules that alters it makes this fail. It cannot be played anew by a test: `docs/local-model.md` says
how to, and how long that takes.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.players.llm.games import Played, told, true_origins
from wargame.review.proof import verify
from wargame.table.game import Result
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import read

FOLDER = Path(__file__).resolve().parents[2] / "transcripts"
GAME = FOLDER / "first-download-qwen-1.5b.jsonl"
NOTES = (FOLDER / "README.md").read_text(encoding="utf-8")


@cache
def played() -> Played:
    proven = verify(GAME)
    result = Result(proven.turns, {}, proven.sequence.state.hash(), Counter())
    asked = sum(entry.kind == "call" for entry in read(GAME).entries)
    return told(GAME, result, asked)


def test_every_seat_was_played_by_the_model_and_every_origin_is_what_its_raw_replies_say() -> None:
    game = verify(GAME).game
    assert game.bundle.pack.id == "first-download"
    seated = [seat.id for seat in game.opening()[0].setting.seats if seat.seated]
    assert all(game.seats[seat].startswith("llm:qwen2.5-coder-1.5b@http://127.0.0.1") for seat in seated)
    assert {made.seat for made in played().decisions.values()} == set(seated)
    true_origins(played())


def test_the_notes_give_the_figures_of_the_record() -> None:
    calls = [call for calls in played().calls.values() for call in calls]
    prompt, completion = (sum(getattr(call.usage, part) or 0 for call in calls) for part in ("prompt", "completion"))
    origins = played().origins
    figures = {
        "decisions": len(played().decisions),
        "chosen": origins["chosen"],
        "repaired": origins["repaired"],
        "fallback": origins["fallback"] + origins["timeout"] + origins["refusal"],
        "calls": len(calls),
        "prompt tokens": prompt,
        "reply tokens": completion,
    }
    for what, count in figures.items():
        assert re.search(rf"\b{count:,} {what}\b", NOTES), f"the notes must say: {count:,} {what}"


def test_played_again_from_its_record_it_ends_in_the_same_state_without_a_call(tmp_path: Path) -> None:
    game = choose("first-download", seed=verify(GAME).game.seed, everyone=f"recorded:{GAME}")
    table = new_game(game, tmp_path / "again.jsonl")
    again = asyncio.run(table.play())
    assert again.state_hash == played().result.state_hash
    assert not any(entry.kind == "call" for entry in read(tmp_path / "again.jsonl").entries)


@pytest.mark.parametrize("secret", ["api_key", "Authorization", "Bearer "])
def test_it_holds_no_key(secret: str) -> None:
    assert secret not in GAME.read_text(encoding="utf-8")
