"""From the bytes of a response to one JSON value, in whatever way they were sent, and the error that may lie within.

Encodings with and without marks, streams though nothing was to stream, comment lines, a body that is JSON in JSON:
a completion is looked for in all of them. Nothing here raises, whatever the bytes.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wargame.players.llm.loose_json import read_loosely
from wargame.players.llm.response_stream import joined

LARGEST = 32_000_000
"""Bytes that a compressed body may come to."""
_MARKED = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
"""How a body begins that was compressed, whether or not its headers say so."""
_GUARD = re.compile(r"\A(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);|&&&START&&&)\s*")
"""What some servers put before JSON so that no browser runs it."""
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
"""How a web page begins; objects in one are none of ours."""
_SHOWN = re.compile(r"<(?:pre|code|textarea)\b[^>]*>\s*(?P<json>\{.*\})\s*</(?:pre|code|textarea)>", re.DOTALL)
"""JSON that a page shows to whoever looks at it."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_STATUS: Mapping[str, int] = {
    "rate_limit": 429,
    "too_many_requests": 429,
    "resource_exhausted": 429,
    "throttl": 429,
    "request_limit": 429,
    "\u8fc7\u4e8e\u9891\u7e41": 429,
    "insufficient_quota": 429,
    "quota": 429,
    "invalid_api_key": 401,
    "authentication": 401,
    "unauthenticated": 401,
    "unauthorized": 401,
    "permission": 403,
    "insufficient_balance": 402,
    "\u6b20\u8d39": 402,
    "invalid_apikey": 401,
    "invalid_token": 401,
    "invalid_credential": 401,
    "auth_failure": 401,
    "authfailure": 401,
    "noauth": 401,
    "login_fail": 401,
    "payment": 402,
    "model_not_found": 404,
    "not_found": 404,
    "overloaded": 503,
    "is_loading": 503,
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
    if raw[:2] in _PACKED:
        raw = _unzipped(raw)
    if raw[:1] == b"\x00" and b"\x00" not in (after := raw.lstrip(b"\x00"))[:8]:
        raw = after
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
        return zlib.decompressobj(47).decompress(raw, LARGEST)
    except zlib.error:
        return raw


def data_of(text: str) -> Any:
    """The JSON value of a body; of a stream, one completion made of its pieces; None if there is none."""
    text = _GUARD.sub("", text.strip("\ufeff\x00 \t\r\n"))
    try:
        value = json.loads(text)
        if isinstance(value, str) and value.lstrip().startswith(("{", "[", "data:")):
            return data_of(value)
        return _whole(_usual(value))
    except RecursionError:
        return None
    except ValueError:
        pass
    pieces = list(_pieces(text))
    if pieces:
        return _whole(pieces)
    at = text.find("{")
    if _PAGE.match(text):
        shown = _SHOWN.search(text)
        return _value(html.unescape(shown["json"])) if shown else None
    if at < 0:
        return None
    found = _first_object(text, at)
    return _whole(_objects(text, at)) if _is_piece(found) else found


_DEEPEST = 8
"""Levels of a body whose names are written in the usual way."""


def _usual(value: Any, layers: int = _DEEPEST) -> Any:
    """A value whose names begin with a small letter, where all of them begin with a capital one."""
    if isinstance(value, list) and layers:
        return [_usual(each, layers - 1) for each in value]
    if not isinstance(value, dict) or not layers or not all(name[:1].isupper() for name in value):
        return value
    return {name[:1].lower() + name[1:]: _usual(part, layers - 1) for name, part in value.items()}


def _is_piece(value: Any) -> bool:
    """Whether this is one piece of a completion, which others may follow."""
    choices = value.get("choices") if isinstance(value, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return isinstance(first, dict) and "delta" in first and "message" not in first


def _objects(text: str, at: int) -> list[Any]:
    """The objects of a text from a place on, whatever stands between them."""
    found: list[Any] = []
    decoder = json.JSONDecoder(strict=False)
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found
        found.append(value)
        at = text.find("{", end)
    return found


def _first_object(text: str, at: int) -> Any:
    """The object that begins there, else the first that begins a line; one that is written loosely only there."""
    for start in dict.fromkeys((at, text.find("\n{") + 1)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            pass
    try:
        return read_loosely(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _whole(value: Any) -> Any:
    """One completion of several pieces."""
    if not isinstance(value, list):
        return value
    pieces = [each for each in value if isinstance(each, dict)]
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    return next((each for each in pieces if error_in(each)), None) or joined(pieces)


def _pieces(text: str) -> Iterable[Any]:
    """The values of a stream, one a line, with or without `data:` before it; nothing if it is none.

    Of an event with several lines of data the value is in all of them together, if it is in none of them alone.
    """
    found: list[Any] = []
    event: list[str] = []
    for line in (*_LINE_END.split(text), ""):
        line = line.strip()
        name, colon, rest = line.partition(":")
        is_data = name.casefold() == "data" and bool(colon)
        while is_data and rest.lstrip().startswith("data:"):
            rest = rest.lstrip().removeprefix("data:")
        if not is_data and event and (not line or colon):
            found += _of_event(event)
            event = []
        if not line or line.startswith((":", "//", "#")) or (colon and name in ("event", "id", "retry")):
            continue
        if is_data:
            event.append(rest.strip())
            continue
        if line == "[DONE]":
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return []
        found += _pieces(value) if isinstance(value, str) and value.startswith("data:") else [value]
    return found


def _of_event(lines: list[str]) -> list[Any]:
    """The values in the lines of data of one event."""
    alone = [value for line in lines if isinstance(value := _value(line), dict | list)]
    if alone or len(lines) < 2:
        return alone
    whole = _value("\n".join(lines))
    return [] if whole is None else [whole]


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# errors


def error_in(data: Any) -> ErrorWithin | None:
    """The error that a body of status 200 holds in place of a completion; None if it holds none."""
    if not isinstance(data, Mapping):
        return None
    choices = data.get("choices")
    first = next((each for each in choices if isinstance(each, Mapping)), None) if isinstance(choices, list) else None
    if first is not None:
        inner = first.get("error") or (data.get("error") if first.get("finish_reason") == "error" else None)
        return _error(inner) if inner and (not first.get("message") or first.get("finish_reason") == "error") else None
    for name in ("error", "errors", "fault"):
        if found := data.get(name):
            found = found[0] if isinstance(found, list) else found
            return _error(found, data)
    for name in ("response", "responseMetadata", "header"):
        inner = data.get(name)
        if isinstance(inner, Mapping) and inner.get("error"):
            return _error(inner["error"], data)
        if name == "header" and isinstance(inner, Mapping) and inner.get("code"):
            return _error(inner)
    outcome = data.get("base_resp")
    if isinstance(outcome, Mapping) and outcome.get("status_code"):
        return _error({**outcome, "message": outcome.get("status_msg")})
    if _went_well(data):
        return None
    told = next((data[name] for name in _TOLD if data.get(name)), None)
    if isinstance(told, str) and (_OUTCOMES & set(data)):
        return _error({**data, "message": told})
    return None


_TOLD = (
    *("message", "msg", "detail", "error_msg", "errorMessage", "error_description", "faultstring"),
    *("errmsg", "description"),
)
_OUTCOMES = {"code", "status", "object", "error_code", "detail", "success", "errcode", "ok"}
"""Fields beside a message that say that it is about how it went."""
_WELL = ("0", "200", "20000", "ok", "success", "succeeded", "true")


def _went_well(data: Mapping[str, Any]) -> bool:
    """Whether a body says of itself that all went well, and holds something beside."""
    said = [str(data[name]).casefold() for name in ("code", "status", "success", "status_code") if name in data]
    holds = any(data.get(name) for name in ("data", "result", "response", "output", "body"))
    return holds and bool(said) and all(each in _WELL for each in said)


def _error(found: Any, around: Mapping[str, Any] = {}) -> ErrorWithin:
    told: Mapping[str, Any] = found if isinstance(found, Mapping) else {"message": str(found)}
    names = ("code", "status", "status_code", "http_status", "type", "error_code", "errcode")
    given = [each[name] for each in (told, around) for name in names if each.get(name) is not None]
    metadata = told.get("metadata")
    given += [metadata.get("error_type")] if isinstance(metadata, Mapping) else []
    for value in given:
        if isinstance(value, int | str) and str(value).isdecimal() and 400 <= int(str(value)[:9]) <= 599:
            return ErrorWithin(int(value), _as_json(told))
    words = " ".join(str(value) for value in given if isinstance(value, str)).casefold().replace("-", "_")
    said = told.get("message") or told.get("faultstring") or ""
    words += " " + str(said)[:300].casefold().replace(" ", "_")
    status = next((status for name, status in _STATUS.items() if name in words), UNSAID)
    return ErrorWithin(status, _as_json(told))


def _as_json(told: Mapping[str, Any]) -> str:
    try:
        return json.dumps({"error": told}, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return '{"error": "an error that cannot be shown"}'
