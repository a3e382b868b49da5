"""How a room is doing: who is idle, who speaks how much, who has something unsent, who is waited for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wargame.core.ids import SeatId
from wargame.core.moves import Decision, Message, Talk
from wargame.table.chair import SeatStatus

IDLE = 180.0
"""Seconds without a sign of life after which a seat that owes an answer is flagged."""


@dataclass(frozen=True, slots=True)
class SeatHealth:
    """One seat as the facilitator may know it: never what it prepares."""

    seat: SeatId
    name: str
    standing: str
    idle: float
    flagged: bool
    """Idle for three minutes while it owes an answer."""
    messages: int
    moves: int
    """Moves of talk of all kinds."""
    share: float
    """Its part of all moves of talk, 0-1."""
    unsent: bool
    """Whether a draft lies there."""


def health(
    statuses: Iterable[SeatStatus], decisions: Iterable[Decision], unsent: Mapping[SeatId, bool]
) -> tuple[SeatHealth, ...]:
    """One line for each seat, in table order."""
    moves: Counter[SeatId] = Counter()
    messages: Counter[SeatId] = Counter()
    for decision in decisions:
        if isinstance(decision.body, Talk):
            moves[decision.seat] += len(decision.body.moves)
            messages[decision.seat] += sum(isinstance(move, Message) for move in decision.body.moves)
    total = sum(moves.values()) or 1
    return tuple(
        SeatHealth(
            s.seat,
            s.name,
            s.standing,
            s.idle,
            s.standing == "owes" and s.idle >= IDLE,
            messages[s.seat],
            moves[s.seat],
            moves[s.seat] / total,
            unsent.get(s.seat, False),
        )
        for s in statuses
    )
