"""Where a branch comes from: the line of another game at which it leaves it, and what it changes there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Branch:
    """The beginning of a game that was another one up to a line."""

    game: str
    """Id of the game that it leaves."""
    parent: str
    """Hash of the last line that both share: it vouches for all lines before it."""
    line: int
    """Number of that line."""
    change: Mapping[str, Any]
    """What is changed there: `what`, and the fields of that kind of change."""
