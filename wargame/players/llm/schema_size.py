"""How large a schema is, as hosted endpoints count it: beyond their bounds it is refused, after a call that is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SchemaSize:
    """What endpoints count of a schema."""

    values: int = 0
    """Values of all its enumerations together."""
    properties: int = 0
    """Properties of all its objects together."""
    depth: int = 0
    """Objects and lists within one another at the deepest place, the root among them."""

    def __or__(self, other: SchemaSize) -> SchemaSize:
        """The size of two schemas side by side."""
        return SchemaSize(self.values + other.values, self.properties + other.properties, max(self.depth, other.depth))

    @property
    def is_too_large(self) -> bool:
        """Whether it is beyond what hosted endpoints hold a model to."""
        return self.values > MOST.values or self.properties > MOST.properties or self.depth > MOST.depth


MOST = SchemaSize(values=1000, properties=5000, depth=10)
"""Bounds of strict schemas at the largest host, as published; servers of one's own have others, and say so."""


def size_of(schema: Mapping[str, Any]) -> SchemaSize:
    """The size of a schema; linear in its length. One that nests without end is as deep as can be counted."""
    try:
        return _size(schema)
    except RecursionError:
        return SchemaSize(depth=MOST.depth + 1)


def _size(schema: Mapping[str, Any]) -> SchemaSize:
    within = SchemaSize()
    for part in _parts(schema):
        within |= _size(part)
    named = schema.get("properties")
    here = SchemaSize(len(schema.get("enum", ())), len(named) if isinstance(named, Mapping) else 0)
    nests = schema.get("type") in ("object", "array")
    return SchemaSize(here.values + within.values, here.properties + within.properties, within.depth + nests)


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schemas within a schema."""
    for name in ("properties", "$defs"):
        held = schema.get(name)
        yield from (part for part in (held.values() if isinstance(held, Mapping) else ()) if isinstance(part, Mapping))
    for name in ("anyOf", "oneOf", "allOf", "prefixItems"):
        yield from (part for part in schema.get(name, ()) if isinstance(part, Mapping))
    for name in ("items", "additionalProperties"):
        if isinstance(part := schema.get(name), Mapping):
            yield part
