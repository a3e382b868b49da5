"""Whatever an endpoint does, the outcome is true, the attempts are bounded and everything is recorded."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from random import Random

import pytest

from tests.players.llm.calls import KEY, Pad, asked, board_of, one, request, run
from wargame.players.llm.attempts import Attempts
from wargame.players.llm.client import ModelClient
from wargame.players.llm.completion import MOST_BODY, MOST_NAME, MOST_WORDS, completion_of
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.errand import OF_A_DECISION, TRIES
from wargame.players.llm.request import Reply, TokenUsage
from wargame.stub import FAULTS, Settings, Stub
from wargame.stub.answers import Response
from wargame.stub.connection import ClientSocket
from wargame.stub.tally import RequestNote

ON_A_BUSY_MACHINE = 50.0
"""Seconds that something may take at most which would take a minute or more if it waited for an endpoint."""
EXPECTED = {
    "429": ("failed", TRIES),
    "429-bare": ("failed", TRIES),
    "500": ("failed", TRIES),
    "503": ("failed", TRIES),
    "hang": ("late", TRIES),
    "dropped": ("failed", TRIES),
    "html": ("failed", 1),
    "html-502": ("failed", TRIES),
    "truncated": ("truncated", 2),
    "malformed": ("answered", 1),
    "prose": ("answered", 1),
    "refusal": ("refused", 1),
    "refusal-in-words": ("refused", 1),
    "no-usage": ("answered", 1),
    "wrong-model": ("answered", 1),
    "illegal": ("answered", 1),
    "other-seat": ("answered", 1),
    "state-write": ("answered", 1),
}
"""For each fault what comes of it when it always happens, and after how many attempts."""


def test_every_fault_of_the_stub_is_tried_here() -> None:
    assert set(EXPECTED) == set(FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_always_happens_ends_within_bounds_with_a_true_outcome(fault: str) -> None:
    pad = Pad()
    reply = one(Settings(faults={fault: 1.0}, retry_after=0.05), pad, seconds=0.2 if fault == "hang" else 60.0)
    outcome, attempts = EXPECTED[fault]
    assert (reply.outcome, len(pad.calls)) == (outcome, attempts)
    assert [call.attempt for call in pad.calls] == list(range(1, attempts + 1))
    assert bool(reply.fault) == (outcome != "answered")
    assert "\n" not in reply.fault


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        ("500", "The server had an error"),
        ("html", "<!DOCTYPE html>"),
        ("html-502", "502 Bad Gateway"),
        ("prose", "Certainly!"),
        ("truncated", '{"kind"'),
        ("refusal-in-words", "I'm sorry"),
        ("malformed", '{"kind"='),
        ("429", "rate_limit_exceeded"),
    ],
)
def test_what_came_is_kept_raw(fault: str, kept: str) -> None:
    pad = Pad()
    one(Settings(faults={fault: 1.0}, retry_after=0.05), pad)
    assert all(kept in (call.reply or "") for call in pad.calls)


def test_a_good_reply_is_recorded_with_all_that_the_endpoint_said() -> None:
    pad = Pad()
    reply = one(Settings(), pad)
    (call,) = pad.calls
    assert reply.outcome == "answered"
    assert json.loads(reply.text)["kind"] == "pass"
    assert (call.reply, call.finish, call.status, call.fault) == (reply.text, "stop", 200, "")
    assert (call.model, call.returned_model, call.fingerprint) == ("stub", "stub", "fp_stub")
    assert (call.rung, call.step, call.max_tokens) == ("json_schema_strict", "first", 400)
    assert call.usage.prompt
    assert call.usage.completion
    assert (call.usage.cached, call.usage.reasoning) == (0, 0)
    assert 0 < call.seconds < ON_A_BUSY_MACHINE
    assert call.cost is None


def test_pieces_and_schema_are_handed_over_by_their_hashes() -> None:
    pad = Pad()
    one(Settings(), pad)
    names = [name for _, pieces in pad.calls[0].messages for name in pieces]
    assert [pad.texts[name] for name in names] == [
        "You decide for Paris.",
        "Turn 2. What do you say?",
        "Answer for 2.talk1.paris.",
    ]
    assert json.loads(pad.texts[pad.calls[0].schema])["required"] == ["kind", "rationale", "points"]


def test_missing_token_counts_are_null_and_not_nought() -> None:
    pad = Pad()
    one(Settings(faults={"no-usage": 1.0}), pad)
    assert pad.calls[0].usage == TokenUsage(None, None, None, None)


def test_a_wrong_model_name_is_recorded_beside_the_one_asked_for() -> None:
    pad = Pad()
    one(Settings(faults={"wrong-model": 1.0}), pad)
    assert (pad.calls[0].model, pad.calls[0].returned_model) == ("stub", "some-other-model")


def test_a_declared_refusal_is_not_repeated_and_keeps_its_words() -> None:
    pad = Pad()
    reply = one(Settings(faults={"refusal": 1.0}), pad)
    assert pad.calls[0].refusal == "I'm sorry, but I can't help with that."
    assert reply.text == pad.calls[0].refusal


def test_a_cut_reply_is_asked_for_once_more_with_twice_the_room() -> None:
    pad = Pad()
    one(Settings(faults={"truncated": 1.0}), pad)
    assert [call.max_tokens for call in pad.calls] == [400, 800]


def test_a_long_page_is_cut_at_the_stated_length_and_says_so() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b"<html>" + b"x" * 20_000
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    async def ask() -> Pad:
        pad = Pad()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, board_of() as endpoints:
            port = server.sockets[0].getsockname()[1]
            await endpoints.client(f"llm:x@http://127.0.0.1:{port}/v1", "g", pad).ask(request())
        return pad

    kept = run(ask()).calls[0].reply or ""
    assert kept.startswith("<html>xxx")
    assert kept.endswith("[cut: 20006 characters in all]")
    assert len(kept) < MOST_BODY + 50


def test_of_a_reply_without_end_the_beginning_is_kept_and_names_stay_short() -> None:
    said = '{"a": "' + "x" * 5_000_000 + '"}'
    choice = {"message": {"content": said, "refusal": "y" * 5_000_000}, "finish_reason": "z" * 5_000_000}
    found = completion_of(json.dumps({"choices": [choice], "model": "m" * 5_000_000, "system_fingerprint": "f" * 400}))
    assert found is not None
    assert found.text == f"{said[:MOST_WORDS]} [cut: {len(said)} characters in all]"
    assert len(found.refusal or "") < MOST_WORDS + 50
    assert all(len(name or "") < MOST_NAME + 50 for name in (found.finish, found.model, found.fingerprint))


def test_a_reply_within_bounds_is_kept_whole() -> None:
    said = "x" * MOST_WORDS
    found = completion_of(json.dumps({"choices": [{"message": {"content": said}, "finish_reason": "stop"}]}))
    assert found is not None
    assert found.text == said


def test_halves_of_characters_in_a_reply_reach_nobody() -> None:
    reply = {"choices": [{"message": {"content": '{"a": "x\ud800y"}'}, "finish_reason": "stop"}]}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps(reply).encode()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    async def ask() -> Reply:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, board_of() as endpoints:
            port = server.sockets[0].getsockname()[1]
            return await endpoints.client(f"llm:x@http://127.0.0.1:{port}/v1", "g", Pad()).ask(request())

    assert run(ask()).text == '{"a": "x?y"}'


@pytest.mark.parametrize("fault", ["", "429", "500", "html", "dropped"])
def test_the_key_is_sent_and_stands_nowhere(fault: str) -> None:
    pad = Pad()
    sent: list[RequestNote] = []

    async def ask(client: ModelClient, stub: Stub) -> Reply:
        reply = await client.ask(request())
        sent.extend(stub.tally.seen)
        return reply

    settings = Settings(key=KEY, retry_after=0.05, faults={fault: 1.0} if fault else {})
    reply = asked(settings, ask, pad)
    assert all(seen.authorized for seen in sent)
    assert KEY not in repr(pad.calls) + repr(pad.texts) + repr(reply)


def test_a_key_that_an_endpoint_repeats_is_blotted_out() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps({"error": {"message": f"bad key {KEY}"}}).encode()
        writer.write(b"HTTP/1.1 401 No\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    async def ask() -> tuple[Pad, Reply]:
        pad = Pad()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, board_of() as endpoints:
            port = server.sockets[0].getsockname()[1]
            return pad, await endpoints.client(f"llm:x@http://127.0.0.1:{port}/v1", "g", pad).ask(request())

    pad, reply = run(ask())
    assert "[secret]" in (pad.calls[0].reply or "")
    assert KEY not in repr(pad.calls) + repr(reply)


def test_without_a_key_no_authorisation_is_sent() -> None:
    async def ask() -> list[bool]:
        async with Stub() as stub:
            endpoints = Endpoints(environ={})
            await endpoints.client(f"llm:stub@{stub.url}", "g", Pad()).ask(request())
            await endpoints.aclose()
            return [seen.authorized for seen in stub.tally.seen]

    assert run(ask()) == [False]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(key="another"), "does not accept the key"),
        (Settings(models=("big", "small"), any_model=False), "does not know the model 'stub'"),
        (Settings(context=100), "too long for stub"),
    ],
)
def test_what_no_repetition_can_mend_is_asked_once(settings: Settings, says: str) -> None:
    pad = Pad()
    reply = one(settings, pad)
    assert (reply.outcome, len(pad.calls)) == ("failed", 1)
    assert says in reply.fault


def test_nobody_listening_is_said_with_the_way_out() -> None:
    async def ask() -> tuple[Reply, Pad]:
        async with Stub() as stub:
            url = stub.url
        pad = Pad()
        async with board_of() as endpoints:
            return await endpoints.client(f"llm:stub@{url}", "g", pad).ask(request()), pad

    reply, pad = run(ask())
    assert reply.outcome == "failed"
    assert reply.fault.startswith("no connection to http://127.0.0.1:")
    assert reply.fault.endswith("start it, or check the address")
    assert len(pad.calls) == TRIES


def test_a_hanging_endpoint_is_left_when_the_time_of_the_request_is_up() -> None:
    pad = Pad()
    began = time.monotonic()
    reply = asked(Settings(faults={"hang": 1.0}), lambda client, _: client.ask(request(seconds=0.4)), pad, seconds=60.0)
    assert reply.outcome == "late"
    assert 0.3 < time.monotonic() - began < ON_A_BUSY_MACHINE
    assert len(pad.calls) == 1
    assert pad.calls[0].status is None


def test_a_slot_of_a_hanging_endpoint_is_free_again_once_the_call_is_given_up() -> None:
    async def ask(client: ModelClient, stub: Stub) -> None:
        await client.ask(request())
        while stub.tally.open:  # noqa: ASYNC110 - `run` ends a test that waits for ever
            await asyncio.sleep(0.01)

    asked(Settings(faults={"hang": 1.0}), ask, seconds=0.1)


@pytest.mark.slow
def test_the_wait_that_an_endpoint_asks_for_holds_for_every_game_there() -> None:
    async def ask(client: ModelClient, stub: Stub) -> tuple[float, float]:
        began = time.monotonic()
        first = await client.ask(request())
        closed = client.connection().limiter.gate.left
        stub.settings = Settings()
        other = replace(client, game="another game", book=Pad(), attempts=Attempts())
        second = await other.ask(request("2.talk1.kyiv"))
        assert (first.outcome, second.outcome) == ("failed", "answered")
        return closed, time.monotonic() - began

    closed, passed = asked(Settings(faults={"429": 1.0}, retry_after=0.4), ask)
    assert 0 <= closed <= 0.4
    assert passed > 3 * 0.4


def test_a_wait_longer_than_patience_is_not_sat_through() -> None:
    async def ask(client: ModelClient, _: Stub) -> list[Reply]:
        return [await client.ask(request()), await client.ask(request("2.talk1.kyiv"))]

    pad = Pad()
    began = time.monotonic()
    replies = asked(Settings(faults={"429": 1.0}, retry_after=3600), ask, pad, patience=5.0)
    assert time.monotonic() - began < ON_A_BUSY_MACHINE
    assert len(pad.calls) == 1
    assert [reply.outcome for reply in replies] == ["failed", "failed"]
    assert "asks to be left alone" in replies[1].fault


class Crowded(Stub):
    """Answers nothing until somebody has been one too many: on a slow machine no request would meet another one."""

    async def _work(self, answer: Response, chance: Random, came: float, connection: ClientSocket) -> bool:
        while not self.tally.statuses[429]:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        return await super()._work(answer, chance, came, connection)


def test_rate_limits_shrink_what_is_in_flight() -> None:
    async def ask(client: ModelClient, _: Stub) -> tuple[int, int]:
        await asyncio.gather(*(client.ask(request(f"2.talk1.seat{n}")) for n in range(12)))
        limiter = client.connection().limiter
        return limiter.capacity, limiter.episodes

    assert asked(Settings(most=4, latency=0.05, retry_after=0.05), ask, make=Crowded, start=10) == (8, 1)


def test_faults_that_come_now_and_then_are_got_over() -> None:
    shares = {"429": 0.1, "500": 0.1, "dropped": 0.1}

    async def ask(client: ModelClient, _: Stub) -> list[str]:
        replies = await asyncio.gather(*(client.ask(request(f"2.talk1.seat{n}")) for n in range(60)))
        return [reply.outcome for reply in replies]

    outcomes = asked(Settings(faults=shares, retry_after=0.05, seed=3), ask)
    assert outcomes.count("answered") >= 54
    assert set(outcomes) <= {"answered", "failed"}


def test_attempts_of_one_decision_are_numbered_through_and_bounded() -> None:
    pad = Pad()

    async def ask(client: ModelClient, _: Stub) -> list[Reply]:
        return [await client.ask(request()) for _ in range(OF_A_DECISION)]

    replies = asked(Settings(faults={"500": 0.5}), ask, pad)
    assert [call.attempt for call in pad.calls] == list(range(1, len(pad.calls) + 1))
    assert len(pad.calls) <= OF_A_DECISION
    assert "attempts were made" in replies[-1].fault


def test_the_same_failure_is_not_met_for_ever() -> None:
    pad = Pad()

    async def ask(client: ModelClient, stub: Stub) -> None:
        for _ in range(4):
            await client.ask(request())

    asked(Settings(faults={"500": 1.0}), ask, pad)
    assert len(pad.calls) == TRIES + 3


def test_a_call_broken_off_from_this_side_is_recorded_and_does_not_count() -> None:
    pad = Pad()

    async def ask(client: ModelClient, stub: Stub) -> Reply:
        task = asyncio.create_task(client.ask(request()))
        while not stub.tally.open:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        stub.settings = Settings()
        return await client.ask(request())

    reply = asked(Settings(faults={"hang": 1.0}), ask, pad, seconds=20.0)
    assert reply.outcome == "answered"
    assert [call.attempt for call in pad.calls] == [1, 2]
    assert pad.calls[0].fault.startswith("given up")
