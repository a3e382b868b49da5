"""Faults: one thing that is wrong with a pack, where it stands, and what would be accepted.

Also the few turns of phrase that all checks share, so that every fault sounds alike.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from wargame.core.plain_text import plain_line

Key: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a file: keys and list positions from the top, such as `("injects", 2, "turn")`."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a pack; the place comes first, so that sorted faults follow the files."""

    file: str
    line: int
    """Counted from 1."""
    key: str
    """Dotted, such as `injects[2].turn`; empty where the whole file is meant."""
    sentence: str
    """What is wrong, the value, and what would be accepted."""

    def __str__(self) -> str:
        """`file:line: key: sentence`, as compilers write it."""
        place = f"{self.file}:{self.line}: "
        return plain_line(f"{place}{self.key}: {self.sentence}" if self.key else f"{place}{self.sentence}")


def dotted(key: Key) -> str:
    """A key as people read it: `injects[2].turn`."""
    out = ""
    for part in key:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def shown(value: object) -> str:
    """A value as it appears in a fault, cut where it is longer than 60 characters."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a set of keys and values"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:45]}… ({len(text)} characters)"


def one_of(options: Iterable[object], last: str = "or") -> str:
    """Options as a list in words: `a, b or c`; `nothing` where there are none."""
    words = [str(option) for option in options]
    if len(words) < 2:
        return words[0] if words else "nothing"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def meant(word: object, options: Iterable[str]) -> str:
    """A question that goes between what is wrong and what is accepted: `; did you mean 'paris'? It`, else `; it`."""
    near = nearest(word, options)
    return f"; did you mean {one_of(map(repr, near))}? It" if near else "; it"


def nearest(word: object, options: Iterable[str]) -> tuple[str, ...]:
    """Up to three options that a word may be meant for, the nearest first."""
    known = {option.lower(): option for option in options}
    return tuple(known[item] for item in difflib.get_close_matches(str(word).lower(), known, 3, 0.6))


def unknown(word: object, what: str, options: Iterable[str]) -> str:
    """That a word is none of the options, what it may have meant, and what the options are."""
    known = sorted(set(options))
    return f"{shown(word)} is no {what}{meant(word, known)} must be one of {one_of(known)}"


def listed(faults: Iterable[Fault]) -> str:
    """Faults one a line, as an error shows them."""
    return "\n".join(str(fault) for fault in faults)
