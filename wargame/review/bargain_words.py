"""What was signed and what it brought each, how it ended or was broken, how talk went: sentences of the account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wargame.core.agreements import Terms
from wargame.core.clauses import Clause
from wargame.core.event_values import AgreementClosed, Breached, OfferAnswered, Offered, Signed
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import AgreementId, SeatId
from wargame.core.state import State
from wargame.core.words import INDUCEMENTS, Namer, clause_in_brief, listed
from wargame.players.scripted.bonds import matters
from wargame.rules.model.deal_value import appraise
from wargame.transcript.verify import Replayed

GAINS = {"the other forbears": "what the other side will not do", "others bargain": "what others bring into it"}
"""Lines of deal value that are no noun of what somebody gains, as one."""


@dataclass(frozen=True, slots=True)
class TalkCount:
    """How much was offered, turned down and countered, in one turn or in several together."""

    made: int = 0
    refused: int = 0
    older: int = 0
    """Of those refused, how many were made before the turn."""
    countered: int = 0
    obstacles: Counter[str] = field(default_factory=Counter)
    """What weighed most against those that were refused."""

    def __add__(self, other: TalkCount) -> TalkCount:
        """Of two turns together."""
        return TalkCount(
            self.made + other.made,
            self.refused + other.refused,
            self.older + other.older,
            self.countered + other.countered,
            self.obstacles + other.obstacles,
        )

    @property
    def words(self) -> str:
        """`3 offers made, 2 refused (what weighed most: price), 1 countered.`; empty where nobody talked business."""
        if not (self.made or self.refused):
            return ""
        parts = [f"{self.made} {'offer' if self.made == 1 else 'offers'} made"]
        if self.refused:
            old = f", {self.older} of them older" if self.older and self.refused > 1 else ", an older one"
            over = self.obstacles.most_common(1)
            weighed = f" (what weighed most: {over[0][0]})" if over else ""
            parts.append(f"{self.refused} refused{old if self.older else ''}{weighed}")
        parts += [f"{self.countered} countered"] if self.countered else []
        return f"{', '.join(parts)}."


@dataclass(frozen=True)
class Bargains:
    """The bargains of one turn, in words."""

    game: Replayed
    turn: int
    before: State
    """At the end of the turn before."""
    events: Sequence[Event]
    """Of the turn, in their order."""
    name: Namer
    model: Callable[[str], str]

    @cached_property
    def signed(self) -> tuple[Event, ...]:
        """Signatures of the turn: models first, then frameworks, then all else."""
        return tuple(sorted((e for e in self.events if isinstance(e.value, Signed)), key=_rank))

    def renews(self, event: Event) -> bool:
        """Whether the same parties signed about the same in a turn before."""
        assert isinstance(event.value, Signed)
        terms = event.value.terms
        before = (e.value.terms for e in self.game.events if isinstance(e.value, Signed) and e.turn < self.turn)
        return any(_covers(old, terms) for old in before)

    def new(self, event: Event) -> str:
        """The parties of a signature, what they signed, and what it brings each by the rules of deal value."""
        assert isinstance(event.value, Signed)
        terms = event.value.terms
        clauses = ", ".join(dict.fromkeys(clause_in_brief(each, self.name, self.model) for each in terms.clauses))
        return f"{listed(map(self.name, terms.parties))} ({clauses}; {self._brought(event, terms)})"

    def renewed(self, event: Event) -> str:
        """The parties of a signature that renews an older one, and what it is about."""
        assert isinstance(event.value, Signed)
        return f"{listed(map(self.name, event.value.terms.parties))} ({self.matter(event.value.terms)})"

    def matter(self, terms: Terms) -> str:
        """What terms are about first of all."""
        main = [clause for clause in terms.clauses if clause.kind not in ("payment", "guarantee")]
        return clause_in_brief((main or list(terms.clauses))[0], self.name, self.model)

    def _brought(self, event: Event, terms: Terms) -> str:
        """What each party gains most by, as things stood when it was signed; and who gains nothing that counts, why."""
        at = fold(self.before, self.events[: self.events.index(event)])
        book = self.game.sequence.book
        found: dict[str, list[str]] = {}
        rest = []
        for seat in terms.parties:
            lines = appraise(book, at, seat, terms).lines
            reason, points = max(lines, key=lambda line: line[1], default=("", 0.0))
            if points > 0:
                found.setdefault(_gain(reason, seat, terms), []).append(self.name(seat))
            else:
                rest.append(self._without_worth(seat, terms))
        return ", ".join([*(f"{listed(seats)} for {reason}" for reason, seats in found.items()), *rest])

    def _without_worth(self, seat: SeatId, terms: Terms) -> str:
        """What a party gets for which deal value counts no points, and why it does not."""
        got = [clause for clause in terms.clauses if clause.taker == seat]
        if not got:
            return f"{self.name(seat)} gives and takes nothing itself"
        if any(clause.kind == "access" for clause in got):
            return f"{self.name(seat)} for a model that adds nothing to what it runs or could take up"
        return f"{self.name(seat)} for {clause_in_brief(got[0], self.name, self.model)}, worth no points to it today"

    # how they ended

    def closed(self, event: Event) -> str:
        """An agreement that ended before its time: between whom, about what, and by what or by whose notice."""
        assert isinstance(event.value, AgreementClosed)
        closed, terms = event.value, self._terms(event.value.agreement)
        parties = listed(map(self.name, event.about))
        what = f"{parties} ({self.matter(terms)})" if terms and terms.clauses else parties
        again = ", and they signed it anew this turn" if terms and self._signed_after(event, terms) else ""
        if closed.status == "lapsed":
            return f"{what} fell to {closed.why}{again}"
        if closed.status != "ended":
            return f"{what}: {closed.why}{again}"
        agreement = self.game.sequence.state.agreements[closed.agreement]
        gave = [e.about[0] for e in self.game.events if e.kind == "notice_given" and agreement.event in e.causes]
        return f"{what} ended on notice of {self.name(gave[-1])}{again}" if gave else f"{what} ended on notice{again}"

    def breach(self, event: Event) -> str:
        """Who broke what word to whom, and by which deed."""
        assert isinstance(event.value, Breached)
        breaker, victim = event.about
        terms = self._terms(event.value.agreement)
        clauses = [each for each in terms.clauses if _between(each, event)] if terms else []
        guarantee = event.value.clause == "guarantee"
        what = f" ({clause_in_brief(clauses[0], self.name, self.model)})" if clauses and not guarantee else ""
        bond = "guarantee to" if guarantee else "agreement with"
        how = "secretly broke" if event.kind == "clause_breached_covertly" else "broke"
        deed = next((each for each in self.events if each.id == event.causes[0]), None)
        by = f", as {_aside(deed.text)}" if deed else ""
        over = [e for e in self.events if e.kind == "agreement_broken" and e.causes[0] == event.id]
        of = f" of {listed(map(self.name, over[0].about))}" if over and len(over[0].about) > 2 else ""
        end = f", and the agreement{of} is over" if over else ""
        return f"{self.name(breaker)} {how} its {bond} {self.name(victim)}{what}{by}{end}"

    def signed_before(self, deed: Event) -> str:
        """That the two whom a deed concerns had signed something with each other earlier in the turn; else empty."""
        if len(deed.about) < 2:
            return ""
        earlier = self.events[: self.events.index(deed)]
        for event in earlier:
            if isinstance(event.value, Signed) and set(deed.about[:2]) <= set(event.value.terms.parties):
                return f", though both had signed earlier this turn ({self.matter(event.value.terms)})"
        return ""

    def _signed_after(self, event: Event, terms: Terms) -> bool:
        later = self.events[self.events.index(event) :]
        return any(isinstance(e.value, Signed) and _covers(terms, e.value.terms) for e in later)

    def _terms(self, agreement: AgreementId) -> Terms | None:
        found = self.game.sequence.state.agreements.get(agreement)
        return found.terms if found else None

    # talk

    @cached_property
    def talk(self) -> TalkCount:
        """The offers of the turn and what became of them."""
        made = {e.value.proposal: e for e in self.game.events if isinstance(e.value, Offered) and e.turn <= self.turn}
        answers = [(e.about[0], e.value) for e in self.events if isinstance(e.value, OfferAnswered)]
        refused = [(seat, made.get(value.proposal)) for seat, value in answers if value.how == "rejected"]
        return TalkCount(
            sum(offer.turn == self.turn for offer in made.values()),
            len(refused),
            sum(offer is not None and offer.turn < self.turn for _, offer in refused),
            sum(e.kind == "offer_countered" for e in self.events),
            Counter(filter(None, (self._obstacle(seat, offer) for seat, offer in refused))),
        )

    def _obstacle(self, seat: SeatId, offer: Event | None) -> str:
        """What by the rules of deal value spoke most against an offer in the eyes of whoever turned it down."""
        if offer is None or not isinstance(offer.value, Offered):
            return ""
        worth = appraise(self.game.sequence.book, self.before, seat, offer.value.terms)
        return worth.obstacle or "too little in it for them"


def _gain(reason: str, seat: SeatId, terms: Terms) -> str:
    """What a line of deal value is called where it says what somebody signed for."""
    given = (each.what for each in terms.clauses if each.kind == "inducement" and each.taker == seat)
    return INDUCEMENTS[next(given)] if reason == "inducement" else GAINS.get(reason, reason)


def _aside(text: str) -> str:
    """A sentence of the rules as a part of another one, its reason in brackets: `Kyiv lost Claude (Anthropic left)`."""
    said, _, reason = text.rstrip(".").partition(": ")
    return f"{said} ({reason})" if reason else said


def _covers(old: Terms, new: Terms) -> bool:
    """Whether the same parties bargained about the same before."""
    return set(old.parties) == set(new.parties) and matters(new) <= matters(old)


def _between(clause: Clause, breach: Event) -> bool:
    assert isinstance(breach.value, Breached)
    return clause.kind == breach.value.clause and {clause.giver, clause.taker} == set(breach.about)


def _rank(signed: Event) -> int:
    """Models before frameworks, and both before all else."""
    kinds = {clause.kind for clause in signed.value.terms.clauses} if isinstance(signed.value, Signed) else set()
    return 0 if "access" in kinds else 1 if "framework" in kinds else 2
