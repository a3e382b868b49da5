"""One's word: what a seat is bound to and is about to sign, and what of its own word a step would go against.

Doctrines ask here before they promise, sign, cut off, switch or take up weights: nothing goes against what was signed
or pledged in the same turn, and later only on account of something that came after the signature.
"""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import (
    AccessClause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
)
from wargame.core.event_values import OrderOpened
from wargame.core.ids import SeatId
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
from wargame.players.scripted.bound import Bound
from wargame.players.scripted.causes import CUTS, STAFF, Motive, cause_of, wrong_since

COERCES = frozenset(
    ("threaten", "invoke_dpa", "designate_supply_chain_risk", "arms_or_tariff_pressure", "supply_pressure")
)
"""Kinds of orders that break a promise not to coerce."""
SETTLES = 2
"""Spells for which a model that was kept back is not brought out, nor the other way round."""
WORN = 50.0
"""Dissent from which nobody is dismissed by whoever must keep it down."""
OUT, IN = frozenset(("release_model", "open_weights")), frozenset(("withhold_model", "close_weights"))
"""Kinds of orders that bring a model out, and that keep it in."""
RENEWS_FROM = 3.0
"""Months by which weights must be newer than the copy in use to be taken up again."""


class GivenWord(Bound):
    """What one seat has given its word on, in one ask, and which orders would go against it."""

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
        foreseen = motive.kind in STAFF and (
            signed >= here.turn - here.turns_a_spell or self.pledged("no_suspension", other) > 0
        )
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


def _serves(terms: Terms, one: SeatId, other: SeatId) -> bool:
    """Whether one of the two serves the other under these terms, or warrants that it will."""
    return any(
        isinstance(clause, AccessClause | GuaranteeClause) and {clause.giver, clause.taker} == {one, other}
        for clause in terms.clauses
    )
