"""What a key of a file accepts, in words, read off the JSON schema of its model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from wargame.scenario.faults import Key, one_of

Schema = Mapping[str, Any]

_PATTERNS = {
    r"^[a-z][a-z0-9_]{1,23}$": "a name of 2 to 24 lower-case letters, digits and _, such as 'new_delhi'",
    r"^[a-z][a-z0-9_-]{1,31}$": "a name of 2 to 32 lower-case letters, digits, _ and -, such as 'gpt-oss'",
    r"^[a-z][a-z0-9-]{1,39}$": "a name of 2 to 40 lower-case letters, digits and -, such as 'first-download'",
    r"^20\d\d-(0[1-9]|1[0-2])$": "a month such as '2026-07'",
    r"^F\d{1,3}$": "the number of a fact, such as 'F12'",
    r"^[a-z]{2}$": "a country code of two lower-case letters, such as 'fr'",
}


@lru_cache(maxsize=16)
def schema_of(model: type[BaseModel]) -> Schema:
    """The JSON schema of a model."""
    return model.model_json_schema()


def nodes(root: Schema, key: Key, data: Any) -> tuple[Schema, ...]:
    """The schemas that may stand at a key; where a union has branches by `kind`, the data choose.

    Empty where nothing may stand there.
    """
    found: tuple[Schema, ...] = tuple(_branches(root, root, data))
    for part in key:
        inner = data[part] if _holds(data, part) else None
        found = tuple(branch for node in found for step in _step(node, part) for branch in _branches(root, step, inner))
        data = inner
    return found


def accepts(found: tuple[Schema, ...]) -> str:
    """What schemas accept, such as `a number from 0 to 100` or `one of open or closed`; `nothing` if there are none."""
    words = options(found)
    phrases = [f"one of {one_of(words)}" if len(words) > 1 else f"{words[0]!r}"] if words else []
    phrases += [_phrase(node) for node in found if node.get("type") != "null" and not _enum(node)]
    return one_of(dict.fromkeys(phrases))


def keys_of(found: tuple[Schema, ...]) -> tuple[str, ...]:
    """The keys that may stand inside a value."""
    names = [name for node in found for name in (*node.get("properties", ()), *_enum(node.get("propertyNames", {})))]
    return tuple(dict.fromkeys(names))


def key_phrase(found: tuple[Schema, ...]) -> str:
    """What the keys inside a value have to look like."""
    for node in found:
        if names := _enum(node.get("propertyNames", {})):
            return f"one of {one_of(names)}"
        for pattern in node.get("patternProperties", ()):
            return _PATTERNS.get(pattern, f"text that matches {pattern}")
    return one_of(keys_of(found))


def options(found: tuple[Schema, ...]) -> tuple[str, ...]:
    """The words that are accepted, where only certain words are."""
    return tuple(str(word) for node in found for word in _enum(node))


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _branches(root: Schema, node: Schema, data: Any) -> Iterator[Schema]:
    if "$ref" in node:
        yield from _branches(root, root["$defs"][node["$ref"].rpartition("/")[2]], data)
    elif forks := node.get("anyOf") or node.get("oneOf"):
        choices = [branch for choice in forks for branch in _branches(root, choice, data)]
        kind = data.get("kind") if isinstance(data, dict) else None
        chosen = [choice for choice in choices if kind in _enum(choice.get("properties", {}).get("kind", {}))]
        yield from chosen or choices
    else:
        yield node


def _step(node: Schema, part: str | int) -> Iterator[Schema]:
    if isinstance(part, int):
        if "items" in node:
            yield node["items"]
    elif part in node.get("properties", {}):
        yield node["properties"][part]
    else:
        yield from node.get("patternProperties", {}).values()
        if isinstance(node.get("additionalProperties"), Mapping):
            yield node["additionalProperties"]


def _enum(node: Schema) -> tuple[Any, ...]:
    return (node["const"],) if "const" in node else tuple(node.get("enum", ()))


def _phrase(node: Schema) -> str:
    if words := _enum(node):
        return f"one of {one_of(words)}"
    kind = node.get("type")
    if kind in ("number", "integer"):
        return ("a whole number" if kind == "integer" else "a number") + _range(node)
    if kind == "boolean":
        return "true or false"
    if kind == "array":
        items = node.get("items", {})
        inner = f" of which each is {_phrase(items)}" if items.get("type") == "string" else ""
        return _a_list(node) + inner
    if kind == "object":
        return "a set of keys and values"
    return _text(node)


def _text(node: Schema) -> str:
    if "pattern" in node:
        return _PATTERNS.get(node["pattern"], f"text that matches {node['pattern']}")
    low, high = node.get("minLength"), node.get("maxLength")
    if low and high:
        return f"text of {low} to {high} characters"
    return f"text of at least {low} characters" if low else f"text of at most {high} characters" if high else "text"


def _a_list(node: Schema) -> str:
    low, high = node.get("minItems"), node.get("maxItems")
    said = f" of at least {'one item' if low == 1 else f'{low} items'}" if low else ""
    if high is None:
        return f"a list{said}"
    return f"a list{said} and of at most {high}" if said else f"a list of at most {high} item{'s' * (high != 1)}"


def _range(node: Schema) -> str:
    low, high, above = node.get("minimum"), node.get("maximum"), node.get("exclusiveMinimum")
    if above is not None:
        return f" above {above:g} and up to {high:g}" if high is not None else f" above {above:g}"
    if low is not None and high is not None:
        return f" from {low:g} to {high:.16g}"
    return f" of at least {low:g}" if low is not None else f" of at most {high:g}" if high is not None else ""
