"""How much of an answer is taken, and that what is left out is said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from wargame.core.bounds import LONGEST, MOST, bounded
from wargame.core.moves import Body, Decision, Message, Sealed, Signal, Talk
from wargame.core.prose import TEXT_LIMIT
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.table.opening import choose, new_game
from wargame.transcript.verify import verify


def decision(body: Body, rationale: str = "") -> Decision:
    where = {"id": "1.talk1.rome", "seat": "rome", "turn": 1, "phase": "talk", "round": 1}
    return Decision(**where, origin="chosen", player="own:x", body=body, rationale=rationale)  # type: ignore[arg-type]


def message(text: str) -> Message:
    return Message(to=("meta",), text=text)


def test_an_answer_within_bounds_is_the_same_one() -> None:
    made = decision(Talk(moves=(message("x" * LONGEST),) * MOST), "y" * LONGEST)
    assert bounded(made) is made


def test_of_too_many_moves_the_first_are_taken_and_the_number_is_said() -> None:
    taken = bounded(decision(Talk(moves=tuple(message(str(n)) for n in range(5000)))))
    assert isinstance(taken.body, Talk)
    assert [move.text for move in taken.body.moves if isinstance(move, Message)] == [str(n) for n in range(MOST)]
    assert taken.faults == ("moves: 100 of 5,000 were taken, the rest was left out",)


@pytest.mark.parametrize("length", [LONGEST + 1, 20_000_000])
def test_of_a_text_without_end_the_beginning_is_kept_and_it_is_still_too_long_to_be_carried(length: int) -> None:
    taken = bounded(decision(Sealed(signal=Signal(text="x" * length, intents=()), orders=()), "y" * length))
    assert isinstance(taken.body, Sealed)
    assert taken.body.signal is not None
    for text in (taken.body.signal.text, taken.rationale):
        assert TEXT_LIMIT < len(text) < TEXT_LIMIT + 100
        assert f"[{length - TEXT_LIMIT:,} more characters were left out]" in text
    assert len(taken.faults) == 2
    assert bounded(taken) is taken


class Flood:
    """Answers every talk with far too much."""

    spec, instant = "own:flood", True
    kind: PlayerKind = "script"

    async def decide(self, ask: Ask) -> Answer:
        if ask.phase != "talk":
            return Answer(Sealed(signal=None, orders=()), "chosen")
        return Answer(Talk(moves=(message("x" * 2_000_000), *(message(str(n)) for n in range(5000)))), "chosen")


def test_a_player_that_floods_the_table_leaves_a_small_record_that_says_so_and_proves_itself(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    setup = choose("first-download", turns=1)
    setup = replace(setup, seats={**setup.seats, "rome": Flood.spec})
    asyncio.run(new_game(setup, path, own={"rome": Flood()}).play())
    assert path.stat().st_size < 1_000_000
    made = verify(path).decisions["1.talk1.rome"]
    assert made.faults == (
        "text: 1,998,000 of 2,000,000 characters were left out",
        "moves: 100 of 5,001 were taken, the rest was left out",
    )
