"""What all doctrines share: reading the view, judging offers, bargaining, filling a sheet. It remembers nothing.

A doctrine is a function of the view and of a temper drawn once per game, so that a game that was
interrupted goes on as it would have gone on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from wargame.core import names
from wargame.core.agreements import Proposal, Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
)
from wargame.core.event_kinds import in_role
from wargame.core.ids import SeatId
from wargame.core.moves import MakePledge, Message, Propose, Respond, TalkMove
from wargame.core.orders import AnyOrder
from wargame.core.promises import PromiseKind
from wargame.players.scripted.situation import Situation
from wargame.rules.bargains import dues
from wargame.rules.legality import MOST_MAJOR, MOST_MINOR, is_major
from wargame.rules.model.deal_value import Appraisal, appraise, with_price, worth


class Mind(Situation):
    """One ask, looked at by a scripted seat: what offers are worth, how to answer them, what fits on a sheet."""

    # judging

    def appraise(self, terms: Terms) -> Appraisal:
        """What terms are worth to it."""
        return appraise(self.book, self.view, self.me, terms, self._standings)

    def worth(self, terms: Terms) -> float:
        """The same without the reasons."""
        return worth(self.book, self.view, self.me, terms, self._standings)

    @cached_property
    def bar(self) -> float:
        """What an offer must be worth: the stubborn ask for more."""
        return 0.1 + 0.9 * self.temper("stubborn")

    def answers(self) -> list[TalkMove]:
        """Accept what is worth it, counter what nearly is, reject the rest."""
        moves: list[TalkMove] = []
        countered = 0
        purse: float | None = None
        for proposal in self.view.proposals.values():
            if self.me in proposal.accepted:
                continue
            party = self.me in proposal.terms.parties
            if party and self._waits_for(proposal.by):
                continue
            appraisal = self.appraise(proposal.terms)
            if appraisal.total > (self.bar if party else 0.0):
                cost = self.owed_under(proposal.terms)
                if cost and purse is None:
                    purse = self.own(names.income) - self.dues()
                if not cost or (purse is not None and cost <= purse):
                    agreed = Respond(proposal=proposal.id, answer="accept", terms=None, text=self._thanks(proposal))
                    if self.menu.talk_refusal(agreed) is None:
                        purse = None if purse is None else purse - cost
                        moves.append(agreed)
                        continue
            counter = self.counter(proposal, appraisal) if party and countered < 2 else None
            if counter is not None:
                ours = Respond(
                    proposal=proposal.id, answer="counter", terms=counter, text=self._but(proposal, appraisal)
                )
                if self.menu.talk_refusal(ours) is None:
                    countered += 1
                    moves.append(ours)
                    continue
            no = Respond(proposal=proposal.id, answer="reject", terms=None, text=self._no(appraisal))
            if self.menu.talk_refusal(no) is None:
                moves.append(no)
        return moves

    @cached_property
    def _unanswered(self) -> frozenset[SeatId]:
        """Seats that have not given their word on an offer of its."""
        own = [p for p in self.view.proposals.values() if p.by == self.me]
        return frozenset([party for p in own for party in p.terms.parties if party not in p.accepted])

    def _waits_for(self, other: SeatId) -> bool:
        """Two offers crossed: the seat earlier at the table waits for the other's word on its own."""
        order = self.book.setting.ids
        return other in self._unanswered and order.index(self.me) < order.index(other)

    def owed_under(self, terms: Terms) -> float:
        """What terms would cost it each turn."""
        return dues.owed_under(terms, self.me, self.book.parameters)

    def dues(self) -> float:
        """What its agreements in force cost it each turn."""
        return dues.dues(self.view.agreements.values(), self.me, self.book.parameters)

    @cached_property
    def rebuffers(self) -> frozenset[SeatId]:
        """Seats that turned an offer of its down in this turn or the one before."""
        found = set()
        for seen in reversed(self.view.events):
            if seen.turn < self.ask.turn - 1:
                break
            if seen.kind == "offer_rejected" and in_role(seen.kind, seen.about, "author") == self.me:
                found.add(seen.about[0])
        return frozenset(found)

    def rebuffed_by(self, other: SeatId) -> bool:
        """Whether the other turned an offer of its down lately."""
        return other in self.rebuffers

    def framework_in_force(self) -> bool:
        """Whether a standing framework binds it."""
        return any(
            a.status == "in_force" and any(isinstance(c, FrameworkClause) for c in a.terms.clauses)
            for a in self.view.agreements.values()
        )

    def worth_to(self, other: SeatId, terms: Terms) -> float:
        """What terms are worth to another seat, as far as one can see from here."""
        return worth(self.book, self.view, other, terms, self._standings)

    def counter(self, proposal: Proposal, appraisal: Appraisal) -> Terms | None:
        """The smallest change that makes it worth signing here and, as far as one can see, there too."""
        if appraisal.total < -3 or (proposal.counters is not None and self.temper("patience") < 0.3):
            return None
        other = proposal.by
        tried: list[Terms] = []
        for terms in self._changes(proposal.terms, other):
            if any(terms is each for each in tried):
                continue
            if self.worth(terms) > self.bar and self.worth_to(other, terms) > -0.3:
                return terms
            tried.append(terms)
        return None

    def _changes(self, terms: Terms, other: SeatId) -> Iterator[Terms]:
        access = terms.access
        if access is None:
            yield _plus(terms, PaymentClause(giver=other, taker=self.me, amount=1))
            yield _plus(terms, PaymentClause(giver=other, taker=self.me, amount=2))
            return
        if access.taker == self.me:
            yield from self._as_holder(terms, access)
        elif access.giver == self.me:
            yield from self._as_supplier(terms, access)

    def _as_holder(self, terms: Terms, access: AccessClause) -> Iterator[Terms]:
        promised = any(isinstance(c, GuaranteeClause) for c in terms.clauses)
        sure = terms if promised else _plus(terms, GuaranteeClause(giver=access.giver, taker=self.me))
        yield sure
        yield with_price(sure, access.price - 1)
        free = _swap(sure, access, data="resident", audit="none")
        yield free
        yield with_price(terms, access.price - 1)
        yield with_price(free, access.price - 2)

    def _as_supplier(self, terms: Terms, access: AccessClause) -> Iterator[Terms]:
        areas = tuple(area for area in access.areas if area != "autonomy") or access.areas
        tame = _swap(terms, access, licence="restricted", areas=areas, audit="light")
        yield with_price(terms, access.price + 1)
        yield tame
        yield with_price(tame, access.price + 1)
        if self.book.seat(access.taker).role == "patron":
            yield _plus(tame, InducementClause(giver=access.taker, taker=self.me, what="say_in_deployment"))
        yield with_price(terms, access.price + 2)

    # words

    def _thanks(self, proposal: Proposal) -> str:
        return self.one_of(
            f"yes.{proposal.id}",
            ("Agreed.", "We can sign this.", "These terms work for us.", "Yes; let our people settle the details."),
        )

    def _but(self, proposal: Proposal, appraisal: Appraisal) -> str:
        return f"Close, but we stumble over this: {_obstacle(appraisal)}. Our version is on the table."

    def _no(self, appraisal: Appraisal) -> str:
        return f"Not on these terms. The difficulty: {_obstacle(appraisal)}."

    # doing

    def offer(self, terms: Terms, text: str) -> list[TalkMove]:
        """An offer, if it is worth making and may be made."""
        if any(party != self.me and self.offer_open_with(party) for party in terms.parties):
            return []
        move = Propose(terms=terms, text=text)
        if self.menu.talk_refusal(move) is not None:
            return []
        return [move] if self.worth(terms) > 0 else []

    def say(self, to: tuple[SeatId, ...], text: str) -> list[TalkMove]:
        """A message, if all its readers are here."""
        move = Message(to=to, text=text)
        return [move] if self.menu.talk_refusal(move) is None else []

    def pledge(self, to: SeatId, promise: PromiseKind, turns: int) -> list[TalkMove]:
        """A pledge, if it may be made."""
        move = MakePledge(to=to, promise=promise, until=min(self.ask.turn + turns, self.book.setting.turns))
        return [move] if self.menu.talk_refusal(move) is None else []

    def fill(self, wishes: Iterable[AnyOrder]) -> tuple[AnyOrder, ...]:
        """The first wishes that fit on one sheet."""
        sheet: list[AnyOrder] = []
        capital = self.own(names.points)
        purse: float | None = None
        room = {True: MOST_MAJOR, False: MOST_MINOR}
        for wish in wishes:
            points, budget = self.menu.cost(wish)
            heavy = is_major(points, budget)
            if not room[heavy] or points > capital:
                continue
            if purse is None:
                purse = self.own(names.budget) - self.dues()
            if (budget <= purse or not budget) and wish not in sheet and self.menu.allows(wish):
                sheet.append(wish)
                room[heavy] -= 1
                purse, capital = purse - budget, capital - points
                if not (room[True] or room[False]):
                    break
        return tuple(sheet)


def _obstacle(appraisal: Appraisal) -> str:
    """What weighs most against terms; where nothing does, there is too little in them."""
    return appraisal.obstacle or "too little in it for us"


def _plus(terms: Terms, clause: Clause) -> Terms:
    clauses = (*terms.clauses, clause)
    return Terms(parties=terms.parties, clauses=clauses, secret=terms.secret, turns=terms.turns)


def _swap(terms: Terms, access: AccessClause, **changes: object) -> Terms:
    """Terms with another access clause; the same terms if it is no other."""
    if all(getattr(access, name) == value for name, value in changes.items()):
        return terms
    new = replace(access, **changes)  # type: ignore[arg-type]
    clauses = tuple([new if clause is access else clause for clause in terms.clauses])
    return Terms(parties=terms.parties, clauses=clauses, secret=terms.secret, turns=terms.turns)
