"""Schemas looked into: their parts, the values that a field is held to, and whether a value is of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in schema.get("properties", {}).values():
        yield from nodes(inner)
    for inner in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from nodes(inner)


def properties(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a schema with its own schema."""
    for node in nodes(schema):
        yield from node.get("properties", {}).items()


def values_of(schema: Any) -> set[Any]:
    """The values of a field that is held to some; null among them where it may be missing."""
    found = set(schema.get("enum", ())) | ({None} if schema.get("type") == "null" else set())
    return found.union(*(values_of(each) for each in schema.get("anyOf", ())))


def fits(value: Any, schema: Any) -> bool:
    """Whether a value is of the schema, in the few words that ours are made of."""
    if "anyOf" in schema:
        return any(fits(value, each) for each in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    kind = schema["type"]
    if kind == "object":
        fields = schema["properties"]
        return isinstance(value, dict) and set(value) == set(fields) and all(fits(value[n], fields[n]) for n in fields)
    if kind == "array":
        return isinstance(value, list) and all(fits(each, schema["items"]) for each in value)
    types: dict[str, type | tuple[type, ...]] = {"string": str, "integer": int, "boolean": bool, "null": type(None)}
    return isinstance(value, types[kind])
