"""What the tests of the rules share: an opening to rule by hand, states with something changed, whole games played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from wargame.core import names
from wargame.core.agreements import Agreement, Terms
from wargame.core.events import TABLE_OF, Entity, Event
from wargame.core.fold import copy, fold
from wargame.core.ids import AREAS, Area, Channel, EventId, Licence, ModelId, SeatId, Variable
from wargame.core.models import Access, Source
from wargame.core.moves import Decision, MakePledge, Sealed, Signal, Talk, TalkMove, decision_id
from wargame.core.orders import AnyOrder
from wargame.core.setting import Seat
from wargame.core.state import State
from wargame.core.views import Observer, View
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.drafts import access as access_clause
from wargame.players.drafts import terms as terms_of
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.menu import Menu
from wargame.rules.orders.arguments import ground_of
from wargame.rules.orders.verbs import VERBS
from wargame.rules.turn.adjudication import Adjudicator
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game
from wargame.transcript.setup import GameSetup

__all__ = ["access_clause", "terms_of"]


@lru_cache(maxsize=64)
def opening(
    variant: str | None = None, seed: int = 3, turns: int | None = None, scenario: str = "between-the-giants"
) -> tuple[Rulebook, Event]:
    """The grand game, the full table (None) or the core one, unless another scenario is named."""
    return choose(scenario, variant=variant, seed=seed, turns=turns).opening()


@dataclass
class Given:
    """One order given: the state before it and after it, and the events it brought."""

    before: State
    after: State
    opened: Event
    events: Sequence[Event]

    def moved(self, variable: str) -> float:
        """By how much a variable moved (its price included)."""
        return self.after.values.get(Variable(variable), 0.0) - self.before.values.get(Variable(variable), 0.0)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]


class Desk:
    """An opening at the first turn, to be changed and ruled by hand."""

    def __init__(
        self,
        variant: str | None = None,
        seed: int = 3,
        turns: int | None = None,
        scenario: str = "between-the-giants",
    ) -> None:
        self.book, self.start = opening(variant, seed, turns, scenario)
        self.adjudicator = Adjudicator(self.book, self.start)
        self.state = fold(State(), (self.start,))
        self.state.turn, self.state.count, self.state.phase = 1, 0, "talk"
        self.events: list[Event] = []

    # changing the state by hand

    def set(self, values: Mapping[str, float]) -> Desk:
        self.state = copy(self.state)
        for name in values:
            assert name in self.state.values, f"{name} is no variable of this game"
        cast(dict[str, float], self.state.values).update(values)
        return self

    def put(self, *entities: Entity) -> Desk:
        self.state = copy(self.state)
        for entity in entities:
            cast(dict[str, Any], getattr(self.state, TABLE_OF[type(entity)]))[entity.id] = entity
        return self

    def drop_lines(self, wanted: Callable[[Access], bool]) -> Desk:
        self.state = copy(self.state)
        kept = {key: line for key, line in self.state.access.items() if not wanted(line)}
        self.state.access = kept
        return self

    def line(
        self,
        holder: SeatId,
        supplier: SeatId,
        model: str,
        channel: Channel = "api",
        licence: Licence = "restricted",
        areas: tuple[Area, ...] = AREAS,
        source: Source = "start",
    ) -> Desk:
        """Give a holder a line of access named `HOLDER-MODEL`."""
        name = f"{holder}-{model}"
        K = self.state.values[names.vintage(ModelId(model))] if channel == "weights" else None
        who = tuple(sorted({holder, supplier}))
        return self.put(
            Access(
                name,
                holder,
                supplier,
                ModelId(model),
                channel,
                licence,
                areas,
                "resident",
                "none",
                0,
                source,
                None,
                K,
                1.0,
                "live",
                0,
                EventId("0.1"),
                who,
            )
        )

    # ruling by hand

    def ruling(self) -> Ruling:
        return Ruling(self.book, self.state, self.state.turn, "adjudication")

    def give(self, by: SeatId, order: AnyOrder) -> Given:
        """Open one order as the adjudicator does, and do what it does, without the rest of the turn."""
        before = self.state
        sheet = sealed(by, before.turn, order)
        after, opened = self.adjudicator.open_orders(before, before.turn, [sheet])
        event = next((e for e in opened if e.kind == "order_opened"), None)
        assert event is not None, [e.text for e in opened]
        ruling = Ruling(self.book, after, before.turn, "adjudication")
        verb = VERBS[type(order)]
        if verb.stage != "agreements":
            verb.do(ruling, by, order, event.id)
        self.state = ruling.state
        self.events += [*opened, *ruling.events]
        return Given(before, ruling.state, event, [*opened, *ruling.events])

    def talk(self, *moves: tuple[SeatId, TalkMove]) -> list[Event]:
        """One round of talk; moves of the same seat go into one decision."""
        said: dict[SeatId, list[TalkMove]] = {}
        for seat, move in moves:
            said.setdefault(seat, []).append(move)
        turn = self.state.turn
        decisions = [
            Decision(
                id=decision_id(turn, "talk", 1, seat),
                seat=seat,
                turn=turn,
                phase="talk",
                round=1,
                origin="human",
                player="human",
                body=Talk(moves=tuple(made)),
                rationale="",
            )
            for seat, made in said.items()
        ]
        self.state, events = self.adjudicator.talk(self.state, turn, decisions)
        self.events += events
        return list(events)

    def orders(self, *sheets: Decision) -> list[Event]:
        """Open sheets, then rule the whole turn and go on to the next."""
        turn = self.state.turn
        first = len(self.events)
        self.state, opened = self.adjudicator.open_orders(self.state, turn, sheets)
        self.events += opened
        so_far = [event for event in self.events if event.turn == turn]
        grounds = {event.id: ground_of(event) for event in self.events if event.audience == "public"}
        self.state, events = self.adjudicator.adjudicate(self.state, turn, sheets, so_far, grounds)
        self.events += events
        return self.events[first:]

    def next_turn(self, fired: frozenset[str] = frozenset()) -> list[Event]:
        self.state, events = self.adjudicator.open_turn(self.state, self.state.turn + 1, fired)
        self.state = copy(self.state)
        self.state.phase = "talk"
        self.events += events
        return list(events)

    def sign(self, terms: Terms, *consenters: SeatId) -> Agreement:
        """Offer terms by their first party and have everybody needed accept."""
        from wargame.core.moves import Propose, Respond

        by = terms.parties[0]
        told = self.talk((by, Propose(terms=terms, text="")))
        assert told[0].kind == "offer_made", told[0].text
        name = next(p.id for p in self.state.proposals.values() if p.terms == terms)
        needed = [seat for seat in self.state.proposals[name].needed if seat != by]
        assert not consenters or set(needed) == set(consenters)
        self.talk(*((seat, Respond(proposal=name, answer="accept", terms=None, text="")) for seat in needed))
        return self.state.agreements[name]

    def pledge(self, by: SeatId, to: SeatId, promise: Any, until: int) -> str:
        self.talk((by, MakePledge(to=to, promise=promise, until=until)))
        return next(p.id for p in self.state.pledges.values() if p.by == by and p.to == to and p.promise == promise)

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.kind == kind]


def sealed(by: SeatId, turn: int, *orders: AnyOrder, signal: Signal | None = None) -> Decision:
    """A seat's sheet."""
    return Decision(
        id=decision_id(turn, "orders", 0, by),
        seat=by,
        turn=turn,
        phase="orders",
        round=0,
        origin="human",
        player="human",
        body=Sealed(signal=signal, orders=orders),
        rationale="",
    )


# whole games


def table_of(game: GameSetup, make: Callable[[str, Seat, int], Player] = specs.make) -> RunningGame:
    return new_game(game, None, make=make)


def played(
    scenario: str = "first-download",
    *,
    variant: str | None = None,
    seed: int = 1,
    turns: int | None = None,
    everyone: str = "random",
) -> RunningGame:
    """A game played to its end."""
    table = new_game(choose(scenario, variant=variant, seed=seed, turns=turns, everyone=everyone), None)
    asyncio.run(table.play())
    return table


def grown(state: State, values: Mapping[Variable, float]) -> State:
    """The same state with other values."""
    other = copy(state)
    cast(dict[Variable, float], other.values).update(values)
    return other


def view_of(book: Rulebook, state: State, seat: SeatId) -> View:
    """What a seat sees of a state, without the events that led there."""
    return Observer(book.setting, book.seed, seat).view(state, [])


def menu_of(book: Rulebook, state: State, seat: SeatId) -> Menu:
    """The menu of a seat that sees this state."""
    return Menu(book, view_of(book, state, seat))


def with_seat(book: Rulebook, seat: SeatId, **changes: Any) -> Rulebook:
    """The same rules with a seat changed."""
    seats = tuple(replace(s, **changes) if s.id == seat else s for s in book.setting.seats)
    return replace(book, setting=replace(book.setting, seats=seats))


def all_texts(events: Iterable[Event]) -> str:
    return "\n".join(f"{event.text} {event.body}" for event in events)
