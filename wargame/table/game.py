"""One running game, with people at it or without: the seats are asked, the rules decide, everything is recorded.

The one door for a human decision is `submit`: people are never called. What the record holds already is done again
first, so that a game broken off goes on without asking twice. Time is the matter of a `Pacing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast
from weakref import proxy

from wargame.core.bounds import bounded
from wargame.core.control_acts import Act
from wargame.core.events import Event
from wargame.core.ids import DecisionId, Origin, SeatId, may_read
from wargame.core.moves import Decision, decision_id
from wargame.core.telling import Telling
from wargame.core.views import View
from wargame.errors import NotAllowed
from wargame.gc_tuning import seldom_collecting
from wargame.players.base import Answer, Ask, Player, decision_at, unfit
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.turn.sequence import Asked, SequenceOfPlay
from wargame.table.asking import Asking
from wargame.table.listeners import Listeners
from wargame.table.showing import Showing
from wargame.table.timekeeping import Pacing
from wargame.table.waiting import let_others_run
from wargame.transcript.ending import ending
from wargame.transcript.entry import Entry
from wargame.transcript.overrides import now
from wargame.transcript.recorded_play import RecordedPlay
from wargame.transcript.turn_start import TurnStart
from wargame.transcript.writing import Log


@dataclass(frozen=True, slots=True)
class Result:
    """How a game ended."""

    turns: int
    """Complete turns."""
    scores: Mapping[SeatId, float]
    """Final score by seat, roughly 0 to 100."""
    state_hash: str
    """At the end of the last complete turn."""
    origins: Mapping[Origin, int]
    """How many decisions came about in each way."""


class RunningGame:
    """One game in progress: its rules, its players, its record."""

    def __init__(
        self,
        book: Rulebook,
        start: Event,
        players: Mapping[SeatId, Player],
        log: Log,
        *,
        pacing: Pacing,
        listeners: Listeners | None = None,
        fallbacks: Mapping[SeatId, Player] | None = None,
        entries: Sequence[Entry] = (),
        standing: TurnStart | None = None,
    ) -> None:
        """From the rules, the opening, a player for every seat, and where it is recorded.

        `fallbacks` play for seats whose players are late or fail; a seat without one passes. `entries` are what the
        record holds already: they are done again before anybody is asked. `standing` is where it begins if that is no
        opening, and then `entries` are those after it. `opening` puts all this together.
        """
        self.book, self.players, self.log = book, players, log
        self.fallbacks: Mapping[SeatId, Player] = fallbacks or {}
        self.listeners, self._pacing = listeners or Listeners(), pacing
        self.sequence = SequenceOfPlay(book, start, holds=True)
        back = cast("RunningGame", proxy(self))  # what it holds does not hold it: a game let go of is gone at once
        self.past = RecordedPlay(self.sequence, log, entries, watcher=back)
        self._begun, self._standing = False, standing
        self._asking = Asking(back, pacing)
        self._shown = Showing(self.past)
        pacing.paces(back)

    # what is known

    @property
    def hash(self) -> str:
        """State hash at the end of the last complete turn; empty before there is one."""
        return self.past.hash

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.past.step is None

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer; nobody owes anything where there is no such seat."""
        return isinstance(self.past.step, Asked) and seat in self.players and seat not in self.past.decided

    def played_by_people(self, seat: SeatId) -> bool:
        """Whether people control a seat now."""
        return self.players[seat].kind == "person"

    def view(self, reader: SeatId) -> View:
        """What a seat knows now, or `control`, which knows everything; KeyError for anybody else.

        Only what happened since the last view is looked at, or all of it after an undone turn.
        """
        return self._shown.view(reader)

    def telling(self, viewer: str) -> Telling:
        """What a seat, `control` or the `public` may tell of the game so far; KeyError for anybody else."""
        return self._shown.telling(viewer)

    def ask(self, seat: SeatId, at: Asked | None = None) -> Ask:
        """What a seat sees and may do at this moment, whether or not anything is asked of it.

        `at` puts another step in place of the one at which the game waits.
        """
        return self._shown.ask(seat, at or self.past.step, self._pacing.seconds(seat))

    # playing

    def begin(self) -> None:
        """Set the opening and do again what the record holds; done once, by `play` unless it was done before.

        The cost grows with the record. TranscriptError if it cannot have been so.
        """
        if not self._begun:
            self._begun = True
            if self._standing is not None:
                self.past.stand(self._standing)
            else:
                self.past.begin()
            self.past.follow()

    async def play(self) -> Result:
        """Play to the last turn and close the record, once. Seats are asked, people hand in by `submit`.

        What ends it before (a failure that nobody bears, being cancelled) leaves a record that can be gone on with.
        TranscriptError as `begin` raises it, or if the record cannot be written.
        """
        with seldom_collecting(), closing(self.log):
            self.begin()
            turn = self.past.turn
            try:
                while (step := self.past.step) is not None:
                    if not (isinstance(step, Asked) and self.past.complete):
                        await self._asking.attend(step)
                    if self.past.step is step:
                        self.past.advance()
                    if self.past.turn != turn:
                        turn = self.past.turn
                        await let_others_run()  # players who never wait would keep them from their turn
            finally:
                self._pacing.end()
            return self._close()

    def _close(self) -> Result:
        told = ending(self.past)
        self.log.note("end", self.past.turn, "end", {**told, "at": now()})
        self.log.settle("end")
        return Result(self.past.turn, told["scores"], self.hash, told["origins"])

    # the doors

    def submit(self, seat: SeatId, answer: Answer, asked: DecisionId | None = None, **more: Any) -> Decision:
        """Hand in a seat's answer: the one door for people, and for what they wrote on paper.

        It is in the record when this returns. `asked` is the question that it answers, if the caller knows; it must
        be the one that is asked now. `more` are further fields of the decision, such as who dissented.
        NotAllowed says in a sentence why it is not taken: the seat owes none, another came first, or it answers
        something else than what is asked.
        """
        step, name = self.past.step, self.book.name(seat)
        if not isinstance(step, Asked):
            raise NotAllowed(f"no answer is wanted from {name} now; the game {'is over' if self.over else 'waits'}")
        if (made := self.past.decided.get(seat)) is not None:
            raise NotAllowed(f"no answer is wanted from {name} now: {made.id} is in already, and it stands")
        now_asked = decision_id(step.turn, step.phase, step.round, seat)
        if asked is not None and asked != now_asked:
            raise NotAllowed(f"{name}: this answers {asked}, which is over; what is asked now is {now_asked}")
        if wrong := unfit(answer, step.phase):
            raise NotAllowed(f"{name}, turn {step.turn}: {wrong}")
        self._asking.drop(seat)
        return self.seal(seat, answer, **more)

    def seal(self, seat: SeatId, answer: Answer, **more: Any) -> Decision:
        """Record the answer of a seat that owes one, within bounds; `submit` is the door that asks whether it does."""
        step = self.past.step
        assert isinstance(step, Asked)
        decision = decision_at(step.turn, step.phase, step.round, seat, answer, self.players[seat].spec, **more)
        decision = bounded(decision)
        self.past.decide(decision)
        self._pacing.sealed(seat)
        return decision

    def late(self, seat: SeatId, reason: str) -> None:
        """A seat has used up its own time: its fallback plays."""
        if self.owes(seat):
            self._asking.late(seat, reason)

    def close_step(self, reason: str) -> None:
        """Close the step: whoever is missing gets its fallback, a hold ends."""
        self._asking.close(reason)

    def swap(self, seat: SeatId, player: Player, fallback: Player | None) -> None:
        """Another player takes a seat, with its own fallback; if the seat owes an answer, the new one is asked.

        Without a fallback the seat passes when the player is late. Nothing is recorded of it here.
        """
        others = {who: stand_in for who, stand_in in self.fallbacks.items() if who != seat}
        self.fallbacks = others if fallback is None else {**others, seat: fallback}
        self.players = {**self.players, seat: player}
        if self.owes(seat):
            self._asking.anew(seat)

    def act(self, act: Act, at: str) -> Sequence[Event]:
        """Do an act of control; minds in the middle of an answer that may read what came of it are asked anew."""
        events = self.past.act(act, at)
        for seat in self._asking.out:
            if any(may_read(event.audience, seat) for event in events):
                self._asking.anew(seat)
        self._asking.wake()
        return events

    def undo(self, to_turn: int, data: dict[str, Any]) -> None:
        """Back to the start of a turn, 1 or later; answers that are out are dropped. `data` goes into the record."""
        self._asking.drop_all()
        self.past.undo(to_turn, data)

    # what the record tells while it grows

    def happened(self, events: Sequence[Event]) -> None:
        """Events stand in the record; what a resumed game does again is not told again."""
        if not getattr(self.log, "confirming", False):
            self.listeners.happened(events)

    def turned(self, turn: int) -> None:
        """A turn is complete."""
        self.listeners.turn_over(turn, self.book.setting.turns)

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """An entry that has no effect in the game is met again on resuming: it may bear on time."""
        self._pacing.noted(kind, data)

    def rewound(self) -> None:
        """What the seats have seen is read again from the record."""
        self._shown.anew()
