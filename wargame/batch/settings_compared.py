"""What differs between two settings, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wargame.transcript.entry import in_json

LONGEST = 60
"""Most characters of a value that are told whole."""
BEFORE = 12
"""Characters of a long text that are told before the first that differs."""


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
    elif isinstance(before, str) and isinstance(after, str) and before != after:
        pairs = enumerate(zip(before, after, strict=False))
        alike = next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))
        yield f"{place}: {_from(before, alike)} before, {_from(after, alike)} now"
    elif before != after:
        yield f"{place}: {_short(before)} before, {_short(after)} now"


def _from(text: str, alike: int) -> str:
    """A text as it is told: whole if it is short, else from a little before the first letter that differs."""
    start = max(0, alike - BEFORE)
    if len(text) <= LONGEST or not start:
        return _short(text)
    return f"{in_json(f'…{text[start : start + 40]}').decode()}… ({len(text)} characters)"


def _short(value: Any) -> str:
    text = in_json(value).decode()
    return text if len(text) <= LONGEST else f"{text[:50]}… ({len(text)} characters)"
