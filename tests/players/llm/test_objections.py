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
        ("max_tokens: 2000 > 1000, which is the maximum allowed number of output tokens", 1000),
        ("param max_tokens invalid, must in [1,1000]", 1000),
        ("Range of max_tokens should be [1, 1000]", 1000),
        ("maxOutputTokens value of 2000 but the supported range is from 1 (inclusive) to 1501 (exclusive)", 1500),
        ("max_tokens value 2000 is out of range (max 1000)", 1000),
        ("This endpoint's maximum output is 512 tokens", 512),
        ("The requested max tokens 2000 exceeds the model limit of 1024", 1024),
        ("Try again with a maximum tokens value that is lower than 1000: max_tokens exceeds the limit", 1000),
    ],
)
def test_too_many_tokens_asked_for_are_lowered_to_the_number_or_by_half(said: str, most: int) -> None:
    assert met(said) == Objection("tokens", value=most)


@pytest.mark.parametrize(
    ("said", "least"),
    [
        ("max_tokens must be greater than thinking.budget_tokens (1024)", 1024),
        ("max_tokens: must be at least 2048", 2048),
        ("max_completion_tokens should be >= 4096", 4096),
    ],
)
def test_too_few_tokens_asked_for_are_raised_above_the_number(said: str, least: int) -> None:
    found = objection_of(400, said, rung="text", sent=("max_tokens",), tokens=900)
    assert found == Objection("more_tokens", value=least + 900)


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
        "This model doesn't support system messages. Try again without a system message.",
        "'system' is not one of ['user', 'assistant'] - 'messages.0.role'",
        "messages.0.role: Input should be 'user' or 'assistant'",
        "Expected last role User or Tool for serving but got system",
        "This model only supports user messages",
        "Only user, assistant and tool roles are supported, got system.",
        "The first message must be from the user",
        "invalid params, invalid message role: system",
        "\u89d2\u8272\u4fe1\u606f\u4e0d\u6b63\u786e: system",
    ],
)
def test_a_system_text_that_is_not_taken_is_told(said: str) -> None:
    assert met(said).kind == "system"


@pytest.mark.parametrize(
    "said",
    [
        "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) is supported.",
        "invalid temperature: only 1 is allowed for this model",
        "temperature is fixed at 1 for this model",
        "`temperature` may only be set to 1 when thinking is enabled.",
        "`temperature` and `top_p` cannot both be specified for this model.",
        "temperature is not a supported parameter",
        "Argument not supported on this model: temperature",
        "Invalid temperature",
        "The model returned the following errors: temperature: extraneous key is not permitted",
    ],
)
def test_a_parameter_of_sampling_that_is_not_taken_is_told(said: str) -> None:
    assert met(said) == Objection("sampling", "temperature")


@pytest.mark.parametrize(
    "said",
    [
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        "'max_tokens' is deprecated for this model, please use `max_completion_tokens`",
        "Unrecognized request argument supplied: max_tokens",
        "Use max_completion_tokens rather than max_tokens for reasoning models",
        "[{'type': 'extra_forbidden', 'loc': ('body', 'max_tokens'), 'msg': 'Extra inputs are not permitted'}]",
    ],
)
def test_another_name_for_the_limit_is_told(said: str) -> None:
    assert met(said) == Objection("token_field", "max_completion_tokens")


@pytest.mark.parametrize(
    "said",
    [
        "This response_format type is unavailable now",
        "Invalid request: unsupported response format",
        "guided decoding with backend xgrammar does not support the given json schema",
        "Failed to parse grammar",
        "JSON schema conversion failed",
        "response_format.json_schema: missing field `name`",
        "output_format: This model does not support structured outputs.",
        'Invalid JSON payload received. Unknown name "response_format": Cannot find field.',
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
        '{"detail": [{"loc": ["body", "response_format", "type"], "msg": "Input should be \'text\'"}]}',
    ],
)
def test_a_form_that_is_not_taken_is_told(said: str) -> None:
    assert met(said).kind == "form"


def test_tokens_of_prompt_and_reply_together_leave_the_rest_to_the_reply() -> None:
    found = met(
        "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3000 `inputs` tokens and 2000 `max_new_tokens`"
    )
    assert (found.kind, found.value, found.window) == ("tokens", 1095, (4096, 3000))


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("parameter.enable_thinking must be set to false for non-streaming calls", "enable_thinking", False),
        ("This model only supports stream mode, please enable the stream parameter", "stream", True),
        ("This model requires streaming. Set `stream: true`.", "stream", True),
        ("Only streaming responses are supported.", "stream", True),
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
        "Constraint is too tall",
    ],
)
def test_a_schema_that_is_too_large_is_told_apart_from_a_form_that_is_not_taken(said: str) -> None:
    assert met(said).kind == "size"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Bad Request"),
        (422, "{}"),
        (400, "Request contains an invalid argument."),
        (400, ""),
        (415, "Unsupported Media Type"),
        (400, "API \u8c03\u7528\u53c2\u6570\u6709\u8bef\uff0c\u8bf7\u68c0\u67e5\u6587\u6863\u3002"),
    ],
)
def test_a_refusal_without_a_reason_is_one(status: int, said: str) -> None:
    assert met(said, status).kind == "unexplained"


def test_a_page_is_known_by_what_it_is_about() -> None:
    page = "<html><head><title>400 Bad Request</title></head><body>a server</body></html>"
    assert objection_of(400, page, rung="json_schema", sent=PARAMETERS).kind == "unexplained"
    page = page.replace("Bad Request", "The plain HTTP request was sent to HTTPS port")
    assert objection_of(400, page, rung="json_schema", sent=PARAMETERS).kind == "none"


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
