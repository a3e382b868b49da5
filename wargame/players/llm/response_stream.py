"""A completion that came in pieces, as a stream has them, put together as if it had come whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Stream:
    """What the pieces of a stream come to."""

    content: list[str] = field(default_factory=list)
    thought: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    whole: Any = None
    """A message that came whole, as some servers send it last."""
    full: Any = None
    """A whole completion in the last of its events."""
    said: dict[str, Any] = field(default_factory=dict)
    finish: Any = None

    def take(self, piece: Mapping[str, Any]) -> None:
        """Add what the next piece brings; a piece of a form that is not known brings nothing."""
        for name in ("model", "system_fingerprint", "usage", "usageMetadata", "prompt_eval_count", "eval_count"):
            if piece.get(name) is not None:
                self.said[name] = piece[name]
        if isinstance(piece.get("type"), str) and self._named_event(piece["type"], piece):
            return
        choices = piece.get("choices") or piece.get("candidates")
        choice = next((each for each in choices if isinstance(each, dict)), {}) if isinstance(choices, list) else piece
        if choice.get("index") not in (None, 0) and choice is not piece:
            return
        reason = choice.get("finish_reason") or choice.get("done_reason") or choice.get("finishReason")
        self.finish = reason or self.finish
        delta = choice.get("delta")
        if isinstance(choice.get("content"), dict):
            delta = choice["content"]
        message = choice.get("message")
        if isinstance(message, dict) and choice is not piece:
            self.whole = message
        part = delta if isinstance(delta, dict) else message if isinstance(message, dict) else None
        if isinstance(delta, dict) or choice is piece:
            self._part(part or {})
        for name in ("text", "response", *(("content",) if choice is piece else ())):
            if isinstance(choice.get(name), str):
                self.content.append(choice[name])
        token = piece.get("token")
        if isinstance(token, dict) and isinstance(token.get("text"), str) and not token.get("special"):
            self.content.append(token["text"])

    def _named_event(self, name: str, piece: Mapping[str, Any]) -> bool:
        """Take an event of an interface whose events say by name what they bring; false if it is none of those."""
        response, delta = piece.get("response"), piece.get("delta")
        if isinstance(response, dict) and response.get("output"):
            self.full = response
            return True
        if name.endswith(".delta") and isinstance(delta, str):
            into = self.thought if "reasoning" in name else self.refusal if "refusal" in name else self.content
            if "arguments" in name:
                self._call(0, {"arguments": delta})
            else:
                into.append(delta)
            return True
        if isinstance(delta, dict):
            self.finish = delta.get("stop_reason") or self.finish
            if isinstance(delta.get("partial_json"), str):
                self._call(0, {"arguments": delta["partial_json"]})
            inner = delta.get("message")
            content = inner.get("content") if isinstance(inner, dict) else None
            if isinstance(content, dict):
                self._part(content)
        return False

    def _part(self, part: Mapping[str, Any]) -> None:
        for name, into in (
            ("content", self.content),
            ("text", self.content),
            ("reasoning_content", self.thought),
            ("reasoning", self.thought),
            ("thinking", self.thought),
            ("refusal", self.refusal),
        ):
            if isinstance(part.get(name), str):
                into.append(part[name])
        for name in ("content", "parts"):
            for each in part[name] if isinstance(part.get(name), list) else ():
                if isinstance(each, dict) and isinstance(each.get("text"), str):
                    (self.thought if each.get("thought") is True else self.content).append(each["text"])
        calls = part.get("tool_calls")
        for place, call in enumerate(calls if isinstance(calls, list) else ()):
            if isinstance(call, dict):
                at = call.get("index")
                self._call(at if isinstance(at, int) else place, call.get("function"))
        self._call(0, part.get("function_call"))

    def _call(self, at: int, function: Any) -> None:
        if isinstance(function, dict):
            into = self.calls.setdefault(at, {"name": "", "arguments": ""})
            for name in into:
                if isinstance(function.get(name), str):
                    into[name] += function[name]

    def completion(self) -> dict[str, Any]:
        """What all of them come to, in the form of a completion."""
        if self.full is not None:
            return {**self.said, **self.full}
        message: dict[str, Any] = {
            "content": "".join(self.content) or None,
            "reasoning_content": "".join(self.thought) or None,
            "refusal": "".join(self.refusal) or None,
        }
        if self.calls:
            message["tool_calls"] = [{"function": call} for _, call in sorted(self.calls.items())]
        if self.whole is not None and not any(message.values()):
            message = self.whole
        return {**self.said, "choices": [{"message": message, "finish_reason": self.finish}]}


def joined(pieces: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The completion of a stream, from its pieces in their order."""
    stream = Stream()
    for piece in pieces:
        stream.take(piece)
    return stream.completion()
