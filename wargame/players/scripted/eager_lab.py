"""The eager lab sells to whoever pays, on the buyer's terms if need be, and takes what others leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import ForbearanceClause, GuaranteeClause
from wargame.core.ids import AREAS, Channel, SeatId
from wargame.core.models import Access, Model
from wargame.core.moves import TalkMove
from wargame.core.orders import (
    AnyOrder,
    BuyCompute,
    DeployOnPremises,
    FillGap,
    HandleProtest,
    Litigate,
    OpenWeights,
    ReleaseModel,
    RequestIntelligence,
    SetPolicy,
    WithdrawFromContract,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.arguing import EffectOn, cases
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.switch import switch
from wargame.players.scripted.watch import watch
from wargame.rules.model.deal_value import with_price
from wargame.rules.model.dissent import severity, yields
from wargame.rules.orders.lab_conduct import PROTEST_FROM

MOST_ASKED = 4
"""Governments that a lab looks at in a turn for whom to make its two offers."""
NEWS = 1.0
"""Months that a release must bring for it to be worth announcing."""


def gravest(mind: Mind) -> list[Access]:
    """Uses by governments beyond its published line that it may leave, the gravest first."""
    held = mind.book.patron if mind.own(names.compelled) else None
    found = []
    for line in mind.supplied:
        if line.status == "live" and line.holder != held and mind.book.seat(line.holder).kind == "government":
            grave = severity(mind.view, line)
            if grave > mind.own(names.policy, 7) or mind.did("targeting_scandal", line.holder):
                found.append((-grave, line.id, line))
    return [line for _, _, line in sorted(found)]


class EagerLab:
    """Quick to sell, quick to release, and as cheap with its staff as it can be."""

    shown: tuple[str, ...] = ("fill_gap", "release_model", "open_weights", "set_policy", "deploy_on_premises")
    denied: tuple[str, ...] = ("fill_gap", "distil")
    licence_of_choice: str = "full"

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Two offers a turn to governments that it does not serve, and a word that a customer can hold it to."""
        moves: list[TalkMove] = []
        models = [m for m in mind.models(mind.me) if m.weights == "closed"] or mind.models(mind.me)
        for customer in self.prospects(mind)[:MOST_ASKED] if models else ():
            if len(moves) < 2:
                moves += mind.offer(self.pitch(mind, customer, models[0]))
        return [*moves, *self.pledges(mind)]

    def pledges(self, mind: Mind) -> list[TalkMove]:
        """To the customer that trusts it least: that it will not be switched off."""
        served = sorted(mind.customers, key=lambda customer: (mind.trusted_by(customer), customer))
        if served and mind.whim("pledge") < 0.2:
            return mind.pledge(served[0], "no_suspension", 3)
        return []

    def prospects(self, mind: Mind) -> list[Seat]:
        """Governments that it may court: those whom a rival has just won first, then the most trusting, by taste."""
        found = [
            g
            for g in mind.seats("government")
            if not mind.across(g)
            and not mind.bound_with(g.id)
            and not mind.offer_open_with(g.id)
            and not mind.serves(g.id)
            and g.id not in mind.rebuffers
        ]
        taste = {g.id: mind.trusted_by(g.id) + 20 * mind.whim(f"taste.{g.id}") for g in found}
        return sorted(found, key=lambda g: (g.id not in mind.openings, -taste[g.id], g.id))

    def pitch(self, mind: Mind, customer: Seat, model: Model) -> Terms:
        """An enclave at home or for the wary, else an API, at a price the buyer's purse can bear."""
        home = customer.jurisdiction == mind.seat.jurisdiction
        channel: Channel = "enclave" if home or customer.sovereignty > 0.5 else "api"
        if model.weights == "open" or mind.seat.anchor == customer.id:
            channel = "weights"
        full = self.licence_of_choice == "full"
        lawful = mind.value(names.DATA_PRESSURE) < 0 or mind.whim(f"data.{customer.id}") < 0.5
        clause = drafts.access(
            mind.me,
            customer.id,
            model.id,
            channel,
            licence="full" if full else "restricted",
            areas=AREAS if full else drafts.HUMAN_DECIDES,
            data="sovereign" if channel == "weights" else "resident" if lawful else "supplier",
            audit="none" if full else "light",
            price=0,
            notice=1,
        )
        asked = 3 if customer.role in ("patron", "rival_patron") else 1 + int(2 * mind.whim(f"price.{customer.id}"))
        asked -= customer.id in mind.openings
        turns = mind.lasting(2 + int(3 * mind.whim(f"term.{customer.id}")))
        return self.priced(mind, customer, drafts.terms(clause, turns=turns), asked)

    def priced(self, mind: Mind, customer: Seat, terms: Terms, asked: int) -> Terms:
        """A price that the customer might sign at, with room to haggle; a guarantee or a promise where it is missed."""
        worth = mind.worth_to(customer.id, terms)
        if worth < 1:
            sure = replace(terms, clauses=(*terms.clauses, GuaranteeClause(giver=mind.me, taker=customer.id)))
            if (better := mind.worth_to(customer.id, sure)) > worth:
                terms, worth = sure, better
        if mind.trust(customer.id) < 50 and worth > 2 and customer.role == "middle_power":
            honest = ForbearanceClause(giver=customer.id, taker=mind.me, what="not_distil", toward=None)
            terms, worth = replace(terms, clauses=(*terms.clauses, honest)), worth - 0.8
        haggles = 2 if mind.temper("greedy") > 0.4 and mind.whim(f"haggle.{customer.id}") < 0.6 else 0
        return with_price(terms, max(0, min(asked + haggles, int(worth - 0.4) + haggles)))

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Step into gaps, see to cheats and staff, release, then grow and sell in turns."""
        yield from self.court(mind)
        yield from self.fill(mind)
        yield from switch(mind)
        yield from self.staff(mind)
        yield from self.releases(mind)
        yield BuyCompute()
        yield from watch(mind)
        yield from cases(mind, self.aims(mind))
        yield from self.closer(mind)
        if mind.whim("soften") < 0.4:
            yield SetPolicy(stance="soften")
        yield from self.looks(mind)
        yield SetPolicy(stance="publish")

    def fill(self, mind: Mind) -> Iterator[AnyOrder]:
        """Step in where another lab left, unless its own people would not have it."""
        left = {condition.seat for condition in mind.view.conditions.values() if condition.kind == "gap"}
        for government in mind.seats("government"):
            bold = mind.own(names.dissent) < 50 and mind.whim(f"gap.{government.id}") < 0.8
            if government.id in left and bold and not mind.across(government):
                yield FillGap(customer=government.id)

    def closer(self, mind: Mind) -> Iterator[AnyOrder]:
        """Service moves onto the machines of a customer who fears the switch."""
        for government in mind.seats("government"):
            wary = government.sovereignty > 0.6 and mind.trusted_by(government.id) > 40
            if mind.serves(government.id) and wary and mind.whim(f"onprem.{government.id}") < 0.4:
                yield DeployOnPremises(customer=government.id)

    def aims(self, mind: Mind) -> Iterator[EffectOn]:
        """What it would argue: calm at home, then its name, then the trust of a customer."""
        if mind.own(names.dissent) > 15:
            yield "calm_dissent", mind.me
        if mind.own(names.reputation, 60) < 85:
            yield "raise_reputation", mind.me
        for customer in sorted(mind.customers):
            yield "raise_trust", customer

    def looks(self, mind: Mind) -> Iterator[AnyOrder]:
        """A better estimate of a rival or of a government that it would win."""
        rivals = [lab.id for lab in mind.seats("lab", "champion")]
        if rivals and mind.whim("look") < 0.4:
            yield RequestIntelligence(target=rivals[mind.spell() % len(rivals)], about="vintage")

    def court(self, mind: Mind) -> Iterator[AnyOrder]:
        """A label takes customers away: all but the most pliant fight it. Compulsion is fought on principle."""
        labelled, compelled = mind.own(names.risk_label), mind.own(names.compelled)
        if (labelled and mind.temper("stubborn") > 0.2) or (compelled and mind.temper("principle") > 0.5):
            yield Litigate()

    def staff(self, mind: Mind) -> Iterator[AnyOrder]:
        """Ignore, dismiss or consult, by temper; drop a contract only when E12 says so."""
        if mind.own(names.dissent) <= PROTEST_FROM:
            return
        for line in gravest(mind):
            if self.gives_way(mind, line.holder):
                yield WithdrawFromContract(customer=line.holder)
                break
        heard = mind.temper("listens")
        yield HandleProtest(how="consult" if heard > 0.5 else "ignore" if heard > 0.15 else "dismiss")

    def gives_way(self, mind: Mind, customer: SeatId) -> bool:
        """Whether dissent outweighs what the contract with a customer brings (E12)."""
        share = mind.own(names.defence_revenue) / max(1.0, mind.own(names.income) + mind.own(names.revenue))
        return yields(mind.book, mind.view, mind.me, share, customer)

    def worth_announcing(self, mind: Mind, model: Model) -> float:
        """Months that a release of this model must bring."""
        return NEWS

    def releases(self, mind: Mind) -> Iterator[AnyOrder]:
        """Each line that has something new, the one furthest behind first."""
        fresh = []
        for model in mind.view.models.values():
            if model.owner == mind.me:
                news = mind.inside_soon - model.trail - mind.vintage(model.id)
                if news > self.worth_announcing(mind, model):
                    fresh.append((-news, model.id, model))
        for _, _, model in sorted(fresh):
            yield OpenWeights(model=model.id) if model.weights == "open" else ReleaseModel(model=model.id)
