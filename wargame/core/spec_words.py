"""The word with which a player spec begins, such as `llm` in `llm:MODEL@URL`: spelled here and nowhere else.

What follows it is read in `players.specs`.
"""

from __future__ import annotations

from typing import Final

MODEL: Final = "llm"
SINGLE: Final = "single"
"""A model that is asked in one plain prompt each time, as a baseline."""
OF_MODELS = (MODEL, SINGLE)
"""Words with which specs of models begin."""
RECORDED: Final = "recorded"
WITH_REST = (*OF_MODELS, RECORDED)
"""Words that are no spec without something after a colon: a model, a transcript."""


def word_of(spec: str) -> str:
    """The word before the colon, or all of it."""
    return spec.partition(":")[0]


def spec_of(word: str, rest: str) -> str:
    """A spec of a word and what follows it."""
    return f"{word}:{rest}"


def split(spec: str) -> tuple[str, str]:
    """A spec as its word and what follows, where something must; any other spec is all word."""
    word, _, rest = spec.partition(":")
    return (word, rest) if word in WITH_REST else (spec, "")


def is_model(spec: str) -> bool:
    """Whether a spec in a record or a setup names a model. Players of a program's own have specs of any form."""
    word, colon, _ = spec.partition(":")
    return bool(colon) and word in OF_MODELS


def is_single(spec: str) -> bool:
    """Whether a spec names a model that is asked in one plain prompt."""
    return spec.startswith(f"{SINGLE}:")


def model_of(spec: str) -> str:
    """MODEL or MODEL@URL, as it stands after the word or without any."""
    return spec.partition(":")[2] if is_model(spec) else spec
