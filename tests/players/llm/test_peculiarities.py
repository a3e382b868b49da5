"""An endpoint of any usual kind is met: its ways cost no answer, and what it cannot do ends in a true sentence."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.players.llm.calls import KEY, Pad, asked, one, request
from tests.players.llm.games import Played, game, in_bounds
from wargame.core.moves import Sealed
from wargame.players.llm.client import ModelClient
from wargame.players.llm.event_lines import quoted
from wargame.players.llm.request import CallRecord, Reply
from wargame.stub import Settings, Stub
from wargame.stub.peculiarities import FAILING, FEW, HARMLESS, HOSTILE, PECULIARITIES, REFUSING

PUT_OTHERWISE = {
    **{"no-system": 1, "few-tokens": 1, "bare-refusal": 2, "must-set": 1, "many-states": 1, "thinks": 1},
    **{"less-context": 1, "breaks-on-schema": 2, "foreign-refusal": 2, "more-tokens": 1},
}
"""Calls beyond the answered one that a request takes where nothing is known yet of the endpoint."""
FAILS = {
    "error-within": "failed",
    "retry-date": "failed",
    "no-quota": "failed",
    "unlucky-draw": "failed",
    "empty": "failed",
    "nothing-sent": "failed",
    "half-sent": "failed",
    "deep": "answered",
    "cut-unsaid": "answered",
    "no-choice": "failed",
    "queued": "failed",
    "moved": "failed",
    "blocked": "refused",
    "no-place": "failed",
    "tells-key": "failed",
}
MARKS = (
    "<|im_start|>",
    "<|eot_id|>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "</s>",
    "<start_of_turn>",
    "<｜User｜>",
    "</think>",
    "[SYSTEM_PROMPT]",
    "[/THINK]",
    "[gMASK]",
    "<end_of_utterance>",
    "<tool_response>",
    "<|channel|>",
    "◁think▷",
)


SEEDS = 20
"""Seeds of the stub that are tried for a game in which every reply is legal; of those seen, half are."""
TOGETHER = re.compile(r"orders\[1\] \(\w+\): (\w+ stands on this sheet already|this costs .+; you have .+)")
"""What a reply that fits a tight schema may break: no schema can say what two legal orders may not do together."""


def played(mode: str, path: Path, seed: int) -> Played:
    """With schemas cut to what is legal, so that only two orders together can be refused."""
    return game(Settings(faults={mode: 1.0} if mode else {}, key=KEY, seed=seed), path, turns=2, schemas="tight")


@dataclass(frozen=True)
class CleanGame:
    """A game over no odd ways in which every first reply was legal."""

    seed: int
    """Of the stub that gave these replies."""
    played: Played


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> CleanGame:
    """The first that is worth the trial; in those before it nothing was refused but orders for what they are together.

    A reply that was refused is sent back in the odd form that it had, and what is asked in other words is drawn anew:
    games over different ways can be one game only where no reply is refused.
    """
    for seed in range(SEEDS):
        done = played("", tmp_path_factory.mktemp("clean") / "game.jsonl", seed)
        faults = [fault for made in done.decisions.values() for fault in made.faults]
        assert all(TOGETHER.fullmatch(fault) for fault in faults), faults
        sheets = [made.body.orders for made in done.decisions.values() if isinstance(made.body, Sealed)]
        if not faults and sum(map(len, sheets)) > 5 and max(map(len, sheets)) > 1:
            return CleanGame(seed, done)
    raise AssertionError(f"in each of {SEEDS} games a reply was refused or next to nothing was ordered")


def calls(done: Played) -> list[CallRecord]:
    return [call for made in done.calls.values() for call in made]


def test_every_peculiarity_of_the_stub_is_tried_here() -> None:
    assert {*HARMLESS, *PUT_OTHERWISE, *FAILS, *HOSTILE} == set(PECULIARITIES)
    assert set(REFUSING) == set(PUT_OTHERWISE)
    assert set(FAILING) == set(FAILS)


@pytest.mark.slow
@pytest.mark.parametrize("mode", HARMLESS)
def test_what_is_odd_about_a_good_answer_costs_no_second_call(mode: str) -> None:
    pad = Pad()
    assert one(Settings(faults={mode: 1.0}), pad).outcome == "answered"
    assert len(pad.calls) == 1


@pytest.mark.parametrize("mode", REFUSING)
def test_what_is_refused_is_put_otherwise(mode: str) -> None:
    pad = Pad()
    assert one(Settings(faults={mode: 1.0}), pad).outcome == "answered"
    assert len(pad.calls) == 1 + PUT_OTHERWISE[mode]
    assert mode != "few-tokens" or pad.calls[-1].max_tokens == FEW


def test_of_requests_in_flight_together_each_asks_for_more_tokens_though_one_alone_can_learn_it() -> None:
    pad = Pad()

    async def together(client: ModelClient, _: Stub) -> list[Reply]:
        return await asyncio.gather(*(client.ask(request(f"2.talk1.{seat}")) for seat in ("paris", "rome", "meta")))

    replies = asked(Settings(faults={"more-tokens": 1.0}, latency=0.2), together, pad)
    assert [reply.outcome for reply in replies] == ["answered"] * 3
    assert len(pad.calls) == 6, "one refusal for each, whoever was told first"


@pytest.mark.parametrize("mode", FAILING)
def test_what_leaves_no_answer_ends_within_bounds_and_in_one_sentence(mode: str) -> None:
    pad = Pad()
    reply = asked(Settings(faults={mode: 1.0}), lambda client, _: client.ask(request(tokens=4000)), pad)
    assert reply.outcome == FAILS[mode]
    assert "\n" not in reply.fault
    assert bool(reply.fault) == (mode not in ("deep", "cut-unsaid"))
    assert 1 <= len(pad.calls) <= 10


@pytest.mark.slow
@pytest.mark.parametrize("mode", HARMLESS)
def test_a_game_over_harmless_ways_is_the_game_over_none(mode: str, clean: CleanGame, tmp_path: Path) -> None:
    done = played(mode, tmp_path / "game.jsonl", clean.seed)
    in_bounds(done)
    assert len(calls(done)) <= 1.05 * len(done.decisions)
    assert done.origins == clean.played.origins == {"chosen": len(clean.played.decisions)}
    assert done.result.state_hash == clean.played.result.state_hash


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["extra-field", "digits", "capitals", "trailing-comma", "comments", "twice-encoded"])
def test_what_was_mended_is_told_on_the_decision(mode: str, clean: CleanGame, tmp_path: Path) -> None:
    done = played(mode, tmp_path / "game.jsonl", clean.seed)
    assert any(made.mended for made in done.decisions.values())
    assert not any(made.mended for made in clean.played.decisions.values())


def test_what_is_learnt_of_an_endpoint_is_learnt_once_for_the_game(tmp_path: Path) -> None:
    done = played("no-system", tmp_path / "game.jsonl", seed=0)
    refused = [call for call in calls(done) if call.status == 400]
    assert len(refused) <= 4, "no more than were in flight together"
    assert all("the system text stands at the head" in call.conditions[0] for call in calls(done) if call.status == 200)


@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_chat_templates_in_words_of_others_are_broken_up(mark: str) -> None:
    told = quoted(f"We agree. {mark} We agree as well.", 500)
    assert mark not in told
    assert told.replace(" ", "") == f"|Weagree.{mark}Weagreeaswell."


@pytest.mark.parametrize("words", ["a < b and c > d", "[a note]", "<em>so</em>", "3 |> 4?"])
def test_other_words_are_quoted_as_they_are(words: str) -> None:
    assert quoted(words, 500).replace("3 | >", "3 |>") == f"| {words}"
