"""A place in a game on record: after which event one stands, what was true there, and what each seat knew of it.

States are kept at the end of each turn and folded on from there, so that a step in either direction is cheap and a
jump costs the events of one turn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from wargame.core.events import Event
from wargame.core.fold import apply, copy
from wargame.core.ids import CONTROL, PUBLIC, EventId, Phase
from wargame.core.state import State
from wargame.core.telling import Undone, lost
from wargame.core.views import Observer, Seen, View
from wargame.errors import SpecError
from wargame.review.seen_so_far import SeenSoFar, public_view
from wargame.transcript.verify import Replayed


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the list of events that stand: the first `number` of them have happened."""

    number: int
    """From 1, the opening, to the number of events that stand."""
    event: EventId
    """The last event that has happened."""
    turn: int
    phase: Phase


@dataclass
class Positions:
    """All places in one game, and what is known at them. Nothing of it is written to the game."""

    game: Replayed
    _events: Sequence[Event] = field(init=False)
    _kept: dict[int, State] = field(default_factory=dict, init=False)
    """States by number of events: the opening and the end of each turn, as far as they were needed."""
    _here: State = field(default_factory=State, init=False)
    _at: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Nothing is folded yet."""
        self._events = self.game.events
        self._turns = [event.turn for event in self._events]
        self._numbers = {event.id: number for number, event in enumerate(self._events, 1)}
        for turn in self.game.states:
            self._kept[bisect_right(self._turns, turn)] = self.game.states[turn]
        self._pasts: dict[str, SeenSoFar] = {}
        self._effects: dict[str, list[Event]] = {}
        for event in self._events:
            for cause in event.causes:
                self._effects.setdefault(cause, []).append(event)

    def __len__(self) -> int:
        """How many places there are."""
        return len(self._events)

    def at(self, number: int) -> Position:
        """The place after so many events; SpecError outside 1 to `len`."""
        if not 1 <= number <= len(self):
            raise SpecError(f"event {number}: this game has {len(self)} events, from 1 on")
        event = self._events[number - 1]
        return Position(number, event.id, event.turn, event.phase)

    def after(self, event: EventId) -> Position:
        """The place after an event, such as `2.17`; SpecError if none of that id stands."""
        if event not in self._numbers:
            raise SpecError(f"event {event}: no event of this game has that id; ids are turn.number, such as 0.1")
        return self.at(self._numbers[event])

    def event(self, name: str) -> Event | None:
        """The event of an id, such as `2.17`; None if none of that id stands."""
        number = self._numbers.get(EventId(name))
        return None if number is None else self._events[number - 1]

    def effects(self, name: str) -> Sequence[Event]:
        """The events that name an event, a decision or an act of control as their cause, in order."""
        return self._effects.get(name, ())

    def end_of(self, turn: int) -> Position:
        """The last place of a turn, 0 for the opening; SpecError names the turns that there are."""
        number = bisect_right(self._turns, turn)
        if number == 0 or self._turns[number - 1] != turn:
            raise SpecError(f"turn {turn}: this game has turns 0 to {self._turns[-1]}")
        return self.at(number)

    def next_phase(self, here: Position) -> Position:
        """The last place of the next phase that has events; where there is none, the last place of the game."""
        number = self._phase_end(here.number)
        return self.at(number if number == len(self) else self._phase_end(number + 1))

    def previous_phase(self, here: Position) -> Position:
        """The last place of the phase before; where there is none, the first place of the game."""
        number = here.number
        while number > 1 and self._same_phase(number - 1, here.number):
            number -= 1
        return self.at(max(number - 1, 1))

    def _phase_end(self, number: int) -> int:
        first = number
        while number < len(self) and self._same_phase(number + 1, first):
            number += 1
        return number

    def _same_phase(self, one: int, other: int) -> bool:
        a, b = self._events[one - 1], self._events[other - 1]
        return (a.turn, a.phase) == (b.turn, b.phase)

    def state(self, here: Position) -> State:
        """What was true there. It is the caller's to read, not to keep: the next call may fold it on.

        One step forward costs one event; a jump, or a step back, costs at most the events of one turn.
        """
        start = max((kept for kept in self._kept if kept <= here.number), default=0)
        if not start <= self._at <= here.number:
            self._here, self._at = copy(self._kept[start]) if start else State(), start
        for event in self._events[self._at : here.number]:
            apply(self._here, event)
        self._at = here.number
        return self._here

    def events(self, here: Position) -> Sequence[Event]:
        """What had happened, oldest first; the truth, for control's eyes. A copy of that part of the list."""
        return self._events[: here.number]

    def view(self, here: Position, seat: str) -> View:
        """What a seat knew there: the view that its live one would have been.

        `control` has the truth, `public` what is open to everybody. In any order a place costs the same: what stood in
        the state there, whatever lies between. SpecError names the seats.
        """
        setting = self.game.sequence.book.setting
        past, state = self._past(seat), copy(self.state(here))
        if seat == PUBLIC:
            return public_view(state, past.at(here.number))
        observer = Observer(setting, self.game.sequence.book.seed, seat, past.until(here.number))
        return observer.view(state, self.events(here))

    def seen(self, seat: str) -> Sequence[tuple[int, Seen]]:
        """All that a seat, `control` or `public` came to see in the whole game, with the place of each event, from 1.

        Words that control took back later stand there; `view` has them as they were read. SpecError names the seats.
        """
        return self._past(seat).found

    @property
    def takes_back(self) -> bool:
        """Whether control took words back anywhere in the game."""
        return any(event.kind == "text_retracted" for event in self._events)

    def seen_of(self, seat: str, event: int, here: Position) -> Seen | None:
        """One event by its place, from 1, as a seat, `control` or `public` reads it here; None if it never reads it."""
        return self._past(seat).event(event, here.number)

    def taken_back(self, seat: str, number: int) -> Undone:
        """What a seat, `control` or `public` may know of one of the times that control took turns back, from 0."""
        return lost(seat, self.game.sequence.state, self.game.undone[number])

    def _past(self, seat: str) -> SeenSoFar:
        setting = self.game.sequence.book.setting
        if seat not in (CONTROL, PUBLIC) and seat not in setting.by_id:
            raise SpecError(f"seat {seat}: there is no such seat; the seats are {', '.join(setting.ids)}, or control")
        if seat not in self._pasts:
            self._pasts[seat] = SeenSoFar(seat, self._events, self.game.sequence.state)
        return self._pasts[seat]
