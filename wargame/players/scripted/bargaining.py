"""How offers are answered: from what is in force and what they are worth, and with counters that both could sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wargame.core.agreements import Agreement, Proposal, Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    DataClause,
    ForbearanceClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import SeatId
from wargame.core.moves import GiveNotice, Respond, TalkMove, Withdraw
from wargame.players.scripted.bonds import Matter, burdens, matters, run_out
from wargame.players.scripted.causes import wrong_since
from wargame.players.scripted.mind import Mind
from wargame.rules.model.deal_value import Appraisal, with_price

MOST_COUNTERS = 2
"""Counters of one seat in one round."""


def answers(mind: Mind) -> list[TalkMove]:
    """Accept what is worth it, counter what nearly is, reject the rest; nothing is signed that is bound already."""
    moves: list[TalkMove] = []
    signed: set[Matter] = set()
    countered = 0
    purse: float | None = None
    for proposal in mind.view.proposals.values():
        if mind.me in proposal.accepted:
            continue
        terms, party = proposal.terms, mind.me in proposal.terms.parties
        if party and _waits_for(mind, proposal.by):
            continue
        about = matters(terms)
        if party and about & (mind.settled | signed):
            moves += _answer(mind, proposal, "reject", None, "refuse", why="it is agreed between us already")
            continue
        if party and mind.word.doubles(terms):
            continue
        appraisal = mind.appraise(terms)
        worth = appraisal.total + mind.meaning(mind.me, terms)
        fits = worth > (mind.bar if party else 0.0) and not (party and mind.forbidden(terms))
        if fits and not (party and mind.word.hangs(terms)):
            cost = mind.owed_under(terms)
            if cost and purse is None:
                purse = mind.spare
            if not cost or (purse is not None and cost <= purse):
                agreed = _answer(mind, proposal, "accept", None, "accept")
                if agreed:
                    purse = None if purse is None else purse - cost
                    signed |= about
                    if party:
                        mind.word.agree(terms, accepted=True)
                    moves += agreed
                    continue
        counter = counter_to(mind, proposal, worth) if party and countered < MOST_COUNTERS else None
        ours = _answer(mind, proposal, "counter", counter, "counter", appraisal) if counter else []
        countered += len(ours)
        moves += ours or _answer(mind, proposal, "reject", None, "refuse", appraisal)
    return [*moves, *taken_back(mind, signed)]


def objection(mind: Mind, terms: Terms) -> str:
    """Why it would not sign these terms as they are, as words after a colon; empty where it would."""
    if matters(terms) & mind.settled:
        return "it is agreed between us already"
    if against := mind.forbidden(terms):
        return against
    appraisal = mind.appraise(terms)
    if appraisal.total + mind.meaning(mind.me, terms) > mind.bar:
        return ""
    return appraisal.obstacle or "too little in it for us"


def _answer(
    mind: Mind,
    proposal: Proposal,
    how: str,
    terms: Terms | None,
    occasion: str,
    appraisal: Appraisal | None = None,
    why: str = "",
) -> list[TalkMove]:
    bare = Respond(proposal=proposal.id, answer=how, terms=terms, text="")  # type: ignore[arg-type]
    if mind.menu.talk_refusal(bare) is not None:
        return []
    if appraisal is not None:
        why = appraisal.obstacle or "too little in it for us"
    if how != "accept" and mind.me in proposal.terms.parties:
        why = mind.forbidden(proposal.terms) or why
    text = mind.speech.of_terms(occasion, proposal.terms, [proposal.by], mind.called, why)
    return [replace(bare, text=text)]


def _waits_for(mind: Mind, other: SeatId) -> bool:
    """Two offers crossed: the seat earlier at the table waits for the other's word on its own."""
    order = mind.book.setting.ids
    if order.index(mind.me) > order.index(other):
        return False
    own = [p for p in mind.view.proposals.values() if p.by == mind.me]
    return any(other in p.terms.parties and other not in p.accepted for p in own)


def taken_back(mind: Mind, signed: set[Matter]) -> list[TalkMove]:
    """Offers of its own that say what it has just agreed to otherwise, or go to whoever has wronged it since."""
    if not mind.has("withdraw"):
        return []
    found: list[TalkMove] = []
    for proposal in mind.view.proposals.values():
        if proposal.by != mind.me:
            continue
        others = set(proposal.terms.parties) - {mind.me}
        again = proposal.made < mind.turn and (others & set(mind.grieved) or matters(proposal.terms) & mind.settled)
        if again or matters(proposal.terms) & signed:
            found.append(Withdraw(proposal=proposal.id))
    return found


def renewals(mind: Mind) -> list[TalkMove]:
    """What ran out or lapsed a turn ago is offered again, at a price that it is still worth to the other."""
    if not mind.has("renew"):
        return []
    moves: list[TalkMove] = []
    for agreement in run_out(mind):
        terms = replace(agreement.terms, turns=max(mind.lasting(2), min(agreement.terms.turns, mind.lasting(4))))
        access = terms.access
        if access is not None and any(mind.worth_to(party, terms) <= 0 for party in terms.parties):
            terms = with_price(terms, access.price - 1)
        moves += mind.offer(terms, "renew")
    return moves


def notices(mind: Mind) -> list[TalkMove]:
    """Notice on what it gives to whoever has just wronged it, one agreement in a spell."""
    if not mind.has("notice") or not mind.grieved or mind.temper("patience") > 0.6:
        return []
    given = mind.past.since(mind.turn - mind.turns_a_spell + 1, ("notice_given",))
    if any(seen.about[:1] == (mind.me,) for seen in given):
        return []
    grave = frozenset(seat for seat, wrong in mind.grieved.items() if wrong not in ("access_suspended",))
    moves = [GiveNotice(agreement=each.id) for each in burdens(mind, grave) if wronged_since_signing(mind, each)]
    return [move for move in moves[:1] if mind.menu.talk_refusal(move) is None]


def wronged_since_signing(mind: Mind, agreement: Agreement) -> bool:
    """Whether a party has wronged it since they signed, and not before: what was forgiven then is no ground now."""
    if agreement.signed >= mind.turn:
        return False
    return any(wrong_since(mind, party, agreement.signed) for party in agreement.parties if party != mind.me)


def counter_to(mind: Mind, proposal: Proposal, worth: float) -> Terms | None:
    """The smallest change that makes it worth signing here and, as far as one can see, there too."""
    again = proposal.counters is not None and mind.temper("patience") < 0.3
    if not mind.has("counter") or worth < -3 or again or mind.shunned(proposal.terms):
        return None
    for terms in changes(mind.me, proposal.terms, proposal.by, mind):
        if mind.forbidden(terms) or len(mind.past.put(terms)) > 1:
            continue
        suits = mind.worth(terms) > mind.bar and mind.worth_to(proposal.by, terms) > -0.3
        if suits and not mind.word.hangs(terms):
            return terms
    return None


def changes(me: SeatId, terms: Terms, other: SeatId, mind: Mind) -> Iterator[Terms]:
    """What a party might put in place of another's terms, the smallest change first."""
    access = terms.access
    if access is None:
        yield from _of_pact(me, terms, other)
    elif access.taker == me:
        yield from _as_holder(terms, access)
    elif access.giver == me:
        yield from _as_supplier(terms, access, mind)


def _of_pact(me: SeatId, terms: Terms, other: SeatId) -> Iterator[Terms]:
    """Less given, more taken, and money only after that, and only for what is no goods of its own."""
    for clause in terms.clauses:
        gives = clause.giver == me
        if isinstance(clause, ProductionClause):
            if gives and clause.volume < 3:
                yield _swap(terms, clause, volume=clause.volume + 1)
            elif not gives and clause.volume > 1:
                yield _swap(terms, clause, volume=clause.volume - 1)
        elif isinstance(clause, SupportClause) and gives and clause.level > 1:
            yield _swap(terms, clause, level=clause.level - 1)
        elif isinstance(clause, DataClause) and gives:
            yield (
                _swap(terms, clause, control="kept") if clause.control == "ceded" else _with_engineers(terms, other, me)
            )
        elif isinstance(clause, PaymentClause) and not gives and clause.giver == other and clause.amount < 20:
            yield _swap(terms, clause, amount=clause.amount + 1)
        elif isinstance(clause, ForbearanceClause | GuaranteeClause) and gives and len(terms.clauses) > 1:
            yield replace(terms, clauses=tuple([each for each in terms.clauses if each is not clause]))
    given = [clause for clause in terms.clauses if clause.giver == me]
    sells = any(isinstance(clause, ProductionClause) for clause in given)
    pays = any(isinstance(clause, PaymentClause) for clause in terms.clauses)
    if given and not sells and not pays:
        yield plus(terms, PaymentClause(giver=other, taker=me, amount=1))


def _with_engineers(terms: Terms, giver: SeatId, taker: SeatId) -> Terms:
    """Engineers put in; a level more where these terms send some already."""
    for clause in terms.clauses:
        if isinstance(clause, SupportClause) and (clause.giver, clause.taker) == (giver, taker):
            return _swap(terms, clause, level=min(3, clause.level + 1))
    return plus(terms, SupportClause(giver=giver, taker=taker, level=2))


def _as_holder(terms: Terms, access: AccessClause) -> Iterator[Terms]:
    promised = any(isinstance(c, GuaranteeClause) for c in terms.clauses)
    sure = terms if promised else plus(terms, GuaranteeClause(giver=access.giver, taker=access.taker))
    if sure is not terms:
        yield sure
    if access.price:
        yield with_price(sure, access.price - 1)
    free = _swap(sure, access, data="resident", audit="none")
    if free is not sure:
        yield free
    if access.price:
        yield with_price(terms, access.price - 1)
        yield with_price(free, access.price - 2)
    if access.channel == "api":
        yield _swap(sure, access, channel="enclave", data="resident", audit="none")


def _as_supplier(terms: Terms, access: AccessClause, mind: Mind) -> Iterator[Terms]:
    areas = tuple(area for area in access.areas if area != "autonomy") or access.areas
    tame = _swap(terms, access, licence="restricted", areas=areas, audit="light")
    yield with_price(terms, access.price + 1)
    if tame is not terms:
        yield tame
        yield with_price(tame, access.price + 1)
    if mind.book.seat(access.taker).role == "patron":
        yield plus(tame, InducementClause(giver=access.taker, taker=access.giver, what="say_in_deployment"))
    elif mind.trust(access.taker) < 50:
        yield plus(tame, ForbearanceClause(giver=access.taker, taker=access.giver, what="not_distil", toward=None))
    yield with_price(terms, access.price + 2)


def plus(terms: Terms, clause: Clause) -> Terms:
    """Terms with one clause more."""
    return replace(terms, clauses=(*terms.clauses, clause))


def _swap(terms: Terms, old: Clause, **changes: object) -> Terms:
    """Terms with another clause in one's place; the same terms if it is no other."""
    if all(getattr(old, name) == value for name, value in changes.items()):
        return terms
    new = replace(old, **changes)  # type: ignore[arg-type]
    return replace(terms, clauses=tuple([new if each is old else each for each in terms.clauses]))
