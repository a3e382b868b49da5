"""Which events of a turn belong together: a deed with all that came of it in the turn, by the causes on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core.event_kinds import subject_of, weight_of
from wargame.core.telling import Telling
from wargame.core.views import Seen

ORDINARY = ("upkeep", "start")
"""Subjects of events that come with every turn: nobody's deed."""
PLAIN_ORDERS = ("order_opened", "signal_made", "message_sent")
"""What is told by what came of it, where anything did."""


@dataclass(frozen=True, slots=True)
class StoryDeed:
    """Something that was done or happened, and what followed from it within the turn."""

    root: int
    """Place of the event with which it began."""
    places: tuple[int, ...]
    """Places of all its events, in their order."""
    lead: int
    """Place of the event that says most plainly what it came to."""


def roots(telling: Telling, turn: int) -> Mapping[int, int]:
    """For the place of each event of a turn, the place of the event of that turn from which it follows.

    Where several causes stand, the first counts: rules name first what an event is the consequence of. What comes
    with every turn follows from nothing. Linear in the events of the turn and their causes.
    """
    found: dict[int, int] = {}
    for at in telling.of_turn(turn):
        told = telling.told[at]
        first = next((cause for cause in told.because if cause in found), None)
        found[at] = at if first is None or ordinary(told.seen) else found[first]
    return found


def deeds(telling: Telling, found: Mapping[int, int]) -> tuple[StoryDeed, ...]:
    """The deeds of a turn, in their order, from what `roots` gives; what comes with every turn is none."""
    together: dict[int, list[int]] = {}
    for at, root in found.items():
        together.setdefault(root, []).append(at)
    return tuple(
        StoryDeed(root, tuple(places), max(places, key=lambda at: (_plainness(telling.told[at].seen), -at)))
        for root, places in together.items()
        if not ordinary(telling.told[root].seen)
    )


def ordinary(seen: Seen) -> bool:
    """Whether an event comes with every turn."""
    return subject_of(seen.kind) in ORDINARY


def _plainness(seen: Seen) -> int:
    if seen.kind in PLAIN_ORDERS:
        return 1
    if subject_of(seen.kind) in ("trust", "offer") or seen.kind in ("support_ended", "odds_set", "argument_put"):
        return 0
    if seen.kind == "targeting_scandal":
        return 3
    ranks = {"blow": 4, "deal": 3, "news": 2, "routine": 0}
    return 2 if seen.kind in ("inject_fired", "access_ended", "secret_leaked") else ranks[weight_of(seen.kind)]
