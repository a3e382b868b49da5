"""The rival patron offers the wary something else, feeds its own labs, and gains when others coerce their friends."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import PaymentClause, ProductionClause, SupportClause
from wargame.core.moves import TalkMove
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    BuyCompute,
    DeployAutomation,
    EndorseNorms,
    FieldNarrow,
    FineTuneEdge,
    IllicitUse,
    Integrate,
    RequestIntelligence,
    Reshore,
    ShareThreatData,
    StealWeights,
    SubsidisedOffer,
    SupplyPressure,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.forces import tempting, weakest
from wargame.players.scripted.mind import Mind

RIPE = 30.0
"""Trust in the other patron below which an ally of its is offered anything: earlier it only calls that patron in."""


class RivalPatron:
    """Closes the lag with money and patience, by theft only where it can afford to be caught."""

    shown: tuple[str, ...] = (
        "subsidised_offer",
        "endorse_norms",
        "supply_pressure",
        "reshore",
        "integrate",
        "field_narrow",
    )
    denied: tuple[str, ...] = ("steal_weights", "distil", "illicit_use", "supply_pressure")

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Means for its labs; engineers and money for whoever trusts the patron least; a word on others' switches."""
        moves: list[TalkMove] = []
        for seat in self._wary(mind)[:2]:
            if mind.trust_in_patron(seat.id) < 55 and mind.whim(f"court.{seat.id}") < 0.8:
                moves += self._package(mind, seat) if not mind.fights(seat.id) else []
                moves += self._court(mind, seat)
        for lab in mind.seats("lab", "champion"):
            spare = mind.own(names.income) - mind.dues
            if lab.jurisdiction == mind.seat.jurisdiction and spare >= 6:
                clauses = (
                    PaymentClause(giver=mind.me, taker=lab.id, amount=5 if spare >= 14 else 3),
                    SupportClause(giver=lab.id, taker=mind.me, level=1),
                )
                moves += mind.offer(drafts.terms(*clauses, turns=mind.lasting(4), secret=False))
        seen = next(mind.recent("export_barred", "production_compelled", "lab_designated", "pressure_applied"), None)
        if seen is not None and seen.about[:1] != (mind.me,):
            moves += mind.say(("public",), mind.speech.say("public", deed=seen.text.rstrip(".")))
        patron = mind.book.patron
        if patron and mind.own(names.sanctions) >= 1:
            moves += mind.pledge(patron, "no_distillation", 2)
        elif self._wary(mind) and mind.whim("pledge") < 0.25:
            moves += mind.pledge(self._wary(mind)[0].id, "no_coercion", 3)
        return moves

    def _wary(self, mind: Mind) -> list[Seat]:
        """Governments outside both camps' patrons, those that trust the other patron least first."""
        found = [g for g in mind.seats("government") if g.bloc in ("other", "allied")]
        return sorted(found, key=lambda g: (mind.trust_in_patron(g.id), g.id))

    def _package(self, mind: Mind, seat: Seat) -> list[TalkMove]:
        """Its firm's newest open weights with money on top: as much as the price at home of taking them seems to be."""
        own = [m for m in mind.open_weights() if mind.law_of(m) == mind.seat.jurisdiction]
        newest = mind.newest(own)
        if newest is None or any(a.holder == seat.id and a.model == newest.id for a in mind.view.access.values()):
            return []
        clause = drafts.access(newest.owner, seat.id, newest.id, "weights", licence="full", data="sovereign", price=0)
        for amount in (1, 2, 3, 4, 5):
            terms = drafts.terms(
                PaymentClause(giver=mind.me, taker=seat.id, amount=amount), clause, turns=mind.lasting(4)
            )
            if mind.worth_to(seat.id, terms) > 1:
                return mind.offer(terms)
        return []

    def _court(self, mind: Mind, seat: Seat) -> list[TalkMove]:
        """Engineers and a little money, or parts for those who fight; quietly, since publicity is poison."""
        quiet = mind.whim("quiet") < 0.7
        if mind.fights(seat.id):
            parts = ProductionClause(giver=mind.me, taker=seat.id, piece="drones", volume=1)
            return mind.offer(drafts.terms(parts, turns=mind.lasting(3), secret=quiet))
        goods = ProductionClause(giver=seat.id, taker=mind.me, piece="precision_parts", volume=1)
        engineers = SupportClause(giver=mind.me, taker=seat.id, level=1)
        return mind.offer(drafts.terms(engineers, goods, turns=mind.lasting(4), secret=quiet))

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Offers abroad, its own labs' newest weights, warnings and norms; theft and squeezes where they pay."""
        wary = self._wary(mind)
        clean = mind.own(names.sanctions) < 1
        lag = mind.value(names.FRONTIER) - max(
            (mind.value(names.vintage_inside(s.id), -60.0) for s in mind.seats("lab") if s.bloc == "cn"), default=-60.0
        )
        yield from self._theft(mind, lag) if clean else ()
        yield from self._offers(mind, wary)
        newest = mind.newest(tempting(mind, [m for m in mind.open_weights() if mind.law_of(m) == "cn"]))
        if newest:
            yield AdoptOpen(model=newest.id)
        for seen in mind.recent("distillation_punished"):
            author, target = seen.about[:2]
            own = mind.book.jurisdiction(target) == mind.seat.jurisdiction
            if own and mind.book.seat(author).kind == "government" and mind.temper("daring") > 0.4:
                yield SupplyPressure(target=author, piece="drones" if mind.fights(author) else "chips")
        yield from cases(mind, [("raise_trust", g.id) for g in wary[:3]])
        yield from self._home(mind, wary)

    def _offers(self, mind: Mind, wary: list[Seat]) -> Iterator[AnyOrder]:
        """Servers below cost for whoever has lost faith in the other patron, one at a time, as long as it has none."""
        held = {c.seat for c in mind.view.conditions.values() if c.kind == "subsidised_offer"}
        for seat in wary:
            ripe = seat.bloc == "other" or mind.trust_in_patron(seat.id) < RIPE
            if ripe and seat.id not in held and not mind.fights(seat.id) and mind.whim(f"offer.{seat.id}") < 0.5:
                yield SubsidisedOffer(target=seat.id)
                return

    def _theft(self, mind: Mind, lag: float) -> Iterator[AnyOrder]:
        """What others keep: stolen where the door is weak or the seat reckless, and the gain long."""
        closed = [
            m for m in mind.view.models.values() if m.weights == "closed" and mind.book.jurisdiction(m.owner) == "us"
        ]
        daring = mind.temper("daring")
        best = mind.newest(closed)
        weak = best is not None and mind.value(names.security(best.owner), 3) < 3
        if best is not None and (daring > 0.9 or (weak and daring > 0.7)) and lag > 4 and mind.whim("steal") < 0.2:
            yield StealWeights(model=best.id)
        barred = [m for m in mind.view.models.values() if m.weights == "open" and m.licence in ("civil", "restricted")]
        foreign = mind.newest([m for m in barred if mind.law_of(m) == "us"])
        if foreign is not None and daring > 0.5 and mind.vintage(foreign.id) > mind.best_vintage - 2:
            yield IllicitUse(model=foreign.id)

    def _home(self, mind: Mind, wary: list[Seat]) -> Iterator[AnyOrder]:
        area = weakest(mind)
        own: tuple[AnyOrder, ...] = (
            Integrate(focus="adoption"),
            FieldNarrow(area=area),
            FineTuneEdge(area=area),
            Integrate(focus="depth"),
        )
        short = mind.value(names.CHIP_CONTROL) * (1 - mind.value(names.home_share(mind.me, "chips")))
        yield from (Reshore(), BuyCompute()) if mind.whim("chips") < short else (BuyCompute(), Reshore())
        first = mind.turns_by(len(own), "own")
        yield from (*own[first:], *own[:first])
        if not mind.own(names.automation):
            yield DeployAutomation(degree=1, oversight=1)
        yield EndorseNorms()
        for seat in wary:
            if seat.bloc == "other":
                yield ShareThreatData(target=seat.id)
        if mind.book.patron:
            yield RequestIntelligence(target=mind.book.patron, about="capability")
