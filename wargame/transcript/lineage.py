"""Where a game leaves another one, what is otherwise in it from a turn on, and what its seats are held to."""

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
    """What is changed there: `what`, and where."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A parameter has another value from the start of a turn on."""

    parameter: str
    """Its name, as `Parameters` has it."""
    value: float
    """In the unit of the parameter, within its range."""
    turn: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class FreshChance:
    """Dice fall otherwise from the adjudication of a turn on: every draw of the rules is named by another seed."""

    seed: int
    """From 0."""
    turn: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class HeldSeats:
    """Seats are held to something behind a line, whatever their players think, until the next one of these."""

    after: int
    """The last line before it counts; 0 for a whole game."""
    by: str
    """Name of the experiment that holds them."""
    reins: Mapping[str, Any]
    """`bars`, `forces` and `offers` as plain data; without any nobody is held to anything from there on."""
    stands: Mapping[str, Any]
    """Where in that experiment each of them stands: lists of the same names and lengths."""
