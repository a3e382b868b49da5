"""Whether a view holds only what its seat may know, judged from the state and the audiences of events alone.

It takes none of the ways by which views are made: it asks again, of all that a view holds, who may read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from wargame.core.codebook import bounds
from wargame.core.estimates import known_to, precision
from wargame.core.events import Event
from wargame.core.ids import SeatId, Variable, may_read
from wargame.core.models import hidden_from
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.views import View

CLOSE = 1e-12


def hidden_numbers(seat: SeatId, state: State, setting: Setting) -> Iterator[tuple[Variable, float]]:
    """Variables that a seat does not know exactly, with the standard error of its guess, in the variable's unit.

    An error below 0 says that it is shown none.
    """
    for variable in state.values:
        noise = precision(setting, seat, state.models, variable).noise
        if noise:
            yield variable, noise


def breaches(view: View, state: State, setting: Setting) -> Iterator[str]:
    """What a view holds that its seat may not know, each as the end of a sentence; events are another matter."""
    seat = view.seat
    for variable, noise in hidden_numbers(seat, state, setting):
        shown = view.values.get(variable)
        if shown is not None:
            exact = abs(shown - state.values[variable]) <= CLOSE and shown not in bounds(variable)
            if noise < 0 or exact or variable not in view.spread:
                yield f"the number {variable}, which {known_to(state, variable)} alone knows"
    for name, found, kept in (
        ("agreement", view.agreements, state.agreements),
        ("pledge", view.pledges, state.pledges),
        ("condition", view.conditions, state.conditions),
        ("access", view.access, state.access),
    ):
        table: Mapping[Any, Any] = kept
        for key in found:
            if key not in table or not may_read(table[key].audience, seat):
                yield f"{name} {key}, which it may not read"
    for key, line in view.access.items():
        if line.source == "illicit" and line.holder != seat and not may_read(line.audience, "public"):
            yield f"access {key} as the copy that it is"
    for proposal in view.proposals.values():
        if seat not in proposal.needed:
            yield f"offer {proposal.id}, which was not made to it"
    for model in view.models.values():
        if hidden_from(seat, model):
            yield f"model {model.id}, which its owner hides"
    if view.brief != setting.by_id[seat].brief:
        yield "a brief that is not its own"


def event_breaches(view: View, events: Sequence[Event], state: State, seen: int) -> Iterator[str]:
    """What is amiss with the events that a view shows from place `seen` (0 is the first) on, as ends of sentences.

    `events` are all that happened. Each call goes through all of them.
    """
    readable = [event for event in events if may_read(event.audience, view.seat)]
    if len(view.events) != len(readable):
        yield f"{len(view.events)} events, and {len(readable)} are for its eyes"
    for shown, event in zip(view.events[seen:], readable[seen:], strict=False):
        if (shown.turn, shown.kind, shown.audience) != (event.turn, event.kind, event.audience):
            yield f"a {shown.kind} of turn {shown.turn} where {event.id} stands for it"
        for change in shown.changes:
            if known_to(state, change.variable) not in (None, view.seat):
                yield f"how {change.variable} moved in {event.id}, which {known_to(state, change.variable)} alone knows"


def texts_in(value: Any) -> Iterator[str]:
    """Every text within a thing, as deep as it goes; keys of mappings are not among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
