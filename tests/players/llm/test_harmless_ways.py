"""A model that always adds one harmless fault of form costs no second call, with tight schemas and with stable ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.players.llm.calls import KEY
from tests.players.llm.games import SCENARIO, Played
from tests.players.llm.overheard import overheard
from tests.players.llm.scripted_stub import ScriptedStub, scripted
from wargame.core.moves import Decision
from wargame.players.llm.request import Request
from wargame.stub import Settings
from wargame.stub.peculiarities import HARMLESS
from wargame.table.opening import choose

TURNS = 2
MOST = 1.05
"""Calls for each decision."""
MENDED = (
    *("extra-field", "digits", "capitals", "trailing-comma", "comments", "twice-encoded"),
    *("wrapped", "schema-echo", "escaped", "no-first-brace", "wide-marks", "python"),
    *("beside-a-draft", "call-in-words", "no-commas"),
    *("yaml", "python-call", "one-by-one", "base64"),
)
"""Ways that are mended, and told on the decision."""


@cache
def decided() -> dict[str, Decision]:
    return dict(scripted(choose(SCENARIO, turns=TURNS)))


def played(mode: str, schemas: str, path: Path) -> Played:
    heard: list[Request] = []
    stub = ScriptedStub(Settings(faults={mode: 1.0} if mode else {}, key=KEY), decided(), heard)
    return overheard(stub, choose(SCENARIO, turns=TURNS, everyone="llm:stub"), path, heard, schemas=schemas)


@pytest.mark.slow
@pytest.mark.parametrize("schemas", ["stable", pytest.param("tight", marks=pytest.mark.slow)])
@pytest.mark.parametrize("mode", HARMLESS)
def test_one_harmless_fault_in_every_reply_costs_no_second_call(mode: str, schemas: str, tmp_path: Path) -> None:
    done = played(mode, schemas, tmp_path / "game.jsonl")
    calls = sum(map(len, done.calls.values()))
    assert calls <= MOST * len(done.decisions)
    assert done.origins == {"chosen": len(done.decisions)}
    assert {name: made.body for name, made in done.decisions.items()} == {
        name: decided()[name].body for name in done.decisions
    }, "it played what its model wrote, and nothing else"
    assert any(made.mended for made in done.decisions.values()) == (mode in MENDED)


def test_the_replies_are_worth_the_trial() -> None:
    bodies = [made.body for made in decided().values()]
    assert sum(len(getattr(body, "moves", ())) for body in bodies) > 5
    assert sum(len(getattr(body, "orders", ())) for body in bodies) > 5
    assert any(getattr(body, "signal", None) for body in bodies)
