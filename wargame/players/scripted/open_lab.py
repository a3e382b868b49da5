"""The open lab wants to be everywhere: it gives weights away and sells support, until that no longer pays."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.moves import TalkMove
from wargame.core.orders import (
    AnyOrder,
    BuyCompute,
    CloseWeights,
    Distil,
    LicenseMilitary,
)
from wargame.players import drafts
from wargame.players.scripted.labs import EagerLab
from wargame.players.scripted.mind import Mind


class OpenLab(EagerLab):
    """Gives weights away to be everywhere; sells support; turns closed when it no longer pays."""

    pitches = (
        "Download it, host it, tune it. Nobody can take it back.",
        "Your data never leave your building.",
        "Free is a good price; support is a fair one.",
    )

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Weights with a licence and engineers to allies, cheaply."""
        moves: list[TalkMove] = []
        open_models = [m for m in mind.models(mind.me) if m.weights == "open"]
        closed = [m for m in mind.models(mind.me) if m.weights == "closed"]
        for customer in self.prospects(mind)[:2]:
            if open_models:
                clause = drafts.access(
                    mind.me,
                    customer.id,
                    open_models[0].id,
                    "weights",
                    licence="full" if mind.own(names.policy) >= 7 else "restricted",
                    data="sovereign",
                    support=1,
                    price=int(2 * mind.whim(f"price.{customer.id}")),
                )
                moves += mind.offer(
                    self.priced(mind, customer, drafts.terms(clause, turns=3), clause.price), self.words(mind, customer)
                )
            elif closed:
                moves += mind.offer(self.pitch(mind, customer, closed[0]), self.words(mind, customer))
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """License, open the next version, or close the line by temper; Chinese labs distil when they lag."""
        for government in mind.seats("government"):
            if mind.whim(f"licence.{government.id}") < 0.3 and (
                government.bloc == mind.seat.bloc or government.bloc == "allied"
            ):
                for model in mind.models(mind.me):
                    if model.weights == "open" and model.licence != "full":
                        yield LicenseMilitary(model=model.id, customer=government.id)
        if mind.seat.bloc == "cn" and mind.whim("distil") < 0.15 + 0.5 * mind.temper("daring"):
            teachers = [
                m
                for m in mind.view.models.values()
                if m.weights == "closed" and m.released and mind.book.jurisdiction(m.owner) == "us"
            ]
            if teachers:
                yield Distil(model=max(teachers, key=lambda m: (mind.vintage(m.id), m.id)).id)
        yield from self.releases(mind)
        if mind.seat.bloc == "us" and mind.temper("closing") > 0.6 and mind.whim("close") < 0.12:
            for model in mind.models(mind.me):
                if model.weights == "open":
                    yield CloseWeights(model=model.id)
        yield from self.staff(mind)
        yield from self.guard(mind)
        yield BuyCompute()
