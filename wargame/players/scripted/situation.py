"""What a scripted seat reads off its view, and the tempers drawn for it once per game or set for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from wargame.core import chance, names
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import OrderOpened
from wargame.core.habits import PLAIN, Habits
from wargame.core.ids import SeatId, Variable
from wargame.core.orders import AnyOrder
from wargame.core.setting import Seat
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.players.scripted.past import Past
from wargame.rules.base.calendar import longest_term, turns_in
from wargame.rules.legality import is_work
from wargame.rules.model.without_signing import Standings

UP_TO_DATE = frozenset({"release_model", "open_weights", "adopt_open"})
"""Kinds of orders that bring something up to date, however often they are given."""


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

    # time

    @cached_property
    def turns_a_spell(self) -> int:
        """Turns in a spell: the time in which it acts as much as one sheet holds, and in which its moods last."""
        setting = self.book.setting
        return max(1, round(setting.pace / setting.months))

    # tempers

    def temper(self, trait: str) -> float:
        """A trait of this seat in this game, 0-1: as set, else as drawn."""
        fixed = self.habits.traits.get(trait)
        return chance.uniform(self._seed, 0, f"temper.{self.me}.{trait}") if fixed is None else fixed

    def has(self, habit: str) -> bool:
        """Whether it has a habit."""
        return habit not in self.habits.off

    def spell(self, purpose: str = "") -> int:
        """Which spell of the game this is, from 1; with a purpose, spells begin at a turn of its own in each game."""
        turns = self.turns_a_spell
        if turns == 1:
            return self.turn
        ahead = int(turns * chance.uniform(self._seed, 0, f"spell.{self.me}.{purpose}")) if purpose else 0
        return (self.turn - 1 + ahead) // turns + 1

    def whim(self, purpose: str) -> float:
        """A mood of this spell, 0-1."""
        return chance.uniform(self._seed, self.spell(purpose), f"whim.{self.me}.{purpose}")

    def turns_by(self, options: int, purpose: str = "") -> int:
        """Which of so many things is due this spell: each in its turn, begun at a different one in each game."""
        start = chance.uniform(self._seed, 0, f"round.{self.me}.{purpose}")
        return (self.spell() + int(options * start)) % options

    def lasting(self, quarters: float) -> int:
        """So many quarters as the term of an agreement, in turns."""
        setting = self.book.setting
        return min(turns_in(setting, quarters), longest_term(setting.months))

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

    def recent(self, *kinds: EventKind, spells: int = 1) -> Iterator[Seen]:
        """Events of these kinds of this turn and of so many spells before, newest first within each kind."""
        return self.past.since(self.turn - spells * self.turns_a_spell, kinds)

    def lately(self, *kinds: EventKind, about: SeatId | None = None, spells: int = 1) -> bool:
        """Whether it has seen such an event in the last spells and in this turn."""
        return any(about is None or about in seen.about for seen in self.recent(*kinds, spells=spells))

    def did(self, kind: EventKind, *about: SeatId, spells: int = 1) -> bool:
        """Whether these seats, in this order, stood first in such an event of late: who did it, and to whom."""
        return any(tuple(seen.about[: len(about)]) == about for seen in self.recent(kind, spells=spells))

    @cached_property
    def ordered_last(self) -> frozenset[str]:
        """Kinds of orders that it gave a spell ago; those of the turn before, where a turn is a spell."""
        newest = self.turn - self.turns_a_spell
        return frozenset([order.kind for turn, order in self._ordered if turn <= newest])

    @cached_property
    def done(self) -> tuple[AnyOrder, ...]:
        """Acts of its own of less than a spell ago; none where a turn is a spell.

        What keeps a line up to date, such as a release, is no act: it brings the same however often it is done.
        """
        newest = self.turn - self.turns_a_spell
        return tuple([order for turn, order in self._ordered if turn > newest and not self.goes_on(order)])

    def goes_on(self, order: AnyOrder) -> bool:
        """Whether an order is given as long as there is something to do, and not once a spell."""
        return is_work(order) or order.kind in UP_TO_DATE

    @cached_property
    def _ordered(self) -> tuple[tuple[int, AnyOrder], ...]:
        """Its orders of the last two spells but this turn, each with its turn."""
        oldest = self.turn - 2 * self.turns_a_spell + 1
        opened = [s for s in self.past.since(oldest, ("order_opened",)) if s.turn < self.turn]
        return tuple(
            [(s.turn, s.value.order) for s in opened if s.about[0] == self.me and isinstance(s.value, OrderOpened)]
        )
