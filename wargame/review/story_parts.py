"""What a story is made of: moments, each with what it moved, why, and what the seats had to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wargame.core.event_kinds import EventKind
from wargame.core.ids import SeatId, Variable

ReasonKind = Literal["cause", "decision", "before", "value", "chance", "calendar", "unknown"]
"""How something brought a deed about.

cause: the record names it, or it is the word that ran its course; decision: what was decided; before: it went before,
between the same seats, and no motive is claimed; value: a number as it stood, with what had moved it; chance and
calendar: the world's part; unknown: nothing on record, or nothing that the viewer may know. The last three are said
outright, and have a line only where it says the odds.
"""
PLAIN: tuple[ReasonKind, ...] = ("chance", "calendar", "unknown")
"""Antecedents that are said outright, where others point to something earlier."""


@dataclass(frozen=True, slots=True)
class WeighedMove:
    """A number or measure that a deed moved."""

    variable: Variable
    before: float
    """In the unit of the variable; of a measure, what it was at the end of the turn before."""
    after: float
    """`before` with what this deed added; others may have moved it in between."""
    at_last: float
    """Where the number stood when the turn was over, after all that moved it; of a measure, its value then."""
    spreads: float
    """The move in units of how far this variable usually moves in a turn, with its sign."""


@dataclass(frozen=True, slots=True)
class Because:
    """Something that brought a deed about."""

    text: str
    turn: int
    place: int | None
    """Place among the events told to the viewer; None for a decision, and for what is said outright."""
    line: int
    """Line of the record; 0 where there is none to look into."""
    how: ReasonKind = "cause"


@dataclass(frozen=True, slots=True)
class SeatPart:
    """What a seat had to do with a deed, in sentences, as far as the viewer may know."""

    seat: SeatId
    knew: tuple[str, ...]
    """Of what brought it about, what this seat could read."""
    said: tuple[str, ...]
    did: tuple[str, ...]
    meant: tuple[str, ...]
    """Plan and private reasons; only the seat itself and control know them."""


@dataclass(frozen=True, slots=True)
class StoryMoment:
    """One of the things of a turn that mattered."""

    turn: int
    weight: float
    """How far it moved the game, in usual moves of a turn; what shook somebody without moving numbers counts a bit."""
    kind: EventKind
    """Of the event that says most plainly what it came to."""
    headline: str
    because: tuple[Because, ...]
    moved: tuple[WeighedMove, ...]
    """What it moved, the largest first."""
    places: tuple[int, ...]
    """Places of its events among those told to the viewer, from 0; `lead` is one of them."""
    lead: int
    lines: tuple[int, ...]
    """Lines of its events in the record, in their order; empty where there is no record to look into."""
    seats: tuple[SeatPart, ...]


@dataclass(frozen=True, slots=True)
class TurnStory:
    """A turn, told by what mattered."""

    turn: int
    moments: tuple[StoryMoment, ...]
    """The heaviest first."""
    left_out: int
    """Deeds that did not matter enough to be told."""
    before: Mapping[Variable, float]
    """Measures that the viewer can work out (scores, the world's), at the end of the turn before."""
    after: Mapping[Variable, float]
    by_deed: Mapping[int, Mapping[Variable, float]]
    """How far each deed of the turn moved them, by the place of the event with which it began."""
    passing: Mapping[Variable, float]
    """How far they moved because a turn passed."""
    unseen: Mapping[Variable, float]
    """How far they moved by what the viewer was not told."""
