"""The umpire: the phases of a turn in their fixed order, each a pure function from a state and decisions to events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wargame.core import names
from wargame.core.event_values import Opened, Untrue
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, Audience, SeatId, readers
from wargame.core.moves import Decision, Sealed, Signal, Weigh
from wargame.core.orders import ORDER_TYPES, AnyOrder, aimed_at
from wargame.core.orders.words import order_in_brief
from wargame.core.state import State
from wargame.rules.bargains import agreements, breaches, leaks
from wargame.rules.bargains.talk import speak, tell_refusal
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.injects import technology
from wargame.rules.injects.firing import inject_phase
from wargame.rules.legality import cost, may_signal, sheet_refusals
from wargame.rules.model import dissent, frontier, trust, war
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.rules.orders import arguments, courts
from wargame.rules.orders.verbs import STEPS, VERBS, Step
from wargame.rules.turn import upkeep


class Adjudicator:
    """Rules one game. It keeps no state of its own: the same inputs give the same events."""

    def __init__(self, book: Rulebook, start: Event) -> None:
        """The rulebook, and the starting event whose values trust and support drift back to."""
        self.book = book
        self._trust = {c.variable: c.after for c in start.changes if ".trust." in c.variable}
        self._support = {c.variable: c.after for c in start.changes if c.variable.endswith(".DS")}

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
        """One round of talk, everybody at once."""
        ruling = Ruling(self.book, state, turn, "talk")
        speak(ruling, self._in_table_order(decisions))
        return ruling.state, ruling.events

    def open_orders(self, state: State, turn: int, decisions: Iterable[Decision]) -> tuple[State, list[Event]]:
        """Signals are heard, then sealed orders opened: legal ones are paid for, arguments go before the table."""
        ruling = Ruling(self.book, state, turn, "orders")
        sheets = [(d, d.body) for d in self._in_table_order(decisions) if isinstance(d.body, Sealed)]
        for decision, sheet in sheets:
            if sheet.signal is not None:
                self._signal(ruling, decision, sheet.signal)
        for decision, sheet in sheets:
            self._open_sheet(ruling, decision, sheet)
        for order, event in self._by_step(ruling.events, sheets)["agreements"]:
            VERBS[type(order)].do(ruling, event.about[0], order, event.id)
        return ruling.state, ruling.events

    def weigh(self, state: State, turn: int, decisions: Iterable[Decision]) -> tuple[State, list[Event]]:
        """Pros and cons on the arguments of this turn."""
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
        public_events: frozenset[str],
    ) -> tuple[State, list[Event]]:
        """Phases 6 to 8: the eight steps, spill-over, and news. `opened` are the events of this turn so far."""
        ruling = Ruling(self.book, state, turn, "adjudication")
        sheets = [(d, d.body) for d in self._in_table_order(decisions) if isinstance(d.body, Sealed)]
        agreements.perform(ruling)
        arguments.rule(ruling, public_events)
        orders = self._by_step(opened, sheets)
        for step in STEPS[1:]:
            for order, event in orders[step]:
                VERBS[type(order)].do(ruling, event.about[0], order, event.id)
            if step == "courts":
                courts.rule_on_cases(ruling)
            elif step == "technology":
                frontier.advance_frontier(ruling)
            elif step == "fielding":
                frontier.field_capability(ruling)
            elif step == "war":
                war.automation(ruling)
                war.air_war(ruling)
        last = turn >= self.book.setting.turns
        everything = [*opened, *ruling.events]
        breaches.review(ruling, everything)
        breaches.review_pledges(ruling, everything, last)
        breaches.drop_offers(ruling, last)
        ruling.phase = "spillover"
        dissent.settle_staff(ruling, state.values)
        trust.drift(ruling, self._trust)
        upkeep.settle_support(ruling, self._support)
        ruling.phase = "news"
        leaks.draw_leaks(ruling, everything)
        self._broken_signals(ruling, sheets, opened)
        agreements.close_the_turn(ruling, last)
        self._score(ruling)
        return ruling.state, ruling.events

    def close(self, state: State, turn: int) -> tuple[State, list[Event]]:
        """The game ends in the middle of things: what is in force is marked so, and what stands is scored."""
        ruling = Ruling(self.book, state, turn, "news")
        if state.phase != "news" or turn < self.book.setting.turns:
            breaches.drop_offers(ruling, True)
            agreements.close_the_turn(ruling, True)
            self._score(ruling, closing=True)
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
            named = aimed_at(order)
            audience = _audience(order, seat, named)
            text = f"{ruling.name(seat)} ordered: {order_in_brief(order, ruling.called)}."
            ruling.emit(
                "order_opened",
                order.kind,
                (cause,),
                audience,
                text,
                by=spent,
                about=(seat, *named),
                value=Opened.of(order),
            )

    def _by_step(
        self, events: Iterable[Event], sheets: Sequence[tuple[Decision, Sealed]]
    ) -> dict[Step, list[tuple[AnyOrder, Event]]]:
        """The orders that were opened, by the step that carries them out."""
        by_cause = {event.causes[0]: event for event in events if event.kind == "order_opened"}
        found: dict[Step, list[tuple[AnyOrder, Event]]] = {step: [] for step in STEPS}
        for decision, sheet in sheets:
            for number, order in enumerate(sheet.orders, 1):
                event = by_cause.get(f"{decision.id}#{number}")
                if event is not None:
                    found[VERBS[type(order)].step].append((order, event))
        return found

    # news

    def _broken_signals(
        self, ruling: Ruling, sheets: Sequence[tuple[Decision, Sealed]], opened: Sequence[Event]
    ) -> None:
        """Declared one thing, ordered another: flagged to those who could see both."""
        done = {
            (event.about[0], event.rule, event.about[1:]): event for event in opened if event.kind == "order_opened"
        }
        for decision, sheet in sheets:
            for intent in sheet.signal.intents if sheet.signal else ():
                seat = decision.seat
                deeds = [
                    event
                    for (actor, verb, targets), event in done.items()
                    if actor == seat and intent.covers(verb, targets)
                ]
                if bool(deeds) == intent.will:
                    continue
                open_verb = ORDER_TYPES[intent.verb].SPEC.visibility == "public"
                audience: Audience = deeds[0].audience if deeds else PUBLIC if open_verb else readers(seat)
                aim = f" {ruling.name(intent.aim)}" if intent.aim else ""
                said = f"{'would' if intent.will else 'would not'} {intent.verb.replace('_', ' ')}{aim}"
                text = f"{ruling.name(seat)} said it {said}, and {'did' if deeds else 'did not'}."
                causes = (f"{decision.id}#signal", *(event.id for event in deeds))
                ruling.emit(
                    "signal_broken",
                    "signal",
                    causes,
                    audience,
                    text,
                    about=(seat, *([intent.aim] if intent.aim else [])),
                    value=Untrue(intent=intent, did=bool(deeds)),
                )

    def _score(self, ruling: Ruling, closing: bool = False) -> None:
        if ruling.turn < self.book.setting.turns and not closing:
            return
        for seat, score in scores(picture(self.book, ruling.state)).items():
            reasons = "; ".join(f"{line.name.replace('_', ' ')} {line.points:+.1f}" for line in score.lines)
            audience: Audience = PUBLIC if self.book.setting.public_scores else readers(seat)
            text = f"{ruling.name(seat)} scores {score.total:.1f}: {reasons}."
            ruling.emit(
                "score_given", "scoring", (f"{ruling.turn}.1",), audience, text, about=(seat,), value=score.card
            )


def _audience(order: AnyOrder, seat: SeatId, named: Sequence[SeatId]) -> Audience:
    if order.SPEC.visibility == "public":
        return PUBLIC
    return readers(seat, *named) if order.SPEC.visibility == "parties" else readers(seat)
