"""What events, decisions and notes are in a line of a record, as JSON, and read back as values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import is_
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wargame.core.chance import Draw
from wargame.core.contents import changed
from wargame.core.event_values import EventValue
from wargame.core.events import Change, Drop, Event, Put
from wargame.core.ids import Audience, Phase
from wargame.core.json_form import json_of, without_words
from wargame.core.moves import Decision
from wargame.core.prose import Sentence, Text
from wargame.core.written import recorded, worded
from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry, in_json, names_in_json
from wargame.transcript.tagged_unions import by_kind

T = TypeVar("T")


def event_data(event: Event, found: dict[str, str]) -> bytes:
    """An event as JSON, without what stands in the envelope and without what is empty; `found` takes up its words.

    Those stand in the JSON by their digests, which are the keys of `found`.
    """
    head = f'{{"id":"{event.id}","kind":"{event.kind}","rule":{json_of(event.rule, found)},"text":'
    parts = [head, json_of(event.text, found)]
    if event.changes:
        moved = [{"variable": c.variable, "before": c.before, "after": c.after} for c in event.changes]
        parts.append(f',"changes":{to_json(moved).decode()}')
    if event.puts:
        parts.append(f',"puts":{json_of(event.puts, found)}')
    if event.drops:
        parts.append(f',"drops":{without_words(event.drops)}')
    if event.draws:
        parts.append(f',"draws":{without_words(event.draws)}')
    if event.about:
        parts.append(f',"about":{names_in_json(event.about)}')
    if event.body:
        parts.append(f',"body":{json_of(event.body, found)}')
    if event.value:
        parts.append(f',"value":{without_words(event.value)}')
    parts.append("}")
    return "".join(parts).encode()


def decision_data(decision: Decision, found: dict[str, str]) -> bytes:
    """A decision as JSON; what the seat wrote for itself stands there only if it wrote something."""
    return json_of(decision, found).encode()


def note_data(data: dict[str, Any], found: dict[str, str]) -> bytes:
    """Any other data as JSON; its words are those that are told apart already."""
    return in_json(recorded(data, found))


@cache
def _values() -> Callable[[object], EventValue | None]:
    return by_kind(TypeAdapter(EventValue | None))


def value_of(entry: Entry) -> EventValue | None:
    """What the event of an entry says, as a value; None if its words are all there is.

    TranscriptError names the line if it says what no event can.
    """
    return _typed(_values(), entry, entry.data.get("value"))


@cache
def _entities() -> Callable[[object], tuple[Put, ...]]:
    return by_kind(TypeAdapter(tuple[Put, ...]))


def event_of(entry: Entry) -> Event:
    """The event that an entry holds; TranscriptError names the line if it holds none."""
    data = entry.data
    try:
        return Event(
            data["id"],
            entry.turn,
            cast("Phase", entry.phase),
            data["kind"],
            data["rule"],
            entry.causes,
            cast("Audience", entry.audience),
            data["text"],
            tuple([Change(_name(c["variable"]), _number(c["before"]), _number(c["after"])) for c in data["changes"]])
            if "changes" in data
            else (),
            _puts(data["puts"]) if "puts" in data else (),
            tuple([Drop(each["table"], _name(each["id"])) for each in data["drops"]]) if "drops" in data else (),
            tuple([Draw(d["purpose"], _number(d["value"]), _number(d["against"])) for d in data["draws"]])
            if "draws" in data
            else (),
            tuple(data.get("about", ())),
            data.get("body", ""),
            value_of(entry) if "value" in data else None,
        )
    except (ValueError, TypeError, KeyError) as fault:
        raise TranscriptError(f"line {entry.n}: this event cannot be read ({told(fault)})") from None


def _puts(given: Any) -> tuple[Put, ...]:
    read = zip(_entities()(given), given, strict=True)
    return tuple([Put(put.table, as_written(worded(put.entity, one["entity"]), one["entity"])) for put, one in read])


def _name(value: Any) -> Any:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no name")
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"{value!r} is no number")
    return cast("float", value)


def as_written(value: Any, given: Any) -> Any:
    """The same thing with whole numbers where whole ones were written: they count in a hash as they are written."""
    kind = type(value)
    if kind is float:
        return given if type(given) is int else value
    if kind in _WHOLE:
        return value
    if kind is tuple and isinstance(given, list):
        new = [as_written(each, one) for each, one in zip(value, given, strict=True)]
        return value if all(map(is_, new, value)) else tuple(new)
    if not isinstance(given, dict) or not is_dataclass(kind):
        return value
    changes = {
        name: made
        for name in _not_plain(kind)
        if (made := as_written(old := getattr(value, name), given.get(name))) is not old
    }
    return changed(value, **changes) if changes else value


@cache
def _not_plain(kind: Any) -> tuple[str, ...]:
    """Fields of a dataclass in which there may be numbers that need not be whole, as far as their types tell."""
    return tuple(each.name for each in fields(kind) if not _PLAIN.fullmatch(str(each.type)))


_PLAIN = re.compile(r"(?:(?:str|int|bool|None|\w+Id|Literal\[.*\])(?: \| )?)+")
_WHOLE = (str, int, bool, Text, Sentence, type(None))


@cache
def _decisions() -> Callable[[object], Decision]:
    return by_kind(TypeAdapter(Decision))


def decision_of(entry: Entry) -> Decision:
    """The decision that an entry holds; TranscriptError names the line if it holds none."""
    try:
        return worded(_decisions()(entry.data), entry.data)
    except (ValueError, TypeError) as fault:
        raise TranscriptError(f"line {entry.n}: this decision cannot be read ({told(fault)})") from None


def told(fault: Exception) -> str:
    """What is wrong with a value in one line: the first fault, and where."""
    if isinstance(fault, ValidationError):
        first = fault.errors(include_url=False)[0]
        return ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
    return str(fault) if type(fault) is ValueError else f"{type(fault).__name__}: {fault}"


def _typed(read: Callable[[object], T], entry: Entry, data: object) -> T:
    try:
        return read(data)
    except ValidationError as fault:
        raise TranscriptError(f"line {entry.n}: this is no {entry.kind}: {told(fault)}") from None
