"""A game that is broken off in the middle of a phase goes on, proves itself and can be repeated, at any endpoint."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.players.llm.calls import KEY, run
from tests.players.llm.games import SCENARIO, Played, game, gone_on, models_for
from wargame.players.llm.completion import VOID, reply_of
from wargame.players.llm.errand import OF_A_DECISION, TRIES
from wargame.players.llm.request import CallRecord
from wargame.stub import FAULTS, Settings, Stub
from wargame.stub.peculiarities import PECULIARITIES
from wargame.table.calls import call_of
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.players import Means
from wargame.transcript.reading import read

USUAL = ("", "no-system", "deep", "twice-encoded", "truncated")
"""Ways that are tried every time; the others take their turn in the slow tests."""
WAYS = [
    pytest.param(mode, marks=() if mode in USUAL else pytest.mark.slow, id=mode or "none")
    for mode in ("", *FAULTS, *PECULIARITIES)
]
LEARNT_ANEW = ("thinks",)
"""Ways of which a game that goes on learns again what it knew: it asks otherwise, and is answered otherwise."""

BY_THE_HOUR = ("hang",)
"""Ways of which a decision that is asked about again comes about otherwise at an endpoint that fails otherwise."""
SEATS = 4
"""Models at the table of these games."""


def settings(mode: str) -> Settings:
    return Settings(faults={mode: 1.0} if mode else {}, retry_after=0.01, key=KEY)


def seconds(mode: str) -> float:
    return 0.1 if mode == "hang" else 5.0


def broken_off(path: Path) -> int:
    """Cut a record as a kill does: in the middle of the second round of talk, in the middle of a line.

    It gives how many decisions of models in that round are in.
    """
    lines = path.read_bytes().splitlines(keepends=True)
    calls = [n for n, line in enumerate(lines) if b'"kind":"call"' in line and b'"decision":"1.talk2' in line]
    at = calls[len(calls) // 2]
    path.write_bytes(b"".join(lines[: at + 1]) + lines[at + 1][: len(lines[at + 1]) // 2])
    decided = [line for line in lines[: at + 1] if b'"kind":"decision"' in line and b'"id":"1.talk2' in line]
    return sum(b'"origin":"scripted"' not in line for line in decided)


def left_over(path: Path) -> dict[str, int]:
    """Attempts that decisions have left which a record does not hold and of which each request failed: all, if none."""
    entries = read(path).entries
    decided = {entry.data["id"] for entry in entries if entry.kind == "decision"}
    calls = [call_of(entry.data, entry.n) for entry in entries if entry.kind == "call"]
    failed = Counter(call.decision for call in calls if call.fault)
    return {name: TRIES - made % TRIES for name, made in failed.items() if name not in decided}


def answers(calls: list[CallRecord]) -> Counter[str]:
    """Replies that could be read, by the request that they answer: none is paid for twice."""
    return Counter(
        call.request
        for call in calls
        if not call.fault.startswith(VOID) and call.status == 200 and not call.fault
        if reply_of(call).outcome == "answered"
    )


def repeated(done: Played, turns: int) -> str:
    """The state at the end of the game that its record alone gives."""
    again = new_game(choose(SCENARIO, turns=turns, everyone=f"recorded:{done.path}"), None)
    return asyncio.run(again.play()).state_hash


@pytest.mark.slow
@pytest.mark.parametrize("mode", WAYS)
def test_a_game_broken_off_in_a_phase_goes_on_pays_nothing_twice_and_is_repeated_from_its_record(
    mode: str, tmp_path: Path
) -> None:
    path = tmp_path / "game.jsonl"
    whole = game(settings(mode), path, turns=1, seconds=seconds(mode))
    before = broken_off(path)
    assert before < SEATS, "the phase was not over"
    kept = [entry.data["request"] for entry in read(path, mend=True).entries if entry.kind == "call"]

    done = gone_on(settings(mode), path, seconds=seconds(mode))
    calls = [call for made in done.calls.values() for call in made]
    assert not Counter(kept) - Counter(call.request for call in calls), "what was asked stands"
    assert len(calls) == done.asked, "and every request since"
    for name, made in done.calls.items():
        assert [call.attempt for call in made] == list(range(1, len(made) + 1)), name
        assert len(made) <= OF_A_DECISION, name
        assert set(answers(made).values()) <= {1}, name
    assert set(done.decisions) == set(whole.decisions)
    if mode not in LEARNT_ANEW:
        assert done.origins == whole.origins
        assert done.result.state_hash == whole.result.state_hash
    assert repeated(done, 1) == done.result.state_hash


@pytest.mark.slow
@pytest.mark.parametrize("mode", WAYS)
def test_what_was_answered_is_never_asked_again_and_what_was_given_up_undecided_once_more(
    mode: str, tmp_path: Path
) -> None:
    path = tmp_path / "game.jsonl"
    whole = game(settings(mode), path, turns=1, seconds=seconds(mode))
    lines = path.read_bytes().splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if b'"kind":"call"' in line)
    path.write_bytes(b"".join(lines[: last + 1]))
    anew = left_over(path)
    done = gone_on(Settings(faults={"500": 1.0}, key=KEY), path, seconds=seconds(mode))
    assert done.result.state_hash == whole.result.state_hash
    assert done.asked == whole.asked + sum(anew.values())
    assert {name for name, made in done.calls.items() if len(made) > len(whole.calls[name])} == set(anew)
    if mode not in BY_THE_HOUR:
        assert done.origins == whole.origins


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["thinks", "no-system", "must-set", "many-states"])
def test_what_was_learnt_of_an_endpoint_is_known_again_when_a_game_goes_on(mode: str, tmp_path: Path) -> None:
    path, says = tmp_path / "game.jsonl", {"schemas": "tight", "output_tokens": 400}

    async def both() -> int:
        async with Stub(settings(mode)) as stub:
            models = models_for(stub.url, **says)
            setup = choose(SCENARIO, turns=2, everyone="llm:stub")
            await new_game(setup, path, sync="end", means=Means(models)).play()
            await models.aclose()
            lines = path.read_bytes().splitlines(keepends=True)
            asked = [n for n, line in enumerate(lines) if b'"kind":"call"' in line]
            half = next(n for n in asked if b'"decision":"2.talk1' in lines[n])
            path.write_bytes(b"".join(lines[:half]))
            models = models_for(stub.url, **says)
            await resumed_game(path, sync="end", means=Means(models))[0].play()
            await models.aclose()
            return asked.index(half)

    kept = run(both())
    calls = [call_of(entry.data, entry.n) for entry in read(path).entries if entry.kind == "call"]
    assert any(call.status != 200 or not call.reply for call in calls[:kept]), "there was something to learn"
    assert calls[kept:]
    assert all(call.status == 200 and call.reply for call in calls[kept:])
