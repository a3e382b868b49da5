"""Prose: words that a person or a mind wrote, which the rules carry and never parse.

Such words count in state and record by their SHA-256, so that they can be taken out of a record while everything
else in it is still proven. What people and models write to each other and for themselves has a salt, which goes with
the words: so nobody finds a short text by trying. Whoever reads them as text sees an ordinary string.
"""

from __future__ import annotations

import hashlib
from typing import Any

REMOVED = "(these words were removed)"
"""What is read where words were taken out of a record."""

TEXT_LIMIT = 2000
"""Longest text of a message, signal or rationale, in characters."""


class Text(str):
    """Words as one author wrote them, or what is left of them: a digest and a length."""

    __slots__ = ("_digest", "is_removed", "length", "salt")

    _digest: str
    is_removed: bool
    """Whether the words are gone."""
    length: int
    """Characters that were written, also where they are gone."""
    salt: str
    """Hex digits before the words where their digest is taken; empty without one, and where words are gone."""

    def __new__(cls, words: str, salt: str = "") -> Text:
        """Words that are there."""
        made = super().__new__(cls, words)
        made.length, made.is_removed, made._digest, made.salt = len(words), False, "", salt
        return made

    @classmethod
    def proved(cls, words: str, digest: str, salt: str = "") -> Text:
        """Words whose digest was worked out already, where they were read."""
        made = cls(words, salt)
        made._digest = digest
        return made

    @classmethod
    def removed(cls, digest: str, length: int) -> Text:
        """What is left of words of this digest and length."""
        made = cls(REMOVED)
        made.length, made.is_removed, made._digest = length, True, digest
        return made

    @property
    def digest(self) -> str:
        """SHA-256 of salt and words, worked out when it is first asked for."""
        if not self._digest:
            self._digest = _hash(self.salt + self)
        return self._digest

    def strip(self, chars: str | None = None, /) -> str:
        """Itself if there is nothing to take off."""
        cut = super().strip(chars)
        return self if self.is_removed or len(cut) == len(self) else Text(cut, self.salt)

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is copied and sent to another process."""
        return (Text.removed, (self.digest, self.length)) if self.is_removed else (Text, (str(self), self.salt))


class Sentence(str):
    """A sentence of the rules with somebody's words in it."""

    __slots__ = ("pieces",)

    pieces: tuple[str, ...]
    """What it is made of, in order: each `Text` is somebody's, all else the rules' own."""

    def __new__(cls, pieces: tuple[str, ...]) -> Sentence:
        """The pieces put together."""
        made = super().__new__(cls, "".join(pieces))
        made.pieces = pieces
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is copied and sent to another process."""
        return Sentence, (self.pieces,)


def digest_of(words: str) -> str:
    """The digest of words: SHA-256 of their UTF-8, after their salt, in hexadecimal; halves of characters count."""
    return words.digest if isinstance(words, Text) else _hash(words)


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()


def length_of(words: str) -> int:
    """How many characters somebody wrote, also where they were removed."""
    return words.length if isinstance(words, Text) else len(words)


def said(words: str) -> str:
    """Words as somebody's. Blank ones stay as they are: there is nothing in them to take out."""
    return words if isinstance(words, (Text, Sentence)) or not words or words.isspace() else Text(words)


def joined(*parts: str) -> str:
    """Strings put together so that somebody's words among them can still be told apart."""
    pieces: list[str] = []
    for part in parts:
        for piece in part.pieces if isinstance(part, Sentence) else (part,):
            if pieces and not isinstance(piece, Text) and not isinstance(pieces[-1], Text):
                pieces[-1] += piece
            elif piece:
                pieces.append(piece)
    if not any(isinstance(piece, Text) for piece in pieces):
        return "".join(pieces)
    return pieces[0] if len(pieces) == 1 else Sentence(tuple(pieces))
