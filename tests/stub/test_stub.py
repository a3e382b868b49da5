"""The stub over a real socket: the same request the same reply, faults in their share, and counts that are right."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from typing import Any

import httpx2
import pytest

from wargame.errors import SpecError
from wargame.stub import FAULTS, Settings, Stub
from wargame.stub.server import fault_of
from wargame.stub.settings import faults_of

SCHEMA = {"type": "object", "properties": {"pick": {"enum": ["a", "b", "c", "d"]}, "n": {"type": "integer"}}}


def ask(number: int = 0, **more: Any) -> dict[str, Any]:
    form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": SCHEMA}}
    return {"model": "m", "messages": [{"role": "user", "content": f"q{number}"}], "response_format": form, **more}


async def said(client: httpx2.AsyncClient, stub: Stub, body: dict[str, Any]) -> httpx2.Response:
    return await client.post(f"{stub.url}/chat/completions", json=body, timeout=300)


def texts(settings: Settings, order: list[int]) -> dict[int, str]:
    """Replies to numbered requests, all in flight together in this order."""

    async def work() -> dict[int, str]:
        async with Stub(settings) as stub, httpx2.AsyncClient() as client:
            replies = await asyncio.gather(*(said(client, stub, ask(number)) for number in order))
        return {number: reply.text for number, reply in zip(order, replies, strict=True)}

    return asyncio.run(work())


def test_the_same_request_gets_the_same_reply_in_whatever_order() -> None:
    settings = Settings(seed=5, faults={"500": 0.2, "malformed": 0.2, "no-usage": 0.2})
    forward, backward = texts(settings, list(range(20))), texts(settings, list(range(20))[::-1])
    assert forward == backward
    assert forward != texts(Settings(seed=6, faults=settings.faults), list(range(20)))


def test_faults_come_in_about_their_share_and_a_repeated_request_gets_a_fresh_draw() -> None:
    settings = Settings(faults={"429": 0.3, "hang": 0.1})
    drawn = Counter(fault_of(settings, f"request {n}/1") for n in range(2000))
    assert 540 < drawn["429"] < 660
    assert 150 < drawn["hang"] < 250
    again = [fault_of(settings, f"request 7/{time}") for time in range(1, 20)]
    assert len(set(again)) > 1


def test_a_padded_reply_goes_on_after_its_json() -> None:
    async def work(pad: int) -> str:
        async with Stub(Settings(pad=pad)) as stub, httpx2.AsyncClient() as client:
            reply = await said(client, stub, ask())
            return str(reply.json()["choices"][0]["message"]["content"])

    plain, padded = asyncio.run(work(0)), asyncio.run(work(5000))
    assert padded.startswith(plain)
    assert len(padded) == len(plain) + 5000


def test_latency_is_kept_and_slots_make_others_wait() -> None:
    async def work() -> tuple[float, dict[str, Any]]:
        async with Stub(Settings(latency=0.1, slots=2)) as stub, httpx2.AsyncClient() as client:
            await client.get(f"{stub.url}/models")
            began = time.monotonic()
            await asyncio.gather(*(said(client, stub, ask(n)) for n in range(6)))
            return time.monotonic() - began, stub.tally.summary(2)

    passed, told = asyncio.run(work())
    assert passed > 0.29, "three pairs, one after the other"
    assert told["most_open"] == 6
    assert 0 < told["busy"] <= 1
    assert 0.59 / (2 * told["seconds"]) < told["slots_filled"] <= 1, "each of the six held a slot for its tenth"


def test_counts_and_requests_can_be_read_over_http_and_no_key_among_them() -> None:
    async def work() -> tuple[Any, Any, Any]:
        async with Stub() as stub, httpx2.AsyncClient(headers={"authorization": "Bearer sk-secret"}) as client:
            root = stub.url.removesuffix("/v1")
            await said(client, stub, ask())
            shown, told = (await client.get(f"{root}/requests")).text, (await client.get(f"{root}/tally")).json()
            await client.delete(f"{root}/tally")
            assert (await client.get(f"{root}/health")).json() == {"status": "ok"}
            return shown, told, (await client.get(f"{root}/tally")).json()

    shown, told, after = asyncio.run(work())
    assert "sk-secret" not in shown
    assert json.loads(shown)[0]["authorized"] is True
    assert json.loads(shown)[0]["body"]["messages"][0]["content"] == "q0"
    assert told["requests"]["POST /v1/chat/completions"] == 1
    assert (told["statuses"], told["faults"]) == ({"200": 1}, {"none": 1})
    assert after["rungs"] == {}


def test_what_a_prompt_shares_with_an_earlier_one_counts_as_cached() -> None:
    async def work() -> list[int]:
        found = []
        async with Stub() as stub, httpx2.AsyncClient() as client:
            for end in ("one", "two"):
                body = ask(messages=[{"role": "system", "content": "x" * 2048}, {"role": "user", "content": end}])
                usage = (await said(client, stub, body)).json()["usage"]
                found.append(usage["prompt_tokens_details"]["cached_tokens"])
        return found

    assert asyncio.run(work()) == [0, 512]


def test_a_client_that_hangs_up_gives_its_slot_back() -> None:
    async def work() -> tuple[int, int]:
        async with Stub(Settings(faults={"hang": 1.0}, slots=1)) as stub, httpx2.AsyncClient() as client:
            with pytest.raises(httpx2.TimeoutException):
                await client.post(f"{stub.url}/chat/completions", json=ask(), timeout=0.2)
            async with asyncio.timeout(300):
                while stub.tally.working:  # noqa: ASYNC110 - what is waited for tells nobody
                    await asyncio.sleep(0.01)
            stub.settings = Settings()
            return stub.tally.working, (await said(client, stub, ask())).status_code

    assert asyncio.run(work()) == (0, 200)


@pytest.mark.parametrize(
    ("settings", "body", "status", "says"),
    [
        (Settings(key="k"), ask(), 401, "didn't provide an API key"),
        (Settings(any_model=False), ask(), 404, "model_not_found"),
        (Settings(rungs=("json_object",)), ask(), 400, "response_format"),
        (Settings(rejects=("temperature",)), ask(temperature=1), 400, "unsupported_value"),
        (Settings(rejects=("max_tokens",)), ask(max_tokens=5), 400, "max_completion_tokens"),
        (Settings(context=10), ask(max_tokens=50), 400, "context_length_exceeded"),
        (Settings(), {"model": "m"}, 400, "messages"),
    ],
)
def test_limits_refuse_as_endpoints_do(settings: Settings, body: dict[str, Any], status: int, says: str) -> None:
    async def work() -> httpx2.Response:
        async with Stub(settings) as stub, httpx2.AsyncClient() as client:
            return await said(client, stub, body)

    reply = asyncio.run(work())
    assert reply.status_code == status
    assert says in reply.text


def test_nonsense_on_the_wire_does_not_bring_it_down() -> None:
    async def work() -> int:
        async with Stub() as stub, httpx2.AsyncClient() as client:
            port = httpx2.URL(stub.url).port
            for rubbish in (b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"POST /v1/chat/completions HTTP/1.1\r\n"):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(rubbish)
                writer.write_eof()
                await reader.read()
                writer.close()
            await client.post(f"{stub.url}/chat/completions", content=b"[1]")
            return (await said(client, stub, ask())).status_code

    assert asyncio.run(work()) == 200


def test_a_tokens_limit_cuts_the_reply() -> None:
    async def work() -> Any:
        async with Stub() as stub, httpx2.AsyncClient() as client:
            return (await said(client, stub, ask(max_tokens=2))).json()["choices"][0]

    choice = asyncio.run(work())
    assert choice["finish_reason"] == "length"
    assert len(choice["message"]["content"]) == 8


@pytest.mark.parametrize(
    "given",
    [
        {"faults": {"gremlins": 0.5}},
        {"faults": {"429": 0.7, "500": 0.7}},
        {"rungs": ("yaml",)},
        {"rejects": ("messages",)},
        {"latency": -1.0},
        {"slots": 0},
        {"pad": -1},
    ],
)
def test_settings_that_make_no_sense_are_refused_with_what_is_accepted(given: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        Settings(**given)


def test_faults_are_read_as_they_are_written() -> None:
    assert faults_of(["429=0.3", "hang"]) == {"429": 0.3, "hang": 1.0}
    mixed = faults_of(["mixed=0.36"])
    assert set(mixed) == set(FAULTS)
    assert sum(mixed.values()) == pytest.approx(0.36)
    with pytest.raises(SpecError, match="KIND=SHARE"):
        faults_of(["429=often"])


def test_a_taken_port_is_said() -> None:
    async def work() -> None:
        async with Stub() as stub:
            port = httpx2.URL(stub.url).port
            assert port is not None
            await Stub(port=port).start()

    with pytest.raises(SpecError, match="cannot listen there"):
        asyncio.run(work())
