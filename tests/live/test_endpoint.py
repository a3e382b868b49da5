"""What the model layer relies on holds at a real endpoint: forms, counts, streams and limits; never good sense."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Literal

import pytest
from openai import APIConnectionError, APITimeoutError, AsyncOpenAI, BadRequestError, InternalServerError
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .conftest import base_url, served

pytestmark = pytest.mark.live_llm

PATIENCE = 60.0


def client(url: str, timeout: float = PATIENCE) -> AsyncOpenAI:
    """The real client, which here never tries again by itself."""
    return AsyncOpenAI(base_url=url, api_key="none", max_retries=0, timeout=timeout)


ON_AND_ON: Any = {"ignore_eos": True}
"""Beyond the standard: this server then writes until the token limit."""


async def ask(url: str, text: str, *, patience: float = PATIENCE, **more: Any) -> ChatCompletion:
    async with client(url, patience) as at:
        reply: ChatCompletion = await at.chat.completions.create(
            model="local", messages=[{"role": "user", "content": text}], **more
        )
        return reply


def test_an_answer_comes_with_the_model_s_name_and_counts_that_add_up(url: str) -> None:
    reply = asyncio.run(ask(url, "Say hello.", max_tokens=8))
    assert reply.choices[0].message.content
    assert reply.model != "local", "the record should name the model that answered, not the one that was asked for"
    assert reply.usage
    assert reply.usage.prompt_tokens > 5
    assert 1 <= reply.usage.completion_tokens <= 8
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens


class Accept(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["accept"]
    deal: Literal["P3", "P7"]


class Offer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["offer"]
    to: Literal["kyiv", "rome"]
    price: Literal[0, 1, 2]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=120)
    move: Accept | Offer


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "reason": {"type": "string", "maxLength": 120},
        "move": {
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        "kind": {"type": "string", "const": "accept"},
                        "deal": {"type": "string", "enum": ["P3", "P7"]},
                    },
                    "required": ["kind", "deal"],
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "properties": {
                        "kind": {"type": "string", "const": "offer"},
                        "to": {"type": "string", "enum": ["kyiv", "rome"]},
                        "price": {"type": "integer", "enum": [0, 1, 2]},
                    },
                    "required": ["kind", "to", "price"],
                    "additionalProperties": False,
                },
            ]
        },
    },
    "required": ["reason", "move"],
    "additionalProperties": False,
}
FORMAT = {"type": "json_schema", "json_schema": {"name": "form", "strict": True, "schema": SCHEMA}}
TASK = "You are Paris. Offers P3 and P7 are open. Answer in JSON with a short reason and one move: accept or offer."


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_answer_under_a_schema_is_valid_with_at_most_one_more_try(url: str, seed: int) -> None:
    faults = []
    for attempt in range(2):
        reply = asyncio.run(
            ask(url, TASK, response_format=FORMAT, max_tokens=400, temperature=0.7, seed=100 * attempt + seed)
        )
        try:
            form = Form.model_validate_json(reply.choices[0].message.content or "")
        except ValidationError as fault:
            faults.append(f"{reply.choices[0].finish_reason}: {fault}")
            continue
        assert form.move.kind in ("accept", "offer")
        return
    pytest.fail("\n".join(faults))


def test_two_requests_are_answered_at_once(url: str) -> None:
    async def both() -> list[ChatCompletion]:
        return list(await asyncio.gather(*(ask(url, f"Count to {n}.", max_tokens=8) for n in (10, 20))))

    assert all(reply.choices[0].message.content for reply in asyncio.run(both()))


def test_a_stream_closed_early_frees_its_place(url: str) -> None:
    async def three_words_of_many() -> int:
        async with client(url) as at:
            stream = await at.chat.completions.create(
                model="local",
                messages=[{"role": "user", "content": "Count to 1000."}],
                max_tokens=4000,
                stream=True,
                extra_body=ON_AND_ON,
            )
            seen = 0
            async for _ in stream:
                seen += 1
                if seen == 3:
                    break
            await stream.close()
            return seen

    async def four_times() -> None:
        for _ in range(4):
            assert await three_words_of_many() == 3

    asyncio.run(four_times())
    begun = monotonic()
    asyncio.run(ask(url, "Say hello.", max_tokens=4))
    assert monotonic() - begun < 20, "abandoned streams still hold both places"


def test_a_request_that_takes_too_long_is_given_up_and_the_next_one_is_answered(url: str) -> None:
    with pytest.raises(APITimeoutError):
        asyncio.run(ask(url, "Count to 1000.", patience=0.5, max_tokens=4000, extra_body=ON_AND_ON))
    assert asyncio.run(ask(url, "Say hello.", max_tokens=4)).choices


def test_a_prompt_that_is_too_long_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadRequestError, match="context size") as refused:
        asyncio.run(ask(url, "word " * 30_000, max_tokens=4))
    assert refused.value.status_code == 400


def test_while_the_model_is_loading_the_answer_is_503(gguf: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    seen: list[int] = []
    with served(gguf, "--port", str(port)) as process:
        end = monotonic() + PATIENCE
        while 200 not in seen and monotonic() < end:
            assert process.poll() is None, "the server gave up"
            try:
                asyncio.run(ask(f"http://127.0.0.1:{port}/v1", "Say hello.", max_tokens=1))
                seen.append(200)
            except InternalServerError as fault:
                seen.append(fault.status_code)
            except APIConnectionError:
                sleep(0.002)
        assert base_url(process) == f"http://127.0.0.1:{port}/v1"
    assert seen[-1] == 200
    assert set(seen[:-1]) == {503}


def test_a_server_ends_cleanly_in_the_middle_of_an_answer(gguf: Path) -> None:
    async def begin_and_leave(process: subprocess.Popen[str]) -> int:
        async with client(base_url(process)) as at:
            stream = await at.chat.completions.create(
                model="local",
                messages=[{"role": "user", "content": "Count to 1000."}],
                max_tokens=4000,
                stream=True,
                extra_body=ON_AND_ON,
            )
            await anext(aiter(stream))
            process.terminate()
            code = await asyncio.to_thread(process.wait, 20)
            await stream.close()
            return code

    with served(gguf) as process:
        assert asyncio.run(begin_and_leave(process)) == 0


def test_the_schema_and_the_form_agree() -> None:
    form = Form.model_validate_json(json.dumps({"reason": "why not", "move": {"kind": "accept", "deal": "P3"}}))
    assert form.move == Accept(kind="accept", deal="P3")
