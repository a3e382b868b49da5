"""The sequence of play of a game: which phase follows which, who is asked when, until the last turn.

A generator without players or files. Whoever drives it (the table in play, the verifier on a record)
answers each `Asked` with decisions; so playing, resuming and verifying share one order of things. Acts of
control are sent in at the same places, so that a record with interventions is played again like any other.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from wargame.core.control_acts import Act, EndGame
from wargame.core.event_values import InjectSpent
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import PUBLIC, EventId, Phase
from wargame.core.moves import Decision
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.control.acts import Moment, carry_out
from wargame.rules.orders.arguments import CitedEvent, ground_of
from wargame.rules.turn.adjudication import Adjudicator


@dataclass(frozen=True, slots=True)
class Asked:
    """Every seat owes a decision; send them back."""

    turn: int
    phase: Phase
    round: int


@dataclass(frozen=True, slots=True)
class Happened:
    """The adjudicator has ruled: these events stand in the record and the state."""

    turn: int
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class TurnOver:
    """A turn is complete; the state is what it is remembered by."""

    turn: int


@dataclass(frozen=True, slots=True)
class Held:
    """Nobody is asked, but control may act before the game goes on; send nothing to go on."""

    turn: int
    phase: Phase
    """`brief`, `adjudication` (arguments wait for a ruling) or `news`."""
    round: int = 0


Step: TypeAlias = Asked | Happened | TurnOver | Held
Sent: TypeAlias = Sequence[Decision] | Act | None


class _Ended(Exception):
    """Control has ended the game; `reviewed` if the hold after the last turn is over with it."""

    def __init__(self, reviewed: bool = False) -> None:
        self.reviewed = reviewed


class SequenceOfPlay:
    """One game under way: its state and its record of events."""

    def __init__(self, book: Rulebook, start: Event, *, holds: bool = False) -> None:
        """From the rules and the event that sets the opening; with `holds` it stops where control may want to act.

        `state` and `record` are empty until `run` has begun.
        """
        self.book = book
        self.start = start
        self.state = State()
        self.record: list[Event] = []
        self.ended = False
        """Whether control has ended the game before its last turn."""
        self._holds = holds
        self._whole = book
        self._adjudicator = Adjudicator(book, start)
        self._public: dict[EventId, CitedEvent] = {}
        self._fired: set[str] = set()

    def run(self, first: int = 0) -> Generator[Step, Sent, None]:
        """The steps in order, from the opening (`first` is 0) or from the start of a turn, which `rewind` makes ready.

        Send the decisions after each `Asked`, nothing after the others. After `Asked` and `Held` an act of control may
        be sent instead: what it does follows, and then the same step again, or the end if it ends the game. Acts are
        carried out as they come: whoever sends one has asked `control.acts.refusal` before. KeyError for a decision of
        a seat that is not in the game.
        """
        if first == 0:
            self.state = fold(State(), (self.start,))
            yield self._take(0, [self.start])
        for turn in range(max(first, 1), self.book.setting.turns + 1):
            try:
                yield from self._turn(turn)
            except _Ended as end:
                self.ended = True
                self.state, events = self._adjudicator.close(self.state, turn)
                yield self._take(turn, events)
                if not end.reviewed:
                    with suppress(_Ended):
                        yield from self._hold(turn, "news")
                yield TurnOver(turn)
                return

    def rewind(self, turn: int) -> None:
        """Forget everything from the start of a turn on; `run(turn)` goes on from there.

        Folds what is kept anew: linear in the events before that turn.
        """
        kept = [event for event in self.record if event.turn < turn]
        self.ended = False
        self.record.clear()
        self._public.clear()
        self._fired.clear()
        self._take(turn, kept)
        self.state = fold(State(), kept)

    def stand(self, turn: int, events: Sequence[Event], state: State) -> None:
        """Be where a game of the same opening was at the start of a turn; `run(turn)` goes on from there.

        `events` are all of the turns before, `state` is what they fold to; neither is played again nor written to.
        """
        self.ended = False
        self.record.clear()
        self._public.clear()
        self._fired.clear()
        self._take(turn, events)
        self.state = state

    def moment(self, turn: int, phase: Phase) -> Moment:
        """The game as an act of control finds it. The record in it is the live one; the public events are copied."""
        return Moment(self.book, self.state, self.record, turn, phase, dict(self._public), frozenset(self._fired))

    def _turn(self, turn: int) -> Generator[Step, Sent, None]:
        self._open(turn)
        adjudicator, first = self._adjudicator, len(self.record)
        self.state, events = adjudicator.open_turn(self.state, turn, frozenset(self._fired))
        yield self._take(turn, events)
        yield from self._hold(turn, "brief")
        for round_ in range(1, self.book.setting.talk_rounds + 1):
            decisions = yield from self._ask(Asked(turn, "talk", round_))
            self.state, events = adjudicator.talk(self.state, turn, decisions)
            yield self._take(turn, events)
        sealed = yield from self._ask(Asked(turn, "orders", 0))
        self.state, events = adjudicator.open_orders(self.state, turn, sealed)
        yield self._take(turn, events)
        if self.state.arguments:
            decisions = yield from self._ask(Asked(turn, "weigh", 0))
            self.state, events = adjudicator.weigh(self.state, turn, decisions)
            yield self._take(turn, events)
        if self.state.arguments:
            yield from self._hold(turn, "adjudication")
        opened = self.record[first:]
        self.state, events = adjudicator.adjudicate(self.state, turn, sealed, opened, dict(self._public))
        yield self._take(turn, events)
        yield from self._hold(turn, "news")
        yield TurnOver(turn)

    def _open(self, turn: int) -> None:
        """Play by the rulebook of this turn."""
        if self._whole.later:
            self.book = self._whole.of_turn(turn)
            self._adjudicator = Adjudicator(self.book, self.start)

    def _ask(self, step: Asked) -> Generator[Step, Sent, Sequence[Decision]]:
        while True:
            sent = yield step
            if not isinstance(sent, Act):
                return sent or ()
            yield self._act(step, sent)
            if isinstance(sent.move, EndGame):
                raise _Ended

    def _hold(self, turn: int, phase: Phase) -> Generator[Step, Sent, None]:
        if not self._holds:
            return
        step = Held(turn, phase)
        while isinstance(sent := (yield step), Act):
            yield self._act(step, sent)
            if isinstance(sent.move, EndGame):
                raise _Ended(phase == "news" and turn >= self.book.setting.turns)

    def _act(self, step: Asked | Held, act: Act) -> Happened:
        ruling = carry_out(self.moment(step.turn, step.phase), act)
        self.state = ruling.state
        return self._take(step.turn, ruling.events)

    def _take(self, turn: int, events: Sequence[Event]) -> Happened:
        self.record += events
        for event in events:
            if event.audience == PUBLIC:
                self._public[event.id] = ground_of(event)
            if isinstance(event.value, InjectSpent):
                self._fired.add(event.value.inject)
        return Happened(turn, events)
