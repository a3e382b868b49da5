"""What a game is taken up with at the start of one of its turns, in place of being played up to there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wargame.core.control_acts import Act
from wargame.core.events import Event
from wargame.core.moves import Decision
from wargame.core.state import State
from wargame.core.telling import Undoing
from wargame.transcript.overrides import RecordedAct


@dataclass(frozen=True, slots=True)
class TurnStart:
    """A game at the start of a turn, as it was played up to there."""

    turn: int
    """From 1."""
    events: Sequence[Event]
    """All of the turns before."""
    state: State
    """What they fold to."""
    decisions: Mapping[str, Decision]
    """Those of the turns before, by id."""
    hashes: Mapping[int, str] = field(default_factory=dict)
    """State hash at the end of each turn before; those that are not there count as not worked out."""
    acts: Mapping[str, Act] = field(default_factory=dict)
    """Acts of control in the turns before, by id."""
    overrides: Sequence[RecordedAct] = ()
    """Acts of the override entries so far, undone or not: the next one is numbered after them."""
    undone: Sequence[Undoing] = ()
