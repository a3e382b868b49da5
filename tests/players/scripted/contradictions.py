"""Where what a seat did contradicts what it had said, signed or held dear, found in games on record.

What is excused is no contradiction: a word broken after the other side broke faith, and what news from elsewhere did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.players.scripted.games import Told
from wargame.core import names
from wargame.core.agreements import Agreement
from wargame.core.clauses import AccessClause, ForbearanceClause
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import Breached, OrderOpened, Pledged, Signed
from wargame.core.events import Event
from wargame.core.fold import apply
from wargame.core.ids import SeatId
from wargame.core.models import Access, Model
from wargame.core.orders import ExportDirective
from wargame.core.promises import Pledge
from wargame.core.state import State
from wargame.players.scripted.bonds import Matter, matters
from wargame.players.scripted.causes import CHEATED
from wargame.players.scripted.grievances import WRONGS
from wargame.rules.bargains.breaches import CUT_OFF
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import crossed
from wargame.rules.model.without_signing import forbidden

Sort = Literal[
    "signed, then broken",
    "signed, then cut off",
    "signed, then given notice on",
    "ended, then signed again",
    "promised against what it holds",
    "promise broken",
    "own red line crossed",
    "bound twice",
    "taken up again without news",
    "let out and kept in",
]

SOON = 1
"""Turns after a signature in which breaking it counts."""
AGAIN = 2
"""Turns within which turning round counts."""
NEWS = 1.5
"""Months by which weights must be newer to be taken up again."""
NO_ACTS: frozenset[EventKind] = frozenset(
    {"capability_fielded", "dissent_rose", "trust_fell", "trust_rose", "court_ruled"}
)
"""What happens to a seat that it stands first in."""
KNOWN_TO_ALL: frozenset[EventKind] = frozenset({"illicit_use_exposed", "targeting_scandal"})
TURNS: dict[EventKind, str] = {
    "model_withheld": "kept in",
    "weights_closed": "closed",
    "weights_opened": "opened",
    "model_released": "let out",
}
TURNED_BY = {"kept in": ("let out",), "let out": ("kept in",), "closed": ("opened", "closed"), "opened": ("closed",)}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One place of a game where a seat contradicts itself."""

    sort: Sort
    turn: int
    seat: SeatId
    words: str
    """What the record says of it."""


def contradictions(game: Told) -> list[Contradiction]:
    """All of one game, in the order of the record."""
    return list(_Reading(game).all())


class _Reading:
    """A record read from its beginning, with the state at each place."""

    def __init__(self, game: Told) -> None:
        self.game, self.book, self.state = game, game.book, State()
        self.by_id: dict[str, Event] = {event.id: event for event in game.record}
        self.noticed: list[tuple[int, SeatId, frozenset[Matter]]] = []
        self.turned: dict[str, tuple[int, str]] = {}
        self.barred_by: set[SeatId] = set()
        self.wrongs: list[Event] = []

    def all(self) -> Iterator[Contradiction]:
        for event in self.game.record:
            if event.turn == 0:
                apply(self.state, event)
                continue
            self._note(event)
            for sort, seat, more in (*self._word(event), *self._deed(event)):
                yield Contradiction(sort, event.turn, seat, f"{event.text} {more}")
            for seat, line in self._applied(event):
                yield Contradiction("own red line crossed", event.turn, seat, f"{event.text} {line}")

    def _note(self, event: Event) -> None:
        if event.kind in (*WRONGS, *CHEATED):
            self.wrongs.append(event)
        if isinstance(event.value, OrderOpened) and isinstance(event.value.order, ExportDirective):
            if event.value.order.action == "impose":
                self.barred_by.add(event.about[0])

    def _excused(self, seat: SeatId, other: SeatId, since: int) -> bool:
        """Whether the other has wronged or cheated the seat since."""
        return any(
            wrong.turn >= since and wrong.about[:1] == (other,) and (wrong.kind in KNOWN_TO_ALL or seat in wrong.about)
            for wrong in self.wrongs
        )

    def _elsewhere(self, event: Event, seat: SeatId) -> bool:
        """Whether what broke a word was ordered by somebody else in its name."""
        deeds = [self.by_id[cause] for cause in event.causes if cause in self.by_id]
        return seat not in self.barred_by and any(deed.rule == "export_directive" for deed in deeds)

    def _cannot_pay(self, breach: Event) -> bool:
        """Whether a seat broke a clause because news of this turn took the money that it had for it."""
        missed = any(self.by_id[cause].kind == "payment_missed" for cause in breach.causes if cause in self.by_id)
        purse = names.budget(breach.about[0])
        return missed and any(
            event.phase == "inject" and any(c.variable == purse and c.after < c.before for c in event.changes)
            for event in self.game.record
            if event.turn == breach.turn
        )

    def _bonds(self, *parties: SeatId) -> list[Agreement]:
        found = self.state.agreements.values()
        return [bond for bond in found if bond.status == "in_force" and set(parties) <= set(bond.parties)]

    def _word(self, event: Event) -> Iterator[tuple[Sort, SeatId, str]]:
        """What is said and signed."""
        about, value = event.about, event.value
        if isinstance(value, Breached):
            bond = self.state.agreements[value.agreement]
            young = bond.signed and event.turn - bond.signed <= SOON
            if self._cannot_pay(event):
                return
            if young and not self._elsewhere(event, about[0]) and not self._excused(about[0], about[1], bond.signed):
                yield "signed, then broken", about[0], ""
        elif isinstance(value, Pledged):
            yield from self._pledge(event, value)
        elif isinstance(value, Signed):
            yield from self._signature(event, value)
        elif event.kind == "notice_given":
            bond = next(put.entity for put in event.puts if isinstance(put.entity, Agreement))
            self.noticed.append((event.turn, about[0], matters(bond.terms)))
            wronged = any(self._excused(about[0], party, bond.signed) for party in bond.parties)
            if bond.signed and event.turn - bond.signed <= SOON and not wronged:
                yield "signed, then given notice on", about[0], ""

    def _pledge(self, event: Event, value: Pledged) -> Iterator[tuple[Sort, SeatId, str]]:
        seat, other = event.about[0], event.about[1]
        if event.kind == "pledge_made":
            severe = self.state.values.get(names.automation(seat), 0) > 0.5
            severe = severe and self.state.values.get(names.oversight(seat), 0) < 0.5
            off = any(
                (line.supplier, line.holder, line.status) == (seat, other, "suspended")
                for line in self.state.access.values()
            )
            hollow = {"no_chinese_base": self._chinese(seat), "no_suspension": off, "no_severe_use": severe}
            if hollow.get(value.promise):
                yield "promised against what it holds", seat, ""
        elif event.kind.startswith("pledge_broken") and event.turn < self.game.record[-1].turn:
            made = next((put.entity.made for put in event.puts if isinstance(put.entity, Pledge)), 0)
            if not self._elsewhere(event, seat) and not self._excused(seat, other, made):
                yield "promise broken", seat, ""

    def _signature(self, event: Event, value: Signed) -> Iterator[tuple[Sort, SeatId, str]]:
        signed = matters(value.terms)
        for turn, seat, what in self.noticed:
            if what & signed and event.turn - turn <= AGAIN and seat in value.terms.parties:
                yield "ended, then signed again", seat, f"(notice in turn {turn})"
        for bond in self._bonds():
            if matters(bond.terms) & signed:
                yield "bound twice", bond.by, ""
        for clause in value.terms.clauses:
            if isinstance(clause, ForbearanceClause) and clause.what in ("not_adopt_chinese", "only_yours"):
                if self._chinese(clause.giver):
                    yield "promised against what it holds", clause.giver, ""
            elif isinstance(clause, AccessClause) and self.book.jurisdiction(clause.giver) == "cn":
                if forbidden(self.state, clause.taker):
                    yield "promise broken", clause.taker, ""

    def _deed(self, event: Event) -> Iterator[tuple[Sort, SeatId, str]]:
        """What is done."""
        about, kind = event.about, event.kind
        if kind in ("access_suspended", "access_ended") and event.rule in (*CUT_OFF, "switch_family"):
            doer, other = about if event.rule != "switch_family" else (about[1], about[0])
            for bond in self._bonds(*about):
                serves = any({c.giver, c.taker} == set(about) for c in bond.terms.clauses)
                young = bond.signed and event.turn - bond.signed <= SOON
                if serves and young and (bond.signed == event.turn or not self._excused(doer, other, bond.signed)):
                    yield "signed, then cut off", doer, f"({event.rule})"
        if kind == "open_weights_adopted":
            taken = next(put.entity for put in event.puts if isinstance(put.entity, Access))
            for line in self.state.access.values():
                if (line.holder, line.model) == (about[0], taken.model) and line.status != "ended":
                    if line.frozen_K is None or (taken.frozen_K or 0.0) - line.frozen_K < NEWS:
                        yield "taken up again without news", about[0], ""
            if self.book.jurisdiction(about[1]) == "cn" and forbidden(self.state, about[0]):
                yield "promise broken", about[0], ""
        if kind in TURNS:
            for model in (put.entity for put in event.puts if isinstance(put.entity, Model)):
                turn, last = self.turned.get(model.id, (-AGAIN, ""))
                if last in TURNED_BY[TURNS[kind]] and event.turn - turn <= AGAIN:
                    yield "let out and kept in", about[0], f"({last} in turn {turn})"
                self.turned[model.id] = (event.turn, TURNS[kind])

    def _applied(self, event: Event) -> Iterator[tuple[SeatId, str]]:
        """Red lines of its own that a seat crosses by what it does or signs; the event is applied here."""
        signed = isinstance(event.value, Signed) or event.rule in ("switch_family", "only_yours")
        doers = set(event.about if signed else event.about[:1]) if event.puts or event.changes else set()
        seats = [seat for seat in self.game.setting.seats if seat.red_lines and seat.id in doers]
        seats = seats if event.kind not in NO_ACTS else []
        before = [crossed(picture(self.book, self.state), seat) for seat in seats]
        apply(self.state, event)
        for seat, old in zip(seats, before, strict=True):
            for line in crossed(picture(self.book, self.state), seat):
                if line not in old:
                    yield seat.id, line

    def _chinese(self, seat: SeatId) -> bool:
        models = self.state.models
        return any(
            line.holder == seat
            and line.status != "ended"
            and line.model in models
            and self.book.jurisdiction(models[line.model].owner) == "cn"
            for line in self.state.access.values()
        )
