"""YAML events made into plain values, with the line and column of every key.

Only what a pack needs is accepted: text, numbers, true and false, lists and keys; no tags and no merge keys.
Nothing here recurses, so that no file can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ruamel.yaml import events as yaml

from wargame.scenario.faults import Fault, Key, dotted, shown
from wargame.scenario.scalars import scalar

DEEPEST = 24
"""Levels of nesting; the deepest pack needs six."""
MOST_VALUES = 100_000
"""Values in one file, counting each use of an alias in full."""


class Place(NamedTuple):
    """Where something stands in a file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class _Branch:
    """A list or a set of keys that is still being read."""

    value: dict[str, Any] | list[Any]
    path: Key
    anchor: str | None
    began: int
    """Values read when it was opened."""
    key: str | None = None
    """The key whose value comes next."""


class _Enough(Exception):
    """The rest of the file cannot be read with profit."""


@dataclass(slots=True)
class Tree:
    """A file as it grows out of its events."""

    file: str
    data: Any = None
    places: dict[Key, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True
    """False where reading stopped early, so that `data` is not to be used."""
    _open: list[_Branch] = field(default_factory=list)
    _anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    _values: int = 0
    _documents: int = 0

    def grow(self, stream: Iterable[yaml.Event]) -> None:
        """Take in the events of one file; errors of the parser (ruamel's MarkedYAMLError) pass through.

        What is not accepted is added to `faults`; where the rest is of no use it stops, and `whole` is False.
        """
        try:
            for event in stream:
                self._take(event)
        except _Enough:
            self.whole = False

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document begins here; a file holds one, without a line of '---'")
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            branch = self._open.pop()
            if branch.anchor:
                self._anchors[branch.anchor] = branch.value, self._values - branch.began
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        self._plain(event, event.tag)
        if len(self._open) >= DEEPEST:
            self._stop(event, f"this is nested more than {DEEPEST} levels deep; a pack needs no more than six")
        if self._awaits_key():
            self._stop(event, "a list or a set of keys stands where a key belongs; a key is one word")
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._here()
        self._put(event, value)
        self._open.append(_Branch(value, path, event.anchor, self._values))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._plain(event, event.tag)
        if self._awaits_key():
            self._name_key(event, str(event.value))
            return
        value, complaint = scalar(str(event.value), event.style not in (None, ""))
        if complaint:
            path = self._here()
            self._fault(
                event,
                path,
                f"{dotted(path[-2:] if path and isinstance(path[-1], int) else path[-1:]) or 'the file'} {complaint}",
            )
        self._put(event, value)
        if event.anchor:
            self._anchors[event.anchor] = value, 1

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor
        if self._awaits_key():
            self._stop(event, f"the alias *{name} stands where a key belongs; write the key out")
        if any(branch.anchor == name for branch in self._open):
            self._stop(event, f"the alias *{name} stands inside what it refers to, a circle; write the value out")
        if name not in self._anchors:
            self._stop(event, f"the alias *{name} refers to nothing above it; write the value out")
        value, size = self._anchors[name]
        self._values += size
        self._put(event, value)

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _name_key(self, event: yaml.ScalarEvent, key: str) -> None:
        branch = self._open[-1]
        path = (*branch.path, key)
        if key == "<<":
            self._stop(event, "merge keys (<<) are not accepted; write the keys out")
        _, complaint = scalar(key, quoted=True)
        if complaint:
            self._stop(event, f"a key {complaint}")
        if key in branch.value:
            first = self.places[path].line
            self._fault(event, path, f"{shown(key)} stands twice here, first in line {first}; keep one of the two")
        self.places.setdefault(path, _place(event))
        branch.key = key

    def _here(self) -> Key:
        if not self._open:
            return ()
        branch = self._open[-1]
        return (*branch.path, len(branch.value) if isinstance(branch.value, list) else branch.key or "")

    def _put(self, event: yaml.Event, value: Any) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self._stop(event, f"the file unfolds to more than {MOST_VALUES} values; write fewer or drop the aliases")
        path = self._here()
        self.places.setdefault(path, _place(event))
        if not self._open:
            self.data = value
            return
        branch = self._open[-1]
        if isinstance(branch.value, list):
            branch.value.append(value)
        else:
            branch.value.setdefault(branch.key or "", value)
            branch.key = None

    def _plain(self, event: yaml.Event, tag: str | None) -> None:
        if tag is not None:
            self._stop(event, f"the tag {shown(tag)} is not accepted; write the plain value")

    def _fault(self, event: yaml.Event, path: Key, sentence: str) -> None:
        self.faults.append(Fault(self.file, _place(event).line, dotted(path), sentence))

    def _stop(self, event: yaml.Event, sentence: str) -> None:
        path = self._open[-1].path if self._awaits_key() else self._here()
        self._fault(event, path, sentence)
        raise _Enough


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1)
