"""What one game counts over all its models, and the names under which it stores texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from wargame.core.ids import DecisionId
from wargame.players.llm.request import Request

Route: TypeAlias = tuple[str, str]
"""An endpoint, by its name, and a model there."""


@dataclass
class Attempts:
    """What is counted for one game over all its models, so that attempts of a decision have one numbering."""

    numbers: Counter[DecisionId] = field(default_factory=Counter)
    """The last attempt of each decision."""
    tries: Counter[DecisionId] = field(default_factory=Counter)
    """Attempts of each decision that count: not those broken off from this side, nor steps down the ladder."""
    last: dict[DecisionId, str] = field(default_factory=dict)
    alike: Counter[DecisionId] = field(default_factory=Counter)
    lost: Counter[Route] = field(default_factory=Counter)
    """Decisions in a row, by route, for which nothing came that could be read or refused."""
    silent: Counter[Route] = field(default_factory=Counter)
    """Attempts in a row, by route, on which not a byte came."""

    def failed(self, decision: DecisionId, how: str) -> None:
        """An attempt failed in this way; an empty one means that it did not fail."""
        self.alike[decision] = self.alike[decision] + 1 if how and how == self.last.get(decision) else int(bool(how))
        self.last[decision] = how


@lru_cache(maxsize=2048)
def hash_of(text: str) -> str:
    """SHA-256 of a text that is stored once."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def texts_of(request: Request) -> Mapping[str, str]:
    """The pieces of a request by their hashes."""
    return {hash_of(piece.text): piece.text for said in request.messages for piece in said.pieces}
