"""What is learnt on the way to a model holds for the way: its true name, its room, its context, what it takes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.players.llm.calls import KEY, Pad, asked, one, profiles, request, run
from tests.players.llm.games import game
from wargame.commands.summary import by_models, models_line, usage
from wargame.players.llm.client import ModelClient
from wargame.players.llm.completion import SHORTENED, THINKING
from wargame.players.llm.connection import Connection
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.failures import message_of, of_status
from wargame.players.llm.preflight import preflight
from wargame.players.llm.prices import Prices
from wargame.players.llm.profiles import ProfileEntry, Profiles
from wargame.players.llm.request import Reply
from wargame.players.llm.schema_size import MOST, SchemaSize, size_of
from wargame.players.llm.waits import retry_after
from wargame.stub import Settings, Stub
from wargame.stub.peculiarities import READ, THOUGHT, TRUE_NAME
from wargame.transcript.reading import read


def always(mode: str, **more: object) -> Settings:
    """A stub that has this way with every request."""
    return Settings(faults={mode: 1.0}, key=KEY, **more)  # type: ignore[arg-type]


# a prompt that is cut


def test_a_prompt_that_the_server_cut_in_silence_is_told_with_its_call_and_in_the_last_line(tmp_path: Path) -> None:
    done = game(always("cut-prompt"), tmp_path / "game.jsonl", schemas="tight")
    calls = [call for made in done.calls.values() for call in made]
    told = [each for call in calls for each in call.conditions if each.startswith(SHORTENED)]
    assert len(told) == len(calls)
    assert all(f": {READ} tokens were read of about " in each for each in told)
    line = models_line(by_models(done.path), usage(done.path))
    assert line.endswith(f"the endpoint read only part of {len(calls)} prompts: start it with more context")


def test_a_prompt_that_was_read_whole_is_not_told_as_cut(tmp_path: Path) -> None:
    done = game(Settings(key=KEY), tmp_path / "game.jsonl", schemas="tight")
    assert not [call for made in done.calls.values() for call in made if call.conditions]


# a proxy


def test_the_true_model_behind_an_alias_is_recorded_as_a_condition_of_the_call() -> None:
    pad = Pad()
    one(always("true-name"), pad)
    assert pad.calls[0].returned_model == "stub", "the alias proves nothing"
    assert pad.calls[0].conditions == (f"the model is called {TRUE_NAME} in a header",)


def behind(*entries: ProfileEntry) -> Connection:
    """The way to an alias after the call before a game, with these profiles."""

    async def work() -> Connection:
        async with Stub(always("true-name")) as stub:
            board = Endpoints(
                environ={"OPENAI_API_KEY": KEY}, profiles=Profiles((*profiles().entries, *entries)), prices=Prices(())
            )
            spec = f"llm:alias@{stub.url}"
            await preflight([spec], board)
            way = board.connection(board.endpoint(spec))
            client = board.client(spec, "g", Pad())
            assert client.profile == way.profile, "games that begin now go by it too"
            await board.aclose()
            return way

    return run(work())


def test_what_is_known_of_the_true_model_holds_for_the_route_under_its_alias() -> None:
    way = behind(ProfileEntry(model="a-model-*", says={"most": 2, "start": 2, "schemas": "tight"}))
    assert (way.limiter.most, way.limiter.capacity, way.profile.schemas) == (2, 2, "tight")


def test_what_is_said_of_the_alias_itself_still_holds() -> None:
    way = behind(
        ProfileEntry(model="a-model-*", says={"most": 2}), ProfileEntry(model="alias", says={"most": 7, "start": 7})
    )
    assert way.limiter.most == 7


# a schema that is too large, and one that no small server holds


def test_a_schema_that_is_too_large_goes_straight_to_a_plain_object() -> None:
    pad = Pad()
    assert one(always("many-states"), pad).outcome == "answered"
    assert [(call.rung, call.status) for call in pad.calls] == [("json_schema_strict", 400), ("json_object", 200)]


def schema_of(values: int) -> dict[str, object]:
    """An object with this many values to choose from."""
    names = [f"v{number}" for number in range(values)]
    return {"type": "object", "properties": {"kind": {"type": "string", "enum": names}}, "required": ["kind"]}


def test_enum_values_properties_and_depth_of_a_schema_are_counted() -> None:
    inner = {"type": "object", "properties": {"a": {"enum": ["x", "y"]}, "b": {"type": "integer"}}}
    outer = {"type": "object", "properties": {"c": {"type": "array", "items": {"anyOf": [inner, inner]}}}}
    assert size_of(outer) == SchemaSize(values=4, properties=5, depth=3)
    endless: dict[str, object] = {"type": "array"}
    endless["items"] = endless
    assert size_of(endless).is_too_large


@pytest.mark.parametrize(("values", "rung"), [(MOST.values, "json_schema_strict"), (MOST.values + 1, "json_object")])
def test_a_schema_beyond_what_hosts_hold_is_not_sent_to_one_in_vain(values: int, rung: str) -> None:
    pad = Pad()

    async def ask(client: ModelClient, _: Stub) -> str:
        client.endpoint = replace(client.endpoint, local=False)
        large = replace(request(), schema=schema_of(values))
        return (await client.ask(large)).outcome

    assert asked(Settings(key=KEY), ask, pad) == "answered"
    assert [call.rung for call in pad.calls] == [rung]


def test_a_schema_of_any_size_is_sent_to_a_server_of_ones_own() -> None:
    pad = Pad()
    large = replace(request(), schema=schema_of(MOST.values + 1))
    asked(Settings(key=KEY), lambda client, _: client.ask(large), pad)
    assert [call.rung for call in pad.calls] == ["json_schema_strict"]


# room for thought


def test_a_thinker_gets_more_room_once_and_is_asked_with_it_from_then_on() -> None:
    pad = Pad()

    async def ask(client: ModelClient, _: Stub) -> tuple[Reply, Reply, int]:
        first = await client.ask(request("2.talk1.paris", tokens=400))
        room = client.output_tokens
        return first, await client.ask(request("2.talk1.kyiv", tokens=room)), room

    first, second, room = asked(always("thinks"), ask, pad, output_tokens=400)
    assert (first.outcome, second.outcome) == ("answered", "answered")
    assert [call.max_tokens for call in pad.calls] == [400, 1600, room], "the first pays once more, the next does not"
    assert room > THOUGHT
    assert all(THINKING in call.conditions for call in pad.calls)


def test_room_that_was_learnt_serves_every_game_on_the_route_that_follows() -> None:
    async def work() -> list[int]:
        async with Stub(always("thinks")) as stub:
            board = Endpoints(environ={"OPENAI_API_KEY": KEY}, profiles=profiles(output_tokens=400), prices=Prices(()))
            spec, rooms = f"llm:stub@{stub.url}", []
            for name in ("one game", "another"):
                pad = Pad()
                client = board.client(spec, name, pad)
                await client.ask(request(tokens=client.output_tokens))
                rooms.append(len(pad.calls))
            await board.aclose()
            return rooms

    assert run(work()) == [2, 1]


def test_the_call_before_a_game_asks_with_the_room_of_a_game_so_that_too_little_shows_there() -> None:
    async def work() -> list[int]:
        async with Stub(Settings(key=KEY)) as stub:
            board = Endpoints(environ={"OPENAI_API_KEY": KEY}, profiles=profiles(output_tokens=1700), prices=Prices(()))
            await preflight([f"llm:stub@{stub.url}"], board)
            await board.aclose()
            return [seen.body["max_tokens"] for seen in stub.tally.seen]

    assert run(work()) == [1700]


def test_where_thought_takes_all_that_may_be_had_the_sentence_says_what_to_set() -> None:
    reply = asked(
        always("thinks"),
        lambda client, _: client.ask(request(tokens=400)),
        output_tokens=400,
        most_output_tokens=900,
    )
    assert reply.outcome == "truncated"
    assert reply.fault == (
        "the reply was cut after 900 tokens, 900 of them thought; allow more in profiles.yaml (most_output_tokens), "
        "or let it think less"
    )


def test_what_thought_took_stands_apart_in_the_last_line(tmp_path: Path) -> None:
    done = game(always("thinks"), tmp_path / "game.jsonl", schemas="tight")
    used = usage(done.path)
    calls = [call for made in done.calls.values() for call in made]
    assert used["reasoning_tokens"] == THOUGHT * len(calls)
    line = models_line(by_models(done.path), used)
    assert f"{used['reasoning_tokens']:,} of {used['completion_tokens']:,} tokens written were thought" in line


# one empty reply


def test_an_empty_reply_is_a_failed_attempt_and_asked_again_with_more_room() -> None:
    pad = Pad()
    assert asked(always("empty"), lambda client, _: client.ask(request(tokens=400)), pad).outcome == "failed"
    assert [call.max_tokens for call in pad.calls] == [400, 1600, 6400]


# a key that is told


def test_a_key_that_comes_back_escaped_and_masked_stands_nowhere_in_a_record(tmp_path: Path) -> None:
    done = game(always("tells-key"), tmp_path / "game.jsonl")
    text = done.path.read_text(encoding="utf-8")
    spelled = "".join(f"\\\\u{ord(mark):04x}" for mark in KEY)
    for secret in (KEY, spelled, spelled.replace("\\\\", "\\"), f"{KEY[:6]}...", f"...{KEY[-4:]}"):
        assert secret not in text
    assert "[secret]" in text
    assert not [e for e in read(done.path).entries if KEY[:6] in json.dumps(e.data)]


# sentences


@pytest.mark.parametrize(
    "said",
    [
        "Input is too long for requested model.",
        "Please reduce the length of the messages.",
        "This model's maximum context length is 8192 tokens.",
        "prompt is too long: 212000 tokens > 200000 maximum",
        "the request exceeds the available context size",
    ],
)
def test_a_prompt_that_is_too_long_is_told_so_in_whatever_words(said: str) -> None:
    board = Endpoints(environ={}, profiles=profiles(), prices=Prices(()))
    body = json.dumps({"error": {"message": said}})
    failure = of_status(board.endpoint("llm:m@http://localhost:9/v1"), 400, body, {})
    assert failure.kind == "context"
    assert failure.sentence.startswith("the prompt is too long for m at http://localhost:9/v1")
    assert message_of(body) == said


def test_a_wait_may_be_given_in_seconds_or_as_a_date_and_anything_else_is_none() -> None:
    assert retry_after({"retry-after": "7"}) == 7
    assert retry_after({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}) == 0
    assert retry_after({"retry-after": "soon"}) is None


def test_a_wait_until_a_date_to_come_is_counted_from_now() -> None:
    assert (retry_after({"retry-after": "Wed, 01 Jan 2070 00:00:00 GMT"}) or 0) > 10**8


def test_a_field_that_must_be_set_is_told_with_the_line_for_the_profile() -> None:
    async def ask(client: ModelClient, _: Stub) -> list[str]:
        await client.ask(request())
        return client.connection().ladder.steps

    assert asked(always("must-set"), ask) == [
        "the endpoint wants enable_thinking set; in profiles.yaml that is `extra: {enable_thinking: false}`"
    ]


def test_one_unlucky_draw_undoes_nothing_that_has_worked() -> None:
    async def ask(client: ModelClient, stub: Stub) -> list[str]:
        rungs = []
        for number in range(3):
            stub.settings = Settings(key=KEY, faults={"unlucky-draw": 1.0} if number == 1 else {})
            rungs.append((await client.ask(request(f"2.talk{number}.paris"))).rung)
        return rungs

    found = asked(Settings(key=KEY), ask)
    assert (found[0], found[2]) == ("json_schema_strict", "json_schema_strict")
