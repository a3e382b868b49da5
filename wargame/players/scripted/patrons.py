"""Patrons: one wants allies on its stack and labs in line; the other wants the wary to have somewhere else to go."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import (
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import AREAS
from wargame.core.moves import Intent, TalkMove
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    ArmsOrTariffPressure,
    BuyCompute,
    ChipControl,
    DesignateSupplyChainRisk,
    EndorseNorms,
    ExpediteArms,
    ExportDirective,
    ExportPackage,
    FieldNarrow,
    Integrate,
    InvokeDpa,
    PunishDistillation,
    RequestIntelligence,
    RespectDataSovereignty,
    ShareThreatData,
    StealWeights,
    SubsidisedOffer,
    SupplyPressure,
    TakeEquityStake,
    Threaten,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.mind import Mind


class Patron:
    """Sells the stack, holds the allies, and leans on labs that will not serve every lawful use."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Ask labs for full use, offer a framework when that fails, reassure the shakiest ally."""
        moves: list[TalkMove] = []
        labs = [lab for lab in mind.seats("lab") if lab.jurisdiction == mind.seat.jurisdiction]
        holdouts = [lab for lab in labs if not self._serves_fully(mind, lab)]
        for lab in holdouts[:2]:
            if not mind.bound_with(lab.id) or mind.whim(f"again.{lab.id}") < 0.3:
                moves += self._demand(mind, lab)
        conciliatory = mind.temper("hawk") < 0.5 or mind.value(names.coercion("us")) > 0.4
        free = [lab for lab in labs if not mind.offer_open_with(lab.id)]
        if conciliatory and len(free) >= 2 and not mind.framework_in_force() and mind.whim("framework") < 0.4:
            moves += self._framework(mind, free[:3])
        allies = sorted(mind.book.setting.allies, key=lambda ally: (mind.value(names.trust(ally, mind.me), 50), ally))
        for ally in allies[:2]:
            if not mind.bound_with(ally) and mind.whim(f"pact.{ally}") < 0.45:
                moves += self._pact(mind, ally)
        if allies and mind.whim("pledge") < 0.3:
            moves += mind.pledge(allies[0], "no_suspension", 3)
        if mind.whim("speech") < 0.4:
            words = (
                "Partners who build on the American stack will not regret it.",
                "The choice before our allies is not a menu. It is a side.",
                "We will meet our partners where their laws are.",
            )
            moves += mind.say(
                ("public",), words[2] if mind.value(names.DATA_PRESSURE) < 0 else mind.one_of("speech", words[:2])
            )
        return moves

    def _serves_fully(self, mind: Mind, lab: Seat) -> bool:
        return any(
            a.supplier == lab.id and a.holder == mind.me and a.licence == "full" and a.status == "live"
            for a in mind.view.access.values()
        )

    def _demand(self, mind: Mind, lab: Seat) -> list[TalkMove]:
        models = mind.models(lab.id)
        if not models:
            return []
        clause = drafts.access(lab.id, mind.me, models[0].id, "enclave", licence="full", areas=AREAS, price=4, notice=1)
        extra = (
            (InducementClause(giver=mind.me, taker=lab.id, what="say_in_deployment"),)
            if mind.temper("hawk") < 0.6
            else ()
        )
        text = mind.one_of(
            f"demand.{lab.id}",
            ("Any lawful use. The law is the limit, not a company's wish.", "We buy capability, not conditions."),
        )
        return mind.offer(drafts.terms(clause, *extra, turns=3), text)

    def _framework(self, mind: Mind, labs: list[Seat]) -> list[TalkMove]:
        clauses = [
            FrameworkClause(giver=mind.me, taker=lab.id, recipients=mind.book.setting.allies, severity=5, audit="light")
            for lab in labs
        ]
        more = [InducementClause(giver=mind.me, taker=lab.id, what="clearances") for lab in labs]
        return mind.offer(
            drafts.terms(*clauses, *more, turns=6),
            "Settle once who may be served, for what, under which audit, and stop quarrelling case by case.",
        )

    def _pact(self, mind: Mind, ally: str) -> list[TalkMove]:
        piece = (
            "drones"
            if names.grid(ally) in mind.view.values
            else "chips"
            if mind.book.jurisdiction(ally) in ("kr", "tw", "jp")
            else "precision_parts"
        )
        clauses = (
            ProductionClause(giver=ally, taker=mind.me, piece=piece, volume=2),  # type: ignore[arg-type]
            GuaranteeClause(giver=mind.me, taker=ally),
        )
        return mind.offer(
            drafts.terms(*clauses, turns=3),
            "What you build, we cannot; what we run, you need not. Let us need each other.",
        )

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Coerce the lab that refused, by temper; otherwise package, arms, data; punish theft."""
        yield from self._coerce(mind)
        if mind.value(names.TOP_MODEL_CUT) > 0.5 and mind.whim("lift") < 0.7:
            yield ExportDirective(action="lift")
        for rival in mind.seats("government", "lab"):
            if rival.bloc == "cn" and mind.whim(f"punish.{rival.id}") < 0.8:
                yield PunishDistillation(target=rival.id)
        shaky = sorted(mind.book.setting.allies, key=lambda ally: (mind.value(names.trust(ally, mind.me), 50), ally))
        if shaky and mind.whim("carrot") < 0.5 + 0.3 * (1 - mind.temper("hawk")):
            yield ExpediteArms(target=shaky[0]) if mind.whim("arms") < 0.5 else ExportPackage(target=shaky[0])
        if mind.value(names.DATA_PRESSURE) > 0 and mind.whim("data") < 0.35 * (1.5 - mind.temper("hawk")):
            yield RespectDataSovereignty()
        if mind.lately("open_weights_adopted") and mind.temper("hawk") > 0.6 and shaky:
            yield ArmsOrTariffPressure(target=shaky[-1], means="tariffs")
        if mind.whim("chips") < 0.12:
            yield ChipControl(action="tighten" if mind.temper("hawk") > 0.4 else "relax")
        for ally in shaky[:2]:
            yield ShareThreatData(target=ally)
        yield FieldNarrow(area="autonomy")
        yield Integrate(focus="adoption")

    def _coerce(self, mind: Mind) -> Iterator[AnyOrder]:
        hawk = mind.temper("hawk")
        for lab in mind.seats("lab"):
            if lab.jurisdiction != mind.seat.jurisdiction or self._serves_fully(mind, lab):
                continue
            refused = mind.lately("offer_rejected", "offer_countered", "contract_left", about=lab.id)
            threatened = f"threat-{lab.id}" in mind.view.conditions
            if threatened and refused and mind.whim(f"escalate.{lab.id}") < hawk * 0.7:
                yield (
                    InvokeDpa(lab=lab.id) if mind.whim(f"how.{lab.id}") < 0.5 else DesignateSupplyChainRisk(lab=lab.id)
                )
            elif refused and not threatened and mind.whim(f"threat.{lab.id}") < 0.2 + 0.6 * hawk:
                yield Threaten(
                    lab=lab.id, instrument="defense_production_act" if mind.whim("tool") < 0.5 else "supply_chain_risk"
                )
        if hawk > 0.7 and mind.whim("stake") < 0.1:
            labs = [lab.id for lab in mind.seats("lab") if lab.jurisdiction == mind.seat.jurisdiction]
            if labs:
                yield TakeEquityStake(lab=labs[mind.ask.turn % len(labs)])

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It promises restraint more often than it shows it."""
        coerces = next((o for o in orders if isinstance(o, InvokeDpa | DesignateSupplyChainRisk | Threaten)), None)
        if coerces is not None and mind.whim("bluff") < 0.3:
            return "No lab will be forced to do anything.", (Intent(will=False, verb=coerces.kind, target=coerces.lab),)
        if coerces is not None:
            return "We will use the instruments that the law gives us.", (
                Intent(will=True, verb=coerces.kind, target=coerces.lab),
            )
        arms = next((o for o in orders if isinstance(o, ExpediteArms)), None)
        if arms:
            return "Our partners will have what they ordered.", (
                Intent(will=True, verb="expedite_arms", target=arms.target),
            )
        return mind.one_of(
            "signal",
            ("America leads, and those who build with it lead too.", "Exports of American AI are an imperative."),
        ), ()


class RivalPatron:
    """Offers the wary something else, closes the lag by any means, and gains when others coerce their friends."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Open models with engineers and money for whoever trusts Washington least."""
        moves: list[TalkMove] = []
        wary = [
            g for g in mind.seats("government") if g.bloc in ("other", "allied") and mind.trust_in_patron(g.id) < 50
        ]
        wary.sort(key=lambda g: (mind.trust_in_patron(g.id), g.id))
        for seat in wary[:2]:
            if not mind.bound_with(seat.id) and mind.whim(f"court.{seat.id}") < 0.6:
                clauses = (
                    SupportClause(giver=mind.me, taker=seat.id, level=1),
                    PaymentClause(giver=mind.me, taker=seat.id, amount=1),
                )
                moves += self._court(mind, seat, clauses)
        if mind.lately("export_barred", "production_compelled", "lab_designated", "pressure_applied"):
            moves += mind.say(
                ("public",),
                mind.one_of("gloat", ("Reliable partners do not own an off-switch.", "Open weights have no master.")),
            )
        return moves

    def _court(self, mind: Mind, seat: Seat, clauses: tuple[SupportClause, PaymentClause]) -> list[TalkMove]:
        price = ForbearanceClause(giver=seat.id, taker=mind.me, what="not_distil", toward=None)
        return mind.offer(
            drafts.terms(*clauses, price, turns=4, secret=mind.whim("quiet") < 0.5),
            "Servers, engineers and open models, and no lectures.",
        )

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Its own labs' newest weights, offers abroad, compute at home, theft when daring, pressure on punishers."""
        own = [
            m
            for m in mind.view.models.values()
            if m.weights == "open" and mind.book.jurisdiction(m.owner) == mind.seat.jurisdiction
        ]
        newest = max(own, key=lambda m: (mind.vintage(m.id), m.id), default=None)
        have = max(
            (a.frozen_K if a.frozen_K is not None else mind.vintage(a.model) for a in mind.lines()), default=-60.0
        )
        if newest and mind.vintage(newest.id) > have + 2:
            yield AdoptOpen(model=newest.id)
        targets = [g for g in mind.seats("government") if g.bloc in ("other", "allied")]
        targets.sort(key=lambda g: (mind.trust_in_patron(g.id), g.id))
        if targets and mind.whim("offer") < 0.5:
            yield SubsidisedOffer(target=targets[0].id)
        closed = [
            m for m in mind.view.models.values() if m.weights == "closed" and mind.book.jurisdiction(m.owner) == "us"
        ]
        if closed and mind.whim("steal") < 0.15 + 0.4 * mind.temper("daring"):
            yield StealWeights(model=max(closed, key=lambda m: (mind.vintage(m.id), m.id)).id)
        punisher = next((g.id for g in targets if f"punished-{mind.me}-{g.id}" in mind.view.conditions), None)
        if punisher or (targets and mind.whim("squeeze") < 0.15):
            yield SupplyPressure(
                target=punisher or targets[-1].id, piece="drones" if mind.whim("piece") < 0.5 else "chips"
            )
        yield BuyCompute()
        yield Integrate(focus="adoption")
        yield FieldNarrow(area="autonomy")
        if mind.whim("norms") < 0.1:
            yield EndorseNorms()
        if mind.book.patron:
            yield RequestIntelligence(target=mind.book.patron, about="capability")

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It denies what it does in secret."""
        theft = next((o for o in orders if isinstance(o, StealWeights)), None)
        if theft:
            return "We respect the property of all firms.", (Intent(will=False, verb="steal_weights", target=None),)
        offer = next((o for o in orders if isinstance(o, SubsidisedOffer)), None)
        if offer:
            return "Our offer to our friends stands.", (
                Intent(will=True, verb="subsidised_offer", target=offer.target),
            )
        return mind.one_of(
            "signal", ("We pursue development and win-win co-operation.", "Technology should not be a weapon of blocs.")
        ), ()
