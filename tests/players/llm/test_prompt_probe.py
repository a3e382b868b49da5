"""A prompt of a game sent before a game: a part that is not read, what is known again, and who truly answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest

from tests.players.llm.calls import board_of, run
from tests.players.llm.minds import SILENT
from tests.positions.serving import Answering, completion, serving, text_of_body, usage
from wargame.players.llm.findings import Findings
from wargame.players.llm.prompt_probe import FIRST, LAST, probe_prompt
from wargame.players.llm.request import Request
from wargame.positions.real_prompt import bytes_of, largest_prompt


@pytest.fixture(scope="module")
def largest() -> Request:
    return largest_prompt("first-download", None, tightly=False, max_tokens=800)


def probed(answering: Answering, request: Request, headers: Mapping[str, str] = {}, **says: Any) -> Findings:
    async def work() -> Findings:
        async with serving(answering, headers) as url, board_of(seconds=25.0, **says) as endpoints:
            spec = f"llm:alias@{url}"
            endpoint = endpoints.endpoint(spec)
            found = Findings(spec, endpoint.name, endpoint.model)
            await probe_prompt(spec, endpoints, request, found, steps.append)
            return found

    steps: list[Findings] = []
    found = run(work())
    assert steps, "findings are told as they are had"
    return found


def reading(characters: int | None = None, *, cached: int | None = None) -> Answering:
    """A server that repeats the marks that it read: those in so many last characters of a prompt."""

    def answering(body: Mapping[str, Any]) -> Mapping[str, Any]:
        whole = text_of_body(body)
        text = whole if characters is None else whole[-characters:]
        used = usage(max(1, len(text) // 4), cached=cached)
        if "both marks" not in text:
            return completion(
                json.dumps(SILENT["orders" if "signal and orders" in whole[-900:] else "talk"]), used=used
            )
        seen = {"first": FIRST if FIRST in text else "?", "last": LAST if LAST in text else "?"}
        return completion(json.dumps(seen), used=used)

    return answering


def test_the_largest_prompt_is_that_of_a_seat_in_a_game(largest: Request) -> None:
    text = "\n\n".join(said.text for said in largest.messages)
    assert "# Turn 2" in text
    assert "# Where you stand" in text
    assert bytes_of(largest) > 15_000


def test_a_prompt_that_arrives_whole_is_known_by_both_its_ends(largest: Request) -> None:
    found = probed(reading(cached=0), largest)
    assert (found.prompt_whole, found.problem, found.cached_again) == (True, "", 0)
    assert found.prompt_bytes == bytes_of(largest)
    assert found.prompt_rung == "json_schema_strict"


def test_a_prompt_that_is_cut_in_silence_is_noticed(largest: Request) -> None:
    found = probed(reading(8000), largest)
    assert found.prompt_whole is False
    assert "reads only a part of a game's prompt" in found.problem
    assert "start the server with more context" in found.problem


def test_a_cut_without_token_counts_shows_in_the_mark_that_is_missing(largest: Request) -> None:
    def answering(body: Mapping[str, Any]) -> Mapping[str, Any]:
        told = dict(cast("Mapping[str, Any]", reading(8000)(body)))
        return {name: value for name, value in told.items() if name != "usage"}

    found = probed(answering, largest)
    assert found.prompt_whole is None
    assert any("the mark at the head of the prompt did not come back" in note for note in found.learnt)


def test_what_is_known_of_the_prompt_the_second_time_is_told(largest: Request) -> None:
    assert probed(reading(cached=4100), largest).cached_again == 4100
    assert probed(reading(), largest).cached_again is None


def test_a_proxy_is_known_by_the_model_that_it_names(largest: Request) -> None:
    assert probed(reading(), largest).true_model == "served"
    headed = probed(reading(), largest, {"x-litellm-model": "house/big-70b"})
    assert headed.true_model == "house/big-70b"


def test_lines_for_a_profile_say_what_a_game_would_have_to_find_out(largest: Request) -> None:
    def answering(body: Mapping[str, Any]) -> Mapping[str, Any]:
        if (body.get("response_format") or {}).get("type") == "json_schema":
            return {"error": {"message": "response_format json_schema is not supported", "code": 400}}
        return reading()(body)  # type: ignore[return-value]

    found = probed(answering, largest)
    assert any(line.startswith("rung: ") for line in found.profile_lines)
    assert "rung: json_schema_strict" not in found.profile_lines


def test_what_must_be_set_and_how_much_is_allowed_are_lines_for_a_profile(largest: Request) -> None:
    def answering(body: Mapping[str, Any]) -> Mapping[str, Any]:
        if body.get("enable_thinking") is not False:
            return {"error": {"message": "parameter.enable_thinking must be set to false", "code": 400}}
        if body["max_tokens"] > 500:
            return {"error": {"message": "max_tokens must be less than or equal to 500", "code": 400}}
        return reading()(body)  # type: ignore[return-value]

    lines = probed(answering, largest).profile_lines
    assert "extra: {enable_thinking: false}" in lines
    assert "most_output_tokens: 500" in lines


def test_an_endpoint_that_gives_no_answer_to_it_is_a_problem_in_one_sentence(largest: Request) -> None:
    found = probed(lambda body: {"error": {"message": "out of memory", "code": 500}}, largest)
    assert found.problem.startswith("a prompt of a game got no answer: ")
    assert "\n" not in found.problem
