"""Typed values as JSON and back, as they go over a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, from_json

from wargame.transcript.tagged_unions import by_kind


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _reader(kind: Any) -> Callable[[object], Any]:
    return by_kind(_adapter(kind))


def in_bytes(kind: Any, value: Any) -> bytes:
    """A value as JSON; halves of characters, which a model may have written, become question marks."""
    try:
        return _adapter(kind).dump_json(value, warnings=False)
    except (PydanticSerializationError, UnicodeEncodeError):
        plain = _adapter(kind).dump_python(value, warnings=False)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def as_json(kind: Any, value: Any) -> Any:
    """A value as what JSON can say, to stand inside something else."""
    return from_json(in_bytes(kind, value))


def of_json(kind: Any, given: Any) -> Any:
    """The value again; ValueError if it is none of this kind."""
    return _reader(kind)(given)


def of_bytes(kind: Any, content: bytes | str) -> Any:
    """The value again; ValueError if it is none of this kind."""
    return of_json(kind, from_json(content))
