"""The adjudicator: each phase of a turn, in fixed order, as a pure function from a state and decisions to events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wargame.core import names
from wargame.core.codebook import family_of
from wargame.core.deeds import order_as_deed
from wargame.core.event_values import OrderOpened
from wargame.core.events import Event
from wargame.core.ids import Phase, SeatId, Variable
from wargame.core.moves import Decision, Sealed, Signal, Weigh
from wargame.core.orders import AnyOrder, Order, aimed_at, audience_of
from wargame.core.state import State
from wargame.rules.bargains import agreements, breaches, leaks
from wargame.rules.bargains.talk import speak, tell_refusal
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.injects import technology
from wargame.rules.injects.firing import inject_phase
from wargame.rules.legality import cost, may_signal, sheet_refusals
from wargame.rules.model import cut_off, dissent, frontier, trust, war
from wargame.rules.orders import arguments, courts
from wargame.rules.orders.verbs import VERBS, StageName
from wargame.rules.turn import news, upkeep


@dataclass(slots=True)
class Turn:
    """What the stages of one turn's adjudication have before them."""

    before: Mapping[Variable, float]
    """Values as they stood when adjudication began."""
    sheets: Sequence[tuple[Decision, Sealed]]
    """Sealed sheets in table order."""
    opened: Sequence[Event]
    """Events of this turn before adjudication, opened orders among them."""
    grounds: arguments.Grounds
    """Public events that an argument may cite."""
    start: Mapping[Variable, float]
    """All numbers as they stood at the start of the game."""
    start_trust: Mapping[Variable, float]
    """Trust at the start of the game, toward which it drifts."""
    last: bool
    """Whether the game ends with this turn."""
    deeds: tuple[Event, ...] = ()
    """Everything that was done this turn, as reviews and leaks find it: `_take_stock` sets it."""


def _take_stock(ruling: Ruling, turn: Turn) -> None:
    turn.deeds = (*turn.opened, *ruling.events)


Then: TypeAlias = Callable[[Ruling, Turn], object]
"""What follows in a stage when its orders are carried out, whether there were any or not."""


@dataclass(frozen=True, slots=True)
class AdjudicationStage:
    """One stage of adjudication: its orders, seat by seat in table order, and what follows them."""

    name: StageName | Literal["frontier", "review", "spillover", "news"]
    then: tuple[Then, ...] = ()
    phase: Phase = "adjudication"
    """The phase that its events bear."""

    @property
    def orders(self) -> tuple[type[Order], ...]:
        """The order types that it carries out."""
        return tuple(order for order, verb in VERBS.items() if verb.stage == self.name)


ADJUDICATION_ORDER: tuple[AdjudicationStage, ...] = (
    AdjudicationStage(
        "agreements",
        (
            lambda ruling, turn: agreements.perform(ruling),
            lambda ruling, turn: arguments.rule(ruling, turn.grounds),
        ),
    ),
    AdjudicationStage("coercion"),
    AdjudicationStage("courts", (lambda ruling, turn: courts.rule_on_cases(ruling),)),
    AdjudicationStage("market"),
    AdjudicationStage("frontier", (lambda ruling, turn: frontier.advance_frontier(ruling, turn.start),)),
    AdjudicationStage("technology"),
    AdjudicationStage("fielding", (lambda ruling, turn: frontier.field_capability(ruling),)),
    AdjudicationStage("covert"),
    AdjudicationStage(
        "war",
        (
            lambda ruling, turn: war.automation(ruling),
            lambda ruling, turn: war.air_war(ruling),
        ),
    ),
    AdjudicationStage(
        "review",
        (
            _take_stock,
            lambda ruling, turn: breaches.review(ruling, turn.deeds),
            lambda ruling, turn: breaches.review_pledges(ruling, turn.deeds, turn.last),
            lambda ruling, turn: breaches.drop_offers(ruling, turn.last),
        ),
    ),
    AdjudicationStage(
        "spillover",
        (
            lambda ruling, turn: dissent.settle_staff(ruling, turn.before),
            lambda ruling, turn: trust.drift(ruling, turn.start_trust),
            lambda ruling, turn: cut_off.learn(ruling, turn.deeds),
            lambda ruling, turn: upkeep.settle_support(ruling, turn.start),
        ),
        phase="spillover",
    ),
    AdjudicationStage(
        "news",
        (
            lambda ruling, turn: leaks.draw_leaks(ruling, turn.deeds),
            lambda ruling, turn: news.broken_signals(ruling, turn.sheets, turn.opened),
            lambda ruling, turn: news.score(ruling) if turn.last else None,
            lambda ruling, turn: agreements.close_the_turn(ruling, turn.last),
        ),
        phase="news",
    ),
)
"""What is ruled on first, and what after it. Arguments alone go before the table when orders are opened, so that
others can weigh them; the first stage rules on them."""


class Adjudicator:
    """Rules one game. It keeps no state of its own: the same inputs give the same events.

    Each phase gives (the state after it, its events in order) and leaves the state that it was given as it was. Turns
    count from 1. Decisions may come in any order; KeyError for one of a seat that is not in the game.
    """

    def __init__(self, book: Rulebook, start: Event) -> None:
        """The rulebook, and the starting event, to whose values trust, support and compute go back."""
        self.book = book
        self._start = {change.variable: change.after for change in start.changes}
        pattern = names.trust("*", "*")
        self._trust = {
            name: value
            for name, value in self._start.items()
            if (found := family_of(name)) and found.pattern == pattern
        }

    def open_turn(self, state: State, turn: int, fired: frozenset[str]) -> tuple[State, list[Event]]:
        """Brief and inject: means arrive, passing effects end, the world acts. `fired` names injects that are spent."""
        ruling = Ruling(self.book, state, turn, "brief")
        upkeep.open_books(ruling)
        upkeep.end_passing_effects(ruling)
        technology.recover_chips(ruling)
        ruling.phase = "inject"
        inject_phase(ruling, fired)
        return ruling.state, ruling.events

    def talk(self, state: State, turn: int, decisions: Iterable[Decision]) -> tuple[State, list[Event]]:
        """One round of talk, everybody at once.

        A move that is refused is told to its author; decisions of other kinds do nothing.
        """
        ruling = Ruling(self.book, state, turn, "talk")
        speak(ruling, self._in_table_order(decisions))
        return ruling.state, ruling.events

    def open_orders(self, state: State, turn: int, decisions: Iterable[Decision]) -> tuple[State, list[Event]]:
        """Signals are heard, then sealed orders opened: legal ones are paid for, arguments go before the table.

        What is refused is told to its author and costs nothing.
        """
        ruling = Ruling(self.book, state, turn, "orders")
        sheets = [(d, d.body) for d in self._in_table_order(decisions) if isinstance(d.body, Sealed)]
        for decision, sheet in sheets:
            if sheet.signal is not None:
                self._signal(ruling, decision, sheet.signal)
        for decision, sheet in sheets:
            self._open_sheet(ruling, decision, sheet)
        for order, event in self._by_stage(ruling.events, sheets)["agreements"]:
            VERBS[type(order)].do(ruling, event.about[0], order, event.id)
        return ruling.state, ruling.events

    def weigh(self, state: State, turn: int, decisions: Iterable[Decision]) -> tuple[State, list[Event]]:
        """Pros and cons on the arguments of this turn. What is refused is told to its author."""
        ruling = Ruling(self.book, state, turn, "weigh")
        for decision in self._in_table_order(decisions):
            if isinstance(decision.body, Weigh):
                for number, item in enumerate(decision.body.weighings):
                    cause = f"{decision.id}#{number + 1}"
                    refusal = arguments.weigh(ruling, decision.seat, item.argument, item.side, item.reason, cause)
                    if refusal:
                        tell_refusal(ruling, decision.seat, "weigh", refusal, cause)
        return ruling.state, ruling.events

    def adjudicate(
        self,
        state: State,
        turn: int,
        decisions: Iterable[Decision],
        opened: Sequence[Event],
        grounds: arguments.Grounds,
    ) -> tuple[State, list[Event]]:
        """Go through the stages of `ADJUDICATION_ORDER`. `opened` are the events of this turn so far.

        `decisions` are the sealed sheets that `open_orders` was given, `grounds` the public events by id that arguments
        may cite.
        """
        ruling = Ruling(self.book, state, turn, "adjudication")
        sheets = [(d, d.body) for d in self._in_table_order(decisions) if isinstance(d.body, Sealed)]
        last = turn >= self.book.setting.turns
        this_turn = Turn(state.values, sheets, opened, grounds, self._start, self._trust, last)
        orders = self._by_stage(opened, sheets)
        for stage in ADJUDICATION_ORDER:
            ruling.phase = stage.phase
            for order, event in orders[stage.name] if stage.name != "agreements" else ():
                VERBS[type(order)].do(ruling, event.about[0], order, event.id)
            for then in stage.then:
                then(ruling, this_turn)
        return ruling.state, ruling.events

    def close(self, state: State, turn: int) -> tuple[State, list[Event]]:
        """The game ends in the middle of things: what is in force is marked so, and what stands is scored.

        No events where the last turn has come to its news, for then all this is done.
        """
        ruling = Ruling(self.book, state, turn, "news")
        if state.phase != "news" or turn < self.book.setting.turns:
            breaches.drop_offers(ruling, True)
            news.score(ruling)
            agreements.close_the_turn(ruling, True)
        return ruling.state, ruling.events

    # orders

    def _in_table_order(self, decisions: Iterable[Decision]) -> list[Decision]:
        order: Mapping[SeatId, int] = {seat: index for index, seat in enumerate(self.book.setting.ids)}
        return sorted(decisions, key=lambda decision: order[decision.seat])

    def _signal(self, ruling: Ruling, decision: Decision, signal: Signal) -> None:
        refusal = may_signal(self.book, signal)
        if refusal:
            tell_refusal(ruling, decision.seat, "signal", refusal, f"{decision.id}#signal")
            return
        text = f"{ruling.name(decision.seat)} stated its intentions."
        ruling.emit(
            "signal_made",
            "signal",
            (f"{decision.id}#signal",),
            "public",
            text,
            about=(decision.seat,),
            body=signal.text,
        )

    def _open_sheet(self, ruling: Ruling, decision: Decision, sheet: Sealed) -> None:
        seat = decision.seat
        refusals = sheet_refusals(self.book, ruling.state, seat, sheet.orders)
        for number, (order, refusal) in enumerate(zip(sheet.orders, refusals, strict=True), 1):
            cause = f"{decision.id}#{number}"
            if refusal:
                tell_refusal(ruling, seat, order.kind, refusal, cause)
                continue
            points, budget = cost(self.book, ruling.state, seat, order)
            spent = {names.points(seat): -float(points), names.budget(seat): -float(budget)}
            named, audience = aimed_at(order), audience_of(order, seat)
            text = f"{ruling.name(seat)} decided to {order_as_deed(order, ruling.called)}."
            ruling.emit(
                "order_opened",
                order.kind,
                (cause,),
                audience,
                text,
                by=spent,
                about=(seat, *named),
                value=OrderOpened.of(order),
            )

    def _by_stage(
        self, events: Iterable[Event], sheets: Sequence[tuple[Decision, Sealed]]
    ) -> dict[str, list[tuple[AnyOrder, Event]]]:
        """The orders that were opened, by the stage that carries them out."""
        by_cause = {event.causes[0]: event for event in events if event.kind == "order_opened"}
        found: dict[str, list[tuple[AnyOrder, Event]]] = {stage.name: [] for stage in ADJUDICATION_ORDER}
        for decision, sheet in sheets:
            for number, order in enumerate(sheet.orders, 1):
                event = by_cause.get(f"{decision.id}#{number}")
                if event is not None:
                    found[VERBS[type(order)].stage].append((order, event))
        return found
