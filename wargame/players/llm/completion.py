"""From what an endpoint sent to what is recorded and judged; the same code serves live replies and recorded ones."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.players.llm.extract import declines, extract, whole
from wargame.players.llm.finding import find, said
from wargame.players.llm.message import Carrier, finish_of, message_in, refusal_in, spoken
from wargame.players.llm.request import CallRecord, Reply, ReplyOutcome, TokenUsage
from wargame.players.llm.response_body import data_of

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
    carrier: Carrier = "content"
    """The field that held the words."""
    has_thought: bool = False
    """Whether thought was sent beside them."""


def completion_of(body: str, wanted: Collection[str] = (), *, by_tool: bool = False) -> Completion | None:
    """The completion in a body of status 200; None if there is none. It raises nothing, whatever the body.

    `wanted` are the fields that tell an answer from other objects; `by_tool` says that a tool was forced. Words are cut
    after MOST_WORDS characters, names after MOST_NAME.
    """
    return completion_in(data_of(body), wanted, by_tool=by_tool)


def completion_in(data: Any, wanted: Collection[str] = (), *, by_tool: bool = False) -> Completion | None:
    """The completion in what a body holds; as `completion_of`."""
    try:
        found = message_in(data)
        if found is None and (bare := _bare(data, wanted)):
            found = {"content": bare}, None
        if found is None:
            return None
        message, finish = found
        words = spoken(message, finish, wanted, by_tool=by_tool)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    usage = usage_of(data.get("usage") or data.get("usageMetadata") or data)
    return Completion(
        kept(words.text, MOST_WORDS),
        _name(finish),
        _name(refusal_in(message), MOST_WORDS),
        _name(data.get("model") or data.get("modelVersion")),
        _name(data.get("system_fingerprint")),
        usage,
        words.carrier,
        bool(words.thought) or bool(usage.reasoning),
    )


def _bare(data: Any, wanted: Collection[str]) -> str:
    """The answer that a body is by itself, with no completion around it; empty if it is none."""
    found = find(json.dumps(data), wanted) if wanted and isinstance(data, Mapping) else None
    return json.dumps(found.value) if found is not None and not set(wanted).isdisjoint(found.value) else ""


def _name(value: object, most: int = MOST_NAME) -> str | None:
    return kept(value, most) if isinstance(value, str) and value else None


_PROMPT = ("prompt_tokens", "input_tokens", "prompt_eval_count", "promptTokenCount")
_COMPLETION = ("completion_tokens", "output_tokens", "eval_count", "candidatesTokenCount")
_CACHED = ("prompt_cache_hit_tokens", "cache_read_input_tokens", "cached_tokens", "cachedContentTokenCount")
_REASONING = ("reasoning_tokens", "thoughtsTokenCount", "thinking_tokens")


def usage_of(given: object) -> TokenUsage:
    """Token counts as far as they are said, by whatever name: None stands for what is missing or cannot be.

    A prompt of no tokens is none that was counted. Of a sum and one part the other part follows.
    """
    if not isinstance(given, Mapping):
        return TokenUsage()
    details = [given.get(f"{name}_tokens_details") for name in ("prompt", "input", "completion", "output")]
    prompts = [given, *(each for each in details[:2] if isinstance(each, Mapping))]
    replies = [given, *(each for each in details[2:] if isinstance(each, Mapping))]
    prompt, completion = _said(_PROMPT, [given]) or None, _said(_COMPLETION, [given])
    total = _said(("total_tokens", "totalTokenCount"), [given]) or None
    if total is not None and prompt is not None and completion is None and total >= prompt:
        completion = total - prompt
    elif total is not None and completion is not None and prompt is None and total > completion:
        prompt = total - completion
    if prompt is None and not completion:
        completion = None
    return TokenUsage(prompt, _said(_CACHED, prompts), completion, _said(_REASONING, replies))


def _said(names: Sequence[str], places: Sequence[Mapping[str, Any]]) -> int | None:
    found = (_count(place[name]) for place in places for name in names if name in place)
    return next((each for each in found if each is not None), None)


def _count(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def kept(text: str, most: int = MOST_BODY) -> str:
    """What an endpoint said as it is kept: an error body, a page, or with another bound anything else.

    Beyond `most` characters it is cut, and how many there were is said after it.
    """
    if len(text) <= most:
        return text
    return f"{text[:most]} [cut: {len(text)} characters in all]"


def reply_of(call: CallRecord, wanted: Collection[str] = ()) -> Reply:
    """What an attempt with status 200 comes to: answered, refused, truncated, or failed if it is empty.

    `wanted` are the fields by which an answer is known. The reply is read as it was read when it came: by the rules of
    `call.reading`. Whether the rules of the game accept what it says is not asked.
    """
    text = clean(call.reply or "")
    finish = finish_of(call.finish, call.reading) if call.reading > 1 else call.finish
    if call.refusal is not None or finish == "content_filter":
        told = clean(call.refusal or text)
        fault = f"the model declined: {told[:200]}" if told else "the model declined"
        return Reply("refused", told, fault, call.rung, call.reading)
    if call.reading == 1:
        return _first_reading(call, text)
    found = find(text, wanted, call.reading)
    if finish == "length" and (found is None or not found.is_last):
        return Reply("truncated", text if said(text) else "", _cut(call), call.rung, call.reading)
    words = said(text)
    if found is None and declines(words, in_any_language=call.reading > 4):
        return Reply("refused", text, f"the model declined in words: {words[:200]}", call.rung, call.reading)
    if found is None and not words:
        return Reply("failed", "", EMPTY if not text.strip() else UNFINISHED, call.rung, call.reading)
    return Reply("answered", found.text if found else text, "", call.rung, call.reading)


EMPTY, UNFINISHED = "the reply was empty", "the reply is nothing but thought"
"""Why there is nothing to read, where the model said that it was done."""


def _cut(call: CallRecord) -> str:
    thought = call.usage.reasoning
    told = f", {thought} of them thought" if thought else ""
    if thought or (call.conditions and THINKING in call.conditions):
        told += "; allow more in profiles.yaml (most_output_tokens), or let it think less"
    return f"the reply was cut after {call.max_tokens} tokens{told}"


SHORTENED = "the prompt was cut"
"""How a condition of a call begins whose prompt was read in part only."""
THINKING = "it thinks before it writes"
"""A condition of a call: thought came with the reply, or filled it."""


def needed(call: CallRecord, most: int) -> int:
    """Tokens that replies like this one need: half as many again as it took, where it took nearly all that it had."""
    took = call.usage.completion
    if took is None:
        return call.max_tokens if THINKING in call.conditions else 0
    return min(most, took * 3 // 2) if took > 0.7 * call.max_tokens or THINKING in call.conditions else 0


def _first_reading(call: CallRecord, text: str) -> Reply:
    """As replies were read before readings had numbers."""
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
