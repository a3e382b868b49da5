"""What was done in one game, counted: orders by seat and turn, clauses signed, the same pact twice in force, bets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wargame.core.agreements import Agreement
from wargame.core.clauses import AccessClause, Clause
from wargame.core.event_values import OrderOpened, Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.orders import aimed_at
from wargame.core.state import State
from wargame.paired.readings import Reading, taken
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.bets import BetKind, bets
from wargame.rules.model.measures import picture
from wargame.rules.turn.sequence import SequenceOfPlay
from wargame.table.listeners import Listener


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of one game."""

    orders: Mapping[SeatId, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Kinds of the orders that each seat gave, turn by turn from 1 on; what was refused is not among them."""
    aimed: Mapping[SeatId, Mapping[str, int]] = field(default_factory=dict)
    """How often each seat gave an order of a kind at the seats that it names, by `KIND` or `KIND at SEAT`."""
    signed: int = 0
    """Agreements signed in play."""
    clauses: Mapping[str, int] = field(default_factory=dict)
    """Clauses signed in play, by kind."""
    twice: int = 0
    """Pacts that were in force twice at the end of some turn: same parties, same things given by the same."""
    events: Mapping[str, int] = field(default_factory=dict)
    """Events by kind."""
    bets: Mapping[SeatId, BetKind] = field(default_factory=dict)
    """The bet of each middle power at the end."""


class Counting(Listener):
    """Whoever counts and reads while a game is played."""

    def __init__(self, readings: Mapping[str, Reading] = {}) -> None:
        """`readings` are taken at the end of each turn, by name."""
        self.series: dict[str, list[float | None]] = {name: [] for name in readings}
        """What each reading gave, turn by turn from 1 on."""
        self._readings = readings
        self._sequence: SequenceOfPlay
        self._events: list[Event] = []
        self._twice: set[frozenset[str]] = set()

    def happened(self, events: Sequence[Event]) -> None:
        """New events stand in the record."""
        self._events += events

    def watch(self, sequence: SequenceOfPlay) -> None:
        """The game whose state is read."""
        self._sequence = sequence

    def turn_over(self, turn: int, turns: int) -> None:
        """A turn is complete: read the state as it is now."""
        book, state = self._sequence.book, self._sequence.state
        self._twice |= doubled(state.agreements.values())
        look = picture(book, state)
        for name, reading in self._readings.items():
            self.series[name].append(taken(reading, look, self._events))

    def tally(self, book: Rulebook, state: State, turns: int) -> Tally:
        """All counts, once the game is over; `turns` are those that were played. Looks through all events."""
        given: dict[SeatId, list[list[str]]] = {seat: [[] for _ in range(turns)] for seat in book.setting.ids}
        aimed: dict[SeatId, Counter[str]] = {seat: Counter() for seat in book.setting.ids}
        clauses: Counter[str] = Counter()
        for event in self._events:
            if isinstance(event.value, OrderOpened):
                order = event.value.order
                given[event.about[0]][event.turn - 1].append(order.kind)
                aimed[event.about[0]][" at ".join((order.kind, *aimed_at(order)))] += 1
            elif isinstance(event.value, Signed):
                clauses.update(clause.kind for clause in event.value.terms.clauses)
        return Tally(
            orders={seat: tuple(map(tuple, kinds)) for seat, kinds in given.items()},
            aimed={seat: dict(sorted(found.items())) for seat, found in aimed.items()},
            signed=sum(1 for event in self._events if isinstance(event.value, Signed)),
            clauses=dict(sorted(clauses.items())),
            twice=len(self._twice),
            events=dict(sorted(Counter(str(event.kind) for event in self._events).items())),
            bets={seat: bet.kind for seat, bet in bets(picture(book, state)).items()},
        )


def doubled(agreements: Iterable[Agreement]) -> set[frozenset[str]]:
    """Agreements in force that say the same: each set holds the ids of those that do, two or more.

    The same are the parties and what each gives whom; prices, levels and terms may differ.
    """
    by_content: dict[tuple[object, ...], list[str]] = {}
    for each in agreements:
        if each.status == "in_force":
            content = (frozenset(each.parties), frozenset(map(_content, each.terms.clauses)))
            by_content.setdefault(content, []).append(each.id)
    return {frozenset(ids) for ids in by_content.values() if len(ids) > 1}


def _content(clause: Clause) -> tuple[object, ...]:
    what = clause.model if isinstance(clause, AccessClause) else getattr(clause, "what", getattr(clause, "piece", ""))
    return clause.kind, clause.giver, clause.taker, what
