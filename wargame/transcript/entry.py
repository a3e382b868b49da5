"""One entry of a transcript: how it is written as a line, chained to the line before, and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic_core import to_json

from wargame.core.event_values import EventValue
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, Audience
from wargame.core.moves import Decision
from wargame.errors import TranscriptError

SCHEMA = 1
"""Version of the format; it stands in the header, and an unknown one is refused."""

Kind = Literal["header", "decision", "event", "call", "blob", "clock", "override", "end"]
FIRST = "0" * 64
"""What the first line gives as the hash of the line before it."""
_OF_A_DECISION = tuple(field.name for field in fields(Decision))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a transcript, parsed."""

    n: int
    """Running number from 1; it equals the line number."""
    kind: Kind
    turn: int
    phase: str
    audience: tuple[str, ...] | str
    causes: tuple[str, ...]
    prev: str
    """SHA-256 of the line before, in hexadecimal."""
    data: dict[str, Any]


def line_of(
    n: int, kind: Kind, turn: int, phase: str, audience: Audience, causes: tuple[str, ...], prev: str, data: bytes
) -> bytes:
    """The canonical bytes of a line, without the line feed; `data` is JSON already, names need no escapes."""
    who = '"public"' if audience == PUBLIC else _names(audience)
    head = (
        f'{{"n":{n},"kind":"{kind}","turn":{turn},"phase":"{phase}",'
        f'"audience":{who},"causes":{_names(causes)},"prev":"{prev}","data":'
    )
    return head.encode() + data + b"}"


def _names(names: Iterable[str]) -> str:
    return "[" + ",".join([f'"{name}"' for name in names]) + "]"


def event_data(event: Event) -> bytes:
    """An event as JSON, without what stands in the envelope and without what is empty."""
    data: dict[str, Any] = {"id": event.id, "kind": event.kind, "rule": event.rule, "text": event.text}
    if event.changes:
        data["changes"] = [{"variable": c.variable, "before": c.before, "after": c.after} for c in event.changes]
    for name in ("puts", "drops", "draws", "about", "body", "value"):
        if value := getattr(event, name):
            data[name] = value
    return to_json(data)


def decision_data(decision: Decision) -> bytes:
    """A decision as JSON; what the seat wrote for itself stands there only if it wrote something."""
    data = {name: getattr(decision, name) for name in _OF_A_DECISION}
    for name in ("plan", "notebook", "discussion", "dissent", "via"):
        if not data[name]:
            del data[name]
    return to_json(data)


def note_data(data: dict[str, Any]) -> bytes:
    """Any other data as JSON; halves of characters, which models can send and UTF-8 cannot hold, become escapes."""
    try:
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode()


def digest(line: bytes) -> str:
    """SHA-256 of a line."""
    return hashlib.sha256(line).hexdigest()


def parse(line: bytes, number: int) -> Entry:
    """Read one line; TranscriptError names it if it is no entry."""
    try:
        raw = json.loads(line)
        audience = raw["audience"] if isinstance(raw["audience"], str) else tuple(raw["audience"])
        return Entry(
            raw["n"], raw["kind"], raw["turn"], raw["phase"], audience, tuple(raw["causes"]), raw["prev"], raw["data"]
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise TranscriptError(f"line {number}: this is no transcript entry ({type(fault).__name__}: {fault})") from None


@cache
def _values() -> TypeAdapter[EventValue | None]:
    return TypeAdapter(EventValue | None)


def value_of(entry: Entry) -> EventValue | None:
    """What the event of an entry says, as a value; None if its words are all there is."""
    return _values().validate_python(entry.data.get("value"))


@cache
def _decisions() -> TypeAdapter[Decision]:
    return TypeAdapter(Decision)


def decision_of(entry: Entry) -> Decision:
    """The decision that an entry holds."""
    return _decisions().validate_python(entry.data)
