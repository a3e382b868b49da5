"""How words of prompts stand in a header: the hash of every template, and whole those that a game brings along.

A set of words that is not the one in use goes with the game, so that its prompts can be made again wherever its record
is read, whatever has become of the folder that it came from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

WORDS = "words."
"""Before the name of a template that stands whole among the prompts of a header."""
_VERSION = re.compile(r"\{#\s*version\s+(\S+)\s*#\}")


def hash_told(text: str) -> str:
    """Version and SHA-256 of a template; `?` for the version of one that names none."""
    found = _VERSION.search(text)
    return f"{found.group(1) if found else '?'} {hashlib.sha256(text.encode()).hexdigest()}"


def words_told(texts: Mapping[str, str]) -> dict[str, str]:
    """What stands of templates, by name, among the prompts of a header: the hash of each, and each whole."""
    whole = {f"{WORDS}{name}": text for name, text in texts.items()}
    return {**{name: hash_told(text) for name, text in texts.items()}, **whole}


def words_in(prompts: Mapping[str, str]) -> dict[str, str]:
    """The templates that stand whole among the prompts of a header, by name."""
    return {name.removeprefix(WORDS): text for name, text in prompts.items() if name.startswith(WORDS)}


def is_as_told(name: str, prompts: Mapping[str, str]) -> bool:
    """Whether a template that stands whole among these has the hash that stands beside it."""
    return prompts.get(name) == hash_told(prompts[f"{WORDS}{name}"])
