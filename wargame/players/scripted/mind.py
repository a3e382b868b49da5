"""What all doctrines share: judging terms, speaking, filling a sheet. It remembers nothing but what its view tells.

A doctrine is a function of the view and of a temper drawn once per game, so that a game that was
interrupted goes on as it would have gone on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, PaymentClause
from wargame.core.event_kinds import EventKind
from wargame.core.habits import PLAIN, Habits
from wargame.core.ids import SeatId
from wargame.core.moves import MakePledge, Message, Propose, TalkMove
from wargame.core.orders import AnyOrder, Argument, aimed_at
from wargame.core.promises import PromiseKind
from wargame.players.base import Ask
from wargame.players.scripted.bonds import Matter, matters, settled
from wargame.players.scripted.conceding import concessions
from wargame.players.scripted.gates import habit_of
from wargame.players.scripted.grievances import grievances, openings
from wargame.players.scripted.market import Market
from wargame.players.scripted.past import Past
from wargame.players.scripted.speech import Speech
from wargame.players.scripted.voices import voice_of
from wargame.players.scripted.word import GivenWord, undoes
from wargame.rules.bargains import dues
from wargame.rules.base.calendar import turns_in
from wargame.rules.legality import MOST_MAJOR, MOST_MINOR
from wargame.rules.model.deal_value import Appraisal, appraise, worth
from wargame.rules.model.without_signing import Standings

REPEATED = 1
"""Orders of a kind given a spell before that one sheet may hold: politics is not a routine."""


NEVER_TWICE_RUNNING = frozenset({"request_intelligence", "share_threat_data", "argument", "bundle_integration"})
"""Kinds of orders that lose by being given every spell."""


SILENT = 3
"""Spells after which an offer that found no signature may come once more as it was."""


ABROAD = 5.0
"""What a firm's models in foreign hands are worth to the rival patron behind it."""


class Mind(Market):
    """One ask, looked at by a scripted seat: what offers are worth, what it says, what fits on a sheet."""

    def __init__(
        self,
        ask: Ask,
        seed: int,
        habits: Habits = PLAIN,
        standings: Standings | None = None,
        past: Past | None = None,
    ) -> None:
        """As a situation; it speaks in its seat's voice."""
        super().__init__(ask, seed, habits, standings, past)
        lines = voice_of(self.me, self.seat.name) if self.has("speak") else {}
        self.speech = Speech(lines, self.me, self.past.said, self.turn, seed + self.turn)
        self._addressed: set[SeatId] = set()

    # judging

    def appraise(self, terms: Terms) -> Appraisal:
        """What terms are worth to it by the rules, with reasons."""
        return appraise(self.book, self.view, self.me, terms, self._standings)

    def worth(self, terms: Terms) -> float:
        """What terms are worth to it: by the rules, and by what they mean at home."""
        return worth(self.book, self.view, self.me, terms, self._standings) + self.meaning(self.me, terms)

    def worth_to(self, other: SeatId, terms: Terms) -> float:
        """What terms are worth to another seat, as far as one can see from here."""
        return worth(self.book, self.view, other, terms, self._standings) + self.meaning(other, terms)

    def meaning(self, seat: SeatId, terms: Terms) -> float:
        """What signing means at home beyond the rules: a champion fed, a rival patron's firms financed and abroad."""
        total, who, law = 0.0, self.book.seat(seat), self.book.jurisdiction
        for clause in terms.clauses:
            if isinstance(clause, AccessClause):
                if seat in (clause.giver, clause.taker) and self.book.seat(clause.giver).anchor == clause.taker:
                    total += 1.0 + self.book.seat(clause.taker).sovereignty
                elif who.role == "rival_patron" and law(clause.giver) == who.jurisdiction != law(clause.taker):
                    total += ABROAD
            elif isinstance(clause, PaymentClause) and clause.giver == seat and who.role == "rival_patron":
                if law(clause.taker) == who.jurisdiction:
                    total += clause.amount + 0.6
        return total

    @cached_property
    def word(self) -> GivenWord:
        """What it has given its word on."""
        return GivenWord(self)

    def forbidden(self, terms: Terms) -> str:
        """Why it would not sign this, whatever it is worth, in words; empty where it might.

        It signs no access to models of a maker that it shuns, and nothing against its own word.
        """
        return "models from that side" if self.shunned(terms) else self.word.against(terms)

    def shunned(self, terms: Terms) -> bool:
        """Whether there are models in it of a maker whose it would never run."""
        for clause in terms.clauses:
            if isinstance(clause, AccessClause) and clause.taker == self.me and self._never_runs(clause.giver):
                return True
        return False

    def shuns(self, maker: SeatId) -> bool:
        """Whether it would never run what this maker makes, or has promised not to."""
        return self._never_runs(maker) or self.word.shut_out(self.book.jurisdiction(maker))

    def _never_runs(self, maker: SeatId) -> bool:
        """No great power runs the other's models, and who fights a war runs none of the rival's."""
        law = self.book.jurisdiction(maker)
        if self.seat.bloc == "cn":
            return law == "us"
        if law != "cn" or self.seat.bloc not in ("us", "allied"):
            return False
        return self.seat.bloc == "us" or self.fights(self.me)

    def promised(self, promise: PromiseKind, to: SeatId | None = None) -> bool:
        """Whether a pledge of its of this kind is open, to this seat or to anybody."""
        return any(
            p.by == self.me and p.promise == promise and p.status == "open" and to in (None, p.to)
            for p in self.view.pledges.values()
        )

    @cached_property
    def bar(self) -> float:
        """What an offer must be worth: the stubborn ask for more."""
        return 0.1 + 0.9 * self.temper("stubborn")

    @cached_property
    def settled(self) -> frozenset[Matter]:
        """What is bound already."""
        return settled(self)

    @cached_property
    def grieved(self) -> Mapping[SeatId, EventKind]:
        """Who has wronged it of late, and how."""
        return grievances(self)

    @cached_property
    def openings(self) -> Mapping[SeatId, SeatId]:
        """To whom a rival has made an opening, and which rival; nobody where it does not react."""
        return openings(self) if self.has("react") else {}

    def owed_under(self, terms: Terms) -> float:
        """What terms would cost it each turn."""
        return dues.owed_under(terms, self.me, self.book.parameters)

    @property
    def spare(self) -> float:
        """What comes in each turn and is not owed yet, under anything in force or on the table with its consent."""
        return self.own(names.income) - self.dues - sum(map(self.owed_under, self.word.pending()))

    @cached_property
    def dues(self) -> float:
        """What its agreements in force cost it each turn."""
        return dues.dues(self.view.agreements.values(), self.me, self.book.parameters)

    @cached_property
    def rebuffers(self) -> frozenset[SeatId]:
        """Seats that turned an offer of its down in this turn or less than a spell before."""
        return frozenset([s.about[0] for s in self.recent("offer_rejected") if s.about[1:2] == (self.me,)])

    # doing

    def may_offer(self, terms: Terms) -> bool:
        """Whether terms are new between their parties: not bound already, and nothing on the table with one of them."""
        if any(party != self.me and self.offer_open_with(party) for party in terms.parties):
            return False
        return not (matters(terms) & self.settled or self.forbidden(terms))

    def offer(self, terms: Terms, occasion: str = "offer", least: float = 0.0) -> list[TalkMove]:
        """An offer, if it is new, worth more than `least` to itself, and may be made."""
        if not self.has("bargain") or not self.may_offer(terms) or self._addressed & set(terms.parties):
            return []
        if self.past.put(terms):
            terms = self._put_otherwise(terms, least)
        if self.past.put(terms) and not self._put_again(terms):
            return []
        if (
            self.word.doubles(terms)
            or self.menu.talk_refusal(Propose(terms=terms, text="")) is not None
            or self.worth(terms) <= least
            or ((cost := self.owed_under(terms)) and cost > self.spare)
            or self.word.hangs(terms)
        ):
            return []
        others = [party for party in terms.parties if party != self.me]
        self._addressed.update(others)
        self.word.agree(terms)
        return [Propose(terms=terms, text=self.speech.of_terms(occasion, terms, others, self.called))]

    def _put_otherwise(self, terms: Terms, least: float) -> Terms:
        """What it puts in place of terms that found no signature: the concession that the others gain most by.

        The terms as they are where it has none to make that is still worth it to itself.
        """
        best, most = terms, 0.0
        others = [party for party in terms.parties if party != self.me]
        for each in concessions(self.me, terms):
            if self.worth(each) <= max(least, 0.0) or self.past.put(each):
                continue
            theirs = min(self.worth_to(other, each) for other in others)
            if best is terms or theirs > most:
                best, most = each, theirs
        return best

    def _put_again(self, terms: Terms) -> bool:
        """Whether terms may come once more as they are: a second time, and some time after the first."""
        turns = self.past.put(terms)
        return len(turns) == 1 and self.turn - turns[0] >= SILENT * self.turns_a_spell

    def called(self, id: str) -> str:
        """The name of a seat or of a model."""
        return self.ask.called(id)

    def say(self, to: tuple[SeatId, ...], text: str) -> list[TalkMove]:
        """A message, if there is something to say and all its readers are here."""
        move = Message(to=to, text=text)
        return [move] if text and self.menu.talk_refusal(move) is None else []

    def pledge(self, to: SeatId, promise: PromiseKind, quarters: float) -> list[TalkMove]:
        """A pledge for so many quarters, if it has the habit and may make it."""
        if not self.has("pledge") or self.word.against_pledge(promise, to):
            return []
        until = self.turn + turns_in(self.book.setting, quarters)
        move = MakePledge(to=to, promise=promise, until=min(until, self.book.setting.turns))
        return [move] if self.menu.talk_refusal(move) is None else []

    def fill(self, wishes: Iterable[AnyOrder]) -> tuple[AnyOrder, ...]:
        """The first wishes that fit on one sheet; of kinds given a spell ago only the dearest.

        Where a spell has several turns, its acts share one sheet, and none is given twice; work goes on.
        """
        sheet: list[AnyOrder] = []
        capital = self.own(names.points)
        purse: float | None = None
        room = {True: MOST_MAJOR, False: MOST_MINOR}
        for act in self.done:
            room[self.menu.major(act)] -= 1
        done = {_deed(act) for act in self.done}
        again = REPEATED
        for wish in wishes:
            old = wish.kind in self.ordered_last
            argued = isinstance(wish, Argument) and any(isinstance(order, Argument) for order in sheet)
            stale = old and (not again or wish.kind in NEVER_TWICE_RUNNING)
            if argued or stale or wish.kind in self.habits.without or not self.has(habit_of(wish)):
                continue
            points, budget = self.menu.cost(wish)
            heavy = self.menu.major(wish)
            if room[heavy] <= 0 or points > capital or (done and _deed(wish) in done):
                continue
            if purse is None:
                purse = self.own(names.budget) - self.dues
            sound = not (self.word.against_order(wish) or undoes(wish, sheet))
            if (budget <= purse or not budget) and wish not in sheet and sound and self.menu.allows(wish):
                sheet.append(wish)
                again -= old
                room[heavy] -= 1
                purse, capital = purse - budget, capital - points
                if room[True] <= 0 and room[False] <= 0:
                    break
        return tuple(sheet)


def _deed(order: AnyOrder) -> tuple[object, ...]:
    """What is not done twice in a spell: an act of this kind, to these seats, with this model."""
    return order.kind, aimed_at(order), getattr(order, "model", None)
