"""The open lab wants to be everywhere: it gives weights away and sells support, until that no longer pays."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.models import Model
from wargame.core.moves import TalkMove
from wargame.core.orders import AnyOrder, BuyCompute, CloseWeights, Distil, LicenseMilitary
from wargame.players import drafts
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.eager_lab import MOST_ASKED, NEWS, EagerLab
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.switch import switch
from wargame.players.scripted.watch import watch


class OpenLab(EagerLab):
    """Gives weights away to be everywhere; sells support; turns closed when it no longer pays."""

    shown: tuple[str, ...] = ("open_weights", "license_military", "close_weights", "release_model", "fill_gap")
    denied: tuple[str, ...] = ("distil", "close_weights")

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Weights with a licence and engineers, cheaply; a promise of the next ones."""
        moves: list[TalkMove] = []
        open_models = [m for m in mind.models(mind.me) if m.weights == "open"]
        closed = [m for m in mind.models(mind.me) if m.weights == "closed"]
        for customer in self.prospects(mind)[:MOST_ASKED]:
            if len(moves) >= 2:
                break
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
                    self.priced(mind, customer, drafts.terms(clause, turns=mind.lasting(3)), clause.price)
                )
            elif closed:
                moves += mind.offer(self.pitch(mind, customer, closed[0]))
        return [*moves, *self.pledges(mind)]

    def pledges(self, mind: Mind) -> list[TalkMove]:
        """A new open version, promised when one is about to come out anyway."""
        due = [m for m in mind.models(mind.me) if m.weights == "open" and self._news(mind, m.id, m.trail) > 1]
        readers = [g.id for g in mind.seats("government") if not mind.across(g)]
        if due and readers and mind.whim("pledge") < 0.3:
            return mind.pledge(readers[mind.spell() % len(readers)], "will_release_open", 1)
        return []

    def _news(self, mind: Mind, model: str, trail: float) -> float:
        return mind.inside_soon - trail - mind.value(names.vintage(model))  # type: ignore[arg-type]

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Release, license, grow; close the line by temper; a lab of the other camp copies what it cannot build."""
        yield from self.court(mind)
        yield from self._turn_closed(mind)
        yield from switch(mind)
        yield from self.releases(mind)
        yield from self._copies(mind)
        if mind.own(names.compute, 1.0) < 1.2:
            yield BuyCompute()
        yield from self._licences(mind)
        yield BuyCompute()
        yield from self.staff(mind)
        yield from self.fill(mind)
        yield from watch(mind)
        yield from cases(mind, self.aims(mind))
        yield from self.looks(mind)

    def worth_announcing(self, mind: Mind, model: Model) -> float:
        """Open weights as soon as there is news; what it sells is no matter of pride."""
        return NEWS if model.weights == "open" else 4 * NEWS

    def _licences(self, mind: Mind) -> Iterator[AnyOrder]:
        """A licence for the forces of a friend, those first whom a rival has just won."""
        friends = [g for g in mind.seats("government") if not mind.across(g) and mind.trusted_by(g.id) > 25]
        friends.sort(key=lambda g: (g.id not in mind.openings, -mind.trusted_by(g.id), g.id))
        for government in friends:
            if mind.whim(f"licence.{government.id}") < 0.5:
                for model in mind.models(mind.me):
                    if model.weights == "open" and model.licence != "full":
                        yield LicenseMilitary(model=model.id, customer=government.id)

    def _copies(self, mind: Mind) -> Iterator[AnyOrder]:
        """Only where the copy would be newer than what it has, and by daring."""
        if mind.seat.bloc != "cn" or mind.whim("distil") > 0.15 + 0.5 * mind.temper("daring"):
            return
        closed = [m for m in mind.view.models.values() if m.weights == "closed" and m.released]
        teacher = mind.newest([m for m in closed if mind.law_of(m) == "us"])
        if teacher is not None and mind.vintage(teacher.id) - 3 > mind.own(names.vintage_inside):
            yield Distil(model=teacher.id)

    def _turn_closed(self, mind: Mind) -> Iterator[AnyOrder]:
        """A tempted lab closes its open line once others have closed theirs or misused it, or on a whim."""
        if mind.seat.bloc != "us" or mind.temper("closing") < 0.6 or mind.spell() < 3:
            return
        grounds = mind.lately("open_goes_closed", "weights_closed", "illicit_use_exposed", spells=2)
        if grounds or mind.whim("close") < 0.1:
            for model in mind.models(mind.me):
                if model.weights == "open":
                    yield CloseWeights(model=model.id)
