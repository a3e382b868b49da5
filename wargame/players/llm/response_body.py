"""From the bytes of a response to one JSON value, in whatever way they were sent, and the error that may lie within.

Encodings with and without marks, streams though nothing was to stream, comment lines, a body that is JSON in JSON:
a completion is looked for in all of them. Nothing here raises, whatever the bytes.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LARGEST = 32_000_000
"""Bytes that a compressed body may come to."""
_MARKED = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_GUARD = re.compile(r"\A(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);|&&&START&&&)\s*")
"""What some servers put before JSON so that no browser runs it."""
_STATUS: Mapping[str, int] = {
    "rate_limit": 429,
    "too_many_requests": 429,
    "resource_exhausted": 429,
    "throttl": 429,
    "insufficient_quota": 429,
    "quota": 429,
    "invalid_api_key": 401,
    "authentication": 401,
    "unauthenticated": 401,
    "unauthorized": 401,
    "permission": 403,
    "insufficient_balance": 402,
    "payment": 402,
    "model_not_found": 404,
    "not_found": 404,
    "overloaded": 503,
    "unavailable": 503,
    "timeout": 504,
    "context_length": 400,
    "invalid_request": 400,
    "invalid_argument": 400,
    "bad_request": 400,
    "badrequest": 400,
    "content_filter": 400,
    "content_policy": 400,
    "json_validate_failed": 400,
}
"""Statuses by what stands in the code or type of an error."""
UNSAID = 502
"""The status of an error that says none: the server failed behind a gateway that did not."""


@dataclass(frozen=True, slots=True)
class ErrorWithin:
    """An error that came with status 200."""

    status: int
    """The status that it should have come with."""
    said: str
    """It alone, as JSON."""


def decoded(raw: bytes, charset: str | None = None) -> str:
    """The text of a body: by its byte-order mark, as UTF-8, or as it was declared."""
    if raw[:2] == b"\x1f\x8b":
        raw = _unzipped(raw)
    for mark, name in _MARKED:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if b"\x00" in raw[:4] and len(raw) > 3:
        return raw.decode("utf-16-le" if raw[1] == 0 else "utf-16-be", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    declared = (charset or "").casefold().replace("_", "-")
    if declared and declared not in ("utf-8", "utf8"):
        try:
            return raw.decode(declared, "replace")
        except LookupError:
            pass
    told = raw.decode("utf-8", "replace")
    return told if re.search("[\u0080-\ufffc]", told) else raw.decode("cp1252", "replace")


def _unzipped(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(raw, LARGEST)
    except zlib.error:
        return raw


def data_of(text: str) -> Any:
    """The JSON value of a body; of a stream, one completion made of its pieces; None if there is none."""
    text = _GUARD.sub("", text.strip("\ufeff\x00 \t\r\n"))
    try:
        value = json.loads(text)
        if isinstance(value, str) and value.lstrip().startswith(("{", "[", "data:")):
            return data_of(value)
        return _whole(value)
    except RecursionError:
        return None
    except ValueError:
        pass
    pieces = list(_pieces(text))
    if pieces:
        return _whole(pieces)
    at = 0 if text.startswith("{") else text.find("\n{") + 1
    if not text.startswith("{") and (at == 0 or text.startswith("<")):
        return None
    try:
        return json.JSONDecoder().raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _whole(value: Any) -> Any:
    """One completion of several pieces."""
    if not isinstance(value, list):
        return value
    pieces = [each for each in value if isinstance(each, dict)]
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    return next((each for each in pieces if error_in(each)), None) or _joined(pieces)


def _pieces(text: str) -> Iterable[Any]:
    """The values of a stream, one a line, with or without `data:` before it; nothing if it is none."""
    found: list[Any] = []
    for line in text.splitlines():
        line = line.strip()
        name, colon, rest = line.partition(":")
        if not line or line.startswith((":", "//", "#")) or (colon and name in ("event", "id", "retry")):
            continue
        if name == "data" and colon:
            line = rest.strip()
        if line == "[DONE]":
            continue
        try:
            found.append(json.loads(line))
        except RecursionError:
            return []
        except ValueError:
            if name == "data" and colon:
                continue
            return []
    return found


# streams


@dataclass
class _Stream:
    """What the pieces of a stream come to."""

    content: list[str] = field(default_factory=list)
    thought: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    whole: Any = None
    """A message that came whole, as some servers send it last."""
    said: dict[str, Any] = field(default_factory=dict)
    finish: Any = None

    def take(self, piece: Mapping[str, Any]) -> None:
        for name in ("model", "system_fingerprint", "usage", "prompt_eval_count", "eval_count"):
            if piece.get(name) is not None:
                self.said[name] = piece[name]
        choices = piece.get("choices")
        choice = next((each for each in choices if isinstance(each, dict)), {}) if isinstance(choices, list) else piece
        if choice.get("index") not in (None, 0) and choice is not piece:
            return
        reason = choice.get("finish_reason") or choice.get("done_reason")
        self.finish = reason or self.finish
        delta = choice.get("delta")
        message = choice.get("message")
        if isinstance(message, dict) and choice is not piece:
            self.whole = message
        part = delta if isinstance(delta, dict) else message if isinstance(message, dict) else None
        if isinstance(delta, dict) or choice is piece:
            self._part(part or {})
        for name in ("text", "response"):
            if isinstance(choice.get(name), str):
                self.content.append(choice[name])

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


def _joined(pieces: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    stream = _Stream()
    for piece in pieces:
        stream.take(piece)
    return stream.completion()


# errors


def error_in(data: Any) -> ErrorWithin | None:
    """The error that a body of status 200 holds in place of a completion; None if it holds none."""
    if not isinstance(data, Mapping):
        return None
    choices = data.get("choices")
    first = next((each for each in choices if isinstance(each, Mapping)), None) if isinstance(choices, list) else None
    if first is not None:
        inner = first.get("error")
        return _error(inner) if (inner and not first.get("message")) or _is_error(first) else None
    for name in ("error", "errors"):
        if found := data.get(name):
            found = found[0] if isinstance(found, list) else found
            return _error(found, data)
    told = data.get("message") or data.get("msg") or data.get("detail") or data.get("error_msg")
    if isinstance(told, str) and ({"code", "status", "object", "error_code", "detail"} & set(data)):
        return _error({**data, "message": told})
    return None


def _is_error(choice: Mapping[str, Any]) -> bool:
    return bool(choice.get("error")) and choice.get("finish_reason") == "error"


def _error(found: Any, around: Mapping[str, Any] = {}) -> ErrorWithin:
    told: Mapping[str, Any] = found if isinstance(found, Mapping) else {"message": str(found)}
    names = ("code", "status", "status_code", "http_status", "type", "error_code")
    given = [each[name] for each in (told, around) for name in names if each.get(name) is not None]
    metadata = told.get("metadata")
    given += [metadata.get("error_type")] if isinstance(metadata, Mapping) else []
    for value in given:
        if isinstance(value, int | str) and str(value).isdecimal() and 400 <= int(str(value)[:9]) <= 599:
            return ErrorWithin(int(value), _as_json(told))
    words = " ".join(str(value) for value in given if isinstance(value, str)).casefold().replace("-", "_")
    words += " " + str(told.get("message", ""))[:300].casefold().replace(" ", "_")
    status = next((status for name, status in _STATUS.items() if name in words), UNSAID)
    return ErrorWithin(status, _as_json(told))


def _as_json(told: Mapping[str, Any]) -> str:
    try:
        return json.dumps({"error": told}, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return '{"error": "an error that cannot be shown"}'
