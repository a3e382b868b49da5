"""What the stub answers: it checks a request as an endpoint would, draws a reply, and spoils it if a fault is due."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from wargame.stub.draw import draw, shape_of, spoiled
from wargame.stub.peculiarities import THOUGHT, allowed, carried, counted, encoded, headed, refused
from wargame.stub.settings import Settings
from wargame.stub.wording import worded

PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to the network</h1></body></html>"
BAD_GATEWAY = (
    b"<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)
DECLINES = "I'm sorry, but I can't help with that."
PROSE = "\n\nTo say it once more: “access” is a price — so is trust, and whoever waits pays both… 🕊\n"
"""What a padded reply goes on with: typographic marks, line feeds and a sign beyond the first plane."""
SAMPLING = ("temperature", "top_p", "seed")


@dataclass(frozen=True, slots=True)
class Response:
    """A response before it is sent."""

    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    """Whether nothing is ever sent."""
    breaks: bool = False
    """Whether the connection closes in the middle of the body."""

    @property
    def works(self) -> bool:
        """Whether a model would have been at work for it."""
        return self.status == 200


def error(
    status: int, message: str, code: str | None, param: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """An error in the form that OpenAI gives it."""
    kind = "invalid_request_error" if status < 429 else "server_error"
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return Response(status, json.dumps(body).encode(), headers=headers or {})


def rung_of(request: Mapping[str, Any]) -> str:
    """The way in which a request asks for JSON."""
    form = request.get("response_format") or {}
    if form.get("type") == "json_schema":
        return "json_schema_strict" if (form.get("json_schema") or {}).get("strict") else "json_schema"
    if form.get("type") == "json_object":
        return "json_object"
    choice = request.get("tool_choice")
    return "tool" if request.get("tools") and choice not in (None, "none", "auto") else "text"


def objection(request: Mapping[str, Any], settings: Settings, size: int) -> Response | None:
    """The refusal that an endpoint of this kind gives to this request, if it gives one."""
    model = request.get("model")
    if not isinstance(model, str) or not isinstance(request.get("messages"), list):
        return error(400, "'model' and 'messages' are required", None, "messages")
    if not settings.any_model and model not in settings.models:
        return error(404, f"The model `{model}` does not exist or you do not have access to it.", "model_not_found")
    for name in settings.rejects:
        if request.get(name) is not None:
            return _unsupported(name, request[name])
    rung = rung_of(request)
    if rung not in settings.rungs:
        return _rejected(rung, settings)
    longest = allowed(request)
    if settings.context is not None and size // 4 + longest > settings.context:
        sentence = (
            f"This model's maximum context length is {settings.context} tokens. However, you requested "
            f"{size // 4 + longest} tokens ({size // 4} in the messages, {longest} in the completion)."
        )
        return error(400, sentence, "context_length_exceeded", "messages")
    return None


def _unsupported(name: str, value: object) -> Response:
    if name in SAMPLING:
        sentence = (
            f"Unsupported value: '{name}' does not support {value} with this model. Only the default is supported."
        )
        return error(400, sentence, "unsupported_value", name)
    other = "max_completion_tokens" if name == "max_tokens" else "max_tokens"
    sentence = f"Unsupported parameter: '{name}' is not supported with this model. Use '{other}' instead."
    return error(400, sentence, "unsupported_parameter", name)


def _rejected(rung: str, settings: Settings) -> Response:
    if rung == "tool":
        return error(400, "this model does not support tools", None, "tools")
    if rung == "json_object":
        sentence = "'response_format.type' must be 'json_schema' or 'text'"
        return Response(400, json.dumps({"error": sentence}).encode())
    if rung == "json_schema_strict" and "json_schema" in settings.rungs:
        return error(400, "Invalid parameter: 'strict' is not supported in 'response_format'.", None, "response_format")
    return error(400, "This response_format type is unavailable now", "invalid_request_error", "response_format")


def respond(request: Mapping[str, Any], settings: Settings, chance: Random, fault: str, cached: int) -> Response:
    """A reply to a request that is in order, with the fault in it; `cached` are tokens known from earlier prompts."""
    early = _without_a_reply(fault, settings)
    if early is not None:
        return early
    if (odd := refused(request, fault, settings.key)) is not None:
        status, told, headers = odd
        return Response(status, json.dumps(told).encode(), headers=headers)
    rung = rung_of(request)
    value = draw(_schema(request, rung) or {"type": "object", "properties": {"note": {"type": "string"}}}, chance)
    text, finish = _spoil(value, settings, chance, fault)
    text = worded(value, text, fault)
    if rung == "text" and text.startswith("{"):
        text = f"Here is my answer.\n\n```json\n{text}\n```\nI hope that this helps."
    limit = allowed(request) - (THOUGHT if fault == "thinks" else 0)
    if limit > 0 and len(text) > 4 * limit:
        text, finish = text[: 4 * limit], "length"
    text += (PROSE * (settings.pad // len(PROSE) + 1))[: settings.pad]
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
    if fault == "refusal":
        message |= {"content": None, "refusal": DECLINES}
    elif rung == "tool":
        name = request["tools"][0]["function"]["name"]
        call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
        message |= {"content": None, "tool_calls": [call]}
        finish = "tool_calls" if finish == "stop" else finish
    body = counted(_completion(request, carried(message, fault), finish, fault, cached, len(text)), request, fault)
    return Response(200, encoded(body, fault), headers=headed(fault), breaks=fault == "dropped")


def _without_a_reply(fault: str, settings: Settings) -> Response | None:
    if fault in ("429", "429-bare"):
        return too_many(settings.retry_after if fault == "429" else None)
    if fault == "500":
        return error(500, "The server had an error while processing your request.", "internal_error")
    if fault == "503":
        return error(503, "The engine is currently overloaded, please try again later.", "overloaded")
    if fault == "html":
        return Response(200, PAGE, "text/html; charset=utf-8")
    if fault == "html-502":
        return Response(502, BAD_GATEWAY, "text/html")
    return Response(200, b"", hangs=True) if fault == "hang" else None


def too_many(retry_after: float | None) -> Response:
    """A 429, with Retry-After if a time is given."""
    headers = {}
    if retry_after is not None:
        headers = {"retry-after": str(max(1, round(retry_after))), "retry-after-ms": str(round(retry_after * 1000))}
    return error(429, "Rate limit reached for requests.", "rate_limit_exceeded", headers=headers)


def _schema(request: Mapping[str, Any], rung: str) -> Mapping[str, Any] | None:
    if rung.startswith("json_schema"):
        found = request["response_format"]["json_schema"].get("schema")
    elif rung == "tool":
        found = request["tools"][0]["function"].get("parameters")
    else:
        found = shape_of([message_text(message) for message in request["messages"]])
    return found if isinstance(found, Mapping) else None


def message_text(message: Mapping[str, Any]) -> str:
    """The text of a message, whether it comes whole or in parts."""
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _spoil(value: Any, settings: Settings, chance: Random, fault: str) -> tuple[str, str]:
    """The reply as text, and its finish reason."""
    if fault == "illegal":
        value = spoiled(value)
    elif fault == "other-seat" and isinstance(value, dict):
        value = {**value, "seat": chance.choice(settings.seats)}
    elif fault == "state-write" and isinstance(value, dict):
        value = {**value, "state": {"stability": 0}, "set": "stability=0"}
    text = json.dumps(value, ensure_ascii=False)
    if fault == "truncated":
        return text[: max(1, len(text) // 2)], "length"
    if fault == "malformed":
        return text.replace(":", "=", 1).rstrip("}") + ",", "stop"
    if fault == "prose":
        return f"Certainly! Here is what I would do:\n\n```json\n{text}\n```\n\nLet me know if {{this}} helps.", "stop"
    return (DECLINES if fault == "refusal-in-words" else text), "stop"


def _completion(
    request: Mapping[str, Any], message: Mapping[str, Any], finish: str, fault: str, cached: int, length: int
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 0,
        "model": "some-other-model" if fault == "wrong-model" else request["model"],
        "system_fingerprint": "fp_stub",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
    }
    if fault != "no-usage":
        prompt = max(1, sum(len(message_text(each)) for each in request["messages"]) // 4)
        written = max(1, length // 4)
        body["usage"] = {
            "prompt_tokens": prompt,
            "completion_tokens": written,
            "total_tokens": prompt + written,
            "prompt_tokens_details": {"cached_tokens": min(cached, prompt)},
            "completion_tokens_details": {"reasoning_tokens": 0},
        }
    return body
