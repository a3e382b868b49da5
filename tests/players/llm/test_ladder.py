"""An endpoint is held to the schema as firmly as it can be, and what it refuses is learnt once."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.players.llm.calls import SCHEMA, Pad, asked, one, request
from wargame.players.llm.client import ModelClient
from wargame.players.llm.ladder import IN_WORDS, RUNGS, Ladder
from wargame.players.llm.profiles import Profile, Rung
from wargame.stub import Settings, Stub


def body(rung: Rung, **says: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(Ladder.of(Profile(**says)).fit("m", request(), 400, rung=rung).content)  # type: ignore[arg-type]
    return found


def test_the_schema_goes_out_in_the_strict_form() -> None:
    sent = body("json_schema_strict")
    assert sent["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "talk", "strict": True, "schema": SCHEMA},
    }
    assert (sent["model"], sent["max_tokens"]) == ("m", 400)
    assert "temperature" not in sent


def test_the_tool_is_forced() -> None:
    sent = body("tool")
    assert sent["tool_choice"] == {"type": "function", "function": {"name": "talk"}}
    assert "response_format" not in sent


@pytest.mark.parametrize("rung", ["json_object", "text"])
def test_where_the_schema_does_not_travel_it_is_said_in_words(rung: Rung) -> None:
    messages = body(rung)["messages"]
    assert isinstance(messages, list)
    assert IN_WORDS in messages[-1]["content"]
    assert '"points"' in messages[-1]["content"]
    assert IN_WORDS not in messages[0]["content"]


def test_profile_keys_reach_the_request_and_its_hash_knows_of_sampling() -> None:
    says = {"sampling": {"temperature": 0.7}, "extra": {"provider": {"require_parameters": True}}}
    sent = body("json_schema", token_field="max_completion_tokens", schema_extra={"x-guidance": {}}, **says)
    assert (sent["temperature"], sent["provider"], sent["max_completion_tokens"]) == (
        0.7,
        {"require_parameters": True},
        400,
    )
    form = sent["response_format"]
    assert isinstance(form, dict)
    assert form["json_schema"]["schema"]["x-guidance"] == {}
    ladder = Ladder.of(Profile(sampling={"temperature": 0.7}))
    hashes = {ladder.fit("m", request(), 400, sampled=sampled).hash for sampled in (True, False)}
    assert len(hashes) == 2


@pytest.mark.parametrize("bottom", RUNGS)
def test_an_endpoint_that_takes_only_one_way_is_asked_in_that_way(bottom: Rung) -> None:
    pad = Pad()
    reply = one(Settings(rungs=(bottom,)), pad)
    assert (reply.outcome, reply.rung) == ("answered", bottom)
    assert [call.rung for call in pad.calls] == list(RUNGS[: RUNGS.index(bottom) + 1])
    assert [call.status for call in pad.calls] == [400] * RUNGS.index(bottom) + [200]


def test_a_step_down_is_remembered_and_taken_once_by_calls_in_flight_together() -> None:
    async def ask(client: ModelClient, stub: Stub) -> dict[str, int]:
        await asyncio.gather(*(client.ask(request(f"2.talk1.seat{n}")) for n in range(6)))
        stub.forget()
        await client.ask(request("3.talk1.paris"))
        return dict(stub.tally.rungs)

    assert asked(Settings(rungs=("json_object", "text"), latency=0.02), ask) == {"json_object": 1}


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
def test_the_name_of_the_token_limit_is_learnt(name: str) -> None:
    pad = Pad()
    reply = one(Settings(rejects=(name,)), pad, token_field=name)
    assert (reply.outcome, reply.rung, len(pad.calls)) == ("answered", "json_schema_strict", 2)


def test_sampling_is_dropped_where_it_is_refused() -> None:
    pad = Pad()
    reply = one(Settings(rejects=("temperature",)), pad, sampling={"temperature": 0.2})
    assert (reply.outcome, len(pad.calls)) == ("answered", 2)


@pytest.mark.parametrize(
    ("status", "said", "rung"),
    [
        (400, "{\"error\":\"'response_format.type' must be 'json_schema' or 'text'\"}", "json_object"),
        (400, '{"error":{"message":"This response_format type is unavailable now"}}', "json_schema"),
        (404, '{"error":{"message":"No endpoints found that support the requested parameters"}}', "json_schema_strict"),
        (500, '{"error":{"message":"response_format.type must be text or json_object"}}', "json_schema_strict"),
        (400, '{"error":{"message":"registry.ollama.ai/x does not support tools"}}', "tool"),
    ],
)
def test_refusals_of_a_form_as_endpoints_word_them_lead_one_rung_down(status: int, said: str, rung: Rung) -> None:
    ladder = Ladder(Profile(), rung)
    assert ladder.learn(status, said, ("max_tokens",), rung)
    assert ladder.rung == RUNGS[RUNGS.index(rung) + 1]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, '{"error":{"message":"bad key for response_format"}}'),
        (429, '{"error":{"message":"schema rate"}}'),
        (404, '{"error":{"message":"The model `x` does not exist"}}'),
        (400, '{"error":{"message":"maximum context length is 100 tokens"}}'),
        (500, '{"error":{"message":"internal error"}}'),
    ],
)
def test_other_refusals_leave_the_ladder_alone(status: int, said: str) -> None:
    ladder = Ladder(Profile(), "json_schema_strict")
    assert ladder.learn(status, said, ("max_tokens",), "json_schema_strict") == ""
    assert ladder.rung == "json_schema_strict"


def test_below_text_there_is_no_rung() -> None:
    assert Ladder(Profile(), "text").learn(400, '{"error":"bad schema"}', ("max_tokens",), "text") == ""
