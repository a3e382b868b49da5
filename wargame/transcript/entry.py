"""One entry of a transcript: how it is written as a line, chained to the line before, and read back.

What events and decisions are as values stands in `entry_values`: whoever shows lines alone need not read their types,
nor pydantic.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_args

from wargame.core.ids import PUBLIC, Audience
from wargame.core.prose import Sentence, Text, digest_of, length_of
from wargame.errors import TranscriptError

SCHEMA = 3
"""Version of the format; it stands in the header, and an unknown one is refused."""
READABLE = (2, SCHEMA)
"""Versions that can be read, and gone on with; texts have no salt in the first."""

QUICK = "pydantic_core"
"""A module with a quick reader and writer of JSON."""

EntryKind = Literal["header", "decision", "event", "call", "blob", "clock", "override", "end"]
KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
FIRST = "0" * 64
"""What the first line gives as the hash of the line before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a transcript, parsed."""

    n: int
    """Running number from 1; it equals the line number."""
    kind: EntryKind
    turn: int
    """From 0, the opening."""
    phase: str
    audience: tuple[str, ...] | str
    """`public`, or the seats that may read it beside control; empty for control alone."""
    causes: tuple[str, ...]
    """Ids of events, decisions, moves or acts behind it."""
    prev: str
    """SHA-256 of the line before, in hexadecimal."""
    data: dict[str, Any]
    """What the kind holds, with texts in place of references to them."""


def line_of(
    n: int, kind: EntryKind, turn: int, phase: str, audience: Audience, causes: tuple[str, ...], prev: str, data: bytes
) -> bytes:
    """The canonical bytes of a line, without the line feed; `data` is JSON already, names need no escapes.

    `n` counts from 1, `prev` is the hash of the line before (`FIRST` if there is none). Nothing is checked.
    """
    who = '"public"' if audience == PUBLIC else names_in_json(audience)
    head = (
        f'{{"n":{n},"kind":"{kind}","turn":{turn},"phase":"{phase}",'
        f'"audience":{who},"causes":{names_in_json(causes)},"prev":"{prev}","data":'
    )
    return head.encode() + data + b"}"


def names_in_json(names: Iterable[str]) -> str:
    """A list of names that need no escapes, as JSON."""
    joined = '","'.join(names)
    return f'["{joined}"]' if joined else "[]"


def blob_data(words: str) -> bytes:
    """A text as it is stored. What stands before `salt` and `text` is chained; those are vouched for by the hash."""
    length = f',"length":{length_of(words)}'
    gone = isinstance(words, Text) and words.is_removed
    salt = f',"salt":"{words.salt}"' if isinstance(words, Text) and words.salt else ""
    text = b"" if gone else f'{salt},"text":'.encode() + _quoted(str(words))
    return f'{{"hash":"{digest_of(words)}"{length}'.encode() + text + b"}"


def in_json(data: Any) -> bytes:
    """As JSON; halves of characters, which models can send and UTF-8 cannot hold, become escapes."""
    try:
        return _WHOLE(data).encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode()


_WHOLE = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _quoted(words: str) -> bytes:
    """As `in_json`, faster for long texts."""
    quick = getattr(sys.modules.get(QUICK), "to_json", in_json)
    try:
        return bytes(quick(words))
    except ValueError:
        return in_json(words)


SALT_BEFORE = 400
"""Bytes of a line within which its salt begins, if it has one."""


def linked(line: bytes) -> str:
    """The hash under which the next line knows a line: of a stored text all but text and salt counts. 64 hex digits."""
    if line.find(b'"kind":"blob"', 0, 40) >= 0:
        at = line.find(b',"salt":"', 0, SALT_BEFORE)
        if (at := at if at > 0 else line.find(b',"text":')) > 0:
            return digest(line[:at] + b"}}")
    return digest(line)


def digest(line: bytes | memoryview) -> str:
    """SHA-256 of a line, as 64 hex digits."""
    return hashlib.sha256(line).hexdigest()


def parse(line: bytes, number: int, texts: dict[str, Text]) -> Entry:
    """Read one line, which comes without its line feed; TranscriptError names it if it is no entry numbered `number`.

    Where it refers to a text, the text stands in `data`; one that it stores is taken up in `texts`, so lines are read
    in their order.
    """
    stored = _stored(line, number, texts)
    if stored is not None:
        return stored
    try:
        raw = _decoded(line, texts)
        if type(raw) is not dict:
            raise _Fault(f"this is no transcript entry: it is {_named(raw)}, not an object")
        audience = raw["audience"] if isinstance(raw["audience"], str) else tuple(raw["audience"])
        entry = Entry(
            raw["n"], raw["kind"], raw["turn"], raw["phase"], audience, tuple(raw["causes"]), raw["prev"], raw["data"]
        )
        _check(entry, number)
        if entry.kind == "blob":
            _take_up(entry, line, texts)
    except _Fault as fault:
        raise TranscriptError(f"line {number}: {fault}") from None
    except KeyError as fault:
        raise TranscriptError(f"line {number}: this is no transcript entry: it has no {fault}") from None
    except RecursionError:
        raise TranscriptError(f"line {number}: this is no transcript entry: it is nested too deep") from None
    except (ValueError, TypeError, AttributeError) as fault:
        raise TranscriptError(f"line {number}: this is no transcript entry ({fault})") from None
    return entry


def _check(entry: Entry, number: int) -> None:
    """What every line must be, whatever its kind."""
    if type(entry.n) is not int or entry.n != number:
        raise _Fault(f"it says that it is line {entry.n!r}")
    if entry.kind not in KINDS:
        raise _Fault(f"there is no kind of entry called {entry.kind!r}; the kinds are {', '.join(KINDS)}")
    if type(entry.turn) is not int or entry.turn < 0 or type(entry.phase) is not str:
        raise _Fault(f"it is of turn {entry.turn!r}, {entry.phase!r}; a turn is a whole number, a phase a word")
    if type(entry.data) is not dict:
        raise _Fault(f"its data is {_named(entry.data)}, not an object")
    for each in (*entry.audience, *entry.causes, entry.prev):
        if type(each) is not str:
            raise _Fault("its audience, its causes and what it follows are no words")


def _named(value: Any) -> str:
    """What JSON calls a value."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


class _Fault(Exception):
    """What is wrong with the words of a line."""


def _decoded(line: bytes, texts: Mapping[str, Text]) -> Any:
    """A line as JSON, with what its references refer to.

    The parser of pydantic takes half the time of the one of Python, and is used once anything else has read it: to read
    it takes longer than a page of lines. Whatever it will not have, such as halves of characters or nesting beyond its
    depth, is left to the latter, which has always said what a record may hold.
    """
    refers = b'{"blob":"' in line
    quick = getattr(sys.modules.get(QUICK), "from_json", json.loads)
    try:
        raw = quick(line)
    except ValueError:
        return json.loads(line, object_hook=partial(_resolved, texts)) if refers else json.loads(line)
    return _resolved_within(texts, raw) if refers else raw


def _resolved_within(texts: Mapping[str, Text], value: Any) -> Any:
    """The same value with every reference in it resolved, the innermost first."""
    if type(value) is list:
        if NESTED.isdisjoint(map(type, value)):
            return value
        return [_resolved_within(texts, each) if type(each) in NESTED else each for each in value]
    if not NESTED.isdisjoint(map(type, value.values())):
        for name, each in value.items():
            if type(each) in NESTED:
                value[name] = _resolved_within(texts, each)
    return _resolved(texts, value) if len(value) == 1 else value


NESTED = frozenset((dict, list))
"""What JSON holds other values in."""


def _resolved(texts: Mapping[str, Text], found: dict[str, Any]) -> Any:
    """A reference as what it refers to; everything else as it is."""
    if len(found) != 1:
        return found
    if "pieces" in found:
        if type(found["pieces"]) is not list or not all(isinstance(each, str) for each in found["pieces"]):
            raise _Fault("a sentence is a list of texts")
        return Sentence(tuple(found["pieces"]))
    if "blob" not in found:
        return found
    name = found["blob"]
    if type(name) is not str or name not in texts:
        raise _Fault(f"it refers to the text {name}, which no line before it stores")
    return texts[name]


_SALT = re.compile(r"[0-9a-f]{32}")
_STORED = re.compile(
    rb'\{"n":([1-9]\d*),"kind":"blob","turn":(0|[1-9]\d*),"phase":"([a-z]*)","audience":\[\],"causes":\[\],'
    rb'"prev":"([0-9a-f]{64})","data":\{"hash":"([0-9a-f]{64})","length":(0|[1-9]\d*),(?:"salt":"([0-9a-f]{32})",)?"text":"'
)


def _stored(line: bytes, number: int, texts: dict[str, Text]) -> Entry | None:
    """The entry of a stored text as nearly all are written, made without decoding the rest of its line.

    None for every other line, and wherever anything is amiss: then the long way says what. A text without escapes is
    written as it must be if it is JSON at all.
    """
    found = _STORED.match(line) if line.endswith(b'"}}') else None
    if found is None or len(line) - found.end() < 3:
        return None
    n, turn, phase, prev, name, length, salt = (each.decode() for each in found.groups(b""))
    quoted = line[found.end() - 1 : -2]
    try:
        words = _unquoted(quoted)
    except ValueError:
        return None
    if type(words) is not str or int(n) != number or str(len(words)) != length or name in texts:
        return None
    written: bytes | memoryview = memoryview(quoted)[1:-1]
    if b"\\" in quoted:
        if _quoted(words) != quoted:
            return None
        written = words.encode()
    if digest(salt.encode() + written if salt else written) != name:
        return None
    text = texts[name] = Text.proved(words, name, salt)
    salted = {"salt": salt} if salt else {}
    data = {"hash": name, "length": len(text), **salted, "text": text}
    return Entry(number, "blob", int(turn), phase, (), (), prev, data)


def _unquoted(quoted: bytes) -> Any:
    quick = getattr(sys.modules.get(QUICK), "from_json", None)
    return json.loads(quoted.decode()) if quick is None else quick(quoted)


def _take_up(entry: Entry, line: bytes, texts: dict[str, Text]) -> None:
    data = entry.data
    name, words, salt = data["hash"], data.get("text"), data.get("salt", "")
    if type(name) is not str or type(data["length"]) is not int or not isinstance(words, str | None):
        raise _Fault("a text has a hash, a length and its words")
    if "salt" in data and (type(salt) is not str or _SALT.fullmatch(salt) is None):
        raise _Fault("the salt of a text has 32 hex digits")
    if name in texts:
        raise _Fault(f"the text {name} is stored a second time")
    text = Text.removed(name, data["length"]) if words is None else Text(words, salt)
    if text.digest != name:
        raise _Fault("the text that it stores is not the one that its hash names")
    stored = line_of(entry.n, "blob", entry.turn, entry.phase, (), entry.causes, entry.prev, blob_data(text))
    if stored != line:
        raise _Fault("the text that it stores is not written as it must be")
    texts[name] = text
