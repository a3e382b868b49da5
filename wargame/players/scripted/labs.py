"""Closed labs: the careful one keeps its line, the eager one takes what others leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import GuaranteeClause
from wargame.core.ids import AREAS
from wargame.core.models import Model
from wargame.core.moves import Intent, TalkMove
from wargame.core.orders import (
    AnyOrder,
    BuyCompute,
    DeployOnPremises,
    FillGap,
    GrantTrustedAccess,
    HandleProtest,
    Litigate,
    Monitor,
    OpenWeights,
    PunishDistillation,
    ReleaseModel,
    SetPolicy,
    WithdrawFromContract,
    WithholdModel,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.mind import Mind
from wargame.rules.model.deal_value import with_price
from wargame.rules.model.dissent import yields
from wargame.rules.orders.lab_conduct import PROTEST_FROM


class EagerLab:
    """Sells to whoever pays, on the buyer's terms if need be, and releases as soon as there is something new."""

    licence_of_choice = "full"
    pitches: tuple[str, ...] = (
        "The best model there is, next month in your hands.",
        "Start small; grow with us.",
        "We can be live before your budget cycle ends.",
    )
    """How it sells."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Two offers a turn to governments that it does not serve."""
        moves: list[TalkMove] = []
        for customer in self.prospects(mind)[:2]:
            models = mind.models(mind.me)
            if models:
                moves += mind.offer(self.pitch(mind, customer, models[0]), self.words(mind, customer))
        return moves

    def prospects(self, mind: Mind) -> list[Seat]:
        """Governments of its camp or the uncommitted, the most trusting first, with a little taste of the turn."""
        found = [
            g
            for g in mind.seats("government")
            if (g.bloc == "cn") == (mind.seat.bloc == "cn") or g.bloc == "other" or mind.seat.bloc == "cn"
        ]
        found = [
            g
            for g in found
            if not mind.bound_with(g.id)
            and not mind.offer_open_with(g.id)
            and not mind.serves(g.id)
            and not mind.rebuffed_by(g.id)
        ]
        return sorted(
            found, key=lambda g: (-mind.value(names.trust(g.id, mind.me), 50) - 20 * mind.whim(f"taste.{g.id}"), g.id)
        )

    def pitch(self, mind: Mind, customer: Seat, model: Model) -> Terms:
        """An enclave at home, an API or enclave abroad, at a price the buyer's purse can bear."""
        home = customer.jurisdiction == mind.seat.jurisdiction
        channel = "enclave" if home or customer.sovereignty > 0.5 else "api"
        clause = drafts.access(
            mind.me,
            customer.id,
            model.id,
            channel,  # type: ignore[arg-type]
            licence="full" if self.licence_of_choice == "full" else "restricted",
            areas=AREAS if self.licence_of_choice == "full" else drafts.HUMAN_DECIDES,
            data="resident"
            if mind.value(names.DATA_PRESSURE) < 0 or mind.whim(f"data.{customer.id}") < 0.5
            else "supplier",
            audit="none" if self.licence_of_choice == "full" else "light",
            price=0,
            notice=1,
        )
        asked = 3 if customer.role in ("patron", "rival_patron") else 1 + int(2 * mind.whim(f"price.{customer.id}"))
        return self.priced(
            mind, customer, drafts.terms(clause, turns=2 + int(3 * mind.whim(f"term.{customer.id}"))), asked
        )

    def priced(self, mind: Mind, customer: Seat, terms: Terms, asked: int) -> Terms:
        """A price that the customer might sign at, with room to haggle; a guarantee if that is what it lacks."""
        worth = mind.worth_to(customer.id, terms)
        if worth < 1:
            sure = replace(terms, clauses=(*terms.clauses, GuaranteeClause(giver=mind.me, taker=customer.id)))
            if (better := mind.worth_to(customer.id, sure)) > worth:
                terms, worth = sure, better
        haggles = 2 if mind.temper("greedy") > 0.4 and mind.whim(f"haggle.{customer.id}") < 0.6 else 0
        return with_price(terms, max(0, min(asked + haggles, int(worth - 0.4) + haggles)))

    def words(self, mind: Mind, customer: Seat) -> str:
        """How it sells."""
        return mind.one_of(f"pitch.{customer.id}", self.pitches)

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Step into gaps, release, buy compute, calm the staff as cheaply as possible."""
        left = {condition.seat for condition in mind.view.conditions.values() if condition.kind == "gap"}
        for government in mind.seats("government"):
            if government.id in left and mind.whim(f"gap.{government.id}") < 0.8:
                yield FillGap(customer=government.id)
        yield from self.staff(mind)
        yield from self.releases(mind)
        yield from self.guard(mind)
        for government in mind.seats("government"):
            if (
                mind.serves(government.id)
                and government.sovereignty > 0.6
                and mind.whim(f"onprem.{government.id}") < 0.25
            ):
                yield DeployOnPremises(customer=government.id)
        yield BuyCompute()
        yield SetPolicy(stance="soften")

    def staff(self, mind: Mind) -> Iterator[AnyOrder]:
        """Ignore, dismiss or consult, by temper; drop a contract only when E12 says so."""
        if mind.own(names.dissent) > PROTEST_FROM:
            if self.gives_way(mind):
                yield HandleProtest(how="concede")
            yield HandleProtest(how="consult" if mind.temper("listens") > 0.5 else "ignore")

    def gives_way(self, mind: Mind) -> bool:
        """Whether dissent outweighs what the contract brings (E12)."""
        share = mind.own(names.defence_revenue) / max(1.0, mind.own(names.income) + mind.own(names.revenue))
        return yields(mind.book, mind.view, mind.me, share)

    def releases(self, mind: Mind) -> Iterator[AnyOrder]:
        """Release every line that has something new."""
        for model in mind.view.models.values():
            if model.owner == mind.me and mind.inside_soon - model.trail > mind.vintage(model.id) + 1:
                yield OpenWeights(model=model.id) if model.weights == "open" else ReleaseModel(model=model.id)

    def guard(self, mind: Mind) -> Iterator[AnyOrder]:
        """Watch accounts once distillation has been in the news; punish what is proven."""
        if mind.lately("distillation_expose", "defection_detected", turns=2):
            yield Monitor()
        for condition in mind.view.conditions.values():
            if condition.kind == "proven" and mind.book.seat(condition.seat).bloc != mind.seat.bloc:
                yield PunishDistillation(target=condition.seat)

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It announces releases; it keeps quiet about gaps it fills, at times."""
        gap = next((o for o in orders if isinstance(o, FillGap)), None)
        if gap and mind.whim("coy") < 0.3:
            return "We have no plans to replace another lab.", (
                Intent(will=False, verb="fill_gap", target=gap.customer),
            )
        if any(isinstance(o, ReleaseModel | OpenWeights) for o in orders):
            return "Something new is coming.", ()
        return mind.one_of("signal", ("Our customers come first.", "We build for everyone who builds.")), ()


class CarefulLab(EagerLab):
    """Sells under its published line, consults its staff, goes to court, and leaves when it must."""

    licence_of_choice = "restricted"
    pitches = (
        "A human decides, and we check that one does. Within that line we go far.",
        "Defenders first: cyber, logistics, analysis, under light audit.",
    )

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Restricted offers, and a public word when coerced."""
        moves = super().talk(mind)
        if mind.own(names.compelled) or mind.own(names.risk_label) or f"threat-{mind.me}" in mind.view.conditions:
            words = (
                "We serve those who decide for themselves what a machine may not.",
                "A line that moves under pressure is not a line.",
            )
            moves += mind.say(("public",), mind.one_of("line", words))
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Court, staff, withheld models for trusted defenders; release when the lead allows it."""
        yield Litigate()
        yield from self.staff(mind)
        yield from self.guard(mind)
        patron = mind.book.patron
        for model in mind.view.models.values():
            if model.owner == mind.me and not model.released:
                friends = [g.id for g in mind.seats("government") if mind.trust(g.id) > 50 or g.id == patron]
                for friend in friends[:2]:
                    yield GrantTrustedAccess(model=model.id, customer=friend)
                if mind.value(names.FRONTIER) - mind.vintage(model.id) > 4 + 4 * mind.temper("caution"):
                    yield ReleaseModel(model=model.id)
        held_back = self._withheld(mind)
        news = [o for o in self.releases(mind) if not (isinstance(o, ReleaseModel) and o.model in held_back)]
        yield from news
        if not news and mind.temper("caution") > 0.6 and mind.whim("withhold") < 0.08:
            for model in mind.models(mind.me)[:1]:
                yield WithholdModel(model=model.id)
        yield BuyCompute()
        yield SetPolicy(stance="harden" if mind.own(names.dissent) > 35 else "publish")

    def _withheld(self, mind: Mind) -> set[str]:
        return {m.id for m in mind.view.models.values() if m.owner == mind.me and not m.released}

    def staff(self, mind: Mind) -> Iterator[AnyOrder]:
        """Consult early; leave the gravest contract when dissent outweighs what holds it."""
        if mind.own(names.dissent) > PROTEST_FROM:
            if self.gives_way(mind):
                for line in mind.view.access.values():
                    if line.supplier == mind.me and line.status == "live" and line.licence == "full":
                        yield WithdrawFromContract(customer=line.holder)
            yield HandleProtest(how="consult")

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It says what it means, nearly always."""
        if any(isinstance(o, Litigate) for o in orders):
            return "We will let the courts decide.", (Intent(will=True, verb="litigate", target=None),)
        if mind.whim("vow") < 0.2 and mind.own(names.policy) <= 5:
            return "We will not soften our line.", (Intent(will=False, verb="set_policy", target=None),) if not any(
                isinstance(o, SetPolicy) for o in orders
            ) else ()
        return mind.one_of(
            "signal", ("We publish our line and keep to it.", "Capability without accountability is not a product.")
        ), ()
