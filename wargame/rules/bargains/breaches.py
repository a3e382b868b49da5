"""Who kept their word: clauses, pledges and signals held against what was done, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from wargame.core import names
from wargame.core.agreements import Agreement
from wargame.core.clauses import (
    AccessClause,
    Clause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
)
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import Breached, OfferAnswered, Pledged, Signed, Unpaid
from wargame.core.events import Drop, Event
from wargame.core.ids import Audience, EventId, SeatId, readers
from wargame.core.promises import PROMISE_MEANING, Pledge, PromiseKind
from wargame.core.words import listed
from wargame.rules.bargains.agreements import finish, matters
from wargame.rules.base.calendar import scaled
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import trust

CUT_OFF = ("suspend", "revoke", "withdraw_from_contract")
COERCIVE: tuple[EventKind, ...] = (
    "lab_threatened",
    "lab_designated",
    "production_compelled",
    "pressure_applied",
    "supply_squeezed",
)
BEARS_ON_CLAUSES: frozenset[EventKind] = frozenset(
    (
        *COERCIVE,
        "access_suspended",
        "access_ended",
        "illicit_use_began",
        "model_distilled",
        "payment_missed",
        "contract_left",
        "open_weights_adopted",
        "agreement_signed",
    )
)
"""Kinds of events that can show a clause kept or broken."""
AUDIT_FINDS = {"none": 0.0, "light": 0.3, "intrusive": 1.0}
"""Chance that an audit finds a covert breach in the turn in which it happens (design)."""


def review(ruling: Ruling, events: Iterable[Event]) -> None:
    """Mark each clause in force kept or breached by what happened this turn, and after the signature if that is new."""
    happened = [event for event in events if event.kind in BEARS_ON_CLAUSES]
    later = [event for event in happened if event.phase != "inject"]
    in_force = [each for each in ruling.state.agreements.values() if each.status == "in_force"]
    for agreement in in_force:
        for clause in agreement.terms.clauses if happened else ():
            new = agreement.signed == ruling.turn
            found = _evidence(ruling, agreement, clause, later if new else happened)
            if found is not None:
                breaker, event = found
                _breach(ruling, agreement, clause, breaker, event)
    _kept(ruling, in_force)


def _kept(ruling: Ruling, before: Iterable[Agreement]) -> None:
    """E10: trust grows by time between two who kept to something that mattered, however many papers they have."""
    points = scaled(ruling.book.setting, ruling.book.parameters.trust_kept * 0.5)
    pairs: dict[frozenset[SeatId], list[EventId]] = {}
    failed: set[frozenset[SeatId]] = set()
    for agreement in before:
        current = ruling.state.agreements[agreement.id]
        for pair in map(frozenset, combinations(agreement.parties, 2)):
            if current.breaches > agreement.breaches:
                failed.add(pair)
            elif matters(ruling.book, ruling.state, agreement.terms):
                pairs.setdefault(pair, []).append(agreement.event)
    for pair, causes in pairs.items():
        if pair not in failed:
            a, b = sorted(pair)
            moves = {names.trust(a, b): points, names.trust(b, a): points}
            text = f"No breach between {ruling.name(a)} and {ruling.name(b)} came to light."
            ruling.emit("clauses_kept", "E10", causes, readers(a, b), text, by=moves, about=(a, b))


def _evidence(ruling: Ruling, agreement: Agreement, clause: Clause, events: list[Event]) -> tuple[SeatId, Event] | None:
    giver, taker = clause.giver, clause.taker
    for event in events:
        about, kind = event.about, event.kind
        if isinstance(clause, AccessClause):
            cut = kind in ("access_suspended", "access_ended")
            if cut and any(getattr(put.entity, "agreement", None) == agreement.id for put in event.puts):
                if event.rule in CUT_OFF and about == (giver, taker) and clause.notice > 0:
                    return giver, event
                if event.rule == "switch_family" and about == (giver, taker):
                    return taker, event
            if kind == "illicit_use_began" and about == (taker, giver):
                return taker, event
            if kind == "model_distilled" and about == (taker, giver):
                return taker, event
            if _unpaid(event, agreement, taker):
                return taker, event
        elif isinstance(clause, GuaranteeClause):
            if kind in ("access_suspended", "access_ended") and len(about) == 2 and about[1] == taker:
                if responsible(ruling, event) == giver:
                    return giver, event
        elif isinstance(clause, InducementClause | FrameworkClause):
            if kind in COERCIVE and about[:2] == (giver, taker):
                return giver, event
            if isinstance(clause, FrameworkClause) and kind == "contract_left" and about[:2] == (taker, giver):
                return taker, event
        elif isinstance(clause, ForbearanceClause):
            if _forbidden(ruling, clause, event):
                return giver, event
        elif isinstance(clause, PaymentClause) and _unpaid(event, agreement, giver):
            return giver, event
        elif isinstance(clause, ProductionClause) and _unpaid(event, agreement, taker):
            return taker, event
    return None


def _unpaid(event: Event, agreement: Agreement, debtor: SeatId) -> bool:
    owed = event.value
    return isinstance(owed, Unpaid) and owed.agreement == agreement.id and event.about[0] == debtor


def _forbidden(ruling: Ruling, clause: ForbearanceClause, event: Event) -> bool:
    if clause.what == "not_adopt_chinese":
        return (
            event.kind == "open_weights_adopted"
            and event.about[0] == clause.giver
            and ruling.book.jurisdiction(event.about[1]) == "cn"
        )
    if clause.what == "only_yours":
        return _of_another(ruling, clause, event)
    if clause.what == "not_distil":
        return event.kind in ("model_distilled", "illicit_use_began") and event.about == (clause.giver, clause.taker)
    return event.kind == "agreement_signed" and {clause.giver, clause.toward} <= set(event.about)


def _of_another(ruling: Ruling, clause: ForbearanceClause, event: Event) -> bool:
    """Whether the giver has taken up a model from under another law than the taker's and its own."""
    laws = {ruling.book.jurisdiction(seat) for seat in (clause.giver, clause.taker)}
    if event.kind == "open_weights_adopted" and event.about[0] == clause.giver:
        return ruling.book.jurisdiction(event.about[1]) not in laws
    if not isinstance(event.value, Signed):
        return False
    taken = [each for each in event.value.terms.clauses if isinstance(each, AccessClause)]
    return any(each.taker == clause.giver and ruling.book.jurisdiction(each.giver) not in laws for each in taken)


def _breach(ruling: Ruling, agreement: Agreement, clause: Clause, breaker: SeatId, evidence: Event) -> None:
    victim = clause.taker if breaker == clause.giver else clause.giver
    audience = _who_knows(ruling, agreement, clause, breaker, victim, evidence)
    current = ruling.state.agreements[agreement.id]
    known = audience == "public" or victim in audience
    what = clause.kind.replace("_", " ")
    text = f"{ruling.name(breaker)} broke the {what} clause of its agreement with {ruling.name(victim)}."
    event = ruling.emit(
        "clause_breached" if known else "clause_breached_covertly",
        "agreements",
        (evidence.id, current.event),
        audience,
        text,
        puts=(replace(current, breaches=current.breaches + 1),) if known else (),
        about=(breaker, victim),
        value=Breached(agreement=current.id, clause=clause.kind),
    )
    if not known:
        return
    numbers = ruling.book.parameters
    points = numbers.trust_guarantee if isinstance(clause, GuaranteeClause) else numbers.trust_breach
    trust.act_against(
        ruling, breaker, victim, points, event.id, "it broke its word", seen_by_peers=audience == "public"
    )
    grave = isinstance(clause, GuaranteeClause) or evidence.kind == "access_ended" or current.breaches >= 1
    if grave and ruling.state.agreements[agreement.id].status == "in_force":
        finish(ruling, agreement, "broken", "agreements", (event.id,), f"{ruling.name(breaker)} broke its word")


def _who_knows(
    ruling: Ruling, agreement: Agreement, clause: Clause, breaker: SeatId, victim: SeatId, evidence: Event
) -> Audience:
    covert = evidence.kind in ("illicit_use_began", "model_distilled")
    if not covert:
        return agreement.audience
    audit = clause.audit if isinstance(clause, AccessClause | FrameworkClause) else "none"
    found, _ = ruling.happens(f"audit.{agreement.between}.{clause.kind}", AUDIT_FINDS[audit])
    return readers(breaker, victim) if found else readers(breaker)


PROMISE_BROKEN_BY: dict[PromiseKind, tuple[EventKind, ...]] = {
    "no_suspension": ("access_suspended", "access_ended"),
    "no_chinese_base": ("open_weights_adopted",),
    "no_distillation": ("model_distilled", "illicit_use_began"),
    "no_coercion": COERCIVE,
    "no_severe_use": ("automation_set",),
}
PROMISE_KEPT_BY: dict[PromiseKind, tuple[EventKind, ...]] = {
    "will_release_open": ("weights_opened", "model_released"),
    "will_expedite_arms": ("arms_expedited",),
    "will_respect_data": ("data_stance_set",),
}


def review_pledges(ruling: Ruling, events: Iterable[Event], last: bool) -> None:
    """Pledges not to act hold until their deadline; pledges to act must be met by it."""
    happened = list(events)
    for pledge in list(ruling.state.pledges.values()):
        if pledge.status != "open":
            continue
        active = pledge.promise.startswith("will_")
        since = (event for event in happened if event.phase != "inject" or pledge.made < ruling.turn)
        deed = next((event for event in since if _bears_on(ruling, pledge, event)), None)
        if deed is not None and not active:
            _close_pledge(ruling, pledge, "broken", deed)
        elif deed is not None:
            _close_pledge(ruling, pledge, "kept", deed)
        elif ruling.turn >= pledge.until or last:
            _close_pledge(ruling, pledge, "broken" if active else "kept", None)


def responsible(ruling: Ruling, event: Event) -> SeatId | None:
    """Whose deed an event is. Access that ends by term, shock or the holder's own choice is nobody's cut."""
    if event.kind in ("access_suspended", "access_ended"):
        if event.rule == "export_directive":
            return ruling.book.patron
        return event.about[0] if event.rule in CUT_OFF else None
    return event.about[0] if event.about else None


def _bears_on(ruling: Ruling, pledge: Pledge, event: Event) -> bool:
    kinds = PROMISE_BROKEN_BY.get(pledge.promise) or PROMISE_KEPT_BY.get(pledge.promise, ())
    if event.kind not in kinds or not event.about or responsible(ruling, event) != pledge.by:
        return False
    if pledge.promise in ("no_suspension", "no_distillation", "no_coercion", "will_expedite_arms"):
        return pledge.to in event.about
    if pledge.promise == "no_chinese_base":
        return ruling.book.jurisdiction(event.about[1]) == "cn"
    if pledge.promise == "no_severe_use":
        return ruling.value(names.automation(pledge.by)) > 0.5 and ruling.value(names.oversight(pledge.by)) < 0.5
    if pledge.promise == "will_release_open" and event.kind == "model_released":
        return any(m.owner == pledge.by and m.weights == "open" for m in ruling.state.models.values())
    if pledge.promise == "will_respect_data":
        return ruling.value(names.DATA_PRESSURE) < 0
    return True


def _close_pledge(ruling: Ruling, pledge: Pledge, status: str, deed: Event | None) -> None:
    numbers = ruling.book.parameters
    kept = status == "kept"
    causes = (pledge.event, deed.id) if deed else (pledge.event,)
    what = f"{ruling.name(pledge.by)} {{}} its pledge to {ruling.name(pledge.to)} {PROMISE_MEANING[pledge.promise]}."
    if not kept and deed is not None and deed.audience != "public" and pledge.to not in deed.audience:
        ruling.emit(
            "pledge_broken_covertly",
            "E10",
            causes,
            readers(pledge.by),
            what.format("secretly broke"),
            about=(pledge.by, pledge.to),
            value=Pledged(promise=pledge.promise, until=pledge.until),
        )
        return
    text = what.format("kept" if kept else "broke")
    if kept and deed is None:
        text = f"No breach of {ruling.name(pledge.by)}'s pledge {PROMISE_MEANING[pledge.promise]} came to light."
    moves = {names.trust(pledge.to, pledge.by): numbers.trust_kept if kept else -numbers.trust_broken}
    ruling.emit(
        "pledge_kept" if kept else "pledge_broken",
        "E10",
        causes,
        pledge.audience,
        text,
        by=moves,
        puts=(replace(pledge, status="kept" if kept else "broken"),),
        about=(pledge.by, pledge.to),
        value=Pledged(promise=pledge.promise, until=pledge.until),
    )


def drop_offers(ruling: Ruling, last: bool) -> None:
    """Offers that nobody took up lapse with the turn after theirs, so that a late counter can still be answered."""
    for proposal in list(ruling.state.proposals.values()):
        if proposal.made >= ruling.turn and not last:
            continue
        others = [party for party in proposal.needed if party != proposal.by]
        silent = " or ".join(ruling.name(party) for party in others if party not in proposal.accepted)
        to = listed(map(ruling.name, others))
        why = f"no yes came from {silent}" if silent else "all had agreed, and it could not be signed"
        text = f"The offer of {ruling.name(proposal.by)} to {to} lapsed: {why}."
        ruling.emit(
            "offer_lapsed",
            "agreements",
            (proposal.event,),
            proposal.needed,
            text,
            drops=(Drop("proposals", proposal.id),),
            about=(proposal.by,),
            value=OfferAnswered(proposal=proposal.id, how="lapsed"),
        )
