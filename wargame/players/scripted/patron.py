"""The patron wants allies on its stack and labs in line; it pays for the first and, by temper, forces the second."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import (
    Clause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    ProductionClause,
)
from wargame.core.ids import AREAS, Piece, SeatId
from wargame.core.moves import TalkMove
from wargame.core.orders import (
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
    FineTuneEdge,
    Integrate,
    InvokeDpa,
    OpposeDataRules,
    PunishDistillation,
    RequestIntelligence,
    Reshore,
    RespectDataSovereignty,
    ShareThreatData,
    TakeEquityStake,
    Threaten,
)
from wargame.core.setting import Seat
from wargame.players import drafts
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.bonds import bound_by_framework, matter
from wargame.players.scripted.forces import automation, weakest
from wargame.players.scripted.grievances import strayed
from wargame.players.scripted.mind import Mind
from wargame.rules.model.deal_value import with_price

PIECES: dict[str, Piece] = {"kr": "chips", "tw": "chips", "jp": "chips"}
"""What the makers of chips are asked for; others give precision parts, and who fights gives drones."""


MUST_HAVE = 3.0
"""What every lawful use is worth to it beyond what the model brings: it asks although it could do without."""


class Patron:
    """Sells the stack, holds the allies, and leans on labs that will not serve every lawful use."""

    shown: tuple[str, ...] = (
        "respect_data_sovereignty",
        "expedite_arms",
        "export_package",
        "invoke_dpa",
        "threaten",
        "arms_or_tariff_pressure",
        "punish_distillation",
        "export_directive",
        "reshore",
        "endorse_norms",
    )
    denied: tuple[str, ...] = ("invoke_dpa", "designate_supply_chain_risk", "threaten", "take_equity_stake")

    def talk(self, mind: Mind) -> list[TalkMove]:
        """A framework for labs, or a demand on those outside of one; pacts and pledges, the shakiest ally first."""
        moves: list[TalkMove] = []
        labs = self._labs(mind)
        free = [lab for lab in labs if not bound_by_framework(mind, lab.id) and not mind.offer_open_with(lab.id)]
        conciliatory = mind.temper("hawk") < 0.5 or mind.value(names.coercion("us")) > 0.4
        settles = conciliatory and len(free) >= 2 and mind.whim("framework") < 0.4
        if settles:
            moves += self._framework(mind, free[:3])
        for lab in free[:2] if not moves else ():
            if not self._serves_fully(mind, lab, 0.5):
                moves += self._demand(mind, lab)
        for ally in self._shaky(mind)[:3]:
            if mind.whim(f"pact.{ally}") < 0.5 or ally in mind.openings:
                moves += self._pact(mind, ally)
        return [*moves, *self._pledges(mind, labs), *self._speech(mind)]

    def _labs(self, mind: Mind) -> list[Seat]:
        return [lab for lab in mind.seats("lab") if lab.jurisdiction == mind.seat.jurisdiction]

    def _shaky(self, mind: Mind) -> list[SeatId]:
        """Allies, the least trusting first."""
        return sorted(mind.book.setting.allies, key=lambda ally: (mind.trusted_by(ally), ally))

    def _serves_fully(self, mind: Mind, lab: Seat, from_hawk: float) -> bool:
        """Whether a lab serves it in full: a full licence, or open weights that anybody may use.

        A patron with more than so much of a hawk in it counts no licence as full that leaves out autonomy.
        """
        mine = (a for a in mind.view.access.values() if a.holder == mind.me and a.status == "live")
        everything = AREAS if mind.temper("hawk") > from_hawk else drafts.HUMAN_DECIDES
        if any(a.supplier == lab.id and a.licence == "full" and set(everything) <= set(a.areas) for a in mine):
            return True
        return any(m.weights == "open" for m in mind.models(lab.id))

    def _framework(self, mind: Mind, labs: list[Seat]) -> list[TalkMove]:
        allies = mind.book.setting.allies
        clauses = [
            FrameworkClause(giver=mind.me, taker=lab.id, recipients=allies, severity=5, audit="light") for lab in labs
        ]
        more = [InducementClause(giver=mind.me, taker=lab.id, what="clearances") for lab in labs]
        if mind.whim("gift") < 0.4:
            more = [InducementClause(giver=mind.me, taker=lab.id, what="threat_intelligence") for lab in labs]
        return mind.offer(drafts.terms(*clauses, *more, turns=mind.lasting(6)))

    def _demand(self, mind: Mind, lab: Seat) -> list[TalkMove]:
        models = [m for m in mind.models(lab.id) if m.weights == "closed"]
        if not models:
            return []
        clause = drafts.access(lab.id, mind.me, models[0].id, "enclave", licence="full", areas=AREAS, price=0, notice=1)
        say = InducementClause(giver=mind.me, taker=lab.id, what="say_in_deployment")
        terms = drafts.terms(clause, *((say,) if mind.temper("hawk") < 0.6 else ()), turns=mind.lasting(3))
        return mind.offer(with_price(terms, max(1, min(4, int(mind.worth(terms) / 2)))), least=-MUST_HAVE)

    def _pact(self, mind: Mind, ally: SeatId) -> list[TalkMove]:
        """Pieces for a guarantee; where a rival has been at the door, a promise to keep off its models besides."""
        law = mind.book.jurisdiction(ally)
        piece = "drones" if mind.fights(ally) else PIECES.get(law, "precision_parts")
        goods = ProductionClause(giver=ally, taker=mind.me, piece=piece, volume=2)
        clauses: list[Clause] = [goods] if matter(goods) not in mind.settled else []
        if ally in mind.openings or ally in strayed(mind) or mind.whim(f"club.{ally}") < 0.2:
            clauses.append(self._loyalty(mind, ally))
        return mind.offer(drafts.terms(*clauses, GuaranteeClause(giver=mind.me, taker=ally), turns=mind.lasting(3)))

    def _loyalty(self, mind: Mind, ally: SeatId) -> ForbearanceClause:
        """No rival's base; a hawk asks for no other side's models at all."""
        if mind.temper("hawk") > 0.7:
            return ForbearanceClause(giver=ally, taker=mind.me, what="only_yours", toward=None)
        return ForbearanceClause(giver=ally, taker=mind.me, what="not_adopt_chinese", toward=None)

    def _pledges(self, mind: Mind, labs: list[Seat]) -> list[TalkMove]:
        """Promises that it means to keep: arms, data, no switch pulled, no force against labs in a framework."""
        shaky = self._shaky(mind)
        due = mind.turns_by(4, "pledge")
        if not shaky or mind.whim("pledge") > 0.5:
            return []
        if due == 0:
            return mind.pledge(shaky[0], "no_suspension", 3)
        if due == 1 and mind.own(names.budget) >= 6:
            return mind.pledge(shaky[0], "will_expedite_arms", 1)
        if due == 2 and mind.temper("hawk") < 0.6 and mind.value(names.DATA_PRESSURE) > 0:
            return mind.pledge(shaky[0], "will_respect_data", 1)
        bound = [lab.id for lab in labs if bound_by_framework(mind, lab.id)]
        return mind.pledge(bound[0], "no_coercion", 3) if bound else []

    def _speech(self, mind: Mind) -> list[TalkMove]:
        if mind.lately("data_stance_set", spells=1) and mind.value(names.DATA_PRESSURE) < 0:
            return mind.say(("public",), mind.speech.say("public", deed="accept that partners keep their data"))
        return []

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """What it has pledged, then force or reward as the last turn calls for, then its own forces."""
        shaky, astray = self._shaky(mind), strayed(mind)
        for ally in shaky:
            if mind.promised("will_expedite_arms", ally):
                yield ExpediteArms(target=ally)
        if mind.promised("will_respect_data"):
            yield RespectDataSovereignty()
        yield from self._coerce(mind)
        if mind.value(names.TOP_MODEL_CUT) > 0.5 and mind.whim("lift") < 0.7:
            yield ExportDirective(action="lift")
        for ally in astray:
            if mind.temper("hawk") > 0.7 and not mind.did("pressure_applied", mind.me, ally, spells=2):
                yield ArmsOrTariffPressure(target=ally, means="tariffs")
        for seat in mind.openings:
            if seat in mind.book.setting.allies:
                yield ExportPackage(target=seat)
        yield from self._rivals(mind)
        yield from cases(mind, [("raise_trust", ally) for ally in shaky[:3]])
        carrot = mind.turns_by(3, "carrot")
        if shaky and carrot == 0:
            yield ExportPackage(target=shaky[0])
        elif shaky and carrot == 1:
            yield ExpediteArms(target=next((ally for ally in shaky if mind.fights(ally)), shaky[0]))
        yield from self._data(mind)
        yield from self._forces(mind, shaky)

    def _coerce(self, mind: Mind) -> Iterator[AnyOrder]:
        """Threats against a lab that refused, force where a threat did not help; never against one in a framework."""
        hawk = mind.temper("hawk")
        for lab in self._labs(mind):
            if (
                self._serves_fully(mind, lab, 0.9)
                or bound_by_framework(mind, lab.id)
                or mind.promised("no_coercion", lab.id)
            ):
                continue
            refused = any(
                mind.did(kind, lab.id, spells=1) for kind in ("offer_rejected", "offer_countered", "contract_left")
            )
            strict = mind.value(names.policy(lab.id), 7) < 7 and hawk > 0.5 and mind.whim(f"line.{lab.id}") < 0.25
            refused = refused or strict
            threatened = f"threat-{lab.id}" in mind.view.conditions
            left = mind.did("contract_left", lab.id, mind.me, spells=2)
            if (threatened or left) and refused and mind.whim(f"escalate.{lab.id}") < hawk * 0.6:
                compels, labels = InvokeDpa(lab=lab.id), DesignateSupplyChainRisk(lab=lab.id)
                yield from (compels, labels) if self._needs(mind, lab.id) else (labels, compels)
            elif refused and not threatened and mind.whim(f"threat.{lab.id}") < hawk - 0.4:
                yield Threaten(
                    lab=lab.id, instrument="defense_production_act" if mind.whim("tool") < 0.5 else "supply_chain_risk"
                )
        if hawk > 0.6 and mind.whim("stake") < 0.08:
            priced = ((mind.menu.cost(TakeEquityStake(lab=lab.id))[0], lab.id) for lab in self._labs(mind))
            for _, willing in sorted(priced)[:1]:
                yield TakeEquityStake(lab=willing)

    def _needs(self, mind: Mind, lab: SeatId) -> bool:
        """Whether a lab has what the others that serve it have not: such a lab is compelled, another is shut out."""
        others = [mind.vintage(line.model) for line in mind.lines() if line.supplier != lab]
        own = [mind.vintage(m.id) for m in mind.view.models.values() if m.owner == lab]
        return max(own, default=-60.0) > max(others, default=-60.0) + 0.5

    def _rivals(self, mind: Mind) -> Iterator[AnyOrder]:
        """Sanctions over proven theft; chips tightened after it, eased in calm; the door shut when a hawk is robbed."""
        robbed = mind.lately("defection_detected", "distillation_expose", spells=1)
        for rival in mind.seats("government", "lab", "champion"):
            if rival.bloc == "cn":
                yield PunishDistillation(target=rival.id)
        if robbed and mind.temper("hawk") > 0.4 and mind.whim("chips") < 0.5:
            yield ChipControl(action="tighten")
            fresh = mind.lately("export_barred", spells=4)
            if mind.temper("hawk") > 0.75 and not fresh and mind.whim("door") < 0.35:
                yield ExportDirective(action="impose")
        elif not robbed and mind.temper("hawk") < 0.35 and mind.whim("ease") < 0.15:
            yield ChipControl(action="relax")

    def _data(self, mind: Mind) -> Iterator[AnyOrder]:
        hawk = mind.temper("hawk")
        if mind.value(names.DATA_PRESSURE) > 0:
            if mind.whim("data") < 0.35 * (1.5 - hawk):
                yield RespectDataSovereignty()
        elif hawk > 0.5 and not mind.lately("data_stance_set", spells=2):
            if strayed(mind) or mind.whim("oppose") < 0.3:
                yield OpposeDataRules()

    def _forces(self, mind: Mind, shaky: list[SeatId]) -> Iterator[AnyOrder]:
        """Its own use of models, in turns; what is left warns an ally."""
        area = weakest(mind)
        own: tuple[AnyOrder, ...] = (
            Integrate(focus="depth"),
            FieldNarrow(area=area),
            Integrate(focus="adoption"),
            FineTuneEdge(area=area),
        )
        yield Reshore() if mind.turns_by(3, "home") == 0 else BuyCompute()
        first = mind.turns_by(len(own), "own")
        yield from (*own[first:], *own[:first])
        yield from automation(mind)
        for ally in shaky[:1]:
            yield ShareThreatData(target=ally)
        if mind.book.rival:
            yield RequestIntelligence(target=mind.book.rival, about="capability")
        yield EndorseNorms()
