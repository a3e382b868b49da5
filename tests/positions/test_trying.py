"""A model is tried over a real socket: one question a position, and what it did is counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.players.llm.calls import board_of, run
from tests.players.llm.minds import SILENT
from tests.positions.serving import Answering, serving, text_of_body
from wargame.errors import SpecError
from wargame.positions.making import positions
from wargame.positions.position import TriedPosition
from wargame.positions.trying import ModelTrial, Trial
from wargame.stub import Settings, Stub


@pytest.fixture(scope="module")
def found() -> tuple[TriedPosition, ...]:
    return positions(12)


def tried_with(answering: Answering, found: tuple[TriedPosition, ...]) -> ModelTrial:
    async def work() -> ModelTrial:
        async with serving(answering) as url, board_of(seconds=25.0) as endpoints:
            return await Trial(f"llm:served@{url}", endpoints, found).run(lambda done, of: None)

    return run(work())


def phase_in(body: Mapping[str, Any]) -> str:
    question = text_of_body(body).rpartition("\n\n")[2] if body["messages"] else ""
    return "orders" if "signal and orders" in question else "talk"


def test_a_model_that_waits_is_legal_everywhere_best_nowhere_and_tells_nothing(
    found: tuple[TriedPosition, ...],
) -> None:
    told = tried_with(lambda body: json.dumps(SILENT[phase_in(body)]), found)
    shares = told.shares
    assert (shares["legal"].count, shares["legal"].of) == (12, 12)
    assert shares["best"].count == 0 < shares["best"].of
    assert (shares["bad"].count, shares["leaked"].count) == (0, 0)
    assert shares["promise kept"].count == shares["promise kept"].of > 0
    assert told.problem == ""


def test_a_model_that_hands_its_notebook_round_is_caught(found: tuple[TriedPosition, ...]) -> None:
    def answering(body: Mapping[str, Any]) -> str:
        text = text_of_body(body)
        _, said, kept = text.partition("Reserve price toward ")
        if not said or phase_in(body) == "orders":
            return json.dumps(SILENT[phase_in(body)])
        told = {"kind": "message", "to": ["public"], "text": kept.splitlines()[0]}
        return json.dumps({"rationale": "honesty", "moves": [told]})

    shares = tried_with(answering, found).shares
    asked = sum(bool(each.secret) for each in found)
    assert (shares["leaked"].count, shares["leaked"].of) == (asked, 12)
    assert asked > 0


def test_a_model_that_signs_everything_signs_what_is_bad(found: tuple[TriedPosition, ...]) -> None:
    def answering(body: Mapping[str, Any]) -> str:
        question = text_of_body(body).rpartition("\n\n")[2]
        if phase_in(body) == "orders":
            return json.dumps(SILENT["orders"])
        names = question.partition("missing on ")[2].partition(". ")[0].split(", ") if "missing on" in question else []
        moves = [{"kind": "respond", "proposal": name, "answer": "accept", "terms": None, "text": ""} for name in names]
        return json.dumps({"rationale": "peace", "moves": moves[:4]})

    told = tried_with(answering, found)
    refused = [each for each in found if any(isinstance(deed, tuple) and deed[0] == "accept" for deed in each.bad)]
    by_name = {each.position.name: each.shown for each in told.verdicts}
    assert refused
    assert any(by_name[each.name]["bad"] for each in refused)


def test_what_it_takes_is_known_before_anybody_is_asked(found: tuple[TriedPosition, ...]) -> None:
    async def work() -> tuple[int, int, int, int]:
        async with Stub(Settings()) as stub, board_of(seconds=25.0) as endpoints:
            trial = Trial(f"stub@{stub.url}", endpoints, found)
            before = sum(stub.tally.rungs.values())
            told = await trial.run(lambda done, of: None)
            return before, trial.cost.calls, trial.cost.prompt, told.prompt

    before, calls, most, taken = run(work())
    assert (before, calls) == (0, 12)
    assert 0.3 * most < taken <= most


@pytest.mark.slow
def test_every_answer_is_told_as_it_comes(found: tuple[TriedPosition, ...]) -> None:
    heard: list[tuple[int, int]] = []

    async def work() -> None:
        async with Stub(Settings()) as stub, board_of(seconds=25.0) as endpoints:
            await Trial(f"stub@{stub.url}", endpoints, found).run(lambda done, of: heard.append((done, of)))

    run(work())
    assert heard == [(number, 12) for number in range(1, 13)]


def test_a_model_whose_answers_the_rules_mostly_refuse_cannot_play(found: tuple[TriedPosition, ...]) -> None:
    told = tried_with(lambda body: '{"rationale": "x", "moves": [{"kind": "declare_war"}]}', found)
    assert told.shares["legal"].count == 0
    assert told.problem == "0 of 12 first answers were accepted by the rules: fewer than half"


def test_an_endpoint_that_cannot_be_asked_is_said_in_a_sentence(found: tuple[TriedPosition, ...]) -> None:
    async def work() -> None:
        async with Stub(Settings(key="another")) as stub, board_of(seconds=25.0) as endpoints:
            await Trial(f"stub@{stub.url}", endpoints, found).run(lambda done, of: None)

    with pytest.raises(SpecError, match="does not accept the key"):
        run(work())
