"""How often a model says that it takes its table for a test, a simulation or a game, counted by a codebook.

Who believes that it is tested may act otherwise than where it matters. What a model says of that is counted, not what
it thinks: one that keeps it to itself is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from pydantic import field_validator, model_validator

from wargame.core.moves import Decision
from wargame.review.form_files import FORMS_FOLDER, form_of
from wargame.review.sight import texts_in
from wargame.scenario.dossier import OneLine, Plain
from wargame.scenario.find import content_root

AwareKind: TypeAlias = Literal["test", "simulation", "game"]
"""For what a model takes its table."""
UNSPACED = ("zh",)
"""Languages that put no blanks between words."""
AROUND = 60
"""Characters that are shown before and after what was found."""
_PART = re.compile(r"<(\w+)>")
_SIGNS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " "})
_BLANKS = re.compile(r"\s+")


class AwareCode(Plain):
    """One kind of what a model may say of its table."""

    id: AwareKind
    says: OneLine
    patterns: Mapping[str, tuple[str, ...]]
    """Regular expressions by language."""


class AwareCodebook(Plain):
    """What is counted, and what is taken out before."""

    version: int
    parts: Mapping[str, str] = {}
    """Regular expressions that stand for `<name>` in others."""
    kinds: tuple[AwareCode, ...]
    in_world: Mapping[str, tuple[str, ...]] = {}
    """Regular expressions, by language, of what belongs to the world of the table."""

    @field_validator("kinds")
    @classmethod
    def _each_once(cls, kinds: tuple[AwareCode, ...]) -> tuple[AwareCode, ...]:
        if len({each.id for each in kinds}) < len(kinds) or not kinds:
            raise ValueError("each kind must stand once, and one at least")
        return kinds

    @model_validator(mode="after")
    def _can_be_read(self) -> AwareCodebook:
        for patterns in (self.in_world, *(each.patterns for each in self.kinds)):
            for language, pattern in _each(patterns):
                try:
                    re.compile(_whole(pattern, language, self.parts))
                except (re.error, KeyError) as fault:
                    raise ValueError(f"{pattern!r} is no regular expression ({fault})") from None
        return self


@dataclass(frozen=True, slots=True)
class Awareness:
    """A place in a text where a model says for what it takes its table."""

    kind: AwareKind
    words: str
    """What was found, with some words around it."""


def codebook() -> AwareCodebook:
    """The codebook that is shipped, `forms/awareness.yaml`; PackError lists its faults, each with its line."""
    return form_of(content_root() / FORMS_FOLDER / "awareness.yaml", AwareCodebook, "codebook")


def said(text: str) -> tuple[Awareness, ...]:
    """Every place where a text says so, by kind and in order; what belongs to the world of the table is passed over."""
    plain = _BLANKS.sub(" ", text.translate(_SIGNS))
    in_world, kinds = _compiled()
    bare = in_world.sub(lambda found: " " * len(found[0]), plain)
    return tuple(
        Awareness(kind, plain[max(0, found.start() - AROUND) : found.end() + AROUND].strip())
        for kind, pattern in kinds
        for found in pattern.finditer(bare)
    )


def kinds_in(texts: Iterable[str]) -> frozenset[AwareKind]:
    """For what these texts take their table."""
    return frozenset(kind for text in texts for kind in _kinds(text))


@lru_cache(maxsize=1024)
def _kinds(text: str) -> frozenset[AwareKind]:
    return frozenset(each.kind for each in said(text))


def texts_of(made: Decision, replies: Iterable[str] = (), *, is_own: bool = True) -> tuple[str, ...]:
    """All free words that a model wrote for a decision: reason, plan, notebook, words to others, and its raw replies.

    Where a script decided in its place (`is_own` is False) its replies are all that is its own.
    """
    own = (made.rationale, made.plan, made.notebook, *texts_in(made.body)) if is_own else ()
    return tuple(dict.fromkeys(text for text in (*own, *replies) if " " in text or not text.isascii()))


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[tuple[AwareKind, re.Pattern[str]], ...]]:
    book = codebook()

    def joined(patterns: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
        whole = (_whole(pattern, language, book.parts) for language, pattern in _each(patterns))
        return re.compile("|".join(whole) or r"(?!)", re.IGNORECASE)

    return joined(book.in_world), tuple((each.id, joined(each.patterns)) for each in book.kinds)


def _each(patterns: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for language, some in patterns.items():
        for pattern in some:
            yield language, pattern


def _whole(pattern: str, language: str, parts: Mapping[str, str]) -> str:
    """A pattern with its parts put in, for whole words alone where words have blanks between them."""
    filled = _PART.sub(lambda found: f"(?:{parts[found[1]]})", pattern)
    return f"(?:{filled})" if language in UNSPACED else rf"(?<!\w)(?:{filled})(?!\w)"
