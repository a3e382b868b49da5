"""What an endpoint objects to is told from its own words, as real servers word them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from wargame.players.llm.objections import Objection, objection_of

PARAMETERS = ("max_tokens", "temperature")


def met(said: str, status: int = 400, rung: str = "json_schema_strict", tokens: int = 2000, **more: Any) -> Objection:
    body = said if said.startswith(("{", "[")) else json.dumps({"error": {"message": said}})
    return objection_of(status, body, rung=rung, sent=PARAMETERS, tokens=tokens, **more)


@pytest.mark.parametrize(
    "said",
    [
        '{"error": {"message": "Failed to generate JSON.", "code": "json_validate_failed", "failed_generation": "{"}}',
        "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.",
        "Generated JSON does not match the expected schema.",
        "The model output is not valid JSON",
    ],
)
def test_a_draw_that_did_not_fit_is_bad_luck_and_no_objection_to_the_form(said: str) -> None:
    assert met(said).kind == "luck"


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("max_tokens is too large: 2000. This model supports at most 1024 completion tokens.", 1024),
        ("max_tokens must be less than or equal to 1,500", 1500),
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 512]", 512),
        ("max_completion_tokens is too large", 1000),
    ],
)
def test_too_many_tokens_asked_for_are_lowered_to_the_number_or_by_half(said: str, most: int) -> None:
    assert met(said) == Objection("tokens", value=most)


def test_a_context_that_prompt_and_reply_do_not_fit_leaves_the_rest_to_the_reply() -> None:
    found = met(
        "This model's maximum context length is 8192 tokens. However, you requested 9500 tokens "
        "(7500 in the messages, 2000 in the completion)."
    )
    assert (found.kind, found.value, found.window) == ("tokens", 691, (8192, 7500))


@pytest.mark.parametrize(
    "said",
    [
        "System role not supported",
        "Conversation roles must alternate user/assistant/user/assistant/...",
        "Developer instruction is not enabled for models/gemma",
        "Only user and assistant roles are supported!",
    ],
)
def test_a_system_text_that_is_not_taken_is_told(said: str) -> None:
    assert met(said).kind == "system"


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("parameter.enable_thinking must be set to false for non-streaming calls", "enable_thinking", False),
        ("This model only supports stream mode, please enable the stream parameter", "stream", True),
    ],
)
def test_a_field_that_must_have_a_value_is_told_with_it(said: str, name: str, value: object) -> None:
    assert met(said) == Objection("set", name, value)


def test_a_field_of_the_profile_that_is_not_known_is_left_out() -> None:
    said = "[{'type': 'extra_forbidden', 'loc': ('body', 'provider'), 'msg': 'Extra inputs are not permitted'}]"
    assert met(said, extra=("provider",)) == Objection("drop", "provider")


@pytest.mark.parametrize(
    "said",
    [
        "Invalid schema: enum values exceed the limit of 500",
        "The specified schema produces a constraint that has too many states for serving",
        "schema is too deep: maximum nesting depth is 5",
    ],
)
def test_a_schema_that_is_too_large_is_told_apart_from_a_form_that_is_not_taken(said: str) -> None:
    assert met(said).kind == "size"


@pytest.mark.parametrize(
    ("status", "said"), [(400, "Bad Request"), (422, "{}"), (400, "Request contains an invalid argument."), (400, "")]
)
def test_a_refusal_without_a_reason_is_one(status: int, said: str) -> None:
    assert met(said, status).kind == "unexplained"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "response_format is not for you"),
        (404, "The model does not exist"),
        (429, "Too many requests"),
        (400, "Input is too long for requested model."),
        (400, "Please reduce the length of the messages."),
    ],
)
def test_other_failures_are_no_objections_to_the_request(status: int, said: str) -> None:
    assert met(said, status).kind == "none"


@pytest.mark.parametrize("said", ["[" * 3000, '{"error":' * 900, "\x00" * 50, '"' + "max_tokens at most " * 9999])
def test_no_words_raise(said: str) -> None:
    assert objection_of(400, said, rung="tool", sent=PARAMETERS, tokens=400).kind
