"""Where in a completion the words of the model stand: which of its fields holds the answer, whatever they are called.

Content goes first, then the arguments of a call, then what a server took for thought. Of several the first counts in
which there is an answer; thought counts only where nothing else was said, and only if it was not cut off.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wargame.players.llm.finding import find
from wargame.players.llm.request import READING

Carrier = Literal["content", "tool", "function", "thought", "none"]
"""The field that held the answer."""
FINISHES: Mapping[str, str] = {
    **dict.fromkeys(("max_tokens", "model_length", "max_output_tokens", "token_limit", "max_length"), "length"),
    **dict.fromkeys(("content_filtered", "safety", "prohibited_content", "blocklist", "refusal"), "content_filter"),
}
_SINCE_FIFTH = ("guardrail_intervened", "sensitive", "recitation", "spii", "language", "image_safety")
"""More reasons that a filter has, in replies of reading 5."""
"""Why a reply ended, in the words of those who say it otherwise; by what it is called here."""
_THOUGHT = (
    *("reasoning_content", "reasoning", "thinking", "thought", "reasoning_text", "reasoning_details"),
    *("thinking_blocks", "thoughts", "analysis", "cot", "chain_of_thought"),
    *("think", "thinking_content", "reasoning_steps", "internal_monologue"),
)
_NO_REFUSAL = ("", "null", "none", "false", "n/a", "no", "nil", "undefined")
_WORDS = ("response", "generated_text", "output_text", "text", "content", "result", "completion", "answer")
"""Fields of other interfaces that hold all that a model wrote; beyond the first three only if it may be an answer."""
_BESIDE = ("text", "answer", "output", "output_text", "response")
"""Fields of a message that may hold the answer where its content is empty."""
_WITHIN = (
    *("data", "result", "response", "body", "completion", "output", "choice"),
    *("results", "outputs", "generations", "messages", "payload", "generated_text", "content"),
)
"""Fields that hold a completion, or a list of them."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a model."""

    text: str
    carrier: Carrier
    thought: str
    """What it thought before, as far as it was sent."""


MOST_LAYERS = 2
"""Wrappers around a completion that are looked into."""


def message_in(data: Any, layers: int = MOST_LAYERS) -> tuple[Mapping[str, Any], str | None] | None:
    """The message of a completion in the form of any usual interface, and why it ended; None if there is none."""
    if isinstance(data, list) and data:
        answers = [each for each in data if isinstance(each, Mapping) and each.get("role") == "assistant"]
        return message_in(answers[-1] if answers else data[0], layers)
    if isinstance(data, str) and data.lstrip()[:1] == "{" and layers < MOST_LAYERS:
        return message_in(_parsed(data), layers)
    if not isinstance(data, Mapping):
        return None
    if blocked := _blocked(data):
        return {"content": None, "refusal": blocked}, "content_filter"
    for name in ("choices", "candidates"):
        choice = _first(data.get(name))
        if choice is not None:
            return _of_choice(choice)
    if isinstance(output := data.get("output"), list):
        if output and all(isinstance(each, str) for each in output):
            return {"content": "".join(output)}, _ended(data)
        return _of_output(data), _ended(data)
    is_message = data.get("role") == "assistant" or data.get("type") == "message" or layers < MOST_LAYERS
    if isinstance(data.get("content"), list) and is_message:
        return data, _ended(data)
    if isinstance(message := data.get("message"), Mapping) and "content" in message:
        return message, _ended(data)
    for name in _WORDS:
        if isinstance(said := data.get(name), str) and (name in _WORDS[:3] or "{" in said):
            return {"content": data[name], "reasoning": data.get("thinking")}, _ended(data)
    inner = (data.get(name) for name in _WITHIN)
    return next((found for each in inner if layers and (found := message_in(each, layers - 1))), None)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _blocked(data: Mapping[str, Any]) -> str:
    """Why a prompt was not answered at all, where that is told in place of an answer."""
    told = data.get("promptFeedback") or data.get("prompt_feedback")
    reason = (told.get("blockReason") or told.get("block_reason")) if isinstance(told, Mapping) else None
    return f"the prompt was blocked ({reason})" if reason and not data.get("candidates") else ""


def _first(given: Any) -> Mapping[str, Any] | None:
    """The first choice by its number, but an empty one only if all are."""
    if isinstance(given, Mapping):
        given = list(given.values())
    if not isinstance(given, list):
        return None
    choices = [each for each in given if isinstance(each, Mapping)]
    numbered = all(isinstance(each.get("index"), int) for each in choices)
    ranked = sorted(choices, key=lambda each: each["index"]) if numbered else choices
    return next((each for each in ranked if _says_something(each)), ranked[0] if ranked else None)


def _says_something(choice: Mapping[str, Any]) -> bool:
    found = _of_choice(choice)
    names = ("content", "tool_calls", "function_call", "parts", "refusal", "parsed", *_THOUGHT)
    return found is not None and any(found[0].get(name) for name in names)


def _of_choice(choice: Mapping[str, Any]) -> tuple[Mapping[str, Any], str | None] | None:
    text = choice.get("text")
    for name in ("message", "messages"):
        if isinstance(listed := choice.get(name), list):
            parts = [each for each in listed if isinstance(each, Mapping)]
            return (parts[-1], _ended(choice)) if parts else None
    for name in ("message", "delta", "content"):
        if isinstance(choice.get(name), Mapping):
            beside = {"text": text} if isinstance(text, str) and "text" not in choice[name] else {}
            return {**choice[name], **beside}, _ended(choice)
    text = next((choice[name] for name in ("message", "text", "content") if isinstance(choice.get(name), str)), None)
    if text is None and "message" not in choice and "text" not in choice:
        return None
    return {"content": text}, _ended(choice)


def _of_output(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The items of an output as the fields of one message."""
    made: dict[str, Any] = {"content": [], "thinking": [], "tool_calls": []}
    for item in data["output"]:
        if isinstance(item, Mapping) and item.get("type") == "reasoning":
            made["thinking"].append(item.get("summary") or item.get("content"))
        elif isinstance(item, Mapping) and item.get("type") == "function_call":
            made["tool_calls"].append({"function": item})
        elif isinstance(item, Mapping):
            made["content"].append(item.get("content"))
    return made


def _ended(place: Mapping[str, Any]) -> str | None:
    names = ("finish_reason", "finishReason", "stop_reason", "done_reason", "native_finish_reason")
    details = place.get("incomplete_details")
    said = [place.get(name) for name in names] + [details.get("reason") if isinstance(details, Mapping) else None]
    return next((each for each in said if isinstance(each, str) and each), None)


def finish_of(said: str | None, reading: int = READING) -> str | None:
    """Why a reply ended, by the name that is usual here; since reading 3 what follows a colon is a reason for it."""
    if not said:
        return said
    name = said.casefold().partition(":")[0].strip() if reading > 2 else said.casefold()
    return "content_filter" if reading > 4 and name in _SINCE_FIFTH else FINISHES.get(name, name)


def spoken(message: Mapping[str, Any], finish: str | None, wanted: Collection[str], *, by_tool: bool) -> Spoken:
    """The words of a message; `by_tool` says that a tool was forced, so that its arguments go first."""
    more = message.get("provider_specific_fields")
    places = (message, more) if isinstance(more, Mapping) else (message,)
    told_before = (_text(place.get(name), thoughts=True) for place in places for name in _THOUGHT)
    thought = "\n".join(dict.fromkeys(found for found in told_before if found))
    thought = thought or _text(message.get("content"), thoughts=True, only_thoughts=True)
    carried: list[tuple[Carrier, str]] = [("content", _content(message))]
    calls = [*_calls(message)]
    carried = [*calls, *carried] if by_tool else [*carried, *calls]
    told = [each for each in carried if each[1].strip()]
    for carrier, text in told:
        if _answers(text, wanted):
            return Spoken(text, carrier, thought)
    if told:
        carrier, text = next((each for each in told if each[0] == "content"), told[0])
        return Spoken(text, carrier, thought)
    if thought and finish_of(finish) != "length" and _answers(thought, wanted):
        return Spoken(thought, "thought", thought)
    return Spoken("", "none", thought)


def refusal_in(message: Mapping[str, Any]) -> str | None:
    """In which words the model declines; None if it does not, also where the field holds a word for nothing."""
    said = message.get("refusal")
    content = message.get("content")
    if said is None and isinstance(content, list) and not _text(content).strip():
        said = next((each["refusal"] for each in content if isinstance(each, Mapping) and each.get("refusal")), None)
    if isinstance(said, Mapping):
        said = next((said[name] for name in ("text", "message", "reason", "refusal") if said.get(name)), None)
    return said if isinstance(said, str) and said.strip().casefold() not in _NO_REFUSAL else None


def _answers(text: str, wanted: Collection[str]) -> bool:
    """Whether there is an answer in a text."""
    found = find(text, wanted)
    return found is not None and (not wanted or not set(wanted).isdisjoint(found.value))


def _content(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    text = _text(content) if content is not None else _text(message.get("parts"))
    if text.strip():
        return text
    parsed = message.get("parsed")
    if isinstance(parsed, Mapping):
        return json.dumps(parsed)
    return next((said for name in _BESIDE if isinstance(said := message.get(name), str) and "{" in said), text)


def _calls(message: Mapping[str, Any]) -> Iterator[tuple[Carrier, str]]:
    calls = [
        each for each in _listed(message.get("tool_calls") or message.get("tool_call")) if isinstance(each, Mapping)
    ]
    arguments = [_arguments(call.get("function") or call.get("custom") or call) for call in calls]
    for each in arguments:
        yield "tool", each
    if len({str(call.get("index")) for call in calls}) == 1 < len(calls):
        yield "tool", "".join(arguments)
    for name in ("function_call", "function"):
        if message.get(name):
            yield "function", _arguments(message[name])
    content = message.get("content")
    for part in content if isinstance(content, list) else ():
        if isinstance(part, Mapping) and part.get("type") == "tool_use":
            yield "tool", _arguments(part)
    for each in _listed(message.get("invalid_tool_calls")):
        yield "tool", _arguments(each)


def _listed(calls: Any) -> list[Any]:
    """Calls as a list: they may come alone, or by their number."""
    if isinstance(calls, Mapping) and not {"function", "custom", "name"} & set(calls):
        return list(calls.values())
    return calls if isinstance(calls, list) else [calls]


def _arguments(function: Any) -> str:
    if not isinstance(function, Mapping):
        return ""
    given = next((function[name] for name in ("arguments", "input", "parameters", "args") if function.get(name)), None)
    if given is None:
        return ""
    return given if isinstance(given, str) else json.dumps(given)


def _text(given: Any, *, thoughts: bool = False, only_thoughts: bool = False, layers: int = 4) -> str:
    """The words in a text, a list of parts or a part; those of thought only if they are asked for."""
    if isinstance(given, str):
        return "" if only_thoughts else given
    if not layers:
        return ""
    if isinstance(given, list):
        return "".join(_text(each, thoughts=thoughts, only_thoughts=only_thoughts, layers=layers - 1) for each in given)
    if not isinstance(given, Mapping):
        return ""
    is_thought = str(given.get("type", "")) in ("thinking", "reasoning", "thought") or given.get("thought") is True
    if (only_thoughts and not is_thought) or (is_thought and not thoughts):
        return ""
    for name in ("text", "thinking", "summary", "content", "value"):
        if isinstance(given.get(name), str | list) or (name == "text" and isinstance(given.get(name), Mapping)):
            return _text(given[name], thoughts=thoughts, layers=layers - 1)
    for name in ("json", "data", "parsed", "object"):
        if isinstance(part := given.get(name), Mapping) and not thoughts:
            return json.dumps(part)
        if isinstance(part, str) and "{" in part and not thoughts:
            return part
    if given.get("type") is None and given and not thoughts:
        return json.dumps(given)
    return ""
