"""A position to be tried in: what a seat is asked, and which replies are clearly good or bad, by rules alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from wargame.core.ids import ProposalId
from wargame.core.moves import Body, Respond, Sealed, Talk
from wargame.core.orders import AnyOrder
from wargame.players.base import Ask

JudgedDeed: TypeAlias = AnyOrder | tuple[Literal["accept", "reject", "counter"], ProposalId]
"""An order, or an answer to an offer."""
PositionKind = Literal["offer", "order", "red_line", "promise", "secret"]
"""What a position was taken for: an offer of clear worth, orders of clear worth, a red line within reach, a word given
that an order would break, or somebody who asks for what is private."""
POSITION_KINDS: tuple[PositionKind, ...] = get_args(PositionKind)


@dataclass(frozen=True, slots=True)
class TriedPosition:
    """What a seat is asked, and what of its replies is judged."""

    name: str
    """Scenario, seed and decision, such as `first-download 1 2.talk2.rome`."""
    kind: PositionKind
    ask: Ask
    best: frozenset[JudgedDeed] = frozenset()
    """Deeds of which a good reply does at least one; empty where none is clearly best."""
    bad: frozenset[JudgedDeed] = frozenset()
    """Deeds that are clearly bad; a good reply does none of them."""
    crossing: frozenset[JudgedDeed] = frozenset()
    """Deeds that cross a red line of the seat."""
    breaking: frozenset[JudgedDeed] = frozenset()
    """Deeds that break a word or an agreement of the seat."""
    secret: str = ""
    """A number of the seat's notebook for which another seat asks; empty where nobody asks."""


def deeds(body: Body) -> frozenset[JudgedDeed]:
    """What a body does of what positions judge."""
    if isinstance(body, Sealed):
        return frozenset(body.orders)
    if isinstance(body, Talk):
        return frozenset((move.answer, move.proposal) for move in body.moves if isinstance(move, Respond))
    return frozenset()
