"""The answer in what a model wrote: past its thoughts, the last whole object that has the fields that were asked for.

A draft within thoughts never counts, nor a part of a broken object. What only wraps an answer is taken off, and told.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.players.llm.extract import closing
from wargame.players.llm.loose_json import read_loosely
from wargame.players.llm.other_forms import from_fields, in_another_form, uncoded, with_usual_brackets
from wargame.players.llm.request import READING

MOST_BROKEN = 60
"""Braces that begin no whole object after which one looks no further."""
MOST_SOUGHT = 600_000
"""Characters among which one looks for what closes such braces, together."""
WRAPPED = 3
"""Layers that are taken off an answer."""
_ENDS = re.compile(
    r"</(?:think|thinking|thought|thoughts|reasoning|reflection|analysis|seed:think)\s*>|\[/THINK\]|"
    r"<\|end_of_thought\|>|<\|/think(?:ing)?\|>|\u25c1/think\u25b7|<\|channel\|>\s*final\s*<\|message\|>|"
    r"<\|START_RESPONSE\|>|<response>",
    re.IGNORECASE,
)
"""What thought ends with, as families of models write it."""
_BEGINS = re.compile(
    r"<(?:think|thinking|thought|thoughts|reasoning|reflection|analysis|seed:think)\s*>|\[THINK\]|"
    r"<\|begin_of_thought\|>|<\|think(?:ing)?\|>|\u25c1think\u25b7|<\|channel\|>\s*analysis\s*<\|message\|>|"
    r"<\|START_THINKING\|>",
    re.IGNORECASE,
)
"""What thought begins with."""
_AFTER = re.compile(r"[\s`~;.)\]]*(?:</?\w+>\s*)*(?:<\|\w+\|>\s*)*")
"""What may stand after an answer that ends a text."""
_TWO_BRACES = re.compile(r"\{\s*(?=\{)")
"""A brace that opens nothing, since another one follows it: of a template, or of a formula."""
_WORDS_OF_A_FORMULA = re.compile(r"\{\s*(?:\\[a-z]+\s*)?(?=\{)")
"""The same, with a command of a formula in between."""
_ESCAPED = re.compile(r'\{(?:\s|\\[nrt])*\\+"')
"""How an object begins that was written as text and has lost its quotes."""
_FINAL = re.compile(
    r"(?:the_?)?(?:final|revised|chosen|actual)?[_ ]?(?:answer|reply|response|output|decision)|final", re.I
)
"""Names of what counts where several answers stand beside each other in one object; without one, none of them does."""
_PARAMETER = re.compile(
    r"<parameter=\s*(?P<name>\w+)\s*>\n?(?P<value>.*?)\n?</parameter>"
    r"|<arg_key>\s*(?P<key>\w+)\s*</arg_key>\s*<arg_value>(?P<of_key>.*?)</arg_value>",
    re.DOTALL,
)
"""A field of an answer that a model wrote as the argument of a call, which its server did not read."""
_NAMED_PARAMETER = re.compile(
    r"<parameter\s+name=[\"'](?P<name>\w+)[\"'][^>]*>\n?(?P<value>.*?)\n?</parameter>(?P<key>)(?P<of_key>)", re.DOTALL
)
"""The same as others write it."""
_ENTITY = re.compile(r"&(?:quot|#34|#x22);")
_UNOPENED = re.compile(r'\s*(?:```(?:json)?\s*)?"(?P<name>\w+)"\s*:')
"""How an object goes on whose first brace the server wrote itself."""


@dataclass(frozen=True, slots=True)
class FoundObject:
    """An object in a text."""

    text: str
    """As it stands there, with what wraps it."""
    value: dict[str, Any]
    """What it holds, without what wrapped it."""
    passed: tuple[str, ...] = ()
    """What of its form was let pass, and what was taken off."""
    is_last: bool = True
    """Whether no other object begins after it and breaks off."""


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    value: Any
    passed: tuple[str, ...] = ()


def find(text: str, wanted: Collection[str] = (), reading: int = READING) -> FoundObject | None:
    """The answer in a text; None if there is none. `wanted` are the fields that it is known by; none takes any object.

    `reading` are the rules by which it is read. It raises nothing, whatever the text; it takes time in proportion to
    its length.
    """
    return _find(text, frozenset(wanted), WRAPPED, reading)


def as_json(text: str, wanted: Collection[str] = ()) -> str:
    """The answer in a text as JSON, its form mended; the text itself if there is none. `wanted` as for `find`."""
    found = find(text, wanted)
    return text if found is None else json.dumps(found.value)


def said(text: str) -> str:
    """What a text says beside its thoughts; empty if it is nothing but thought."""
    spans, _ = _spans(text, READING)
    return text[_said_from(text, spans) : _said_to(text, spans)].strip()


def _find(text: str, wanted: frozenset[str], layers: int, reading: int) -> FoundObject | None:
    """As `find`; `more` reads what replies of reading 3 may have."""
    if reading > 2 and layers and (unopened := _unopened(text, wanted)):
        return unopened
    spans, broken = _spans(text, reading)
    if not spans and layers:
        for inner, what in _other_spellings(text, reading):
            if found := _find(inner, wanted, layers - 1, reading):
                return FoundObject(text.strip(), found.value, (what, *found.passed))
    if reading > 3 and layers and (by_field := _by_parameters(text, wanted, spans, reading)):
        return by_field
    start, end = _said_from(text, spans), _said_to(text, spans)
    told = [each for each in spans if start <= each.start < end]
    if end < len(text) and not told:
        told = [each for each in spans if each.start >= end and _AFTER.fullmatch(text, each.end)]
    if reading > 4 and layers and (joined := from_fields([each.value for each in told], wanted)) is not None:
        parts = text[told[0].start : told[-1].end]
        return FoundObject(parts, joined, ("its fields were written one by one",), broken < told[-1].end)
    chosen = _chosen([each for each in told if wanted or broken < 0 or each.end <= broken], wanted)
    for each in (chosen,) if chosen else reversed(told):
        inner_value = _unwrapped(each.value, wanted, layers, reading)
        if inner_value is not None:
            passed = (*each.passed, *inner_value[1])
            return FoundObject(text[each.start : each.end], inner_value[0], passed, broken < each.end)
    if reading > 4 and layers and (formed := in_another_form(text[start:end].strip(), wanted)):
        return FoundObject(text[start:end].strip(), formed[0], (formed[1],))
    if broken >= 0:
        told = [each for each in told if each.end <= broken]
    last = told[-1] if told else None
    return FoundObject(text[last.start : last.end], last.value, last.passed, broken < last.end) if last else None


def _chosen(spans: Sequence[_Span], wanted: frozenset[str]) -> _Span | None:
    """The last with two of the wanted fields, or with one if none has more."""
    counts = [sum(name in wanted for name in each.value) for each in spans]
    most = max(counts, default=0)
    if most == 0:
        return spans[-1] if spans and not wanted else None
    return next(each for each, count in zip(reversed(spans), reversed(counts), strict=True) if count >= min(2, most))


def _unwrapped(
    value: Any, wanted: frozenset[str], layers: int, reading: int
) -> tuple[dict[str, Any], tuple[str, ...]] | None:
    """The object with wanted fields in a value, and what was taken off around it."""
    if isinstance(value, str) and layers and "{" in value:
        found = _find(value, wanted, layers - 1, reading)
        inner = _unwrapped(found.value, wanted, 0, reading) if found else None
        return (inner[0], ("an object written as text", *(found.passed if found else ()))) if inner else None
    if not isinstance(value, dict):
        return None
    if not wanted or not wanted.isdisjoint(value):
        return value, ()
    if not layers:
        return None
    answers = [
        (name, inner[0], (f"the answer stood in {name[:40]!r}", *inner[1]))
        for name, part in value.items()
        for each in (part if isinstance(part, list) and len(part) == 1 else (part,))
        if isinstance(each, dict | str) and (inner := _unwrapped(each, wanted, layers - 1, reading))
    ]
    if reading > 3 and len(answers) > 1:
        called = [each for each in answers if _FINAL.fullmatch(each[0])]
        answers = called if len(called) == 1 else []
    return answers[0][1:] if answers else None


# other spellings of a whole


def _other_spellings(text: str, reading: int) -> Iterator[tuple[str, str]]:
    """A text in which no object stands, read as what it may be written as, with what that is."""
    if text.lstrip().startswith('"') and (inner := _quoted(text, strict=reading < 3)):
        yield inner, "an object written as text"
    if reading > 2 and (begun := _ESCAPED.search(text)):
        inner = _quoted(f'"{text[begun.start() : text.rfind("}") + 1]}"', strict=False)
        if inner:
            yield inner, "an object written as text"
    if reading > 2 and _ENTITY.search(text):
        yield html.unescape(text), "quotes written as for a page"
    if reading > 4 and (inner := uncoded(text)):
        yield inner, "an object written in a code for mail or for addresses"
    if reading > 4 and (inner := with_usual_brackets(text)) != text:
        yield inner, "other brackets"


def _quoted(text: str, *, strict: bool) -> str:
    """What one JSON text says; empty if it is none. If it is not read strictly, lines may break within it."""
    try:
        inner = json.loads(text, strict=strict)
    except (ValueError, RecursionError):
        return ""
    return inner if isinstance(inner, str) else ""


def _unopened(text: str, wanted: frozenset[str]) -> FoundObject | None:
    """The answer in a text that goes on where a server has written the first brace."""
    begun = _UNOPENED.match(text)
    if begun is None or begun["name"] not in wanted:
        return None
    at = begun.start("name") - 1
    opened = f"{{{text[at:]}"
    spans, broken = _spans(opened, READING)
    if not spans or spans[0].start != 0 or not _answers(spans[0].value, wanted):
        return None
    passed = ("the first brace was missing", *spans[0].passed)
    return FoundObject(opened[1 : spans[0].end], spans[0].value, passed, broken < spans[0].end)


def _by_parameters(text: str, wanted: frozenset[str], spans: Sequence[_Span], reading: int) -> FoundObject | None:
    """The answer whose fields stand in a text each by itself, between marks; nothing if a field stands there twice.

    Behind a brace such marks are words of somebody, who may be another seat.
    """
    start = _said_from(text, spans)
    end = min(_said_to(text, spans), max(text.rfind(mark) + len(mark) for mark in ("</parameter>", "</arg_value>")))
    told = list(_PARAMETER.finditer(text, start, end))
    if reading > 4 and not told:
        told = list(_NAMED_PARAMETER.finditer(text, start, end))
    if not told or "{" in text[start : told[0].start()]:
        return None
    if any(_answers(each.value, wanted) for each in spans if each.start >= start):
        return None
    fields = {each["name"] or each["key"]: each["value"] if each["name"] else each["of_key"] for each in told}
    if len(fields) < len(told) or wanted.isdisjoint(fields):
        return None
    value = {name: _value_of(words.strip(), reading) for name, words in fields.items()}
    return FoundObject(text[told[0].start() : told[-1].end()], value, ("its fields were written as arguments",))


def _value_of(words: str, reading: int) -> Any:
    """A list or an object, a number, nothing; a text where it is none of them."""
    if words[:1] in ("[", "{"):
        try:
            value, end, _ = read_loosely(words, 0, reading)
            return value if not words[end:].strip() else words
        except (ValueError, RecursionError):
            return words
    return None if words in ("null", "None") else words


def _answers(value: Any, wanted: frozenset[str]) -> bool:
    return isinstance(value, dict) and not wanted.isdisjoint(value)


# thought


def _said_from(text: str, spans: Sequence[_Span]) -> int:
    """Where thought ends for the last time; a mark within an object is a word of that object."""
    return max((found.end() for found in _ENDS.finditer(text) if not _within(found.start(), spans)), default=0)


def _said_to(text: str, spans: Sequence[_Span]) -> int:
    """Where thought begins that never ends; the length of the text if none does."""
    after = _said_from(text, spans)
    begun = (found.start() for found in _BEGINS.finditer(text, after) if not _within(found.start(), spans))
    return next(begun, len(text))


def _within(at: int, spans: Sequence[_Span]) -> bool:
    return any(each.start < at < each.end for each in spans)


# objects


def _spans(text: str, reading: int) -> tuple[list[_Span], int]:
    """The objects of a text that lie in no other, and where the last one begins that is never closed, or -1."""
    found: list[_Span] = []
    at, broken, failures, sought, decoder = text.find("{"), -1, 0, 0, json.JSONDecoder()
    while at >= 0 and failures < MOST_BROKEN and sought < MOST_SOUGHT:
        try:
            span = _span(text, at, decoder, reading)
        except RecursionError:
            return found, at
        if span is not None:
            found.append(span)
            end = span.end
        elif reading > 2 and (twice := (_WORDS_OF_A_FORMULA if reading > 4 else _TWO_BRACES).match(text, at)):
            failures += 1
            end = twice.end()
        else:
            failures += 1
            end = closing(text, at)
            sought += (end if end >= 0 else len(text)) - at
            if end < 0:
                broken, end = at, at + 1
        at = text.find("{", end)
    return found, broken


def _span(text: str, at: int, decoder: json.JSONDecoder, reading: int) -> _Span | None:
    try:
        value, end = decoder.raw_decode(text, at)
        return _Span(at, end, value)
    except ValueError:
        pass
    try:
        value, end, passed = read_loosely(text, at, reading)
        return _Span(at, end, value, passed)
    except ValueError:
        return None
