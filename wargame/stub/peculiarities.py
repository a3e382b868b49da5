"""Ways of real endpoints that take nothing from an answer, or refuse a request until it is put otherwise.

Each is a mode of the stub beside its faults, so that anyone can see what a game makes of an endpoint of that kind.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from email.utils import formatdate
from typing import Any

HARMLESS: Mapping[str, str] = {
    "thought-unopened": "a longer draft stands first, and only the end of its thought is marked",
    "reasoning-field": "the answer stands in the field of thought, and the content is null",
    "tool-anyway": "the answer comes as a tool call that nobody asked for",
    "stray-call": "an empty tool call beside a good answer",
    "twice-encoded": "the JSON is written as a text of JSON",
    "extra-field": "the reply has a field `thoughts` of its own",
    "trailing-comma": "a comma stands after the last field",
    "comments": "a comment stands in the JSON",
    "digits": "whole numbers are written as text",
    "capitals": "kinds are written with a capital letter",
    "streamed": "events of a stream, though none was asked for",
    "keep-alive": "comment lines come before the body",
    "byte-mark": "a byte order mark comes before the body",
    "other-counts": "token counts have other names",
    "cut-prompt": "only the end of a long prompt is read, and nothing but the token count says so",
    "true-name": "a proxy: the alias comes back as the model, and a header names the one that was asked",
    "wrapped": "the answer stands in a field `response` of an object of the model's own",
    "schema-echo": "the answer stands in a copy of the schema, under `properties`",
    "in-a-list": "the answer is the only one of a list",
    "escaped": "the JSON is written as a text of JSON whose quotes are gone",
    "no-first-brace": "the first brace is missing, since the server had written it",
    "wide-marks": "colons and commas are those of East Asian keyboards",
    "python": "the answer is written as Python writes it, in single quotes",
    "in-parts": "the content is a list of parts",
    "beside-a-draft": "a draft and the answer stand beside each other in one object",
    "call-in-words": "the answer is written as the arguments of a call that the server did not read",
    "no-commas": "no comma stands between the fields",
    "sent-on": "the question is sent on, whole, to another address",
    "raw-tabs": "a tab stands in a text of the body as it is",
    "body-as-text": "a proxy: the completion is a text of JSON in a field `body`",
    "python-body": "the body is written as Python writes it",
    "text-beside": "the message has no content, and the answer stands in the field `text` beside it",
    "yaml": "the answer is written as YAML, in a fence",
    "python-call": "the answer is written as a call of Python",
    "one-by-one": "each field of the answer stands in an object of its own",
    "base64": "the answer is written in base64",
    "packed": "the body is compressed, and no header says so",
    "capital-names": "the names of the body begin with capital letters",
}
"""By name, what is odd about an answer that is good all the same."""
REFUSING: Mapping[str, str] = {
    "no-system": "system texts are refused",
    "few-tokens": "replies of more than 300 tokens are refused, with the number",
    "more-tokens": "replies are refused for which no more than 4,096 tokens are asked",
    "bare-refusal": "a schema is refused without a reason",
    "foreign-refusal": "a schema is refused in words of another language",
    "must-set": "a field must be set, or the request is refused",
    "many-states": "a schema is refused as too large, in whatever strictness",
    "less-context": "the list of models tells of more context than there is, and what goes beyond it is refused",
    "breaks-on-schema": "an internal error, without a word, whenever a schema comes with the request",
    "thinks": "1,200 tokens of thought come first, and nothing else where no more are allowed",
}
"""By name, what is refused until a request is put otherwise."""
FAILING: Mapping[str, str] = {
    "error-within": "an error with status 200",
    "retry-date": "too many requests, with Retry-After as a date",
    "no-quota": "the account has nothing left",
    "unlucky-draw": "the draw did not fit the schema, with status 400",
    "empty": "the reply is empty",
    "cut-unsaid": "half of the reply is missing, and the model is said to be done",
    "no-choice": "a completion that holds no reply",
    "queued": "the question is put into a queue, to be answered elsewhere",
    "moved": "the address has moved for good, and only a look is sent on",
    "blocked": "the prompt was blocked, which is told with status 200 in place of an answer",
    "no-place": "the country is not served, with status 403",
    "nothing-sent": "the body is empty",
    "half-sent": "half of the body is missing",
    "deep": "JSON nested two thousand levels deep",
    "tells-key": "the key is refused and repeated, with escapes and half masked",
}
"""By name, what leaves no answer."""
HOSTILE: Mapping[str, str] = {
    "hostile-words": "whatever is written in free words tries to command its readers",
    "says-tested": "whatever is written in free words says that this is a test of the model",
}
"""By name, what a model does to those who read it."""
PECULIARITIES: Mapping[str, str] = {**HARMLESS, **REFUSING, **FAILING, **HOSTILE}
FEW = 300
"""Tokens that a reply may take where few are allowed."""
THINKS_AT_LEAST = 4096
"""Tokens of thought for which room must be asked where more tokens are wanted."""
WINDOW, TOLD = 380, 32_768
"""Tokens of context where there is less than is told, and what the list of models tells."""
NEW_ADDRESS = "https://models.example.org/v1/chat/completions"
"""Where an address has moved to."""
READ = 500
"""Tokens of a prompt that are read where it is cut."""
THOUGHT = 1200
"""Tokens of thought that come before the first word where a model thinks."""
TRUE_NAME = "a-model-of-7b"
"""The model behind a proxy."""


def refused(
    request: Mapping[str, Any], mode: str, key: str | None = None
) -> tuple[int, Mapping[str, Any], Mapping[str, str]] | None:
    """Status, body and headers of what this mode answers to a request instead of a reply; None if it replies.

    `key` is the one that the request came with.
    """
    asked = allowed(request)
    roles = [said.get("role") for said in request["messages"] if isinstance(said, dict)]
    if mode == "no-system" and "system" in roles:
        return _error(400, "System role not supported", "invalid_request_error")
    if mode == "few-tokens" and asked > FEW:
        sentence = f"max_tokens is too large: {asked}. This model supports at most {FEW} completion tokens."
        return _error(400, sentence, "invalid_value")
    if mode == "more-tokens" and asked <= THINKS_AT_LEAST:
        sentence = f"max_tokens must be greater than thinking.budget_tokens ({THINKS_AT_LEAST})"
        return _error(400, sentence, "invalid_request_error")
    if mode == "bare-refusal" and (request.get("response_format") or {}).get("type") == "json_schema":
        return _error(400, "Bad Request", None)
    if mode == "foreign-refusal" and (request.get("response_format") or {}).get("type") == "json_schema":
        return _error(400, "\u30ea\u30af\u30a8\u30b9\u30c8\u304c\u4e0d\u6b63\u3067\u3059", None)
    if mode == "must-set" and request.get("enable_thinking") is not False:
        sentence = "parameter.enable_thinking must be set to false for non-streaming calls"
        return _error(400, sentence, "invalid_parameter_error")
    if mode == "many-states" and (request.get("response_format") or {}).get("type") == "json_schema":
        return _error(400, "The schema produces a constraint that has too many states for serving.", None)
    if mode == "tells-key":
        shown = key or "nothing"
        spelled = "".join(f"\\u{ord(mark):04x}" for mark in shown)
        sentence = f"Incorrect API key provided: {spelled} ({shown[:6]}...{shown[-4:]})."
        return _error(401, sentence, "invalid_api_key")
    if mode == "error-within":
        return 200, {"error": {"message": "Provider is overloaded, try again later", "code": 503}}, {}
    if mode == "retry-date":
        status, body, _ = _error(429, "Rate limit reached for requests.", "rate_limit_exceeded")
        return status, body, {"retry-after": formatdate(0, usegmt=True)}
    if mode == "less-context" and (size := _size(request)) + asked > WINDOW:
        sentence = (
            f"This model's maximum context length is {WINDOW} tokens. However, you requested {size + asked} tokens "
            f"({size} in the messages, {asked} in the completion)."
        )
        return _error(400, sentence, "context_length_exceeded")
    if mode == "breaks-on-schema" and (request.get("response_format") or {}).get("type") == "json_schema":
        return _error(500, "Internal server error", None)
    if mode == "no-choice":
        return 200, {"object": "chat.completion", "model": request["model"], "choices": []}, {}
    if mode == "queued":
        return 200, {"id": "job-1", "status": "queued"}, {}
    if mode == "moved":
        return 301, {}, {"location": NEW_ADDRESS}
    if mode == "blocked":
        return 200, {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, {}
    if mode == "no-place":
        return _error(403, "Country, region, or territory not supported", "unsupported_country_region_territory")
    if mode == "no-quota":
        return _error(429, "You exceeded your current quota, please check your billing.", "insufficient_quota")
    if mode == "unlucky-draw":
        return _error(400, "Failed to generate JSON. See 'failed_generation'.", "json_validate_failed")
    return None


def allowed(request: Mapping[str, Any]) -> int:
    """Tokens that the reply to a request may take; 0 if it does not say."""
    return int(request.get("max_completion_tokens") or request.get("max_tokens") or 0)


def _size(request: Mapping[str, Any]) -> int:
    """Tokens of a prompt, of four characters each."""
    texts = [said.get("content") for said in request["messages"] if isinstance(said, dict)]
    return sum(len(text) for text in texts if isinstance(text, str)) // 4


def counted(body: dict[str, Any], request: Mapping[str, Any], mode: str) -> dict[str, Any]:
    """A completion with what this mode makes of its length, and the token counts that it gives."""
    used = body.get("usage")
    if mode == "cut-prompt" and used:
        body["usage"] = {**used, "prompt_tokens": min(READ, used["prompt_tokens"])}
    if mode == "thinks" and used:
        thought = min(THOUGHT, allowed(request) or THOUGHT)
        written = 0 if thought < THOUGHT else used["completion_tokens"]
        if not written:
            choice = body["choices"][0]
            message = {**choice["message"], "content": ""}
            body["choices"] = [{**choice, "message": message, "finish_reason": "length"}]
        told = {"completion_tokens": thought + written, "completion_tokens_details": {"reasoning_tokens": thought}}
        body["usage"] = {**used, **told, "total_tokens": used["prompt_tokens"] + thought + written}
    return body


def headed(mode: str) -> Mapping[str, str]:
    """The headers that this mode adds to a completion."""
    return {"x-proxy-served-model": TRUE_NAME} if mode == "true-name" else {}


def _error(status: int, message: str, code: str | None) -> tuple[int, Mapping[str, Any], Mapping[str, str]]:
    return status, {"error": {"message": message, "type": "error", "param": None, "code": code}}, {}


def carried(message: Mapping[str, Any], mode: str) -> Mapping[str, Any]:
    """A message with its words where this mode puts them."""
    content = message.get("content")
    if not isinstance(content, str):
        return message
    if mode == "in-parts":
        half = len(content) // 2
        return {**message, "content": [{"type": "text", "text": part} for part in (content[:half], content[half:])]}
    if mode == "text-beside":
        return {**message, "content": None, "text": content}
    if mode == "reasoning-field":
        return {**message, "content": None, "reasoning_content": content}
    if mode in ("tool-anyway", "stray-call"):
        arguments, words = (content, None) if mode == "tool-anyway" else ("{}", content)
        call = {"id": "call_1", "type": "function", "function": {"name": "answer", "arguments": arguments}}
        return {**message, "content": words, "tool_calls": [call]}
    return message


def encoded(body: Mapping[str, Any], mode: str) -> bytes:
    """A completion as this mode sends it."""
    if mode == "other-counts" and (used := body.get("usage")):
        counts = {"input_tokens": used["prompt_tokens"], "output_tokens": used["completion_tokens"]}
        return json.dumps({**body, "usage": counts}).encode()
    if mode == "streamed":
        return _events(body)
    if mode == "raw-tabs":
        return json.dumps({**body, "note": "a tab"}).replace("a tab", "a\ttab").encode()
    if mode == "body-as-text":
        return json.dumps({"statusCode": 200, "body": json.dumps(body)}).encode()
    if mode == "packed":
        return zlib.compress(json.dumps(body).encode())
    if mode == "capital-names":
        return json.dumps(_capital(body)).encode()
    if mode == "python-body":
        return repr(body).encode()
    if mode in ("half-sent", "nothing-sent"):
        whole = json.dumps(body).encode()
        return whole[: len(whole) // 2] if mode == "half-sent" else b""
    before = {"keep-alive": b": PROCESSING\n\n: PROCESSING\n\n", "byte-mark": b"\xef\xbb\xbf"}.get(mode, b"")
    return before + json.dumps(body).encode()


def _capital(value: Any) -> Any:
    """A value whose names begin with capital letters."""
    if isinstance(value, list):
        return [_capital(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name[:1].upper() + name[1:]: _capital(part) for name, part in value.items()}


def _events(body: Mapping[str, Any]) -> bytes:
    """A completion in three events, as a stream has them."""
    choice = body["choices"][0]
    text = choice["message"].get("content") or ""
    half = len(text) // 2
    deltas: list[tuple[Mapping[str, Any], str | None]] = [
        ({"role": "assistant", "content": text[:half]}, None),
        ({"content": text[half:]}, None),
        ({**{k: v for k, v in choice["message"].items() if k == "tool_calls"}}, choice["finish_reason"]),
    ]
    lines = [
        json.dumps({**body, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})
        for delta, finish in deltas
    ]
    return "".join(f"data: {line}\n\n" for line in (*lines, "[DONE]")).encode()
