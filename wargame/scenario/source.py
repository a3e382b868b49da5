"""A file of a pack as read: plain values, the place of every key, and what kept it from being read.

Whatever is wrong with a file comes back as faults, never as an exception. What values are right is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from wargame.core.plain_text import steering, unsteered
from wargame.scenario.faults import Fault, Key, dotted, shown
from wargame.scenario.kept_bundles import text_of
from wargame.scenario.tree import Place, Tree

LONGEST = 1024 * 1024
"""Bytes in one file."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A YAML file as read."""

    file: str
    text: str
    data: dict[str, Any]
    """The values; empty where the file could not be read."""
    places: Mapping[Key, Place] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    readable: bool = True
    """False where `data` is empty because the file could not be read."""
    written: Mapping[str, Any] = field(default_factory=dict)
    """The values before any were cut out; only for asking what is named where, since places follow `data`."""

    def place(self, key: Key) -> Place:
        """Where a key stands, or the nearest thing above it that is there; the first line where nothing is."""
        for end in range(len(key), -1, -1):
            if key[:end] in self.places:
                return self.places[key[:end]]
        return Place(1, 1)

    def fault(self, key: Key, sentence: str) -> Fault:
        """A fault at a key of this file."""
        return Fault(self.file, self.place(key).line, dotted(key), sentence)

    def fault_at_word(self, key: Key, word: str, sentence: str) -> Fault:
        """A fault at the line of a word within the text at a key; at the key where the word is not found."""
        first = self.place(key).line
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        for number, line in enumerate(self.text.split("\n")[first - 1 :], first):
            if pattern.search(line):
                return Fault(self.file, number, dotted(key), sentence)
        return self.fault(key, sentence)

    def fault_at_line(self, line: int, sentence: str) -> Fault:
        """A fault at a line of this file, with the key whose value it is part of."""
        return Fault(self.file, line, dotted(_key_at(self, line, len(self.text))), sentence)

    def at(self, key: Key) -> Any:
        """The value at a key; None where there is none."""
        value: Any = self.data
        for part in key:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def without(self, cut: Iterable[Key]) -> SourceFile:
        """The same file with some values cut out, where what is left keeps its place."""
        gone, places = set(cut), dict[Key, Place]()
        data = _pruned(self.data, (), (), gone, self.places, places)
        return replace(self, data=data, places=places)


def _pruned(
    value: Any, old: Key, new: Key, gone: set[Key], before: Mapping[Key, Place], after: dict[Key, Place]
) -> Any:
    if old in before:
        after[new] = before[old]
    if isinstance(value, dict):
        kept = [key for key in value if (*old, key) not in gone]
        return {key: _pruned(value[key], (*old, key), (*new, key), gone, before, after) for key in kept}
    if isinstance(value, list):
        rest = [index for index in range(len(value)) if (*old, index) not in gone]
        return [_pruned(value[index], (*old, index), (*new, to), gone, before, after) for to, index in enumerate(rest)]
    return value


def read(path: Path) -> SourceFile:
    """Read a YAML file of at most LONGEST bytes. What is wrong with it, a missing file too, stands in its faults.

    The last 256 files are kept parsed until `forget`, so that only their bytes are read again.
    """
    text, faults = _decoded(path)
    return _parsed(str(path), text) if not faults else SourceFile(str(path), text, {}, {}, faults, False)


def read_as(file: str, text: str) -> SourceFile:
    """The same for a text that is to stand in a YAML file; nothing is read."""
    return _parsed(file, text)


def read_text(path: Path) -> tuple[str, tuple[Fault, ...]]:
    """Read a text file of at most LONGEST bytes: its text, and what kept it from being read.

    With any fault the text is empty; nothing is raised.
    """
    text, faults = _decoded(path)
    faults = faults or tuple(Fault(str(path), number, "", said) for number, _, said in _strays(text))
    return ("" if faults else text), faults


def _strays(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and complaint of the first character in each line that is not plain text."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := steering(line):
            said = f"the character U+{ord(found):04X} is not plain text; remove it"
            yield number, line.index(found) + 1, said


def _decoded(path: Path) -> tuple[str, tuple[Fault, ...]]:
    file = str(path)
    try:
        if path.is_dir():
            return "", (Fault(file, 1, "", "this is a folder; a text file must stand here"),)
        if not path.exists():
            return "", (Fault(file, 1, "", "there is no such file; create it"),)
        if not path.is_file():
            return "", (Fault(file, 1, "", "this is no ordinary file; a text file must stand here"),)
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LONGEST else b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return "", (Fault(file, 1, "", f"the file cannot be read: {reason}; make it a readable text file"),)
    if size > LONGEST:
        return "", (Fault(file, 1, "", f"the file has {size} bytes; at most {LONGEST} (1 MiB) are accepted"),)
    try:
        text = text_of(raw)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        sentence = f"byte 0x{byte:02x} at offset {error.start} is not UTF-8; save the file as UTF-8 text"
        return "", (Fault(file, line, "", sentence),)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return "", (Fault(file, line, "", "the character U+0000 is not plain text; remove it"),)
    return text, ()


def forget() -> None:
    """Keep no file that was read: whoever opens one game and goes on to play it reads none a second time."""
    _parsed.cache_clear()


@lru_cache(maxsize=256)
def _parsed(file: str, text: str) -> SourceFile:
    """A file from its text; characters that are not plain text are told with the key they stand at, and left out."""
    source = _grown(file, unsteered(text))
    strays = [Fault(file, line, dotted(_key_at(source, line, column)), said) for line, column, said in _strays(text)]
    return replace(source, faults=(*strays, *source.faults))


def _key_at(source: SourceFile, line: int, column: int) -> Key:
    """The last key that begins at or before a place."""
    before = [(place, key) for key, place in source.places.items() if key and place <= (line, column)]
    return max(before, key=lambda found: found[0])[1] if before else ()


def _grown(file: str, text: str) -> SourceFile:
    tree = Tree(file)
    try:
        tree.grow(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        tree.faults.append(_syntax(file, error))
        tree.whole = False
    except Exception as error:  # ruamel lets a few plain errors through, such as ValueError for a bad escape
        line = max((place.line for place in tree.places.values()), default=1)
        tree.faults.append(Fault(file, line, "", f"this is not YAML ({error}); write `key: value` lines"))
        tree.whole = False
    if tree.whole and not isinstance(tree.data, dict):
        sentence = "the file is empty" if tree.data is None else f"the file holds {shown(tree.data)}"
        tree.faults.append(Fault(file, 1, "", f"{sentence}; it must hold `key: value` lines"))
        tree.whole = False
    data = tree.data if tree.whole else {}
    return SourceFile(file, text, data, tree.places, tuple(tree.faults), tree.whole, data)


_HINTS = (
    ("'\\t'", "a tab stands where YAML wants spaces; indent with spaces"),
    ("mapping values are not allowed", "a colon stands where none can; indent the line, or quote text with a colon"),
    ("could not find expected ':'", "a key has no colon after it; write `key: value`"),
    ("expected <block end>", "the indentation does not fit the lines above; line up keys of the same level"),
    ("<document start>", "the indentation does not fit the lines above; line up keys of the same level"),
    ("cannot start any token", "a character stands where none can; put the text in quotes"),
    ("found unknown escape", "a backslash in double quotes starts an unknown escape; use single quotes"),
)
_UNCLOSED = (
    ("unexpected end of stream", "a quotation mark is not closed; close it"),
    ("expected ',' or", "a bracket is not closed; add the missing comma or bracket"),
    ("found '<stream end>'", "a bracket is not closed; close it"),
)
"""Faults that are best shown where the thing began."""


def _syntax(file: str, error: MarkedYAMLError) -> Fault:
    problem = str(error.problem or error.context or "the text cannot be parsed")
    began = next((hint for found, hint in _UNCLOSED if found in problem), None)
    hint = began or next((hint for found, hint in _HINTS if found in problem), None)
    mark = (began and error.context_mark) or error.problem_mark or error.context_mark
    sentence = hint or f"this is not YAML: {problem}; write `key: value` lines"
    column = f" (column {mark.column + 1})" if mark else ""
    return Fault(file, mark.line + 1 if mark else 1, "", sentence + column)
