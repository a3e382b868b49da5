"""JSON as models write it where nothing holds them to the letter: read whole or not at all, and what was let pass told.

Let pass is what leaves no doubt about the value: other quotes, a comma too many, or none before the next key, comments,
keys without quotes, the constants of Python, a line break within a text. Where a text, a list or an object ends is
never guessed: nothing is completed.
"""

from __future__ import annotations

import re
from typing import Any

from wargame.players.llm.request import READING

DEEPEST = 60
"""Levels of nesting that are read; no reply that is asked for has more than ten."""
_BLANK = re.compile(r"[\s\ufeff\u200b]+")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_HASH = re.compile(r"#[^\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?(?![\w.])")
_NEXT_KEY = re.compile(r'"[A-Za-z_]\w{0,40}"\s*:')
"""What can be nothing but the next key of an object."""
_LOOSE_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:0[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<usual>\d{1,15}(?:\.\d{1,15})?))(?![\w.])"
)
"""A number with a plus, or in the sixteens."""
_OTHER_MARKS = {":": ("=>", "="), ",": (";",)}
"""Marks between values with what other languages have in their place."""
_SYMBOL = re.compile(r":(?P<name>[A-Za-z_]\w*)")
_NAME = re.compile(r"[A-Za-z_]\w*")
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u201e": "\u201c", "\u2018": "\u2019", "\u00ab": "\u00bb"}
"""Opening quotes with what closes them."""
_WIDE_QUOTES = {"\uff02": "\uff02", "\u300c": "\u300d", "`": "`"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_OF_PYTHON = {"True": True, "False": False, "None": None}
_NO_VALUE = ("NaN", "Infinity", "undefined", "nan", "inf")
"""Words of other languages for a value that is none."""
_WIDE = {":": "\uff1a", ",": "\uff0c"}
"""Marks between values with what East Asian keyboards write for them."""
_WRITTEN_OUT = re.compile(r"(?:\\[nrt])+")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")


def read_loosely(text: str, at: int = 0, reading: int = READING) -> tuple[Any, int, tuple[str, ...]]:
    """The value that begins at a place, where it ends, and what was let pass; ValueError if there is none, whole.

    Linear in its length. Text after the value is not looked at. `reading` are the rules of what is let pass.
    """
    reader = _Reader(text, at, reading)
    value = reader.value(0)
    return value, reader.at, tuple(reader.passed)


class _Reader:
    """One value on its way."""

    def __init__(self, text: str, at: int, reading: int) -> None:
        self.text, self.at, self.more, self.most = text, at, reading > 2, reading > 3
        self.widest = reading > 4
        self.quotes = _QUOTES | _WIDE_QUOTES if self.most else _QUOTES
        self.passed: dict[str, None] = {}

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise ValueError(f"it is nested more than {DEEPEST} levels deep")
        self._skip()
        mark = self._mark()
        if mark == "{":
            return self._object(depth)
        if mark == "[":
            return self._list(depth)
        if mark in self.quotes:
            return self._text()
        if found := _NUMBER.match(self.text, self.at):
            self.at = found.end()
            return float(found[0]) if set(found[0]) & set(".eE") else int(found[0])
        if found := _NAME.match(self.text, self.at):
            self.at = found.end()
            if found[0] in _CONSTANTS:
                return _CONSTANTS[found[0]]
            if found[0] in _OF_PYTHON:
                self._pass("a constant of Python")
                return _OF_PYTHON[found[0]]
            if self.more and found[0] in _NO_VALUE:
                self._pass(f"{found[0]} for null")
                return None
        if (
            self.widest
            and (found := _LOOSE_NUMBER.match(self.text, self.at))
            and (found["sign"] == "+" or found["hex"])
        ):
            self.at = found.end()
            self._pass("a number in another notation")
            number = int(found["hex"], 16) if found["hex"] else float(found["usual"])
            size = int(number) if number == int(number) else number
            return -size if found["sign"] == "-" else size
        raise ValueError(f"no value at character {self.at}")

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while not self._ended("}", bool(found)):
            name = self._key()
            self._skip()
            if not self._parts(":"):
                raise ValueError(f"no colon at character {self.at}")
            self.at += 1
            found[name] = self.value(depth + 1)
        return found

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while not self._ended("]", bool(found)):
            found.append(self.value(depth + 1))
        return found

    def _ended(self, closing: str, begun: bool) -> bool:
        """Past the comma before the next member, or past the end."""
        self._skip()
        if begun and self._parts(","):
            self.at += 1
            self._skip()
            while self.most and self._mark() == ",":
                self._pass("a comma too many")
                self.at += 1
                self._skip()
            if self._mark() == closing:
                self._pass("a comma before the end")
        elif begun and self.most and closing == "}" and _NEXT_KEY.match(self.text, self.at):
            self._pass("no comma before a key")
        elif begun and self._mark() != closing:
            raise ValueError(f"no comma at character {self.at}")
        if self._mark() != closing:
            return False
        self.at += 1
        return True

    def _parts(self, mark: str) -> bool:
        """Whether this mark between values stands here, wide or not."""
        if self._mark() == mark:
            return True
        for other in _OTHER_MARKS[mark] if self.widest else ():
            if self.text.startswith(other, self.at):
                self._pass("marks of another language between values")
                self.at += len(other) - 1
                return True
        if not self.more or self._mark() != _WIDE[mark]:
            return False
        self._pass("wide marks between values")
        return True

    def _key(self) -> str:
        if self._mark() in self.quotes:
            return self._text()
        if found := _NAME.match(self.text, self.at):
            self.at = found.end()
            self._pass("a key without quotes")
            return found[0]
        if self.widest and (found := _SYMBOL.match(self.text, self.at)):
            self.at = found.end()
            self._pass("a key without quotes")
            return found["name"]
        raise ValueError(f"no key at character {self.at}")

    def _text(self) -> str:
        opening = self._mark()
        closing = self.quotes[opening]
        if self.widest and opening in "\"'" and self.text.startswith(opening * 3, self.at):
            end = self.text.find(opening * 3, self.at + 3)
            if end >= 0:
                found = self.text[self.at + 3 : end]
                self.at = end + 3
                self._pass("three quotes around a text")
                return found
        if opening != '"':
            self._pass("other quotes")
        self.at += 1
        parts: list[str] = []
        while (mark := self._mark()) != closing:
            if mark == "\\":
                parts.append(self._escape())
                continue
            if mark in "\n\r\t":
                self._pass("a line break within a text")
            parts.append(mark)
            self.at += 1
        self.at += 1
        return "".join(parts)

    def _escape(self) -> str:
        self.at += 1
        mark = self._mark()
        self.at += 1
        if mark == "\n" and self.widest:
            self._pass("a line that goes on")
            return ""
        if mark != "u":
            return _ESCAPES.get(mark, mark)
        found = _HEX.match(self.text, self.at)
        if not found:
            raise ValueError(f"no character is escaped at character {self.at}")
        self.at += 4
        high = int(found[0], 16)
        if 0xD800 <= high < 0xDC00 and self.text.startswith("\\u", self.at):
            low = _HEX.match(self.text, self.at + 2)
            if low and 0xDC00 <= int(low[0], 16) < 0xE000:
                self.at += 6
                return chr(0x10000 + ((high - 0xD800) << 10) + int(low[0], 16) - 0xDC00)
        return chr(high)

    def _skip(self) -> None:
        """Past blanks and comments."""
        while True:
            if found := _BLANK.match(self.text, self.at):
                self.at = found.end()
            elif found := _COMMENT.match(self.text, self.at) or _HASH.match(self.text, self.at):
                self.at = found.end()
                self._pass("a comment")
            elif self.more and (found := _WRITTEN_OUT.match(self.text, self.at)):
                self.at = found.end()
                self._pass("line breaks that are written out")
            else:
                return

    def _mark(self) -> str:
        if self.at >= len(self.text):
            raise ValueError("it stops before its end")
        return self.text[self.at]

    def _pass(self, what: str) -> None:
        self.passed[what] = None
