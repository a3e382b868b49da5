"""Games over an endpoint that misbehaves end, prove themselves, and never pass off a stand-in's answer as a model's."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.calls import KEY, run
from tests.players.llm.games import (
    SCENARIO,
    Played,
    game,
    gone_on,
    in_bounds,
    models_for,
    scripted_hash,
    told,
    true_origins,
)
from tests.table.rig import everyone_answers
from wargame.review.proof import verify
from wargame.stub import FAULTS, Settings, Stub
from wargame.stub.settings import faults_of
from wargame.table.game import Result
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room
from wargame.table.players import Means
from wargame.table.settings import SessionSettings
from wargame.transcript.reading import read

HARMLESS = ("prose", "no-usage", "wrong-model")
"""Faults that take nothing from an answer."""
FOREIGN = {"state-write": "state has no place here", "other-seat": "seat has no place here"}
"""Faults by which a reply claims what is not its own, and how that is named."""
ORIGINS = {
    **dict.fromkeys(
        ("429", "429-bare", "500", "503", "dropped", "html", "html-502", "truncated", "malformed"), "fallback"
    ),
    **dict.fromkeys(FOREIGN, "fallback"),
    **dict.fromkeys(("refusal", "refusal-in-words"), "refusal"),
    "hang": "timeout",
}
"""Origin of every decision where a fault that leaves no answer always happens."""
CALLS = {"html": 1, "refusal": 1, "refusal-in-words": 1, "truncated": 4}
"""Calls of each decision where that is not three."""

Game = Callable[[str], Played]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Game:
    """A game of one turn with one fault in every reply, played when it is first asked for."""
    folder = tmp_path_factory.mktemp("games")

    @cache
    def once(fault: str) -> Played:
        faults = {fault: 1.0} if fault else {}
        settings = Settings(faults=faults, retry_after=0.01, key=KEY)
        return game(settings, folder / f"{fault or 'none'}.jsonl", seconds=0.1 if fault == "hang" else 5.0)

    return once


def asked_of_all(done: Played) -> list[str]:
    """Decisions that every seat makes in every turn: whether there is an argument to weigh, scripts and models say."""
    return [name for name, made in done.decisions.items() if made.phase != "weigh"]


def phases(done: Played) -> int:
    """How often the seats were asked: three times a turn, and once more where there is an argument to weigh."""
    return len({(made.turn, made.phase, made.round) for made in done.decisions.values()})


def all_made(done: Played, origin: str) -> bool:
    """Whether every decision came this way, those that every turn asks for among them."""
    return len(asked_of_all(done)) == 4 * 3 and done.origins == {origin: len(done.decisions)}


def test_every_fault_of_the_stub_is_expected_here() -> None:
    assert {*ORIGINS, *HARMLESS, "illegal"} == set(FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_a_game_with_a_fault_in_every_reply_ends_and_each_decision_tells_truly_how_it_came(
    fault: str, played: Game
) -> None:
    done = played(fault)
    assert len(asked_of_all(done)) == 4 * 3
    true_origins(done)
    in_bounds(done)


@pytest.mark.parametrize("fault", ORIGINS)
def test_where_no_answer_can_count_the_doctrines_game_is_played_and_marked(fault: str, played: Game) -> None:
    done = played(fault)
    assert all_made(done, ORIGINS[fault])
    assert done.result.state_hash == scripted_hash()
    wanted = CALLS.get(fault, 3)
    if fault == "hang":  # once it is known to be gone, one attempt shows that it still is
        assert {len(calls) for calls in done.calls.values()} <= {1, 2, 3}
    else:
        assert {len(calls) for calls in done.calls.values()} == {wanted}


@pytest.mark.parametrize("fault", HARMLESS)
def test_what_takes_nothing_from_an_answer_changes_nothing_in_the_game(fault: str, played: Game) -> None:
    done, clean = played(fault), played("")
    assert done.result.state_hash == clean.result.state_hash != scripted_hash()
    assert done.origins == clean.origins
    assert clean.origins["chosen"]
    assert clean.origins["repaired"]


@pytest.mark.parametrize("fault", FOREIGN)
def test_a_claim_to_what_is_not_the_seats_own_has_no_effect_and_is_named(fault: str, played: Game) -> None:
    for made in played(fault).decisions.values():
        assert any(FOREIGN[fault] in each for each in made.faults), made.faults


def test_names_that_do_not_exist_are_refused_in_words_wherever_they_stand(played: Game) -> None:
    done = played("illegal")
    told = " ".join(fault for made in done.decisions.values() for fault in made.faults)
    assert "nowhere" in told
    assert "nowhere" not in repr([made.body for made in done.decisions.values()])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(each, marks=pytest.mark.slow) for each in range(2, 12))])
def test_a_game_with_all_faults_mixed_ends_and_each_decision_tells_truly_how_it_came(seed: int, tmp_path: Path) -> None:
    settings = Settings(seed=seed, faults=faults_of(["mixed=0.3"]), retry_after=0.01, key=KEY, keep=10_000)
    done = game(settings, tmp_path / "game.jsonl", turns=2, seconds=2.0)
    assert len(asked_of_all(done)) == 4 * 3 * 2
    true_origins(done)
    in_bounds(done)
    assert done.origins["chosen"] + done.origins["repaired"] > 4


DEADLINE, MARGIN, HANGS = 0.5, 60.0, 600.0
"""Seconds that a phase has, that closing it may take on a busy machine, and that who waited would take."""


@pytest.mark.slow
def test_a_hang_never_holds_a_phase_beyond_its_deadline(tmp_path: Path) -> None:
    done = game(Settings(faults={"hang": 1.0}), tmp_path / "game.jsonl", phase_seconds=DEADLINE, seconds=HANGS)
    assert done.seconds < phases(done) * (DEADLINE + MARGIN)
    assert all_made(done, "timeout")
    assert done.result.state_hash == scripted_hash()
    assert all(call.seconds < DEADLINE + MARGIN for calls in done.calls.values() for call in calls)


@pytest.mark.slow
def test_seats_that_answer_before_a_deadline_are_heard_though_others_hang(tmp_path: Path) -> None:
    settings = Settings(faults={"hang": 0.3}, seed=2)
    done = game(settings, tmp_path / "game.jsonl", phase_seconds=2 * DEADLINE, seconds=HANGS)
    assert done.seconds < phases(done) * (2 * DEADLINE + MARGIN)
    assert done.origins["timeout"]
    assert done.origins["chosen"]
    true_origins(done)


def test_a_deadline_that_leaves_a_mind_no_time_at_all_still_gives_the_doctrines_game(tmp_path: Path) -> None:
    done = game(Settings(latency=0.2), tmp_path / "game.jsonl", phase_seconds=0.001)
    assert all_made(done, "timeout")
    assert done.result.state_hash == scripted_hash()


def in_a_room(settings: Settings, out: Path, seats: dict[str, str], **options: Any) -> tuple[Result, float, int]:
    """A game in a room whose people hand in what their doctrine says."""

    async def through() -> tuple[Result, float, int]:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(settings))
            players = models_for(stub.url, seconds=HANGS)
            stack.push_async_callback(players.aclose)
            setup = choose(SCENARIO, turns=1, seats=seats)
            room = open_room(setup, out, SessionSettings(**options), Means(players))
            began = time.monotonic()
            game = asyncio.ensure_future(room.play())
            while not game.done():
                everyone_answers(room)
                await asyncio.sleep(0.01)
            return await game, time.monotonic() - began, sum(stub.tally.rungs.values())

    return run(through())


@pytest.mark.slow
def test_in_a_room_a_hang_costs_a_model_its_own_time_and_no_more(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    seats = {"rome": "human", "meta": "llm:stub", "anthropic": "llm:stub"}
    result, seconds, _ = in_a_room(Settings(faults={"hang": 1.0}), out, seats, model_seconds=DEADLINE)
    made = verify(out).decisions.values()
    times = len({(each.turn, each.phase, each.round) for each in made})
    assert seconds < times * (DEADLINE + MARGIN)
    assert Counter(each.origin for each in made if each.player.startswith("llm:")) == {"timeout": 2 * times}
    assert result.state_hash == scripted_hash()


@pytest.mark.slow
@pytest.mark.parametrize("models", [1, 2, 3])
def test_people_models_and_scripts_play_to_the_end_in_any_mix(models: int, tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    order = ["rome", "anthropic", "meta", "palantir"][models - 1 :] + ["rome", "anthropic", "meta", "palantir"][
        : models - 1
    ]
    kinds = ["human", *["llm:stub"] * models, *["scripted"] * (3 - models)]
    settings = Settings(faults=faults_of(["mixed=0.3"]), retry_after=0.01)
    result, _, asked = in_a_room(settings, out, dict(zip(order, kinds, strict=True)), model_seconds=2.0)
    done = told(out, result, asked)
    asked_in_each_turn = Counter(done.decisions[name].seat for name in asked_of_all(done))
    assert asked_in_each_turn == dict.fromkeys(order[1 : models + 1], 3)
    true_origins(done)
    in_bounds(done)
    weighed = any(made.phase == "weigh" for made in done.decisions.values())
    assert result.origins["human"] == 3 + weighed


def test_an_endpoint_that_wants_to_be_left_alone_for_an_hour_does_not_hold_the_game(tmp_path: Path) -> None:
    done = game(Settings(faults={"429": 1.0}, retry_after=3600), tmp_path / "game.jsonl", patience=5.0)
    assert done.seconds < 300, "who waited would wait 3600 seconds for each"
    assert done.asked <= 4
    assert all_made(done, "fallback")
    true_origins(done)
    in_bounds(done)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, *(pytest.param(each, marks=pytest.mark.slow) for each in (0.2, 0.8))])
def test_bounds_and_true_origins_hold_over_a_break_in_a_faulty_game(share: float, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    settings = Settings(seed=5, faults=faults_of(["mixed=0.5"]), retry_after=0.01)
    game(settings, path, turns=2, seconds=0.2)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: int(share * len(lines))]))
    done = gone_on(settings, path, seconds=0.2)
    assert len(asked_of_all(done)) == 4 * 3 * 2
    true_origins(done)
    in_bounds(done)


def test_a_faulty_game_whose_calls_are_all_recorded_goes_on_without_one(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    first = game(Settings(seed=5, faults=faults_of(["mixed=0.5"]), retry_after=0.01), path, seconds=0.2)
    lines = path.read_bytes().splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if b'"kind":"call"' in line)
    path.write_bytes(b"".join(lines[: last + 1]))
    done = gone_on(Settings(faults={"500": 1.0}), path, seconds=0.2)
    assert (done.asked, done.origins) == (first.asked, first.origins)
    assert done.result.state_hash == first.result.state_hash


async def came(stub: Stub, requests: int) -> None:
    """Wait until so many requests have come."""
    for _ in range(10_000):
        if sum(stub.tally.rungs.values()) >= requests:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{requests} requests never came")


def test_a_phase_that_control_closes_records_the_calls_in_flight_before_the_game_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def skipped() -> None:
        async with Stub(Settings(faults={"hang": 1.0})) as stub:
            players = models_for(stub.url, seconds=HANGS)
            room = open_room(choose(SCENARIO, turns=1, everyone="llm:stub"), out, means=Means(players))
            game = asyncio.ensure_future(room.play())
            for phase in (1, 2, 3, 4):
                await came(stub, 4 * phase)
                room.control.skip("we go on")
            await game
            await players.aclose()

    run(skipped())
    made = [each for each in verify(out).decisions.values() if each.player == "llm:stub"]
    assert {(each.origin, each.faults) for each in made} == {("timeout", ("control closed the phase: we go on",))}
    given_up = Counter(entry.data["decision"] for entry in read(out).entries if entry.kind == "call")
    assert given_up == {each.id: 1 for each in made}


def test_leaving_a_room_records_the_calls_that_were_in_flight(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def leave() -> None:
        async with Stub(Settings(faults={"hang": 1.0})) as stub:
            players = models_for(stub.url, seconds=HANGS)
            room = open_room(choose(SCENARIO, turns=1, everyone="llm:stub"), out, means=Means(players))
            game = asyncio.ensure_future(room.play())
            await came(stub, 4)
            game.cancel()
            await asyncio.gather(game, return_exceptions=True)
            await players.aclose()

    run(leave())
    left = [entry.data["fault"] for entry in read(out).entries if entry.kind == "call"]
    assert left == ["given up: the phase closed or the game was stopped"] * 4
    done = gone_on(Settings(), out)
    assert done.origins["chosen"]
    assert {call.attempt for calls in done.calls.values() for call in calls if call.step == "first"} == {1, 2}
