"""A call that the record holds is not made again; one that differs is."""

from __future__ import annotations

from dataclasses import replace

from tests.players.llm.calls import Pad, asked, one, request
from wargame.players.llm.client import ModelClient
from wargame.players.llm.request import Reply
from wargame.stub import Settings, Stub


def again(pad: Pad, settings: Settings | None = None, decision: str = "2.talk1.paris") -> tuple[Reply, int]:
    """The reply of a later session with the same book, and how many calls it made."""

    async def ask(client: ModelClient, stub: Stub) -> tuple[Reply, int]:
        reply = await client.ask(request(decision))
        return reply, sum(stub.tally.rungs.values())

    return asked(settings or Settings(seed=99), ask, pad)


def test_a_recorded_reply_is_used_and_no_call_is_made() -> None:
    pad = Pad()
    first = one(Settings(), pad)
    assert again(pad) == (first, 0)
    assert len(pad.calls) == 1


def test_another_question_under_the_same_number_is_asked_anew() -> None:
    pad = Pad()
    one(Settings(), pad)
    pad.calls[0] = replace(pad.calls[0], request="0" * 64)
    _, calls = again(pad)
    assert calls == 1
    assert [call.attempt for call in pad.calls] == [1, 2]


def test_a_reply_is_found_behind_attempts_that_asked_something_else() -> None:
    pad = Pad()
    first = one(Settings(), pad)
    given_up = replace(pad.calls[0], request="0" * 64, status=None, reply=None, fault="given up: the phase closed")
    pad.calls = [given_up, replace(pad.calls[0], attempt=2)]
    assert again(pad) == (first, 0)


def test_another_decision_is_asked() -> None:
    pad = Pad()
    one(Settings(), pad)
    assert again(pad, decision="2.talk1.kyiv")[1] == 1


def test_recorded_failures_are_passed_without_waiting_and_the_next_attempt_is_made() -> None:
    pad = Pad()
    one(Settings(faults={"500": 1.0}), pad)
    del pad.calls[2:]
    reply, calls = again(pad)
    assert (reply.outcome, calls) == ("answered", 1)
    assert [call.attempt for call in pad.calls] == [1, 2, 3]


def test_an_endpoint_that_failed_in_an_earlier_session_is_asked_anew() -> None:
    pad = Pad()
    one(Settings(faults={"500": 1.0}), pad)
    reply, calls = again(pad)
    assert (reply.outcome, calls) == ("answered", 1)
    assert [call.attempt for call in pad.calls] == [1, 2, 3, 4]


def test_the_steps_down_of_an_earlier_session_are_found_and_kept() -> None:
    pad = Pad()
    first = one(Settings(rungs=("json_object", "text"), rejects=("max_tokens",)), pad)
    made = len(pad.calls)
    assert first.rung == "json_object"
    assert again(pad) == (first, 0)
    assert len(pad.calls) == made


def test_a_session_goes_on_at_the_rung_that_an_earlier_one_had_reached() -> None:
    pad = Pad()
    one(Settings(rungs=("text",)), pad)

    async def ask(client: ModelClient, stub: Stub) -> dict[str, int]:
        await client.ask(request())
        await client.ask(request("3.talk1.paris"))
        return dict(stub.tally.rungs)

    assert asked(Settings(rungs=("text",)), ask, pad) == {"text": 1}


def test_sampling_that_was_dropped_does_not_hide_a_recorded_call() -> None:
    pad = Pad()
    first = one(Settings(rejects=("temperature",)), pad, sampling={"temperature": 0.7})

    async def ask(client: ModelClient, stub: Stub) -> tuple[Reply, int]:
        return await client.ask(request()), sum(stub.tally.rungs.values())

    assert asked(Settings(), ask, pad, sampling={"temperature": 0.7}) == (first, 0)


def test_a_cut_reply_and_its_longer_successor_are_both_found() -> None:
    pad = Pad()
    first = one(Settings(faults={"truncated": 1.0}), pad)
    assert again(pad) == (first, 0)
