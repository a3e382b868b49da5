"""The public screen: what a projector in the room may show, made of public events and public numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wargame.core.agreements import Agreement
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.estimates import known_to
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import PUBLIC, Variable
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.views import WITHDRAWN, Seen, publicly, withdrawn
from wargame.table.chair import Clock, SeatStatus

PUBLIC_SCREEN = "room"
"""The place at which nobody sits: the public screen, for a projector."""


@dataclass(frozen=True, slots=True)
class PublicScreen:
    """What everybody may see at once."""

    title: str
    months: float
    """Length of a turn, in months."""
    start: str
    clock: Clock
    statuses: tuple[SeatStatus, ...]
    events: tuple[Seen, ...]
    """All public events, oldest first."""
    values: Mapping[Variable, float]
    """Numbers that are public knowledge."""
    agreements: tuple[Agreement, ...]
    facts: tuple[Fact, ...]
    arguments: tuple[CaseUnderArgument, ...]


def screen(
    setting: Setting, state: State, record: Iterable[Event], clock: Clock, statuses: tuple[SeatStatus, ...]
) -> PublicScreen:
    """The screen of this moment. Of the state, only numbers are shown that every seat knows exactly.

    Folds all public events of the record, so the cost is linear in it.
    """
    events = list(record)
    public = [event for event in events if event.audience == PUBLIC]
    gone = withdrawn(public)
    seen = tuple(
        replace(publicly(state, event), text=WITHDRAWN, body="") if event.id in gone else publicly(state, event)
        for event in public
    )
    told = fold(State(), public)
    values = {name: value for name, value in state.values.items() if known_to(state, name) is None}
    return PublicScreen(
        setting.title,
        setting.months,
        setting.start,
        clock,
        statuses,
        seen,
        values,
        tuple(a for a in told.agreements.values() if a.audience == PUBLIC),
        tuple(told.facts.values()),
        tuple(told.arguments.values()),
    )
