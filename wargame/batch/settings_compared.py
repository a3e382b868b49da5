"""What differs between two settings, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wargame.transcript.entry import in_json


def differences_of(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """What differs between two settings, one sentence each: the dotted place, what stood there, what stands there."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            inner = f"{place}.{name}" if place else str(name)
            if name not in after:
                yield f"{inner}: {_short(before[name])} before, not there now"
            elif name not in before:
                yield f"{inner}: not there before, {_short(after[name])} now"
            else:
                yield from differences_of(before[name], after[name], inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences_of(old, new, f"{place}[{number}]")
    elif before != after:
        yield f"{place}: {_short(before)} before, {_short(after)} now"


def _short(value: Any) -> str:
    text = in_json(value).decode()
    return text if len(text) <= 60 else f"{text[:50]}… ({len(text)} characters)"
