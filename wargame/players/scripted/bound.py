"""What a seat is bound to and is about to sign, and what of it terms and pledges would go against."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from weakref import ref

from wargame.core import names
from wargame.core.agreements import Agreement, Terms
from wargame.core.clauses import (
    AccessClause,
    ForbearanceClause,
)
from wargame.core.ids import SeatId
from wargame.core.models import REVOCABILITY
from wargame.core.promises import PromiseKind
from wargame.core.severity import severity_of_use
from wargame.players.scripted.bonds import Matter, matters
from wargame.players.scripted.causes import wrong_since
from wargame.players.scripted.market import Market
from wargame.rules.model import leverage
from wargame.rules.model.deal_value import offered_access

LINE, HELD_AT_MOST = 0.6, 0.52
"""Where such a red line is drawn, and what share of what it can do it lets one supplier hold on account of it."""
SAFE = 0.5
"""Revocability of a channel up to which it cannot bring a supplier past that line."""
ENOUGH = 2
"""Suppliers from which on nobody takes two models at once."""
LEFT_FOR = 4
"""Spells for which what it ended itself is not signed again."""


class Bound:
    """What one seat is bound to, in one ask."""

    def __init__(self, here: Market) -> None:
        """Of the seat that looks; what it accepts in this very answer is noted by `agree`."""
        self._looked_at, self._agreed, self._accepted = ref(here), list[Terms](), list[Terms]()

    @property
    def _here(self) -> Market:
        """The situation, which keeps this and is not kept by it: a circle would keep every view of a game for long."""
        here = self._looked_at()
        if here is None:
            raise RuntimeError("the situation that this looks at has gone")
        return here

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
