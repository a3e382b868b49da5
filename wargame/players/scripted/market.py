"""What a scripted seat reads of the market: who supplies whom, who is bound, which models there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from wargame.core import names
from wargame.core.ids import ModelId, SeatId
from wargame.core.models import Access, Model
from wargame.players.scripted.situation import Situation
from wargame.rules.model.frontier import advanced


class Market(Situation):
    """One ask, looked at for what could be had and sold."""

    def lines(self) -> tuple[Access, ...]:
        """What it has the use of now."""
        return tuple([a for a in self.view.access.values() if a.holder == self.me and a.status == "live"])

    @cached_property
    def supplied(self) -> tuple[Access, ...]:
        """Lines that it supplies to others, live or suspended."""
        lines = self.view.access.values()
        return tuple([a for a in lines if a.supplier == self.me and a.holder != self.me and a.status != "ended"])

    @cached_property
    def customers(self) -> frozenset[SeatId]:
        """Seats that it supplies."""
        return frozenset([line.holder for line in self.supplied if line.status == "live"])

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

    def models(self, owner: SeatId) -> list[Model]:
        """Released models of a maker, newest first."""
        own = [m for m in self.view.models.values() if m.owner == owner and m.released]
        return sorted(own, key=lambda m: (-self.vintage(m.id), m.id))

    def vintage(self, model: ModelId) -> float:
        """A model's vintage as this seat sees it."""
        return self.value(names.vintage(model), -60.0)

    @cached_property
    def inside_soon(self) -> float:
        """What it will have inside when this turn's releases come: a release carries the frontier of its turn."""
        return advanced(self.book, self.view, self.me)

    @cached_property
    def best_vintage(self) -> float:
        """The newest vintage that it has the use of."""
        have = [a.frozen_K if a.frozen_K is not None else self.vintage(a.model) for a in self.lines()]
        return max(have, default=-60.0)

    def law_of(self, model: Model) -> str:
        """The law that a model's maker is under."""
        return self.book.jurisdiction(model.owner)

    def newest(self, models: Sequence[Model]) -> Model | None:
        """The newest of some models."""
        return max(models, key=lambda m: (self.vintage(m.id), m.id), default=None)

    def open_weights(self) -> list[Model]:
        """Open weights whose published terms allow military use."""
        return [m for m in self.view.models.values() if m.weights == "open" and m.released and m.licence != "civil"]
