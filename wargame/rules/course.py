"""The course of a game: which phase follows which, who is asked when, until the last turn.

A generator without players or files. Whoever drives it (the table in play, the verifier on a record)
answers each `Asked` with decisions; so playing, resuming and verifying share one order of things.
"""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import PUBLIC, Phase
from wargame.core.moves import Decision
from wargame.core.state import State
from wargame.rules.rulebook import Rulebook
from wargame.rules.umpire import Umpire


@dataclass(frozen=True, slots=True)
class Asked:
    """Every seat owes a decision; send them back."""

    turn: int
    phase: Phase
    round: int


@dataclass(frozen=True, slots=True)
class Happened:
    """The umpire has ruled: these events stand in the record and the state."""

    turn: int
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class TurnOver:
    """A turn is complete; the state is what it is remembered by."""

    turn: int


Step: TypeAlias = Asked | Happened | TurnOver


class Course:
    """One game under way: its state and its record of events."""

    def __init__(self, book: Rulebook, start: Event) -> None:
        """From the rules and the event that sets the opening."""
        self.book = book
        self.start = start
        self.state = State()
        self.record: list[Event] = []
        self._umpire = Umpire(book, start)
        self._public: set[str] = set()
        self._fired: set[str] = set()

    def run(self) -> Generator[Step, Sequence[Decision] | None, None]:
        """The steps in order. Send the decisions after each `Asked`; nothing after the others."""
        self.state = fold(State(), (self.start,))
        yield self._take(0, [self.start])
        for turn in range(1, self.book.setting.turns + 1):
            yield from self._turn(turn)

    def _turn(self, turn: int) -> Generator[Step, Sequence[Decision] | None, None]:
        umpire, first = self._umpire, len(self.record)
        self.state, events = umpire.open_turn(self.state, turn, frozenset(self._fired))
        yield self._take(turn, events)
        for round_ in range(1, self.book.setting.talk_rounds + 1):
            decisions = yield Asked(turn, "talk", round_)
            self.state, events = umpire.talk(self.state, turn, decisions or ())
            yield self._take(turn, events)
        sealed = (yield Asked(turn, "orders", 0)) or ()
        self.state, events = umpire.open_orders(self.state, turn, sealed)
        yield self._take(turn, events)
        if self.state.arguments:
            decisions = yield Asked(turn, "weigh", 0)
            self.state, events = umpire.weigh(self.state, turn, decisions or ())
            yield self._take(turn, events)
        opened = self.record[first:]
        self.state, events = umpire.adjudicate(self.state, turn, sealed, opened, frozenset(self._public))
        yield self._take(turn, events)
        yield TurnOver(turn)

    def _take(self, turn: int, events: Sequence[Event]) -> Happened:
        self.record += events
        for event in events:
            if event.audience == PUBLIC:
                self._public.add(event.id)
            if event.kind == "inject_fired":
                self._fired.add(event.rule.removeprefix("inject."))
        return Happened(turn, events)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let the garbage collector look less often: a game makes many small objects that stay, and few cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, usual[1], usual[2])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
