"""One's word: what a seat is bound to and is about to sign, and what of its own word a step would go against.

Doctrines ask here before they promise, sign, cut off, switch or take up weights: nothing goes against what was signed
or pledged in the same turn, and later only on account of something that came after the signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from wargame.core import names
from wargame.core.agreements import Agreement, Terms
from wargame.core.clauses import (
    AccessClause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
)
from wargame.core.event_values import OrderOpened
from wargame.core.ids import SeatId
from wargame.core.models import REVOCABILITY
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    CloseWeights,
    DeployAutomation,
    Distil,
    ExportDirective,
    HandleProtest,
    IllicitUse,
    ReleaseModel,
    SetOversight,
    StealWeights,
    SwitchFamily,
    WithholdModel,
    aimed_at,
)
from wargame.core.promises import PromiseKind
from wargame.core.severity import severity_of_use
from wargame.players.scripted.bonds import Matter, matters
from wargame.players.scripted.causes import CUTS, STAFF, Motive, cause_of, wrong_since
from wargame.players.scripted.market import Market
from wargame.rules.model import leverage
from wargame.rules.model.deal_value import offered_access

COERCES = frozenset(
    ("threaten", "invoke_dpa", "designate_supply_chain_risk", "arms_or_tariff_pressure", "supply_pressure")
)
"""Kinds of orders that break a promise not to coerce."""
SETTLES = 2
"""Spells for which a model that was kept back is not brought out, nor the other way round."""
LINE, HELD_AT_MOST = 0.6, 0.52
"""Where such a red line is drawn, and what share of what it can do it lets one supplier hold on account of it."""
SAFE = 0.5
"""Revocability of a channel up to which it cannot bring a supplier past that line."""
ENOUGH = 2
"""Suppliers from which on nobody takes two models at once."""
LEFT_FOR = 4
"""Spells for which what it ended itself is not signed again."""
WORN = 50.0
"""Dissent from which nobody is dismissed by whoever must keep it down."""


class GivenWord:
    """What one seat has given its word on, in one ask."""

    def __init__(self, here: Market) -> None:
        """Of the seat that looks; what it accepts in this very answer is noted by `agree`."""
        self._here, self._agreed, self._accepted = here, list[Terms](), list[Terms]()

    def agree(self, terms: Terms, *, accepted: bool = False) -> None:
        """Count these terms from now on as about to be signed: offered, or accepted."""
        self._agreed.append(terms)
        if accepted:
            self._accepted.append(terms)

    def doubles(self, terms: Terms) -> bool:
        """Whether terms would bring it engineers, or a model, beside such as it has just accepted from others.

        Each was judged without the other, and two bring little more than one. Who hangs on one supplier may take two
        models at once; of engineers even an offer of its own is enough.
        """
        here = self._here
        models = len({line.supplier for line in here.lines()}) >= ENOUGH
        return (models and _brings(here.me, terms, "access") and _any_brings(here.me, self._accepted, "access")) or (
            _brings(here.me, terms, "support") and _any_brings(here.me, self.pending(), "support")
        )

    @cached_property
    def bonds(self) -> tuple[Agreement, ...]:
        """Agreements in force to which it is a party."""
        here = self._here
        return tuple([a for a in here.view.agreements.values() if a.status == "in_force" and here.me in a.parties])

    def given(self) -> Iterator[Terms]:
        """Terms in force, and those that are about to be."""
        yield from (bond.terms for bond in self.bonds)
        yield from self.pending()

    def pending(self) -> Iterator[Terms]:
        """Terms on the table that have its consent, and those offered or accepted in this answer."""
        here = self._here
        for proposal in here.view.proposals.values():
            if here.me in proposal.accepted and here.me in proposal.terms.parties:
                yield proposal.terms
        yield from self._agreed

    def shut_out(self, law: str) -> bool:
        """Whether it has promised, or is about to, to take up no model made under this law."""
        here = self._here
        if law == "cn" and self.pledged("no_chinese_base"):
            return True
        return any(
            isinstance(clause, ForbearanceClause) and clause.giver == here.me and _shuts_out(here, clause, law)
            for terms in self.given()
            for clause in terms.clauses
        )

    def pledged(self, promise: PromiseKind, to: SeatId | None = None) -> int:
        """Turn of its newest open pledge of this kind, to this seat or to anybody; 0 if there is none."""
        here = self._here
        made = [
            p.made
            for p in here.view.pledges.values()
            if p.by == here.me and p.promise == promise and p.status == "open" and to in (None, p.to)
        ]
        return max(made, default=0)

    @cached_property
    def left(self) -> frozenset[Matter]:
        """What it has given notice on of late, with whom it was: that is not signed again so soon."""
        here = self._here
        found: set[Matter] = set()
        for seen in here.recent("notice_given", spells=LEFT_FOR):
            if seen.about[:1] == (here.me,):
                for bond in here.view.agreements.values():
                    if bond.notice_given is not None and bond.notice_given >= seen.turn:
                        if bond.parties == seen.about[1:]:
                            found |= matters(bond.terms)
        return frozenset(found)

    # what a step would go against, in words; empty where it may be taken

    def against(self, terms: Terms) -> str:
        """What of its own word, or of its red lines, signing these terms would go against."""
        here = self._here
        if matters(terms) & self.left:
            return "we have ended that ourselves"
        for clause in terms.clauses:
            if isinstance(clause, ForbearanceClause) and clause.giver == here.me:
                if self._runs_on(clause) or (clause.toward and any(clause.toward in t.parties for t in self.given())):
                    return "we are bound to others already"
            elif isinstance(clause, AccessClause):
                law = here.book.jurisdiction(clause.giver)
                if clause.taker == here.me and self.shut_out(law):
                    return "we have promised to keep off models from that side"
                if self._crosses(clause):
                    return "it crosses a line of our own"
        sold = [
            clause.toward
            for given in self.given()
            for clause in given.clauses
            if isinstance(clause, ForbearanceClause) and clause.giver == here.me and clause.toward
        ]
        return "we have promised to sell nothing there" if sold and set(sold) & set(terms.parties) else ""

    def hangs(self, terms: Terms) -> bool:
        """Whether terms would put more of what it can do into one hand than its red line allows.

        It is dear, so it is asked last; what an estimate may hide is left as a margin.
        """
        here = self._here
        if "leverage_above_60" not in here.seat.red_lines or not _brings(here.me, terms, "access"):
            return False
        clauses = [c for c in terms.clauses if isinstance(c, AccessClause) and c.taker == here.me]
        opened = tuple([offered_access(here.view, clause) for clause in clauses if REVOCABILITY[clause.channel] > SAFE])
        if not opened or self._held > LINE:
            return False
        then = leverage.largest(leverage.leverage(here.book, here.view, here.me, opened))
        return then > max(HELD_AT_MOST, self._held)

    @cached_property
    def _held(self) -> float:
        """The largest share of what it can do that one other could take away now."""
        return leverage.largest(leverage.leverage(self._here.book, self._here.view, self._here.me))

    def _runs_on(self, promise: ForbearanceClause) -> bool:
        """Whether it runs, or is about to run, on what a promise of its would shut out.

        Whoever promises to use one side's models alone shuts down what it took up by itself; contracts run on.
        """
        here = self._here
        makers = [
            c.giver for t in self.given() for c in t.clauses if isinstance(c, AccessClause) and c.taker == here.me
        ]
        if promise.what == "not_adopt_chinese":
            makers += [here.view.models[line.model].owner for line in here.lines() if line.model in here.view.models]
        return any(_shuts_out(here, promise, here.book.jurisdiction(maker)) for maker in makers)

    def _crosses(self, clause: AccessClause) -> bool:
        here, lines = self._here, self._here.seat.red_lines
        if clause.taker == here.me and clause.giver != here.me:
            return clause.data == "supplier" and "data_off_soil" in lines
        grave = clause.giver == here.me and severity_of_use(clause.licence, clause.areas) > 5
        return grave and "severity_above_5_uncontested" in lines and not here.own(names.compelled)

    def against_pledge(self, promise: PromiseKind, to: SeatId) -> bool:
        """Whether it could not honestly pledge this now."""
        here = self._here
        if promise == "no_chinese_base":
            clause = ForbearanceClause(giver=here.me, taker=to, what="not_adopt_chinese", toward=None)
            return self._runs_on(clause)
        if promise == "no_suspension":
            return any(line.holder == to and line.status == "suspended" for line in here.supplied) or bool(
                wrong_since(here, to, here.turn - 1)
            )
        if promise == "no_severe_use":
            return here.own(names.automation) > 0.5 and here.own(names.oversight) < 0.5
        if promise == "no_coercion":
            return f"threat-{to}" in here.view.conditions
        if promise == "no_distillation":
            return here.did("model_distilled", here.me, to) or any(
                line.source in ("illicit", "distilled")
                and line.model in here.view.models
                and here.view.models[line.model].owner == to
                for line in here.lines()
            )
        return False

    def against_order(self, order: AnyOrder) -> bool:
        """Whether an order would go against its word, or across a red line, without a cause that came after it."""
        kind = order.kind
        if kind in CUTS:
            return self._cuts(order)
        if kind in COERCES:
            return any(not self._wronged_by(seat, self._owes_calm(seat)) for seat in aimed_at(order))
        if isinstance(order, AdoptOpen):
            return self._adopts(order)
        if isinstance(order, Distil | IllicitUse | StealWeights):
            return self._copies(order)
        if isinstance(order, ExportDirective) and order.action == "impose":
            return self._sure() >= self._here.turn - self._here.turns_a_spell
        if isinstance(order, DeployAutomation):
            return bool(self.pledged("no_severe_use")) and order.degree >= 2 and order.oversight < 1
        if isinstance(order, SetOversight):
            return bool(self.pledged("no_severe_use")) and order.oversight < 1
        if isinstance(order, CloseWeights):
            return bool(self.pledged("will_release_open"))
        if isinstance(order, ReleaseModel | WithholdModel):
            return self._turned(order)
        if isinstance(order, HandleProtest) and order.how == "dismiss":
            return "dissent_above_60" in self._here.seat.red_lines and self._here.own(names.dissent) > WORN
        return False

    def motive(self, order: AnyOrder) -> Motive | None:
        """Why it cuts off, leaves, bars or restores somebody; None for other orders, and where there is no cause."""
        bars = isinstance(order, ExportDirective) and order.action == "impose"
        return cause_of(self._here, order) if bars or order.kind in CUTS or order.kind == "resume" else None

    def _cuts(self, order: AnyOrder) -> bool:
        """A cut needs a cause; against something signed or pledged, one that came after it, and never in its turn."""
        motive, here = self.motive(order), self._here
        other = aimed_at(order)[0]
        if isinstance(order, SwitchFamily) and self._last_but_one(other):
            return True
        newest = max((bond.signed for bond in self.bonds if other in bond.parties), default=0)
        if motive is None or newest >= here.turn:
            return True
        signed = max(newest, 0 if isinstance(order, SwitchFamily) else self.pledged("no_suspension", other))
        if motive.kind == "jailbreak":  # nobody's fault, so nothing that was agreed gives way to it
            return signed > 0 or any(
                other in bond.parties and _serves(bond.terms, here.me, other) for bond in self.bonds
            )
        foreseen = motive.kind in STAFF and signed >= here.turn - here.turns_a_spell
        return signed > 0 and (motive.turn < signed or foreseen)

    def _last_but_one(self, supplier: SeatId) -> bool:
        """Whether leaving a supplier would leave one alone to choose targets with, which it never wants."""
        here = self._here
        if "single_kill_chain_supplier" not in here.seat.red_lines:
            return False
        makers = {line.supplier for line in here.lines() if "targeting" in line.areas}
        return len(makers) > 1 and len(makers - {supplier}) == 1 and makers - {supplier} != {here.me}

    def _owes_calm(self, seat: SeatId) -> int:
        """Turn from which it is bound not to coerce a seat; 0 if it is not."""
        here = self._here
        signed = [
            bond.signed or 1
            for bond in self.bonds
            for clause in bond.terms.clauses
            if isinstance(clause, InducementClause | FrameworkClause | GuaranteeClause)
            and (clause.giver, clause.taker) == (here.me, seat)
        ]
        return max([self.pledged("no_coercion", seat), *signed])

    def _wronged_by(self, seat: SeatId, since: int) -> bool:
        """Whether there is nothing to keep to, or a seat has wronged it or strayed since it gave its word."""
        if not since:
            return True
        return since < self._here.turn and wrong_since(self._here, seat, since) is not None

    def _adopts(self, order: AdoptOpen) -> bool:
        here = self._here
        model = here.view.models.get(order.model)
        if model is None:
            return True
        same = [line for line in here.lines() if line.model == model.id]
        news = any(line.frozen_K is None or here.vintage(model.id) - line.frozen_K < RENEWS_FROM for line in same)
        return news or self.shut_out(here.law_of(model))

    def _copies(self, order: Distil | IllicitUse | StealWeights) -> bool:
        """Copying a maker goes against a contract with it, or a pledge, unless it has wronged the seat since."""
        here = self._here
        model = here.view.models.get(order.model)
        if model is None:
            return False
        signed = [
            bond.signed
            for bond in self.bonds
            if bond.signed and model.owner in bond.parties
            for clause in bond.terms.clauses
            if (isinstance(clause, AccessClause) and (clause.giver, clause.taker) == (model.owner, here.me))
            or (isinstance(clause, ForbearanceClause) and clause.giver == here.me and clause.what == "not_distil")
        ]
        since = max([self.pledged("no_distillation", model.owner), *signed])
        return not self._wronged_by(model.owner, since)

    def _turned(self, order: ReleaseModel | WithholdModel) -> bool:
        """A model that was kept back of late stays so, and one that came out is kept back for something since."""
        here = self._here
        model = here.view.models.get(order.model)
        if model is not None and not model.released and here.did("model_withheld", here.me, spells=SETTLES):
            return True
        opposite = "withhold_model" if isinstance(order, ReleaseModel) else "release_model"
        return any(
            seen.about[:1] == (here.me,)
            and isinstance(seen.value, OrderOpened)
            and seen.value.order.kind == opposite
            and getattr(seen.value.order, "model", "") == order.model
            for seen in here.recent("order_opened", spells=SETTLES)
        )

    def _sure(self) -> int:
        """Turn in which it last promised somebody not to be cut off; 0 if it has not."""
        here = self._here
        signed = [
            b.signed
            for b in self.bonds
            if any(isinstance(c, GuaranteeClause) and c.giver == here.me for c in b.terms.clauses)
        ]
        return max([self.pledged("no_suspension"), *signed])


def undoes(order: AnyOrder, sheet: Sequence[AnyOrder]) -> bool:
    """Whether an order takes back what another on the same sheet does: one model is not let out and kept in at once."""
    if order.kind not in OUT | IN:
        return False
    other = IN if order.kind in OUT else OUT
    return any(each.kind in other and getattr(each, "model", "") == getattr(order, "model", "") for each in sheet)


OUT, IN = frozenset(("release_model", "open_weights")), frozenset(("withhold_model", "close_weights"))
"""Kinds of orders that bring a model out, and that keep it in."""
RENEWS_FROM = 3.0
"""Months by which weights must be newer than the copy in use to be taken up again."""


def _shuts_out(here: Market, promise: ForbearanceClause, law: str) -> bool:
    """Whether a promise shuts out models made under a law."""
    if promise.what == "only_yours":
        return law not in (here.book.jurisdiction(promise.giver), here.book.jurisdiction(promise.taker))
    return promise.what == "not_adopt_chinese" and law == "cn"


def _brings(seat: SeatId, terms: Terms, kind: str) -> bool:
    """Whether a seat is the taker of such a clause."""
    return any(clause.kind == kind and clause.taker == seat for clause in terms.clauses)


def _any_brings(seat: SeatId, given: Iterable[Terms], kind: str) -> bool:
    return any(_brings(seat, terms, kind) for terms in given)


def _serves(terms: Terms, one: SeatId, other: SeatId) -> bool:
    """Whether one of the two serves the other under these terms, or warrants that it will."""
    return any(
        isinstance(clause, AccessClause | GuaranteeClause) and {clause.giver, clause.taker} == {one, other}
        for clause in terms.clauses
    )
