"""Defection as the account uses the word: leaving a supplier or a camp that one was bound to. All else has its name.

A camp is the side of a patron: the patron's own and its allies are one, the rival's another; who belongs to none can
leave none. To take up what one's own side makes, to build, to keep a model back or to answer a theft is no defection.
"""

from __future__ import annotations

from wargame.core.clauses import AccessClause
from wargame.core.event_values import Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.setting import Setting
from wargame.core.state import State


def camp(setting: Setting, seat: SeatId) -> str | None:
    """Whose side a seat is on: `us` for the patron's and its allies, `cn` for the rival's, None for neither."""
    found = setting.by_id.get(seat)
    return None if found is None else {"us": "us", "allied": "us", "cn": "cn", "other": None}[found.bloc]


def bound(setting: Setting, state: State, seat: SeatId) -> bool:
    """Whether a seat runs on its own side's models, or has an agreement in force with another of its side."""
    side = camp(setting, seat)
    lines = (line.supplier for line in state.access.values() if line.holder == seat and line.status == "live")
    agreements = (each for each in state.agreements.values() if each.binds and seat in each.parties)
    others = {*lines, *(party for each in agreements for party in each.parties)} - {seat}
    return side is not None and any(camp(setting, other) == side for other in others)


def left(setting: Setting, before: State, event: Event) -> tuple[SeatId, SeatId] | None:
    """Who leaves whom by this event: (the leaver, whom it leaves or goes to); None where nobody leaves anything.

    `before` is the state at the end of the turn before: what one was bound to.
    """
    if event.kind == "contract_left" or (event.kind == "access_ended" and event.rule == "switch_family"):
        supplier, holder = event.about[0], event.about[1]
        return (supplier, holder) if event.kind == "contract_left" else (holder, supplier)
    taken: tuple[SeatId, SeatId] | None = None
    if event.kind == "open_weights_adopted":
        taken = event.about[0], event.about[1]
    elif clause := taken_model(event):
        taken = clause.taker, clause.giver
    if taken is None:
        return None
    own, other = camp(setting, taken[0]), camp(setting, taken[1])
    return taken if own and other and own != other and bound(setting, before, taken[0]) else None


def taken_model(event: Event) -> AccessClause | None:
    """The first model that somebody takes by a signature; None if the event is none, or about other things."""
    if not isinstance(event.value, Signed):
        return None
    return next((clause for clause in event.value.terms.clauses if isinstance(clause, AccessClause)), None)
