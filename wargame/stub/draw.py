"""A value drawn at random that fits a JSON schema, within the part of the language that model endpoints accept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

WORDS = (
    "access",
    "terms",
    "audit",
    "licence",
    "enclave",
    "weights",
    "drones",
    "compute",
    "talks",
    "delay",
    "offer",
    "pledge",
    "verify",
    "budget",
    "ally",
    "rival",
    "review",
    "channel",
    "quota",
    "partner",
    "supply",
    "border",
    "signal",
    "patience",
    "leverage",
    "trust",
)
"""What texts are made of."""
_UNBOUNDED = 60
_MORE = 3


def draw(schema: Mapping[str, Any], chance: Random, root: Mapping[str, Any] | None = None) -> Any:
    """A value that the schema accepts; keys come in the order in which the schema names them."""
    root = schema if root is None else root
    if "$ref" in schema:
        return draw(_resolve(str(schema["$ref"]), root), chance, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return chance.choice(list(schema["enum"]))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return draw(chance.choice(list(schema[several])), chance, root)
    if "allOf" in schema:
        return draw({key: value for part in schema["allOf"] for key, value in part.items()}, chance, root)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = chance.choice(kind)
    return _typed(str(kind), schema, chance, root)


def _typed(kind: str, schema: Mapping[str, Any], chance: Random, root: Mapping[str, Any]) -> Any:
    if kind == "object":
        return {name: draw(part, chance, root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        least = int(schema.get("minItems", 0))
        most = min(int(schema.get("maxItems", least + _MORE)), least + _MORE)
        part = schema.get("items", {"type": "string"})
        return [draw(part, chance, root) for _ in range(chance.randint(least, max(least, most)))]
    if kind == "integer":
        low, high = _bounds(schema, 100)
        return chance.randint(low, high)
    if kind == "number":
        low, high = _bounds(schema, 1)
        return round(chance.uniform(low, high), 3)
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "null":
        return None
    return _words(chance, int(schema.get("minLength", 0)), int(schema.get("maxLength", _UNBOUNDED)))


def _bounds(schema: Mapping[str, Any], span: int) -> tuple[int, int]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1 if "exclusiveMinimum" in schema else None)
    high = schema.get("maximum", schema.get("exclusiveMaximum", 1) - 1 if "exclusiveMaximum" in schema else None)
    if low is None:
        low = 0 if high is None else min(0, high)
    return int(low), int(high if high is not None else low + span)


def _words(chance: Random, least: int, most: int) -> str:
    text = " ".join(chance.choices(WORDS, k=chance.randint(3, 9)))
    while len(text) < least:
        text += " " + chance.choice(WORDS)
    return text[:most].rstrip() if len(text[:most].rstrip()) >= least else text[:most]


def _resolve(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    node: Any = root
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node if isinstance(node, Mapping) else {}


def spoiled(value: Any) -> Any:
    """The same shape with names that do not exist: short texts become `nowhere`, numbers leave their range."""
    if isinstance(value, dict):
        return {key: part if key == "kind" else spoiled(part) for key, part in value.items()}
    if isinstance(value, list):
        return [spoiled(part) for part in value]
    if isinstance(value, str):
        return value if " " in value else "nowhere"
    if isinstance(value, int) and not isinstance(value, bool):
        return value + 1_000_000
    return value


def shape_of(texts: Sequence[str]) -> Mapping[str, Any] | None:
    """The last JSON schema of an object that stands in these texts, if one does."""
    decoder = json.JSONDecoder()
    for text in reversed(texts):
        at = text.rfind('"properties"')
        if at < 0:
            continue
        start = text.find("{")
        while 0 <= start < len(text):
            try:
                found, end = decoder.raw_decode(text, start)
            except ValueError:
                start = text.find("{", start + 1)
                continue
            if isinstance(found, dict) and "properties" in found:
                return found
            start = text.find("{", end)
    return None
