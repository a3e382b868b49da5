"""What all doctrines share: reading the view, judging offers, bargaining, filling a sheet. It remembers nothing.

A doctrine is a function of the view and of a temper drawn once per game, so that a game that was
interrupted goes on as it would have gone on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wargame.core import chance
from wargame.core.agreements import Proposal, Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import ModelId, SeatId
from wargame.core.models import Access, Model
from wargame.core.moves import MakePledge, Message, Propose, Respond, TalkMove
from wargame.core.orders import AnyOrder
from wargame.core.promises import PromiseKind
from wargame.core.setting import Seat
from wargame.players.base import Ask
from wargame.rules.value import Appraisal, Standings, appraise, with_price


class Mind:
    """One ask, looked at by a scripted seat."""

    def __init__(self, ask: Ask, seed: int) -> None:
        """The ask, and the seed of the seat's tempers and whims."""
        self.ask, self.view, self.menu, self.book = ask, ask.view, ask.menu, ask.book
        self.me = ask.seat
        self.seat: Seat = ask.book.seat(ask.seat)
        self._seed = seed
        self._standings: Standings = {}

    # tempers

    def temper(self, trait: str) -> float:
        """A trait of this seat in this game, 0-1."""
        return chance.uniform(self._seed, 0, f"temper.{self.me}.{trait}")

    def whim(self, purpose: str) -> float:
        """A mood of this turn, 0-1."""
        return chance.uniform(self._seed, self.ask.turn, f"whim.{self.me}.{purpose}")

    def one_of(self, purpose: str, options: tuple[str, ...]) -> str:
        """One of several ways to say a thing."""
        return chance.pick(self._seed, self.ask.turn, f"words.{self.me}.{purpose}", options)

    # reading

    def value(self, variable: str, default: float = 0.0) -> float:
        """A number as this seat sees it."""
        return self.view.values.get(variable, default)

    def own(self, name: str, default: float = 0.0) -> float:
        """One of its own numbers."""
        return self.view.values.get(f"{self.me}.{name}", default)

    def trust(self, other: SeatId) -> float:
        """Its trust in another seat."""
        return self.own(f"trust.{other}", 50.0)

    def name(self, seat: SeatId) -> str:
        """A display name."""
        return self.book.name(seat)

    def seats(self, *kinds: str) -> Iterator[Seat]:
        """Other seats of these kinds."""
        return (seat for seat in self.book.setting.seats if seat.kind in kinds and seat.id != self.me)

    def lines(self) -> tuple[Access, ...]:
        """What it has the use of now."""
        return tuple(a for a in self.view.access.values() if a.holder == self.me and a.status == "live")

    def serves(self, customer: SeatId) -> bool:
        """Whether it supplies this customer."""
        return any(
            a.supplier == self.me and a.holder == customer and a.status == "live" for a in self.view.access.values()
        )

    def bound_with(self, other: SeatId) -> bool:
        """Whether an agreement with the other is in force."""
        return any(a.status == "in_force" and {self.me, other} <= set(a.parties) for a in self.view.agreements.values())

    def offer_open_with(self, other: SeatId) -> bool:
        """Whether an offer between the two lies on the table."""
        return any({self.me, other} <= set(p.terms.parties) for p in self.view.proposals.values())

    def models(self, owner: SeatId) -> list[Model]:
        """Released models of a maker, newest first."""
        own = [m for m in self.view.models.values() if m.owner == owner and m.released]
        return sorted(own, key=lambda m: (-self.vintage(m.id), m.id))

    def vintage(self, model: ModelId) -> float:
        """A model's vintage as this seat sees it."""
        return self.value(f"model.{model}.K", -60.0)

    def newest_open(self) -> Model | None:
        """The newest open weights whose published terms allow military use."""
        free = [m for m in self.view.models.values() if m.weights == "open" and m.released and m.licence != "civil"]
        return max(free, key=lambda m: (self.vintage(m.id), m.id), default=None)

    def lately(self, *kinds: str, about: SeatId | None = None, turns: int = 1) -> bool:
        """Whether it has seen such an event in the last turns (this one included)."""
        first = self.ask.turn - turns
        for seen in reversed(self.view.events):
            if seen.turn < first:
                return False
            if seen.kind in kinds and (about is None or about in seen.about):
                return True
        return False

    # judging

    def appraise(self, terms: Terms) -> Appraisal:
        """What terms are worth to it."""
        return appraise(self.book, self.view, self.me, terms, self._standings)

    def bar(self) -> float:
        """What an offer must be worth: the stubborn ask for more."""
        return 0.1 + 0.9 * self.temper("stubborn")

    def answers(self) -> list[TalkMove]:
        """Accept what is worth it, counter what nearly is, reject the rest."""
        moves: list[TalkMove] = []
        countered = 0
        purse = self.own("income") - self.dues()
        for proposal in self.view.proposals.values():
            if self.me in proposal.accepted:
                continue
            party = self.me in proposal.terms.parties
            appraisal = self.appraise(proposal.terms)
            cost = self.owed_under(proposal.terms)
            if appraisal.total > (self.bar() if party else 0.0) and (cost <= purse or not cost):
                purse -= cost
                moves.append(Respond(proposal=proposal.id, answer="accept", terms=None, text=self._thanks(proposal)))
                continue
            counter = self.counter(proposal, appraisal) if party and countered < 2 else None
            if counter is not None:
                countered += 1
                moves.append(
                    Respond(proposal=proposal.id, answer="counter", terms=counter, text=self._but(proposal, appraisal))
                )
            else:
                moves.append(Respond(proposal=proposal.id, answer="reject", terms=None, text=self._no(appraisal)))
        return [move for move in moves if self.menu.talk_refusal(move) is None]

    def owed_under(self, terms: Terms) -> float:
        """What terms would cost it each turn."""
        owed = 0.0
        for clause in terms.clauses:
            if isinstance(clause, AccessClause) and clause.taker == self.me:
                owed += clause.price
            elif isinstance(clause, PaymentClause) and clause.giver == self.me:
                owed += clause.amount
            elif isinstance(clause, ProductionClause) and clause.taker == self.me:
                owed += clause.volume
            elif isinstance(clause, SupportClause) and clause.giver == self.me:
                owed += self.book.parameters.support_cost * clause.level
        return owed

    def dues(self) -> float:
        """What its agreements in force cost it each turn."""
        mine = (a for a in self.view.agreements.values() if a.status == "in_force" and self.me in a.parties)
        return sum(self.owed_under(agreement.terms) for agreement in mine)

    def rebuffed_by(self, other: SeatId) -> bool:
        """Whether the other turned an offer of its down in the turn before this one."""
        return any(
            seen.turn == self.ask.turn - 1 and seen.kind == "offer_rejected" and seen.about[:2] == (other, self.me)
            for seen in self.view.events
        )

    def framework_in_force(self) -> bool:
        """Whether a standing framework binds it."""
        return any(
            a.status == "in_force" and any(isinstance(c, FrameworkClause) for c in a.terms.clauses)
            for a in self.view.agreements.values()
        )

    def worth_to(self, other: SeatId, terms: Terms) -> float:
        """What terms are worth to another seat, as far as one can see from here."""
        return appraise(self.book, self.view, other, terms, self._standings).total

    def counter(self, proposal: Proposal, appraisal: Appraisal) -> Terms | None:
        """The smallest change that makes it worth signing here and, as far as one can see, there too."""
        if appraisal.total < -3 or (proposal.counters is not None and self.temper("patience") < 0.3):
            return None
        other = proposal.by
        for terms in self._changes(proposal.terms, other):
            if (
                self.appraise(terms).total > self.bar()
                and appraise(self.book, self.view, other, terms, self._standings).total > -0.3
            ):
                return terms
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
        cheaper = with_price(terms, access.price - 1)
        promised = any(isinstance(c, GuaranteeClause) for c in terms.clauses)
        sure = terms if promised else _plus(terms, GuaranteeClause(giver=access.giver, taker=self.me))
        yield sure
        yield with_price(sure, access.price - 1)
        yield _swap(sure, access, data="resident", audit="none")
        yield cheaper
        yield with_price(_swap(sure, access, data="resident", audit="none"), max(0, access.price - 2))

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
        worst = min(appraisal.lines, key=lambda line: line[1], default=("the terms", 0.0))[0]
        return f"Close, but we stumble over this: {worst}. Our version is on the table."

    def _no(self, appraisal: Appraisal) -> str:
        worst = min(appraisal.lines, key=lambda line: line[1], default=("the terms", 0.0))[0]
        return f"Not on these terms. The difficulty: {worst}."

    # doing

    def offer(self, terms: Terms, text: str) -> list[TalkMove]:
        """An offer, if it is worth making and may be made."""
        move = Propose(terms=terms, text=text)
        others = [p for p in terms.parties if p != self.me]
        if any(self.offer_open_with(other) for other in others) or self.menu.talk_refusal(move) is not None:
            return []
        return [move] if self.appraise(terms).total > 0 else []

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
        sheet: tuple[AnyOrder, ...] = ()
        purse = self.own("budget") - self.dues()
        for wish in wishes:
            if len(sheet) == 3:
                break
            if not self.menu.allows(wish):
                continue
            cost = self.menu.cost(wish)[1]
            if (cost <= purse or not cost) and self.menu.sheet((*sheet, wish))[-1] is None:
                sheet = (*sheet, wish)
                purse -= cost
        return sheet


def _plus(terms: Terms, clause: Clause) -> Terms:
    return replace(terms, clauses=(*terms.clauses, clause))


def _swap(terms: Terms, access: AccessClause, **changes: object) -> Terms:
    new = replace(access, **changes)  # type: ignore[arg-type]
    return replace(terms, clauses=tuple(new if clause is access else clause for clause in terms.clauses))
