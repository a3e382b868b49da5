"""Rehearsal: one order carried out on what its author knows, by the very rules that would rule on it.

Nothing is decided here and no dice are thrown: every chance that a rule would take is noted with its
probability, and comes true only where the rehearsal is told so. What the seat estimates enters as estimated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from wargame.core.chance import Draw
from wargame.core.codebook import bounds
from wargame.core.deeds import order_as_deed
from wargame.core.event_values import OrderOpened
from wargame.core.events import Event
from wargame.core.ids import Variable
from wargame.core.orders import AnyOrder, Argument, aimed_at, audience_of
from wargame.core.pictured import pictured
from wargame.core.state import State
from wargame.core.views import View
from wargame.rules.bargains import breaches, leaks
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import war
from wargame.rules.orders.verbs import VERBS

LEANS = (0.0, 1.0, -1.0)
"""In standard errors: every estimate as it stands, then all of them higher, then all of them lower."""


class Rehearsal(Ruling):
    """A ruling in which chances are listed and none comes true unless it is named."""

    def __init__(self, book: Rulebook, state: State, turn: int, true: frozenset[str] = frozenset()) -> None:
        """Start from a state, which stays untouched; `true` names the chances that come true."""
        super().__init__(book, state, turn, "adjudication")
        self.chances: dict[str, float] = {}
        self._true = true

    def value(self, variable: Variable, absent: float | None = None) -> float:
        """A number as the author pictures it; what is hidden from the author counts as nothing."""
        return super().value(variable, 0.0 if absent is None else absent)

    def happens(self, purpose: str, probability: float) -> tuple[bool, Draw]:
        """Note the chance; it comes true if it is certain or named."""
        self.chances[purpose] = probability
        return probability >= 1 or purpose in self._true, Draw(purpose, 0.0, round(probability, 6))


@dataclass(frozen=True, slots=True)
class Run:
    """What one rehearsal came to."""

    before: State
    after: State
    events: tuple[Event, ...]
    chances: Mapping[str, float]


def imagined(view: View, lean: float = 0.0) -> State:
    """The state as a seat pictures it, every estimate moved by `lean` of its standard errors and kept in range.

    Offers are left out. The view stays as it is.
    """
    values = dict(view.values)
    if lean:
        for variable, spread in view.spread.items():
            low, high = bounds(variable)
            values[variable] = min(high, max(low, values[variable] + lean * spread))
    return replace(pictured(view), values=values, proposals={}, touched={})


def rehearse(
    book: Rulebook, view: View, order: AnyOrder | None, lean: float = 0.0, true: frozenset[str] = frozenset()
) -> Run:
    """Carry an order out alone, then review agreements, pledges and secrets; None rehearses doing nothing.

    `lean` moves every estimate by so many standard errors; `true` names the chances that come true, all others do not.
    Nothing is drawn and nothing is recorded. Whether the order may be given is not asked; an argument is rehearsed as
    doing nothing.
    """
    state = imagined(view, lean)
    ruling = Rehearsal(book, state, view.turn, true)
    by = view.seat
    if order is not None and not isinstance(order, Argument):
        text = f"{ruling.name(by)} decided to {order_as_deed(order, ruling.called)}."
        opened = ruling.emit(
            "order_opened",
            order.kind,
            (),
            audience_of(order, by),
            text,
            about=(by, *aimed_at(order)),
            value=OrderOpened.of(order),
        )
        VERBS[type(order)].do(ruling, by, order, opened.id)
    war.automation(ruling)
    happened = list(ruling.events)
    breaches.review(ruling, happened)
    breaches.review_pledges(ruling, happened, view.turn >= book.setting.turns)
    leaks.draw_leaks(ruling, happened)
    return Run(state, ruling.state, tuple(ruling.events), ruling.chances)


def moved(run: Run, still: Run) -> dict[Variable, float]:
    """By how much each number moves through the order, beside what would move it anyway.

    By variable in order of the alphabet, each in its own unit; `still` is a rehearsal of doing nothing on the same
    sight.
    """
    found: dict[Variable, float] = {}
    names = {change.variable for event in run.events for change in event.changes}
    for variable in sorted(names):
        delta = run.after.values[variable] - still.after.values.get(variable, 0.0)
        if abs(delta) > 1e-9:
            found[variable] = delta
    return found


def same(event: Event) -> Hashable:
    """What makes two events of two rehearsals the same happening, whatever its words and numbers."""
    entities = tuple([put.entity.id for put in event.puts])
    return event.kind, event.rule, event.about, event.value, entities


def beyond(events: Iterable[Event], usual: Iterable[Event]) -> list[Event]:
    """The events that do not happen in the usual course, or happen more often."""
    left = Counter(same(event) for event in usual)
    found = []
    for event in events:
        if left[same(event)] > 0:
            left[same(event)] -= 1
        else:
            found.append(event)
    return found
