"""From what an endpoint sent to what is recorded and judged; the same code serves live replies and recorded ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.players.llm.extract import declines, extract, whole
from wargame.players.llm.request import CallRecord, Reply, ReplyOutcome, TokenUsage

MOST_BODY = 4000
"""Characters that are kept of an error body or a page."""
MOST_WORDS = 200_000
"""Characters that are kept of a model's own words; what is beyond is neither recorded nor read."""
MOST_NAME = 300
"""Characters that are kept of a name that an endpoint gives, such as that of the model."""
VOID = "given up"
"""How the fault of an attempt begins that was broken off from this side; it counts as no attempt."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion as read from a response."""

    text: str
    finish: str | None
    refusal: str | None
    model: str | None
    fingerprint: str | None
    usage: TokenUsage


def completion_of(body: str) -> Completion | None:
    """The completion in a body of status 200; None if there is none.

    Words are cut after MOST_WORDS characters, names after MOST_NAME.
    """
    try:
        data = json.loads(body)
        choice = data["choices"][0]
        message = choice.get("message") or {}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(message, Mapping):
        return None
    return Completion(
        kept(_text(message), MOST_WORDS),
        _name(choice.get("finish_reason")),
        _name(message.get("refusal"), MOST_WORDS),
        _name(data.get("model")),
        _name(data.get("system_fingerprint")),
        usage_of(data.get("usage")),
    )


def _text(message: Mapping[str, Any]) -> str:
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls and isinstance(calls[0], Mapping):
        function = calls[0].get("function")
        arguments = function.get("arguments") if isinstance(function, Mapping) else None
        if arguments:
            return arguments if isinstance(arguments, str) else json.dumps(arguments)
    content = message.get("content")
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, Mapping))
    return content if isinstance(content, str) else ""


def _name(value: object, most: int = MOST_NAME) -> str | None:
    return kept(value, most) if isinstance(value, str) and value else None


def usage_of(given: object) -> TokenUsage:
    """Token counts as far as they are said: None stands for whatever is missing or no whole number from 0."""
    if not isinstance(given, Mapping):
        return TokenUsage()
    prompt, completion = given.get("prompt_tokens_details"), given.get("completion_tokens_details")
    cached = prompt.get("cached_tokens") if isinstance(prompt, Mapping) else given.get("prompt_cache_hit_tokens")
    reasoning = completion.get("reasoning_tokens") if isinstance(completion, Mapping) else None
    said = (given.get("prompt_tokens"), cached, given.get("completion_tokens"), reasoning)
    return TokenUsage(*(_count(value) for value in said))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def kept(text: str, most: int = MOST_BODY) -> str:
    """What an endpoint said as it is kept: an error body, a page, or with another bound anything else.

    Beyond `most` characters it is cut, and how many there were is said after it.
    """
    if len(text) <= most:
        return text
    return f"{text[:most]} [cut: {len(text)} characters in all]"


def reply_of(call: CallRecord) -> Reply:
    """What an attempt with status 200 comes to: answered, refused, truncated, or failed if it is empty.

    Whether the rules accept what it says is not asked.
    """
    text = clean(call.reply or "")
    if call.refusal is not None or call.finish == "content_filter":
        said = clean(call.refusal or text)
        return Reply("refused", said, f"the model declined: {said[:200]}" if said else "the model declined", call.rung)
    found = extract(text)
    if call.finish == "length" and not whole(found):
        return Reply("truncated", text, f"the reply was cut after {call.max_tokens} tokens", call.rung)
    if declines(text):
        return Reply("refused", text, f"the model declined in words: {text.strip()[:200]}", call.rung)
    if not text.strip():
        return Reply("failed", "", "the reply was empty", call.rung)
    return Reply("answered", found, "", call.rung)


def failed(outcome: ReplyOutcome, fault: str, rung: str, text: str = "") -> Reply:
    """A reply that says only why there is none: `fault` is a sentence, `rung` the rung that was tried."""
    return Reply(outcome, text, fault, rung)


def clean(text: str) -> str:
    """A text that every encoding can hold: halves of characters become question marks."""
    return text.encode("utf-8", "replace").decode()
