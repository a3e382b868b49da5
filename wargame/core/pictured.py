"""The state as one seat pictures it: for rules that are asked what a seat may do, far from the true state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core.ids import EventId, Variable
from wargame.core.state import State
from wargame.core.views import Seen, View


def pictured(view: View) -> State:
    """The state as a seat pictures it: what it does not know of is absent, what it estimates is as estimated.

    It serves for reading alone. Nothing is folded into it.
    """
    return State(
        turn=view.turn,
        phase=view.phase,
        values=view.values,
        models=view.models,
        access=view.access,
        agreements=view.agreements,
        proposals=view.proposals,
        pledges=view.pledges,
        facts=view.facts,
        arguments=view.arguments,
        cases=view.cases,
        conditions=view.conditions,
        touched=LastSeen(view.events),
    )


class LastSeen(Mapping[Variable, EventId]):
    """The event in which a seat last saw a variable move; its id tells the turn, and nothing of other events."""

    __slots__ = ("_events",)

    def __init__(self, events: tuple[Seen, ...]) -> None:
        """All that the seat has seen, oldest first."""
        self._events = events

    def __getitem__(self, variable: Variable) -> EventId:
        for seen in reversed(self._events):
            for change in seen.changes:
                if change.variable == variable:
                    return EventId(seen.cite or f"{seen.turn}.0")
        raise KeyError(variable)

    def __iter__(self) -> Iterator[Variable]:
        return iter(dict.fromkeys(change.variable for seen in self._events for change in seen.changes))

    def __len__(self) -> int:
        return sum(1 for _ in self)
