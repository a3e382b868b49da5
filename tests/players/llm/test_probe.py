"""A probe tells what an endpoint can do, and one sentence tells the way out where it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.players.llm.calls import KEY, board_of, run
from wargame.errors import SpecError
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.findings import Findings
from wargame.players.llm.preflight import preflight
from wargame.players.llm.probe import probe
from wargame.players.specs import models_in
from wargame.stub import Settings, Stub
from wargame.stub.peculiarities import FAILING, HARMLESS, REFUSING


def found(settings: Settings, model: str = "stub", *, context: int = 1000, **says: object) -> Findings:
    async def work() -> Findings:
        async with Stub(settings) as stub, board_of(**says) as endpoints:
            return await probe(f"llm:{model}@{stub.url}", endpoints, context=context)

    return run(work())


def patience(settings: Settings) -> float:
    """Seconds to wait for an answer: few only where none will ever come, since a busy machine takes its time."""
    return 0.3 if "hang" in settings.faults else 60.0


def test_an_endpoint_that_can_do_everything() -> None:
    told = found(Settings())
    assert told.usable
    assert told.reached
    assert told.key == "given"
    assert (told.models, told.known, told.best) == (("stub",), True, "json_schema_strict")
    assert set(told.rungs.values()) == {"works"}
    assert told.usage
    assert told.cached
    assert told.context_enough
    assert told.seconds is not None
    assert (told.tokens_per_second or 0) > 0
    assert told.as_json()["usable"] is True


def test_the_best_way_that_works_is_named_and_so_are_its_wishes() -> None:
    told = found(Settings(rungs=("json_object", "text"), rejects=("max_tokens",)))
    assert told.best == "json_object"
    assert told.rungs["tool"].startswith("no: ")
    assert any("max_completion_tokens" in note for note in told.learnt)
    assert any("rung: json_object" in note for note in told.learnt)


@pytest.mark.slow
@pytest.mark.parametrize("mode", HARMLESS)
def test_what_is_odd_about_a_good_answer_is_no_fault_to_a_probe_either(mode: str) -> None:
    told = found(Settings(faults={mode: 1.0}, key=KEY))
    assert (told.usable, told.best, told.problem) == (True, "json_schema_strict", "")


@pytest.mark.slow
@pytest.mark.parametrize("mode", REFUSING)
def test_what_a_game_puts_otherwise_a_probe_puts_otherwise_too(mode: str) -> None:
    told = found(Settings(faults={mode: 1.0}, key=KEY), output_tokens=400)
    assert told.usable
    on_plain_objects = ("bare-refusal", "foreign-refusal", "many-states", "breaks-on-schema")
    assert told.best == ("json_object" if mode in on_plain_objects else told.best)
    assert told.rungs[told.best or ""] == "works"


@pytest.mark.slow
@pytest.mark.parametrize("mode", FAILING)
def test_where_no_answer_comes_a_probe_says_so_in_one_sentence(mode: str) -> None:
    told = found(Settings(faults={mode: 1.0}, key=KEY, retry_after=0.01))
    assert not told.usable
    assert told.problem
    assert "\n" not in told.problem
    assert KEY not in str(told.as_json())


def test_what_is_learnt_by_one_way_of_asking_is_known_by_the_next() -> None:
    async def work() -> int:
        async with Stub(Settings(faults={"no-system": 1.0}, key=KEY)) as stub, board_of() as endpoints:
            assert (await probe(f"llm:stub@{stub.url}", endpoints, context=1000)).usable
            return stub.tally.statuses[400]

    assert run(work()) == 1


def test_missing_token_counts_are_noticed() -> None:
    assert found(Settings(faults={"no-usage": 1.0})).usage is False


@pytest.mark.parametrize(
    ("settings", "model", "says"),
    [
        (Settings(key="another"), "stub", "does not accept the key"),
        (Settings(models=("big", "small"), any_model=False), "stub", "it has big, small"),
        (Settings(faults={"hang": 1.0}), "stub", "did not answer within"),
        (Settings(context=900), "stub", "fewer than the 1000 tokens"),
        (Settings(faults={"html": 1.0}), "stub", "gave no JSON|a web page"),
        (Settings(faults={"refusal": 1.0}), "stub", "gave no JSON in any way"),
        (Settings(faults={"500": 1.0}), "stub", "status 500"),
    ],
    ids=["wrong key", "unknown model", "silent", "short context", "page", "refuses", "broken"],
)
def test_each_kind_of_trouble_has_its_sentence(settings: Settings, model: str, says: str) -> None:
    told = found(settings, model, seconds=patience(settings))
    assert not told.usable
    assert any(part in told.problem for part in says.split("|"))
    assert "\n" not in told.problem
    assert KEY not in repr(told)


def test_a_key_that_is_wanted_and_not_there() -> None:
    async def work() -> Findings:
        async with Stub(Settings(key="x")) as stub:
            endpoints = Endpoints(environ={})
            told = await probe(f"stub@{stub.url}", endpoints)
            await endpoints.aclose()
            return told

    told = run(work())
    assert told.key == "missing"
    assert "set OPENAI_API_KEY" in told.problem


def test_nobody_there() -> None:
    async def work() -> Findings:
        async with Stub() as stub:
            url = stub.url
        async with board_of() as endpoints:
            return await probe(f"stub@{url}", endpoints)

    told = run(work())
    assert not told.reached
    assert told.problem.startswith("no connection to")


def test_an_address_without_its_path_is_recognised() -> None:
    async def work() -> Findings:
        async with Stub() as stub, board_of() as endpoints:
            return await probe(f"stub@{stub.url.removesuffix('/v1')}", endpoints)

    assert "mostly ends in /v1" in run(work()).problem


def flown(settings: Settings, spec: Callable[[str], list[str]], **says: object) -> dict[str, int]:
    """A preflight to a stub, and the calls that it made."""

    async def work() -> dict[str, int]:
        async with Stub(settings) as stub, board_of(**says) as endpoints:
            await preflight(spec(stub.url), endpoints)
            return dict(stub.tally.rungs)

    return run(work())


def test_a_preflight_makes_one_call_to_each_model_however_many_seats_it_has() -> None:
    made = flown(Settings(), lambda url: [*models_in(["scripted", f"llm:a@{url}", f"llm:a@{url}", f"llm:b@{url}"])])
    assert made == {"json_schema_strict": 2}


@pytest.mark.parametrize("fault", ["429", "refusal", "prose", "malformed", "truncated"])
def test_what_may_pass_by_itself_stops_no_game(fault: str) -> None:
    flown(Settings(faults={fault: 1.0}, retry_after=0.02), lambda url: [f"llm:a@{url}"])


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(key="another"), "does not accept the key"),
        (Settings(any_model=False), "does not know the model 'a'"),
        (Settings(faults={"500": 1.0}), "status 500"),
        (Settings(faults={"hang": 1.0}), "did not answer"),
    ],
)
def test_what_cannot_work_stops_the_game_before_it_starts(settings: Settings, says: str) -> None:
    with pytest.raises(SpecError, match=says):
        flown(settings, lambda url: [f"llm:a@{url}"], seconds=patience(settings))


@pytest.mark.slow
def test_a_server_that_is_still_loading_is_waited_for() -> None:
    async def work() -> int:
        asked = 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal asked
            asked += 1
            await reader.readuntil(b"\r\n\r\n")
            if asked <= 4:
                status, body = b"503 No", b'{"error": {"message": "Loading model", "code": 503}}'
            else:
                status, body = b"200 OK", b'{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}'
            writer.write(b"HTTP/1.1 %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % (status, len(body)) + body)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, board_of(seconds=10.0) as endpoints:
            await preflight([f"llm:x@http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"], endpoints)
        return asked

    assert run(work()) == 5


def test_what_a_preflight_learns_serves_the_game() -> None:
    async def work() -> str:
        async with Stub(Settings(rungs=("text",))) as stub, board_of() as endpoints:
            await preflight([f"llm:a@{stub.url}"], endpoints)
            return endpoints.connection(endpoints.endpoint(f"llm:a@{stub.url}")).ladder.rung

    assert run(work()) == "text"


def test_a_slow_server_is_told_of_finding_by_finding() -> None:
    """Between two findings lies never more than two calls, and each is told before the next call is made."""
    asked: list[int] = []

    async def work() -> Findings:
        async with Stub(Settings(latency=0.05)) as stub, board_of() as endpoints:
            told: list[set[str]] = []

            def hear(found: Findings) -> None:
                told.append(set(found.rungs))
                asked.append(sum(stub.tally.rungs.values()))

            found = await probe(f"llm:stub@{stub.url}", endpoints, context=1000, told=hear)
            assert [len(rungs) for rungs in told] == [0, 1, 2, 3, 4, 5, 5]
            return found

    assert run(work()).usable
    assert asked == [0, 1, 2, 3, 4, 5, 7]
