"""Powers: the wary one buys what cannot be switched off; the fighting one needs it working this winter."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import DataClause, GuaranteeClause, ProductionClause, SupportClause
from wargame.core.ids import AREAS, Channel, DataTerms
from wargame.core.models import Model
from wargame.core.moves import Intent, TalkMove
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    BuildSovereign,
    BuyCompute,
    DeployAutomation,
    EndorseNorms,
    FieldNarrow,
    FineTuneEdge,
    IllicitUse,
    Integrate,
    RegionalPitch,
    RequestIntelligence,
    Reshore,
    SetOversight,
    ShareThreatData,
    SwitchFamily,
    TrainOperators,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.mind import Mind
from wargame.rules.model.deal_value import with_price


class WaryPower:
    """Buys from whoever can take least back, builds where it can, and keeps a second leg to stand on."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """One bid a turn to the best supplier, a pledge or a word when it helps."""
        moves: list[TalkMove] = []
        best: tuple[float, Terms, Seat] | None = None
        for lab, model in self._suppliers(mind):
            terms, worth = self.bid(mind, lab, model)
            if best is None or worth > best[0]:
                best = (worth, terms, lab)
        if best and best[0] > 0:
            moves += mind.offer(best[1], self._ask_words(mind, best[2]))
        patron = mind.book.patron
        if patron and mind.lately("export_barred", "access_suspended", "production_compelled", "lab_designated"):
            words = (
                "What can be switched off is worth less to us than it costs.",
                "Our forces cannot plan around your courts and your moods.",
            )
            moves += mind.say((patron,), mind.one_of("complaint", words))
        elif patron and mind.trust(patron) > 40 and mind.whim("pledge") < 0.2:
            moves += mind.pledge(patron, "no_chinese_base", 3)
        moves += self._pact_with_a_fighter(mind)
        if mind.whim("chat") < 0.3:
            moves += self._consult_peer(mind)
        return moves

    def _pact_with_a_fighter(self, mind: Mind) -> list[TalkMove]:
        """Money for drones and lessons from a war, with whoever fights one."""
        for ally in mind.seats("government"):
            fights = names.grid(ally.id) in mind.view.values and ally.bloc == mind.seat.bloc
            if fights and not mind.bound_with(ally.id) and mind.whim(f"pact.{ally.id}") < 0.35:
                clauses = (
                    ProductionClause(giver=ally.id, taker=mind.me, piece="drones", volume=1),
                    DataClause(giver=ally.id, taker=mind.me, control="kept"),
                )
                text = "What you learn under fire, we would learn without it; we pay in orders for your factories."
                return mind.offer(drafts.terms(*clauses, turns=2 + int(2 * mind.whim("term"))), text)
        return []

    def _suppliers(self, mind: Mind) -> list[tuple[Seat, Model]]:
        """At most three makers worth asking, those closest to the frontier first, its own champion always."""
        found = []
        for lab in mind.seats("lab", "champion"):
            if mind.bound_with(lab.id) or mind.offer_open_with(lab.id) or mind.trust(lab.id) < 20:
                continue
            models = mind.models(lab.id)
            if models:
                bonus = 8.0 if lab.anchor == mind.me or lab.jurisdiction == mind.seat.jurisdiction else 0.0
                found.append((mind.vintage(models[0].id) + bonus + 4 * mind.whim(f"taste.{lab.id}"), lab, models[0]))
        found.sort(key=lambda item: (-item[0], item[1].id))
        return [(lab, model) for _, lab, model in found[:3]]

    def bid(self, mind: Mind, lab: Seat, model: Model) -> tuple[Terms, float]:
        """The safest channel on offer, with a guarantee, at half of what it is worth; and what is left of that."""
        wary = mind.seat.sovereignty
        secure = mind.value(names.security(lab.id), 2) >= 3
        channel: Channel = (
            "weights"
            if model.weights == "open"
            else "on_premises"
            if secure and wary > 0.6
            else "enclave"
            if wary > 0.4
            else "api"
        )
        data: DataTerms = (
            "sovereign" if channel in ("weights", "on_premises") or mind.value(names.DATA_PRESSURE) < 0 else "resident"
        )
        line = mind.value(names.policy(lab.id), 7)
        full = line >= 7 and mind.whim(f"ambition.{lab.id}") < 0.4
        clause = drafts.access(
            lab.id,
            mind.me,
            model.id,
            channel,
            licence="full" if full else "restricted",
            areas=AREAS if full else drafts.HUMAN_DECIDES,
            data=data,
            audit="light" if line <= 5 else "none",
            support=1 if mind.own(names.adoption) < 60 else 0,
            price=0,
        )
        extra = () if channel == "weights" else (GuaranteeClause(giver=lab.id, taker=mind.me),)
        free = drafts.terms(clause, *extra, turns=2 + int(3 * mind.temper("horizon")))
        worth = mind.worth(free)
        price = max(0, min(4, int(mind.own(names.income) / 2), round(worth / 2)))
        return with_price(free, price), worth - price * mind.book.parameters.price_worth

    def _ask_words(self, mind: Mind, lab: Seat) -> str:
        return mind.one_of(
            f"bid.{lab.id}",
            (
                f"We would work with {lab.name}, on machines and under terms that are ours.",
                "Our condition is simple: what we build on must not be taken from under us.",
                "A modest price, a clear line on data, and a word that holds.",
            ),
        )

    def _consult_peer(self, mind: Mind) -> list[TalkMove]:
        peers = [s.id for s in mind.seats("government") if s.bloc == mind.seat.bloc]
        if len(peers) >= 2 and mind.whim("room") < 0.4:
            return mind.say(
                tuple(sorted(peers, key=mind.trust, reverse=True)[:2]), "Shall we compare offers before we sign alone?"
            )
        words = (
            "How much of your stack could be cut tomorrow?",
            "We hear the price is softer than it looks.",
            "Will you sign first, or shall we?",
        )
        return mind.say((peers[0],), mind.one_of("peer", words)) if peers else []

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Hedge when trust is low, field when it is not."""
        patron = mind.book.patron or ""
        frightened = mind.value(names.coercion("us")) > 0.35 or mind.trust(patron) < 30 + 10 * mind.temper("nerves")
        yield from self._drop_who_failed(mind)
        model = mind.newest_open()
        if model and self._worth_adopting(mind, model, frightened):
            yield AdoptOpen(model=model.id)
        if frightened:
            yield from self._hedge(mind)
        weak = min(
            AREAS, key=lambda a: (mind.value(names.narrow(mind.me, a)) - 0.1 * mind.seat.missions.get(a, 0.0), a)
        )
        wish = mind.whim("routine")
        if wish < 0.3:
            yield FieldNarrow(area=weak)
        yield Integrate(focus="depth" if wish < 0.5 and mind.lines() else "adoption")
        if mind.own(names.legitimacy) < 65 or mind.whim("norms") < 0.1:
            yield EndorseNorms()
        yield FineTuneEdge(area=weak)
        yield TrainOperators()
        if not frightened and mind.own(names.budget) > 8:
            yield from self._hedge(mind)

    def _hedge(self, mind: Mind) -> Iterator[AnyOrder]:
        if mind.temper("builder") < mind.seat.sovereignty:
            yield BuildSovereign(effort=2 if mind.own(names.budget) >= 8 else 1)
        yield BuyCompute()
        if any(s.anchor == mind.me for s in mind.book.setting.seats):
            others = [s.id for s in mind.seats("government") if s.bloc == mind.seat.bloc]
            if others:
                yield RegionalPitch(customer=others[mind.ask.turn % len(others)])
        if mind.own(names.budget) >= 9:
            yield Reshore()

    def _worth_adopting(self, mind: Mind, model: Model, frightened: bool) -> bool:
        have = [a.frozen_K if a.frozen_K is not None else mind.vintage(a.model) for a in mind.lines()]
        newer = mind.vintage(model.id) - max(have, default=-60.0)
        if mind.book.jurisdiction(model.owner) == "cn" and mind.seat.bloc == "allied":
            promised = any(
                p.by == mind.me and p.promise == "no_chinese_base" and p.status == "open"
                for p in mind.view.pledges.values()
            )
            tempted = 6 - 4 * mind.temper("daring") - (4 if frightened else 0)
            return newer > tempted + (3 if promised else 0) + 2
        return newer > 1.5

    def _drop_who_failed(self, mind: Mind) -> Iterator[AnyOrder]:
        suspended = sorted(
            {a.supplier for a in mind.view.access.values() if a.holder == mind.me and a.status == "suspended"}
        )
        for supplier in suspended:
            if mind.seat.sovereignty > 0.6 and mind.lines() and mind.whim(f"drop.{supplier}") < 0.6:
                yield SwitchFamily(supplier=supplier)
        if mind.trust(mind.book.patron or "") < 25 and mind.temper("daring") > 0.6:
            for line in mind.lines():
                if (
                    line.channel == "weights"
                    and line.licence in ("civil", "restricted", "none")
                    and line.source != "illicit"
                ):
                    yield IllicitUse(model=line.model)

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It says what it will build; it is less frank about whose weights it takes."""
        if any(isinstance(o, BuildSovereign) for o in orders):
            return "We will invest in capability of our own.", (Intent(will=True, verb="build_sovereign", target=None),)
        if mind.whim("frank") < 0.15:
            adopts = any(isinstance(o, AdoptOpen) for o in orders)
            return "We take up no new models this quarter.", (
                Intent(will=False, verb="adopt_open", target=None),
            ) if adopts or mind.whim("dull") < 0.5 else ()
        return mind.one_of(
            "signal", ("We keep our options open.", "We field what works.", "We honour what we have signed.")
        ), ()


class FightingPower(WaryPower):
    """Trades what only it has, data and drones, for what it needs this winter."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Data for engineers, drones for access, and a plain word to whoever hesitates."""
        moves: list[TalkMove] = []
        patron = mind.book.patron
        for firm in mind.seats("contractor"):
            if not mind.bound_with(firm.id):
                clauses = (
                    SupportClause(giver=firm.id, taker=mind.me, level=2),
                    DataClause(giver=mind.me, taker=firm.id, control="kept"),
                )
                moves += mind.offer(drafts.terms(*clauses, turns=3), "Our data for your engineers. The data stay ours.")
        if patron and not mind.bound_with(patron):
            clauses2 = (
                ProductionClause(giver=mind.me, taker=patron, piece="drones", volume=2),
                GuaranteeClause(giver=patron, taker=mind.me),
            )
            moves += mind.offer(
                drafts.terms(*clauses2, turns=5),
                "You need drones that survive; we need to know that you will not switch us off.",
            )
        moves += super().talk(mind)
        if patron and mind.own(names.grid, 100) < 55:
            moves += mind.say(
                (patron,), f"The grid stands at {mind.own(names.grid):.0f}. Interceptors first, terms later."
            )
        return moves[:6]

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Crews, autonomy, the newest weights; automation when it must."""
        model = mind.newest_open()
        if model and self._worth_adopting(mind, model, frightened=mind.trust(mind.book.patron or "") < 30):
            yield AdoptOpen(model=model.id)
        yield TrainOperators()
        yield FieldNarrow(area="autonomy" if mind.value(names.narrow(mind.me, "autonomy")) < 0.8 else "targeting")
        tuned = FineTuneEdge(area="autonomy")
        yield tuned if mind.menu.allows(tuned) else FineTuneEdge(area="targeting")
        if mind.own(names.automation) < 0.5 and mind.own(names.domestic_support) < 50:
            yield DeployAutomation(degree=2, oversight=1)
        elif mind.own(names.legitimacy) < 55:
            yield SetOversight(oversight=2)
        yield Integrate(focus="depth")
        for ally in mind.seats("government"):
            if ally.bloc in ("allied", "us") and mind.whim(f"share.{ally.id}") < 0.2:
                yield ShareThreatData(target=ally.id)
        if mind.book.patron:
            yield RequestIntelligence(target=mind.book.patron, about="trust")
