"""Moves and orders as they may be written: as a call, by their kind alone, with readers under another name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from wargame.core.domains import fields_of
from wargame.players.llm.loose_values import plain

REMARKS = ("id", "priority", "urgency", "tone", "title", "label", "summary", "confidence", "importance")
"""Fields with a word or a number that a model adds to a move or an order, and by which nothing is meant."""
HOLDERS = ("args", "arguments", "parameters", "params", "fields")
"""Fields in which a model puts all that a move or an order says beside its kind, as in a call."""
READERS = ("recipient", "recipients", "addressee", "addressees")
"""Names under which the readers of a move may stand."""


def is_bare(thing: type) -> bool:
    """Whether a kind of thing says nothing but its kind."""
    return set(fields_of(thing)) <= {"kind"}


def names_apart(given: Any, known: Collection[str]) -> list[str]:
    """The names that a text holds between commas; nothing unless all of them are known, by their plain forms."""
    parts = [part.strip() for part in given.split(",")] if isinstance(given, str) and "," in given else []
    return parts if all(plain(part) in known for part in parts) else []


def other_names(value: dict[str, Any], known: Collection[str], at: str) -> Iterator[str]:
    """Put the readers of a move where they belong, if they stand under one other name, and intents that are null."""
    others = [name for name in READERS if name in value and name not in known]
    if "to" in known and "to" not in value and len(others) == 1:
        value["to"] = value.pop(others[0])
        yield f"{at}.{others[0]} is read as to"
    if "intents" in known and value.get("intents", ()) is None:
        value["intents"] = []
        yield f"{at}.intents is null, read as []"


def unheld(given: dict[str, Any], known: Collection[str], place: str) -> Iterator[str]:
    """Take what stands in a holder of its own beside the kind out of it, where nothing else stands there."""
    names = [name for name in given if name != "kind"]
    if len(names) != 1 or plain(names[0]) not in HOLDERS or names[0] in known:
        return
    inner = given[names[0]]
    if isinstance(inner, dict) and set(inner) <= set(known) - {"kind"}:
        del given[names[0]]
        given |= inner
        yield f"{place}.{names[0]} is read as its fields"
