"""The fold: state + event = state. Nothing else changes state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, cast

from wargame.core.events import Drop, Event, Put
from wargame.core.ids import EventId, Variable
from wargame.core.state import State

_FIELDS = tuple(field.name for field in fields(State))


def copy(state: State) -> State:
    """A state of its own with the same contents.

    Its tables are copied, which is linear in what they hold; the things in them are shared.
    """
    found = [getattr(state, name) for name in _FIELDS]
    own: list[Any] = [dict(each) if isinstance(each, dict) else each for each in found]
    return State(*own)


def apply(state: State, event: Event) -> None:
    """Apply one event to a state that the caller owns, in place.

    Numbers are set to what the event says they are after it; that they stood as it says before is not checked. Linear
    in what the event changes, enters and drops.
    """
    if event.turn != state.turn:
        state.turn, state.count = event.turn, 0
    state.phase = event.phase
    state.count += 1
    if event.changes:
        values, touched = cast("dict[Variable, float]", state.values), cast("dict[Variable, EventId]", state.touched)
        cause = event.id
        for change in event.changes:
            values[change.variable] = change.after
            touched[change.variable] = cause
    for put in event.puts:
        _enter(state, put)
    for drop in event.drops:
        _remove(state, drop)


def fold(state: State, events: Iterable[Event]) -> State:
    """The state after these events in their order; the one given stays as it is.

    Copying it costs tens of microseconds, each event a few.
    """
    result = copy(state)
    for event in events:
        apply(result, event)
    return result


def _enter(state: State, put: Put) -> None:
    table = cast("dict[str, Any]", state.table(put.table))
    table[put.entity.id] = put.entity


def _remove(state: State, drop: Drop) -> None:
    cast("dict[str, Any]", state.table(drop.table)).pop(drop.id, None)
