"""Single values as they may be written: words by their plain form, numbers as text, lists by number, texts as lines."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

_EDGES = " \t\r\n\"'`*_.,;:!?()[]<>{}\u201c\u201d\u2018\u2019\u00ab\u00bb\u200b\ufeff-"
_DIGITS = re.compile(r"[+-]?\d{1,9}(?:\.0+)?")
_APART = re.compile(r"[\s_\-\u2010-\u2015\u2212/]+")
LONGEST_WORD = 80
"""Characters up to which a word may be met again: its plain form is remembered."""


def plain(text: str) -> str:
    """A word as it is compared: without case, blanks and quotes around it, dashes and blanks within alike."""
    return _remembered(text) if len(text) <= LONGEST_WORD else _plain_form(text)


def _plain_form(text: str) -> str:
    return _APART.sub("_", unicodedata.normalize("NFKC", text).strip(_EDGES).casefold())


_remembered = lru_cache(maxsize=8192)(_plain_form)


def names_of(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Ids by their plain form and that of their display names; a form that fits several is left out."""
    found: dict[str, Any] = {}
    doubtful = set()
    for id_, name in pairs:
        for each in {plain(str(id_)), plain(str(name))}:
            if each in found and found[each] != id_:
                doubtful.add(each)
            found.setdefault(each, id_)
    return {each: id_ for each, id_ in found.items() if each and each not in doubtful}


def are_whole(values: Sequence[Any]) -> bool:
    """Whether these are whole numbers, and any at all."""
    return bool(values) and all(isinstance(each, int) and not isinstance(each, bool) for each in values)


def whole_number(given: Any) -> Any:
    """A whole number that was written with a point or as text; what is none stays as it is."""
    if isinstance(given, float) and given.is_integer() and abs(given) < 1e9:
        return int(given)
    if isinstance(given, str) and _DIGITS.fullmatch(given.strip(_EDGES.replace("-", ""))):
        return int(float(given.strip(_EDGES.replace("-", ""))))
    return given


def by_number(given: Mapping[str, Any]) -> list[Any]:
    """The parts of an object that are called by their number, from 0 or from 1; nothing if they are not."""
    for first in (0, 1):
        if [*given] == [str(number) for number in range(first, first + len(given))]:
            return [*given.values()]
    return []


def lines_of(given: list[Any] | dict[str, Any]) -> str:
    """A text that was written as a list of lines, or as lines by name; nothing if there is anything else in it."""
    named = given.items() if isinstance(given, dict) else [("", each) for each in given]
    told = [f"{name}: {each}" if name else each for name, each in named if isinstance(each, str)]
    return "\n".join(told) if len(told) == len(given) else ""


def says_nothing(given: Any) -> bool:
    """Whether a text is a word for nothing."""
    return isinstance(given, str) and plain(given) in ("null", "none", "")


def is_nothing(given: Any, name: str) -> bool:
    """Whether this is what a field of that name has when nothing is in it."""
    if given is None:
        return True
    return name == "signal" and given in ({}, "", "null", "none", "None")


def parsed(text: str) -> Any:
    """The JSON value that a text is; None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def shown(value: Any) -> str:
    """A value as JSON, at most 60 characters of it."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
