"""The wary power buys what cannot be switched off, builds where it can, and keeps a second leg to stand on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, Clause, DataClause, GuaranteeClause, ProductionClause, SupportClause
from wargame.core.ids import AREAS, Channel, DataTerms
from wargame.core.models import Model
from wargame.core.moves import TalkMove
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    BuildSovereign,
    BuyCompute,
    Distil,
    EndorseNorms,
    FieldNarrow,
    FineTuneEdge,
    IllicitUse,
    Integrate,
    PunishDistillation,
    RegionalPitch,
    RequestIntelligence,
    Reshore,
    ShareThreatData,
    SwitchFamily,
    TrainOperators,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.arguing import at_home, cases
from wargame.players.scripted.engineers import SIGNABLE, for_engineers
from wargame.players.scripted.forces import alarmed, automation, cut_off, tempting, weakest
from wargame.players.scripted.mind import Mind
from wargame.rules.model.deal_value import with_price

HEARD_FROM = 0.15
"""Index of coercion from which a third way is listened to."""
SELDOM = 0.15
"""Part of the spells in which a frightened seat pitches it, since it costs a place on the sheet."""
SLOW = 60.0
"""Adoption capacity under which engineers are asked for."""


class WaryPower:
    """Buys from whoever can take least back; its own champion is asked first."""

    shown: tuple[str, ...] = (
        "build_sovereign",
        "regional_pitch",
        "reshore",
        "endorse_norms",
        "adopt_open",
        "set_oversight",
        "switch_family",
        "punish_distillation",
        "buy_compute",
        "train_operators",
    )
    denied: tuple[str, ...] = ("adopt_open", "distil", "illicit_use")

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Its champion where it lost it, one bid to another supplier, a pact with whoever fights, a promise."""
        moves: list[TalkMove] = []
        best: tuple[float, Terms] | None = None
        for lab, model in self._suppliers(mind):
            terms, left = self.bid(mind, lab, model)
            if lab.anchor == mind.me:
                moves += mind.offer(terms)
            elif best is None or left > best[0]:
                best = (left, terms)
        if best and best[0] > 0:
            moves += mind.offer(best[1])
        moves += self._engineers(mind)
        moves += self._pact_with_a_fighter(mind)
        return [*moves, *self._pledges(mind)]

    def _pledges(self, mind: Mind) -> list[TalkMove]:
        patron = mind.book.patron
        if mind.whim("pledge") > 0.25:
            return []
        makers = [line.supplier for line in mind.lines() if line.supplier != mind.me and line.channel != "weights"]
        due = mind.turns_by(3, "pledge")
        if due == 0 and makers:
            return mind.pledge(makers[0], "no_distillation", 3)
        if due == 1 and makers and mind.own(names.automation):
            return mind.pledge(makers[0], "no_severe_use", 3)
        return mind.pledge(patron, "no_chinese_base", 3) if patron and mind.trust(patron) > 35 else []

    def _engineers(self, mind: Mind) -> list[TalkMove]:
        """Engineers of a contractor whom it trusts, while it is slow to field what it has."""
        if mind.own(names.adoption) > SLOW or mind.whim("engineers") > 0.6:
            return []
        firms = [f for f in mind.seats("contractor") if not mind.bound_with(f.id) and f.id not in mind.rebuffers]
        for firm in sorted(firms, key=lambda f: (-mind.trust(f.id), f.id)):
            terms = for_engineers(mind, firm.id, mind.me, 3)
            if terms is not None and (moves := mind.offer(terms)):
                return moves
        return []

    def _pact_with_a_fighter(self, mind: Mind) -> list[TalkMove]:
        """Orders for drones and lessons from a war, with whoever fights one."""
        for ally in mind.seats("government"):
            if mind.fights(ally.id) and ally.bloc == mind.seat.bloc and mind.whim(f"pact.{ally.id}") < 0.35:
                clauses = (
                    ProductionClause(giver=ally.id, taker=mind.me, piece="drones", volume=1),
                    DataClause(giver=ally.id, taker=mind.me, control="kept"),
                    SupportClause(giver=mind.me, taker=ally.id, level=1),
                )
                return mind.offer(drafts.terms(*clauses, turns=mind.lasting(2 + int(2 * mind.whim("term")))))
        return []

    def _suppliers(self, mind: Mind) -> list[tuple[Seat, Model]]:
        """At most three makers worth asking, those closest to the frontier first, and its own champion before them."""
        found = []
        for lab in mind.seats("lab", "champion"):
            known = mind.bound_with(lab.id) or mind.offer_open_with(lab.id) or lab.id in mind.rebuffers
            if known or mind.trust(lab.id) < 20 or mind.shuns(lab.id):
                continue
            models = mind.models(lab.id)
            if models and not any(line.model == models[0].id for line in mind.lines()):
                champion = 100.0 if lab.anchor == mind.me else 0.0
                rank = mind.vintage(models[0].id) + champion + 4 * mind.whim(f"taste.{lab.id}")
                found.append((rank, lab, models[0]))
        found.sort(key=lambda item: (-item[0], item[1].id))
        return [(lab, model) for _, lab, model in found[:3]]

    def bid(self, mind: Mind, lab: Seat, model: Model) -> tuple[Terms, float]:
        """The safest channel on offer, sure where that counts, at a price for both; and what is left of its worth."""
        wary = mind.seat.sovereignty
        secure = mind.value(names.security(lab.id), 2) >= 3
        channel: Channel = "enclave" if wary > 0.4 else "api"
        if model.weights == "open" or lab.anchor == mind.me:
            channel = "weights"
        elif secure and wary > 0.6:
            channel = "on_premises"
        free = channel in ("weights", "on_premises") or mind.value(names.DATA_PRESSURE) < 0
        data: DataTerms = "sovereign" if free else "resident"
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
            support=1 if mind.own(names.adoption) < SLOW else 0,
            price=0,
        )
        turns = mind.lasting(2 + int(3 * mind.temper("horizon")))
        return self._fairest(mind, [drafts.terms(*clauses, turns=turns) for clauses in self._sureties(mind, clause)])

    def _sureties(self, mind: Mind, clause: AccessClause) -> Iterator[tuple[Clause, ...]]:
        """Access with a guarantee of whoever could end it, the maker or the power behind it, or with none."""
        patron = mind.book.patron
        yield (clause,)
        if clause.support:
            yield (replace(clause, support=0),)
        if clause.channel == "weights":
            return
        yield clause, GuaranteeClause(giver=clause.giver, taker=mind.me)
        if patron and mind.book.jurisdiction(clause.giver) == mind.book.jurisdiction(patron):
            yield clause, GuaranteeClause(giver=patron, taker=mind.me)

    def _fairest(self, mind: Mind, drafted: list[Terms]) -> tuple[Terms, float]:
        """Of several gifts the one, at a price, under which whoever gets less gets most; and what it is worth then."""
        numbers = mind.book.parameters
        earns = 1 - numbers.serving_cost
        most = min(4, int(mind.own(names.income) / 2))
        best, fair, left = drafted[0], -math.inf, 0.0
        for gift in drafted:
            own = mind.worth(gift)
            theirs = min(mind.worth_to(other, gift) for other in gift.parties if other != mind.me) - SIGNABLE
            price = max(0, min(most, round((own - mind.bar - theirs) / (numbers.price_worth + earns))))
            kept = own - price * numbers.price_worth
            if min(kept - mind.bar, theirs + price * earns) > fair:
                fair, left = min(kept - mind.bar, theirs + price * earns), kept
                best = with_price(gift, price)
        return best, left

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """A hedge first when it is alarmed; else the case at home, its forces in turns, a hedge from what is left."""
        frightened = alarmed(mind)
        yield from self._answer_the_cut(mind)
        model = mind.newest(tempting(mind, mind.open_weights()))
        if model:
            yield AdoptOpen(model=model.id)
        if frightened:
            yield from self._hedge(mind)
        if frightened and mind.whim("third way") < SELDOM:
            yield from self._third_way(mind)
        yield from cases(mind, at_home(mind))
        if mind.own(names.norms) < 1 and mind.turns_by(2, "norms") == 0:
            yield EndorseNorms()
        area = weakest(mind)
        own: tuple[AnyOrder, ...] = (
            Integrate(focus="adoption"),
            FieldNarrow(area=area),
            Integrate(focus="depth"),
            TrainOperators(),
        )
        first = mind.turns_by(len(own), "own")
        yield from (*own[first:], *own[:first])
        yield FineTuneEdge(area=area)
        yield from automation(mind)
        if not frightened and mind.own(names.budget) > 8:
            yield from self._hedge(mind)
        yield from self._club(mind)

    def _answer_the_cut(self, mind: Mind) -> Iterator[AnyOrder]:
        """Who was switched off drops the supplier, copies what it was refused, or uses what it holds beyond terms."""
        lost = {a.supplier for a in mind.view.access.values() if a.holder == mind.me and a.status == "suspended"}
        for supplier in sorted(lost - {mind.me}):
            if mind.seat.sovereignty > 0.6 and mind.whim(f"drop.{supplier}") < 0.6:
                yield SwitchFamily(supplier=supplier)
        if not cut_off(mind) or mind.promised("no_distillation"):
            return
        closed = [m for m in mind.view.models.values() if m.weights == "closed" and m.released]
        teacher = mind.newest([m for m in closed if mind.book.jurisdiction(m.owner) == "us"])
        if teacher is not None and mind.temper("daring") > 0.5 and mind.vintage(teacher.id) > mind.best_vintage + 6:
            yield Distil(model=teacher.id)
        if mind.temper("daring") > 0.6:
            for line in mind.lines():
                if line.channel == "weights" and line.licence != "full" and line.source != "illicit":
                    yield IllicitUse(model=line.model)

    def _hedge(self, mind: Mind) -> Iterator[AnyOrder]:
        own: list[AnyOrder] = []
        if mind.temper("builder") < mind.seat.sovereignty:
            own.append(BuildSovereign(effort=2 if mind.own(names.budget) >= 9 else 1))
        own += [Reshore(), BuyCompute()] if mind.own(names.budget) >= 9 else [BuyCompute()]
        first = mind.turns_by(len(own), "hedge")
        yield from (*own[first:], *own[:first])

    def _third_way(self, mind: Mind) -> Iterator[AnyOrder]:
        """A pitch of its champion, where others have been coerced and so listen; it brings trust and nothing else."""
        coerced = mind.value(names.coercion("us")) > HEARD_FROM and mind.has("hedge")
        if coerced and any(s.anchor == mind.me for s in mind.book.setting.seats):
            others = [s.id for s in mind.seats("government") if s.bloc in (mind.seat.bloc, "other")]
            if others:
                yield RegionalPitch(customer=others[mind.spell() % len(others)])

    def _club(self, mind: Mind) -> Iterator[AnyOrder]:
        """What costs little and binds allies: sanctions with a trusted patron, warnings, a better estimate."""
        patron = mind.book.patron
        if patron and mind.seat.bloc == "allied" and mind.trust(patron) > 50 and mind.whim("join") < 0.4:
            for rival in mind.seats("government", "lab"):
                if rival.bloc == "cn":
                    yield PunishDistillation(target=rival.id)
        peers = [s.id for s in mind.seats("government") if s.bloc == mind.seat.bloc]
        if peers:
            yield ShareThreatData(target=max(peers, key=lambda peer: (mind.trust(peer), peer)))
        if patron:
            yield RequestIntelligence(target=patron, about="trust")
