"""From types to JSON schema, within what every endpoint accepts.

The root is an object; `anyOf` and never `oneOf`; the tag comes first; everything is required, what may be
missing may be null; nothing else is let in; no references, no recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wargame.core.domains import Domain, fields_of, tag_of

Json = dict[str, Any]
HeldValues = Mapping[str, Sequence[Any]]
"""Values that fields of a type are held to; of a list field, the values of its items."""
NOTHING: Json = {"anyOf": []}
"""No value at all; it stands in no finished schema."""
PLAIN: Mapping[str, str] = {"integer": "integer", "number": "number", "flag": "boolean"}
"""Names of plain types; all others are text."""
WHOLE: tuple[HeldValues, ...] = ({},)
"""No field is held to anything."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a schema is narrowed by; nothing for the stable ones."""

    cuts: Mapping[type, Sequence[HeldValues]] = field(default_factory=dict)
    """For each type, the variants that stand for it; none means that it may not appear."""
    longest: Mapping[str, int] = field(default_factory=dict)
    """Longest text by name of field."""
    most: Mapping[str, int] = field(default_factory=dict)
    """Most items by name of list field."""
    unwritten: frozenset[tuple[type, str]] = frozenset()
    """Fields that are left out because they follow from the others."""
    may_be_empty: frozenset[str] = frozenset()
    """List fields with a limit that may be empty all the same."""
    seats: tuple[str, ...] = ()
    """Every seat that a field may name; none leaves them free."""
    named: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Values of free fields by name, whatever type they stand in; a cut goes before them."""
    free: frozenset[str] = frozenset()
    """Fields that name a seat and are left free all the same."""


def schema_of(reply: type, narrow: Narrowing | None = None) -> Json:
    """The schema of a reply; its root is one object."""
    (root,) = _variants(reply, narrow or Narrowing())
    return root


def one_of(values: Iterable[Any]) -> Json:
    """Exactly these values, all text or all numbers; null may be among them."""
    given = list(values)
    known = [value for value in given if value is not None]
    if not known:
        return {"type": "null"}
    kind = "boolean" if isinstance(known[0], bool) else "integer" if isinstance(known[0], int) else "string"
    schema: Json = {"type": kind, "enum": known}
    return schema if len(known) == len(given) else {"anyOf": [schema, {"type": "null"}]}


def an_object(properties: Mapping[str, Json]) -> Json:
    """An object with these fields, all of them and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _variants(cls: type, narrow: Narrowing) -> list[Json]:
    """A dataclass as objects, one for each cut of it."""
    tag = tag_of(cls)
    first = {"kind": one_of([tag])} if tag else {}
    domains = {name: domain for name, domain in fields_of(cls).items() if (cls, name) not in narrow.unwritten}
    return [
        an_object({**first, **{name: _field(name, domain, cut.get(name), narrow) for name, domain in domains.items()}})
        for cut in narrow.cuts.get(cls, WHOLE)
    ]


def _field(name: str, domain: Domain, held: Sequence[Any] | None, narrow: Narrowing) -> Json:
    if domain.many:
        items = one_of(held) if held is not None else _either(_entry(name, domain, narrow))
        return _list(name, items, narrow)
    if held is not None:
        return one_of(held)
    return _either([*_entry(name, domain, narrow), *([{"type": "null"}] if domain.nullable else [])])


def _list(name: str, items: Json, narrow: Narrowing) -> Json:
    if items == NOTHING:
        return {"type": "array", "items": {"type": "null"}, "maxItems": 0}
    schema: Json = {"type": "array", "items": items}
    if name in narrow.most:
        if name not in narrow.may_be_empty:
            schema["minItems"] = 1
        schema["maxItems"] = narrow.most[name]
    return schema


def _entry(name: str, domain: Domain, narrow: Narrowing) -> list[Json]:
    """What one entry of a field may be."""
    if domain.kind in ("seat", "integer") and narrow.named.get(name):
        return [one_of(narrow.named[name])]
    if domain.kind == "seat" and narrow.seats and name not in narrow.free:
        return [one_of(narrow.seats)]
    if domain.kind == "choice":
        return [one_of(domain.values)]
    if domain.kind == "things":
        return [variant for thing in domain.types for variant in _variants(thing, narrow)]
    if domain.kind == "words" and name in narrow.longest:
        return [{"type": "string", "maxLength": narrow.longest[name]}]
    return [{"type": PLAIN.get(domain.kind, "string")}]


def _either(parts: Sequence[Json]) -> Json:
    """One of several; nested choices are laid out flat, and nothing at all can be nothing but null."""
    flat: list[Json] = []
    for part in parts:
        flat += part["anyOf"] if set(part) == {"anyOf"} else [part]
    if not flat:
        return NOTHING
    return flat[0] if len(flat) == 1 else {"anyOf": flat}
