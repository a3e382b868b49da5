"""Public texts of a scenario as prompts have them: without their citations, and no longer than a few sentences."""

from __future__ import annotations

import re

MOST = 410
"""Characters of what everyone knows of a seat that are shown, to the end of a sentence."""
_CITED = re.compile(r"\s*\([^()]*\bF\d+\b[^()]*\)")
"""Facts by their numbers, with where they come from."""


def uncited(text: str) -> str:
    """A text without the numbers of facts and their sources, which a reader of the pack needs and a player does not."""
    return _CITED.sub("", text).strip()


def in_short(text: str, most: int = MOST) -> str:
    """The first sentences of a text, uncited; at least one, and no more than `most` characters if that can be."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(uncited(text).split()))
    told = sentences[0]
    for sentence in sentences[1:]:
        if len(told) + 1 + len(sentence) > most:
            break
        told = f"{told} {sentence}"
    return told
