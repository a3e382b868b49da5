"""What single values of a record can be: times, hashes, counts, and the fields of lines that no rule makes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from wargame.core.prose import Text
from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry

ROLES = ("owner", "controller", "white_cell", "scribe", "observer", "player")
"""Roles that an act at the table can have been done in."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
HASH = re.compile(r"[0-9a-f]{64}")
PROMPT = re.compile(r"(\S+ )?[0-9a-f]{64}")
GAME = re.compile(r"[0-9a-f]{32}")

Accepts = Callable[[Any], bool]


def demand(entry: Entry, name: str, value: Any, accepts: Accepts) -> None:
    """TranscriptError with the line unless a value is accepted."""
    if not accepts(value):
        shown = json.dumps(value, default=str)
        raise fault_of(entry, f"its {name} is {shown if len(shown) < 80 else shown[:77] + '...'}, which cannot be")


def fields(entry: Entry, *names: str) -> None:
    """TranscriptError with the line unless these fields of an entry hold what they must."""
    for name in names:
        demand(entry, name, entry.data.get(name), VALUES.get(name, words))


def spelled_as(form: re.Pattern[str]) -> Accepts:
    """Accepts what is written in a form."""
    return lambda value: type(value) is str and form.fullmatch(value) is not None


def words(value: Any) -> bool:
    """Whether it is words that are not blank."""
    return isinstance(value, str) and bool(value.strip())


def _text(value: Any) -> bool:
    return type(value) in (str, Text)


def _plain(value: Any) -> bool:
    return type(value) is str and bool(value)


def _number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def is_count(value: Any) -> bool:
    """Whether it is a number of things, or unknown."""
    return value is None or (type(value) is int and value >= 0)


def _optional(accepts: Accepts) -> Accepts:
    return lambda value: value is None or accepts(value)


def _messages(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(said, list)
        and len(said) == 2
        and said[0] in ("system", "user", "assistant")
        and isinstance(said[1], list)
        and set(map(type, said[1])) <= {str}
        for said in value
    )


def _request(value: Any) -> bool:
    """A hash, as it is or as a text, which may have been taken out."""
    return _text(value) and (HASH.fullmatch(value) is not None or getattr(value, "is_removed", False))


VALUES: Mapping[str, Accepts] = {
    "at": spelled_as(TIME),
    "created": spelled_as(TIME),
    "game": spelled_as(GAME),
    "code": spelled_as(HASH),
    "state_hash": spelled_as(HASH),
    "who": _plain,
    "role": lambda role: role in ROLES,
    "reason": _text,
    "left": _optional(_number),
    "limit": _optional(_number),
    "seconds": _number,
    "round": lambda value: type(value) is int and value >= 0,
}
CALL_VALUES: Mapping[str, Accepts] = {
    "decision": _plain,
    "step": lambda step: step in ("first", "repair1", "repair2", "advice", "probe"),
    "attempt": lambda value: type(value) is int and value >= 1,
    "model": _plain,
    "endpoint": lambda place: _text(place) and bool(place),
    "rung": _plain,
    "request": _request,
    "messages": _messages,
    "schema": spelled_as(HASH),
    "max_tokens": lambda value: type(value) is int and value >= 1,
    "seconds": lambda value: _number(value) and value >= 0,
    "reply": _optional(_text),
    "finish": _optional(_text),
    "refusal": _optional(_text),
    "returned_model": _optional(_text),
    "fingerprint": _optional(_text),
    "status": _optional(lambda value: type(value) is int and 100 <= value <= 599),
    "fault": _text,
    "cost": _optional(lambda value: _number(value) and value >= 0),
    "reading": lambda value: type(value) is int and value >= 2,
    "carrier": lambda value: value in ("content", "tool", "function", "thought", "none"),
    "conditions": lambda value: isinstance(value, list) and all(map(_text, value)),
}


def fault_of(entry: Entry, sentence: str) -> TranscriptError:
    """What is wrong with a line."""
    return TranscriptError(f"line {entry.n}: {sentence}")
