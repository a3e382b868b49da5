"""Hostile words in every field that a model can write: they leak nothing, leave no bar and close no turn."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.players.llm.calls import KEY
from tests.players.llm.overheard import overheard
from wargame.players.llm.request import PromptPiece, Request
from wargame.review.record_audit import audit_record
from wargame.stub import Settings, Stub
from wargame.table.opening import choose

MARKS = re.compile(
    r"<\|\w|\w\|>|<\uff5c|\uff5c>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>|</think>|\[/?SYSTEM_PROMPT\]"
)
"""Marks of chat templates that stand in the attacks."""
FRAGMENTS = (
    *("SURRENDERED", "DISARMED", "AGREED", "OBEYED", "SUSPENDED"),
    *("YIELDED", "RESIGNED", "DIVULGED", "CONFESSED"),
)
"""What stands in one line of each attack."""
BARS = re.compile(r"(?:  |- |\* )?(?:\||>) |- .*?[|>] |Your (?:plan|notebook)[^|>]*> |[^|>]*: [|>] ")
"""How a line begins that quotes somebody."""
OWN = ("answer", "repair", "lessons")
"""Pieces that hold a seat's own words as it wrote them, or within a sentence on what was wrong with them."""


def outside(piece: PromptPiece) -> list[str]:
    """Lines of a piece in which an attack stands before or without a bar."""
    found = []
    for line in piece.text.split("\n"):
        at = min((line.find(part) for part in FRAGMENTS if part in line), default=-1)
        bar = BARS.match(line)
        if at >= 0 and (bar is None or bar.end() > at):
            found.append(line)
    return found


def held(requests: list[Request]) -> Counter[str]:
    """How often each attack was met in the prompts; it fails where one stands outside its bar or marks stand."""
    met: Counter[str] = Counter()
    for request in requests:
        for said in request.messages:
            for piece in said.pieces:
                met.update(part for part in FRAGMENTS if part in piece.text)
                assert not MARKS.search(piece.text), (request.decision, piece.name, MARKS.findall(piece.text))
                if piece.name not in OWN:
                    assert not outside(piece), (request.decision, piece.name, outside(piece))
                elif piece.name != "answer":
                    lines = [line for line in piece.text.split("\n") if any(part in line for part in FRAGMENTS)]
                    assert all(line.startswith("- ") for line in lines), lines
    return met


def requests_of(path: Path, scenario: str, turns: int, seed: int, schemas: str) -> list[Request]:
    """All requests of a game of models that write so; the record is looked through for leaks."""
    heard: list[Request] = []
    setup = choose(
        scenario,
        variant="core" if scenario == "between-the-giants" else None,
        turns=turns,
        seed=seed,
        everyone="llm:stub",
    )
    stub = Stub(Settings(faults={"hostile-words": 1.0}, key=KEY, seed=seed))
    done = overheard(stub, setup, path, heard, schemas=schemas)
    assert done.origins["chosen"] + done.origins["repaired"] > len(done.decisions) / 4
    audit = audit_record(path)
    assert not audit.leaks
    assert audit.prompts >= len(heard)
    assert audit.arrivals, "words reached those for whom they were"
    return heard


@pytest.mark.slow
@pytest.mark.parametrize("schemas", ["tight", "stable"])
def test_hostile_words_leak_nothing_leave_no_bar_and_close_no_turn(schemas: str, tmp_path: Path) -> None:
    met = held(requests_of(tmp_path / "game.jsonl", "first-download", 2, 1, schemas))
    assert len(met) >= 6, "most attacks were really there"


@pytest.mark.slow
def test_over_a_thousand_requests_no_hostile_word_gets_through(tmp_path: Path) -> None:
    requests: list[Request] = []
    for seed in range(1, 9):
        if len(requests) >= 1000:
            break
        schemas = ("stable", "tight")[seed % 2]
        requests += requests_of(tmp_path / f"{seed}.jsonl", "between-the-giants", 6, seed, schemas)
    assert len(requests) >= 1000
    assert set(held(requests)) == set(FRAGMENTS)
