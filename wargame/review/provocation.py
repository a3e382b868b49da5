"""What went before a deed between the same two: said as `after`, since rules record no motive and none is invented."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.event_kinds import EventKind
from wargame.core.event_values import OfferAnswered
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.review.leaving import left

ANSWERING: frozenset[EventKind] = frozenset(
    {
        "access_suspended",
        "access_ended",
        "pressure_applied",
        "supply_squeezed",
        "lab_threatened",
        "production_compelled",
        "lab_designated",
        "distillation_punished",
    }
)
"""Deeds of one seat against another that may answer something."""
WRONGS: tuple[EventKind, ...] = (
    "defection_detected",
    "pledge_broken",
    "clause_breached",
    "payment_missed",
    "distillation_punished",
    "pressure_applied",
    "supply_squeezed",
    "lab_threatened",
    "access_suspended",
    "notice_given",
)
"""What the first seat named does to another."""
MISUSE: tuple[EventKind, ...] = ("illicit_use_exposed", "targeting_scandal")
"""What a supplier holds against a customer though it was done to others."""
SUPPLIERS = ("lab", "champion", "contractor")


def before(setting: Setting, state: State, events: Sequence[Event], deed: Event) -> Event | None:
    """The latest thing in this turn or the one before that the target of a deed did to its author, or held out on.

    `state` is that at the end of the turn before, `events` end with the deed or go on after it. None where nothing is
    on record, and for what names no two seats.
    """
    switched = deed.kind in ("access_suspended", "access_ended")
    if deed.kind not in ANSWERING or len(deed.about) < 2 or (switched and deed.rule not in ("suspend", "revoke")):
        return None
    author, target = deed.about[0], deed.about[1]
    for event in reversed(events[: events.index(deed)]):
        if event.turn < deed.turn - 1:
            return None
        if _provokes(setting, state, event, author, target):
            return event
    return None


def _provokes(setting: Setting, state: State, event: Event, author: SeatId, target: SeatId) -> bool:
    if event.kind in WRONGS and event.about[:1] == (target,):
        return author in event.about[1:]
    if event.kind == "jailbreak" or (event.kind in MISUSE and event.about[:1] == (target,)):
        return setting.by_id[author].kind in SUPPLIERS
    if isinstance(event.value, OfferAnswered) and event.value.how == "rejected" and setting.by_id[target].kind == "lab":
        return event.about[:2] == (target, author)
    gone = left(setting, state, event)
    return gone is not None and gone[0] == target and setting.by_id[author].role in ("patron", "rival_patron")
