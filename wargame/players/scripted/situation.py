"""What a scripted seat reads off its view, and the tempers drawn for it once per game or set for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from wargame.core import chance, names
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import OrderOpened
from wargame.core.habits import PLAIN, Habits
from wargame.core.ids import SeatId, Variable
from wargame.core.setting import Seat
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.players.scripted.past import Past
from wargame.rules.model.without_signing import Standings


class Situation:
    """One ask, looked at by a scripted seat."""

    def __init__(
        self,
        ask: Ask,
        seed: int,
        habits: Habits = PLAIN,
        standings: Standings | None = None,
        past: Past | None = None,
    ) -> None:
        """The ask, the seed of tempers and whims, and what is set.

        `standings` and `past` are what was worked out before on what this view rests on.
        """
        self.ask, self.view, self.menu, self.book = ask, ask.view, ask.menu, ask.book
        self.me, self.turn = ask.seat, ask.turn
        self.seat: Seat = ask.book.seat(ask.seat)
        self.habits = habits
        self._seed = seed
        self._standings = Standings() if standings is None else standings
        self.past = (past or Past(ask.seat)).read(ask.view.events)

    # tempers

    def temper(self, trait: str) -> float:
        """A trait of this seat in this game, 0-1: as set, else as drawn."""
        fixed = self.habits.traits.get(trait)
        return chance.uniform(self._seed, 0, f"temper.{self.me}.{trait}") if fixed is None else fixed

    def has(self, habit: str) -> bool:
        """Whether it has a habit."""
        return habit not in self.habits.off

    def whim(self, purpose: str) -> float:
        """A mood of this turn, 0-1."""
        return chance.uniform(self._seed, self.turn, f"whim.{self.me}.{purpose}")

    def turns_by(self, options: int, purpose: str = "") -> int:
        """Which of so many things is due this turn: each in its turn, begun at a different one in each game."""
        start = chance.uniform(self._seed, 0, f"round.{self.me}.{purpose}")
        return (self.turn + int(options * start)) % options

    # reading

    def value(self, variable: Variable, default: float = 0.0) -> float:
        """A number as this seat sees it."""
        return self.view.values.get(variable, default)

    def own(self, family: names.OfSeat, default: float = 0.0) -> float:
        """One of its own numbers; the default where a seat of its kind has none, for any seat may have any doctrine."""
        return self.view.values.get(family(self.me), default)

    def trust(self, other: SeatId) -> float:
        """Its trust in another seat."""
        return self.view.values.get(names.trust(self.me, other), 50.0)

    def trusted_by(self, other: SeatId) -> float:
        """Another seat's trust in it, as it sees it."""
        return self.view.values.get(names.trust(other, self.me), 50.0)

    def trust_in_patron(self, seat: SeatId) -> float:
        """Another seat's trust in the patron, as this one sees it; 50 where nobody plays the patron."""
        patron = self.book.patron
        return self.view.values.get(names.trust(seat, patron), 50.0) if patron else 50.0

    def name(self, seat: SeatId) -> str:
        """A display name."""
        return self.book.name(seat)

    def seats(self, *kinds: str) -> Iterator[Seat]:
        """Other seats of these kinds."""
        return (seat for seat in self.book.setting.seats if seat.kind in kinds and seat.id != self.me)

    def across(self, other: Seat) -> bool:
        """Whether the other stands in the other great power's camp."""
        return {self.seat.bloc, other.bloc} == {"us", "cn"}

    def fights(self, seat: SeatId) -> bool:
        """Whether a seat fights an air war."""
        return names.grid(seat) in self.view.values

    # the past

    def recent(self, *kinds: EventKind, turns: int = 1) -> Iterator[Seen]:
        """Events of these kinds of this turn and of so many before, newest first within each kind."""
        return self.past.since(self.turn - turns, kinds)

    def lately(self, *kinds: EventKind, about: SeatId | None = None, turns: int = 1) -> bool:
        """Whether it has seen such an event in the last turns (this one included)."""
        return any(about is None or about in seen.about for seen in self.recent(*kinds, turns=turns))

    def did(self, kind: EventKind, *about: SeatId, turns: int = 1) -> bool:
        """Whether these seats, in this order, stood first in such an event of late: who did it, and to whom."""
        return any(tuple(seen.about[: len(about)]) == about for seen in self.recent(kind, turns=turns))

    @cached_property
    def ordered_last(self) -> frozenset[str]:
        """Kinds of orders that it gave a turn ago."""
        opened = [s for s in self.recent("order_opened") if s.turn < self.turn and s.about[0] == self.me]
        return frozenset([s.value.order.kind for s in opened if isinstance(s.value, OrderOpened)])
