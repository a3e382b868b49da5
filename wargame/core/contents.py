"""What a dataclass holds, read in one call: for the few places that walk through answers and events by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields, in order."""
    return tuple([field.name for field in fields(kind)])


@cache
def reader(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the values of the fields of a dataclass of this type, in order."""
    names = names_of(kind)
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple([getattr(value, name) for name in names])
