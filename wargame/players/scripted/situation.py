"""What a scripted seat reads off its view, and the tempers drawn for it once per game."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from wargame.core import chance, names
from wargame.core.event_kinds import EventKind
from wargame.core.ids import ModelId, SeatId, Variable
from wargame.core.models import Access, Model
from wargame.core.setting import Seat
from wargame.players.base import Ask
from wargame.rules.model.deal_value import Standings


class Situation:
    """One ask, looked at by a scripted seat."""

    def __init__(self, ask: Ask, seed: int, standings: Standings | None = None) -> None:
        """The ask, and the seed of the seat's tempers and whims; `standings` hold on what this very view rests on."""
        self.ask, self.view, self.menu, self.book = ask, ask.view, ask.menu, ask.book
        self.me = ask.seat
        self.seat: Seat = ask.book.seat(ask.seat)
        self._seed = seed
        self._standings = Standings() if standings is None else standings

    # tempers

    def temper(self, trait: str) -> float:
        """A trait of this seat in this game, 0-1."""
        return chance.uniform(self._seed, 0, f"temper.{self.me}.{trait}")

    def whim(self, purpose: str) -> float:
        """A mood of this turn, 0-1."""
        return chance.uniform(self._seed, self.ask.turn, f"whim.{self.me}.{purpose}")

    def one_of(self, purpose: str, options: tuple[str, ...]) -> str:
        """One of several ways to say a thing."""
        return chance.pick(self._seed, self.ask.turn, f"words.{self.me}.{purpose}", options)

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

    def lines(self) -> tuple[Access, ...]:
        """What it has the use of now."""
        return tuple([a for a in self.view.access.values() if a.holder == self.me and a.status == "live"])

    @cached_property
    def customers(self) -> frozenset[SeatId]:
        """Seats that it supplies."""
        lines = self.view.access.values()
        return frozenset([line.holder for line in lines if line.supplier == self.me and line.status == "live"])

    def serves(self, customer: SeatId) -> bool:
        """Whether it supplies this customer."""
        return customer in self.customers

    @cached_property
    def partners(self) -> frozenset[SeatId]:
        """Seats with whom an agreement of its is in force, itself among them if there is any."""
        mine = [a.parties for a in self.view.agreements.values() if a.status == "in_force" and self.me in a.parties]
        return frozenset([party for parties in mine for party in parties])

    def bound_with(self, other: SeatId) -> bool:
        """Whether an agreement with the other is in force."""
        return other in self.partners

    @cached_property
    def bargaining(self) -> frozenset[SeatId]:
        """Seats with whom an offer lies on the table to which it is a party, itself among them if there is any."""
        offers = [p.terms.parties for p in self.view.proposals.values() if self.me in p.terms.parties]
        return frozenset([party for parties in offers for party in parties])

    def offer_open_with(self, other: SeatId) -> bool:
        """Whether an offer between the two lies on the table."""
        return other in self.bargaining

    @cached_property
    def _released(self) -> dict[SeatId, list[Model]]:
        """Released models by their maker."""
        found: dict[SeatId, list[Model]] = {}
        for model in self.view.models.values():
            if model.released:
                found.setdefault(model.owner, []).append(model)
        return found

    def models(self, owner: SeatId) -> list[Model]:
        """Released models of a maker, newest first."""
        own = self._released.get(owner, [])
        return sorted(own, key=lambda m: (-self.vintage(m.id), m.id)) if len(own) > 1 else own

    def vintage(self, model: ModelId) -> float:
        """A model's vintage as this seat sees it."""
        return self.value(names.vintage(model), -60.0)

    def newest_open(self) -> Model | None:
        """The newest open weights whose published terms allow military use."""
        free = [m for m in self.view.models.values() if m.weights == "open" and m.released and m.licence != "civil"]
        return max(free, key=lambda m: (self.vintage(m.id), m.id), default=None)

    def lately(self, *kinds: EventKind, about: SeatId | None = None, turns: int = 1) -> bool:
        """Whether it has seen such an event in the last turns (this one included)."""
        first = self.ask.turn - turns
        for seen in reversed(self.view.events):
            if seen.turn < first:
                return False
            if seen.kind in kinds and (about is None or about in seen.about):
                return True
        return False
