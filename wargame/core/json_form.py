"""Typed values as JSON: the form in which record and hash hold them, written straight from what they are.

Its bytes are those of pydantic's `to_json`, which a test holds. Where somebody's words may stand, which `written`
tells, they are written as their digests; all other types are known to hold none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from json.encoder import encode_basestring as quoted
from typing import Any, TypeAlias

from pydantic_core import to_json

from wargame.core.agreements import Terms
from wargame.core.contents import names_of, reader
from wargame.core.events import Put
from wargame.core.moves import Decision
from wargame.core.prose import Sentence, Text
from wargame.core.written import WRITTEN, listed

Found: TypeAlias = dict[str, str]
"""Words that were met, by digest."""
Write: TypeAlias = Callable[[Any, Found], str]
LEFT_OUT_IF_EMPTY: Mapping[type, tuple[str, ...]] = {
    Decision: ("plan", "notebook", "discussion", "dissent", "via", "mended")
}
"""Fields that stand in a record only where something was written."""
KEPT = 256
"""Terms whose form is kept: they stand in an offer, in the answers to it, in what is signed and in what ends it."""


def json_of(value: Any, found: Found) -> str:
    """A typed value as JSON; `found` takes up the words in it, in their order."""
    return _WORDED[type(value)](value, found)


def without_words(value: Any) -> str:
    """The same for what holds nobody's words; a text in it stands there as it is."""
    return _PLAIN[type(value)](value, {})


class _Writers(dict[type, Write]):
    """How a value of each type is written; those of dataclasses are made out when the first one comes."""

    def __missing__(self, kind: type) -> Write:
        made = self[kind] = _maker(kind, self)
        return made


def _maker(kind: type, others: _Writers) -> Write:
    """How values of a type are written, where what they hold is written as `others` do."""
    if kind is tuple or kind is list:
        return lambda value, found: (
            "[" + ",".join([quoted(x) if type(x) is str else others[type(x)](x, found) for x in value]) + "]"
        )
    if issubclass(kind, Mapping):
        return lambda value, found: (
            "{" + ",".join([f"{quoted(name)}:{others[type(each)](each, found)}" for name, each in value.items()]) + "}"
        )
    if others is _WORDED and kind in WRITTEN:
        return _with_words(kind, WRITTEN[kind].words, LEFT_OUT_IF_EMPTY.get(kind, ()))
    if is_dataclass(kind):
        return _without_words(kind, others if kind is Put else _PLAIN)
    return lambda value, found: to_json(value).decode()


def _without_words(kind: Any, others: _Writers) -> Write:
    heads = tuple([f'{"," if place else ""}"{name}":' for place, name in enumerate(names_of(kind))])
    read = reader(kind)

    def write(value: Any, found: Found) -> str:
        row = zip(heads, read(value), strict=True)
        parts = [head + (quoted(x) if type(x) is str else others[type(x)](x, found)) for head, x in row]
        return "{" + "".join(parts) + "}"

    return write


def _with_words(kind: Any, words: tuple[str, ...], left_out: tuple[str, ...]) -> Write:
    rows = tuple([(f'"{name}":', name in words, name in left_out) for name in names_of(kind)])
    read = reader(kind)

    def write(value: Any, found: Found) -> str:
        parts = []
        for (head, are_words, may_be_absent), each in zip(rows, read(value), strict=True):
            if each:
                each = listed(each) if are_words and type(each) is not Text else each
            elif may_be_absent:
                continue
            parts.append(head + (quoted(each) if type(each) is str else _WORDED[type(each)](each, found)))
        return "{" + ",".join(parts) + "}"

    return write


def _of_terms(terms: Terms, found: Found) -> str:
    known = _terms.get(id(terms))
    if known is None or known[0] is not terms:
        if len(_terms) >= KEPT:
            _terms.clear()
        known = _terms[id(terms)] = terms, _write_terms(terms, found)
    return known[1]


def _of_float(value: float, found: Found) -> str:
    text = repr(value)
    return text if "e" not in text and "n" not in text else to_json(value).decode()


def _of_text(words: Text, found: Found) -> str:
    found[words.digest] = words
    return f'{{"blob":"{words.digest}"}}'


def _of_sentence(sentence: Sentence, found: Found) -> str:
    return f'{{"pieces":{_WORDED[tuple](sentence.pieces, found)}}}'


def _of_string(value: str, found: Found) -> str:
    return quoted(value)


_SCALARS: Mapping[type, Write] = {
    str: _of_string,
    int: lambda value, found: repr(value),
    float: _of_float,
    bool: lambda value, found: "true" if value else "false",
    type(None): lambda value, found: "null",
}
_PLAIN = _Writers({**_SCALARS, Text: _of_string, Sentence: _of_string})
_WORDED = _Writers({**_SCALARS, Text: _of_text, Sentence: _of_sentence})
_terms: dict[int, tuple[Terms, str]] = {}
_write_terms = _without_words(Terms, _PLAIN)
_PLAIN[Terms] = _WORDED[Terms] = _of_terms
